/**
 * What other programs say, read.
 * @module
 */
import type { Disk } from "./deployment.ts";

/** The last line of `df -Pk` (POSIX): blocks of 1,024 bytes, of which so many are used and available. */
export function diskOf(output: string): Disk {
  const [, total, , free] = /\s(\d+)\s+(\d+)\s+(-?\d+)\s+\d+%[^\n]*\s*$/.exec(output) ?? [];
  if (free === undefined) throw new Error("df says something else than POSIX has it say");
  return { totalBytes: Number(total) * 1024, freeBytes: Math.max(0, Number(free)) * 1024 };
}

/**
 * When Litestream last brought a database's replica up to date, by its `list -json`.
 * @param name how the database's path ends
 * @returns Unix time in milliseconds; null where it has not yet, or does not know the database
 */
export function lastSyncOf(output: string, name: string): number | null {
  const { databases } = JSON.parse(output) as { databases?: { path: string; last_sync_at?: string }[] };
  const time = databases?.find(({ path }) => path.endsWith(name))?.last_sync_at;
  // With nanoseconds, which not every engine reads.
  const at = Date.parse((time ?? "").replace(/(\.\d{3})\d+/, "$1"));
  return Number.isNaN(at) ? null : at;
}
