/**
 * Writes src/generated/pocketbase.d.ts: the declarations that the pinned PocketBase binary itself writes at start.
 * @module
 */
import { existsSync } from "node:fs";
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureBinary, POCKETBASE_VERSION } from "./binary.ts";
import { projectRoot, runCommand } from "./server-process.ts";

const target = join(projectRoot, "src/generated/pocketbase.d.ts");
const stamp = join(projectRoot, "src/generated/pocketbase.version");

const current =
  existsSync(target) && existsSync(stamp) && (await readFile(stamp, "utf8")) === POCKETBASE_VERSION;
if (!current) {
  await ensureBinary(console.error);
  const dataDir = await mkdtemp(join(tmpdir(), "pocketbase-types-"));
  await runCommand(["migrate", "history-sync"], {
    dataDir,
    hooksDir: join(dataDir, "none"),
    migrationsDir: join(dataDir, "none"),
  });
  await mkdir(join(projectRoot, "src/generated"), { recursive: true });
  await copyFile(join(dataDir, "types.d.ts"), target);
  await writeFile(stamp, POCKETBASE_VERSION);
  await rm(dataDir, { recursive: true });
}
