/**
 * SQLite's own check of the database files, made by PocketBase's build of SQLite.
 * @module
 */
import { join } from "node:path";
import { projectRoot, runCommand } from "../../scripts/server-process.ts";

/** What SQLite finds wrong with the data and the log database; nothing when both are whole. */
export async function damage(dataDir: string): Promise<string[]> {
  const hooksDir = join(projectRoot, "reliability/shared/hooks");
  let printed: string;
  try {
    printed = await runCommand(["integrity"], { dataDir, hooksDir });
  } catch (error) {
    return [`PocketBase cannot open the databases: ${error instanceof Error ? error.message : error}`];
  }
  const verdicts = JSON.parse(printed.slice(printed.indexOf("{"))) as { [what: string]: string[] };
  return Object.entries(verdicts).flatMap(([what, lines]) =>
    lines.filter((line) => line !== "ok").map((line) => `${what}: ${line}`),
  );
}
