/**
 * Commands of PocketBase's binary, run beside the server on the same data, as an operator would.
 * @module
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { pocketbaseBinary } from "../../scripts/binary.ts";
import { projectRoot } from "../../scripts/server-process.ts";

/** A command that runs. */
export interface Running {
  /** Resolves once it has printed this. */
  said(text: RegExp): Promise<void>;
  kill(): void;
  /** Its exit status, and what it printed without the times. */
  ended: Promise<{ status: number | null; output: string }>;
}

/** Starts `pocketbase wechat-auth …` with the built hooks, or those of a `--hooksDir` among `args`. */
export function startWechatAuth(dataDir: string, ...args: string[]): Running {
  const folders = {
    dir: dataDir,
    hooksDir: join(projectRoot, "pb_hooks"),
    migrationsDir: join(projectRoot, "pb_migrations"),
  };
  const flags = Object.entries({ ...folders, dev: false, hooksWatch: false, automigrate: false });
  const child = spawn(pocketbaseBinary(), [
    ...flags.map(([name, value]) => `--${name}=${value}`),
    "wechat-auth",
    ...args,
  ]);
  let output = "";
  const streams = [child.stdout, child.stderr];
  for (const stream of streams) stream.on("data", (chunk) => (output += chunk));
  const ended = once(child, "close").then(([status]) => ({
    status: status as number | null,
    output: output.replace(/^\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d /gm, "").trim(),
  }));
  const said = (text: RegExp) =>
    new Promise<void>((resolve, reject) => {
      const look = () => text.test(output) && resolve();
      for (const stream of streams) stream.on("data", look);
      void ended.then(() => reject(new Error(`it ended without saying so: ${output}`)));
      look();
    });
  return { said, kill: () => void child.kill("SIGKILL"), ended };
}

/** Runs `pocketbase wechat-auth …` to its end. */
export function wechatAuth(
  dataDir: string,
  ...args: string[]
): Promise<{ status: number | null; output: string }> {
  return startWechatAuth(dataDir, ...args).ended;
}
