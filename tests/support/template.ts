/**
 * A migrated data folder with a superuser, which services start from.
 * @module
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCommand } from "../../scripts/server-process.ts";
import { SUPERUSER } from "./service.ts";

/** Makes such a folder; whoever asks for it removes it. */
export async function makeTemplate(): Promise<string> {
  const template = await mkdtemp(join(tmpdir(), "kit-template-"));
  await runCommand(["superuser", "upsert", SUPERUSER.email, SUPERUSER.password], { dataDir: template });
  return template;
}

/** Runs `work` with the path of such a folder, and removes it afterwards. */
export async function withTemplate<T>(work: (template: string) => Promise<T>): Promise<T> {
  const template = await makeTemplate();
  try {
    return await work(template);
  } finally {
    await rm(template, { recursive: true, force: true });
  }
}
