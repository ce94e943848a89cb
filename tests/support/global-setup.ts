/**
 * Runs once before all test files: an empty coverage record and a migrated database to copy from.
 * @module
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCommand } from "../../scripts/server-process.ts";
import { coverageDir } from "./contract.ts";
import { SUPERUSER } from "./service.ts";

export async function setup() {
  await rm(coverageDir, { recursive: true, force: true });
  const template = await mkdtemp(join(tmpdir(), "kit-template-"));
  await runCommand(["superuser", "upsert", SUPERUSER.email, SUPERUSER.password], { dataDir: template });
  process.env.KIT_TEMPLATE = template;
  return () => rm(template, { recursive: true, force: true });
}
