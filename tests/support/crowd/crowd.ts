/**
 * A deployment that has been in use for a while: people who came over the last year, and what their sign-ins left in
 * the log. The same numbers and the same moment give the same people and lines.
 * @module
 */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { runCommand } from "../../../scripts/server-process.ts";
import type { CrowdOptions } from "./options.ts";
import { peopleSql } from "./people.ts";
import { signInsSql } from "./sign-ins.ts";

/** PocketBase keeps lines for five days unless told otherwise, and looks for older ones when it starts. */
const KEEP_LOGS = "UPDATE _params SET value = json_set(value, '$.logs.maxDays', 30) WHERE id = 'settings'";

/** Fills a data folder whose server does not run. */
export async function fillWithCrowd(dataDir: string, options: CrowdOptions): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "kit-crowd-"));
  const file = join(folder, "statements.json");
  try {
    const main = [KEEP_LOGS, ...peopleSql(options)];
    await writeFile(file, JSON.stringify({ main, logs: signInsSql(options) }));
    const hooksDir = join(dirname(fileURLToPath(import.meta.url)), "hooks");
    await runCommand(["migrate", "up"], { dataDir });
    await runCommand(["crowd", file], { dataDir, hooksDir });
  } finally {
    await rm(folder, { recursive: true });
  }
}
