/**
 * A command whose time, CPU and memory are watched while it runs.
 * @module
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
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

/** @throws Error with what it wrote to its error output, where it ends with another status than 0 */
export async function runWatched(binary: string, args: string[]): Promise<Run> {
  const startedAt = performance.now();
  const child = spawn(binary, args);
  let [output, printed, peakMebibytes, cpu] = ["", "", 0, 0];
  child.stdout.on("data", (chunk) => (output += chunk));
  child.stderr.on("data", (chunk) => (printed += chunk));
  const watch = setInterval(() => {
    memoryOf(child.pid ?? 0).then(
      ({ peak }) => {
        peakMebibytes = Math.max(peakMebibytes, peak || 0);
        cpu = cpuSeconds(child.pid ?? 0);
      },
      () => {
        // It has ended.
      },
    );
  }, LOOK_EVERY_MS);
  const [status] = await once(child, "close");
  clearInterval(watch);
  if (status !== 0) throw new Error(`${args[0]} ended with ${status}: ${printed}`);
  return { seconds: (performance.now() - startedAt) / 1000, cpuSeconds: cpu, peakMebibytes, output };
}
