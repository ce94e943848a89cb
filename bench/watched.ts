/**
 * A command whose time, CPU and memory are watched while it runs.
 * @module
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { pocketbaseBinary } from "../scripts/binary.ts";
import { commonFlags, type ServerOptions } from "../scripts/server-process.ts";
import { cpuSeconds, memoryOf } from "../tools/process-stats.ts";

export interface Run {
  seconds: number;
  /** Of the processor, as far as was seen at the last look. */
  cpuSeconds: number;
  /** The most memory that it held at once. */
  peakMebibytes: number;
  /** What it wrote to its standard output. */
  output: string;
}

const LOOK_EVERY_MS = 20;

/**
 * Runs a command of PocketBase's that ends by itself.
 * @throws Error with what it wrote to its error output, where it ends with another status than 0
 */
export async function runWatched(args: string[], options: ServerOptions): Promise<Run> {
  const startedAt = performance.now();
  const child = spawn(pocketbaseBinary(), [...args, ...commonFlags(options)]);
  let [output, printed, peakMebibytes, cpu] = ["", "", 0, 0];
  child.stdout.on("data", (chunk) => (output += chunk));
  child.stderr.on("data", (chunk) => (printed += chunk));
  const watch = setInterval(() => {
    memoryOf(child.pid ?? 0)
      .then(({ peak }) => {
        peakMebibytes = Math.max(peakMebibytes, peak || 0);
        cpu = cpuSeconds(child.pid ?? 0);
      })
      .catch(() => {
        // It has ended.
      });
  }, LOOK_EVERY_MS);
  const [status] = await once(child, "close");
  clearInterval(watch);
  if (status !== 0) throw new Error(`${args[0]} ended with ${status}: ${printed}`);
  return { seconds: (performance.now() - startedAt) / 1000, cpuSeconds: cpu, peakMebibytes, output };
}
