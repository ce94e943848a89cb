/**
 * Commands of PocketBase's binary, run beside the server on the same data, as an operator would.
 * @module
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { pocketbaseBinary } from "../../scripts/binary.ts";
import { projectRoot } from "../../scripts/server-process.ts";

/** Runs `pocketbase wechat-auth …` with the built hooks. Answers its exit status, and what it printed without the times. */
export async function wechatAuth(
  dataDir: string,
  ...args: string[]
): Promise<{ status: number | null; output: string }> {
  const folders = {
    dir: dataDir,
    hooksDir: join(projectRoot, "pb_hooks"),
    migrationsDir: join(projectRoot, "pb_migrations"),
  };
  const flags = Object.entries({ ...folders, dev: false, hooksWatch: false, automigrate: false });
  const child = spawn(pocketbaseBinary(), [
    "wechat-auth",
    ...args,
    ...flags.map(([name, value]) => `--${name}=${value}`),
  ]);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
  const [status] = await once(child, "close");
  return { status, output: output.replace(/^\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d /gm, "").trim() };
}
