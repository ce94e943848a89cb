/**
 * What Linux tells about a process.
 * @module
 */
import { readdir, readFile } from "node:fs/promises";

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
