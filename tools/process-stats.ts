/**
 * What Linux tells about a process.
 * @module
 */
import { readFileSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";

/** Resident memory in MiB: now, and the most it has ever been. */
export async function memoryOf(pid: number): Promise<{ now: number; peak: number }> {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  const mebibytes = (name: string) =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(status)?.[1]) / 1024;
  return { now: mebibytes("VmRSS"), peak: mebibytes("VmHWM") };
}

/** How many files, sockets and the like a process has open. */
export async function openFilesOf(pid: number): Promise<number> {
  return (await readdir(`/proc/${pid}/fd`)).length;
}

/** The process that was started with this data folder, or null. */
export async function processOf(dataDir: string): Promise<number | null> {
  for (const name of await readdir("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const commandLine = await readFile(`/proc/${name}/cmdline`, "utf8").catch(() => "");
    if (commandLine.split("\0").includes(`--dir=${dataDir}`)) return Number(name);
  }
  return null;
}

/** Linux counts CPU time in ticks of 1/100 s (`getconf CLK_TCK` on every common platform). */
const TICKS_PER_SECOND = 100;

/** CPU seconds that a process has used so far. */
export function cpuSeconds(pid: number): number {
  const text = readFileSync(`/proc/${pid}/stat`, "utf8");
  // The command name stands in parentheses and may hold spaces: count from behind it.
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

/** Long enough for a process that is still at work to get a turn and use a tick of CPU time. */
const QUIET_MS = 200;
const LONGEST_WAIT_MS = 20_000;

/**
 * Resolves once a process rests. PocketBase answers faster than it writes its log: thousands of lines may be left when the
 * last answer is out, and they belong to the requests that made them, not to whoever is measured next.
 */
export async function resting(pid: number): Promise<void> {
  const deadline = Date.now() + LONGEST_WAIT_MS;
  let before: number;
  do {
    before = cpuSeconds(pid);
    await delay(QUIET_MS);
  } while (cpuSeconds(pid) !== before && Date.now() < deadline);
}
