/**
 * A bounded table of expiring counters, as text: the shape in which runtimes share state through PocketBase's store.
 * Keys fall into a fixed number of rows; a row holds a few entries and forgets the one that expires first.
 * A key is the digest of what is counted, in hexadecimal digits: all keys are equally long, and hold nothing secret.
 * @module
 */

export interface Entry {
  /** What the caller counts; at least 1. */
  count: number;
  /** Unix time in milliseconds from which the entry no longer exists. */
  expiresAt: number;
}

/** Rows × entries bounds the table: 65,536 live keys, a few megabytes at the very most. */
export const ROWS = 8192;
const ENTRIES_PER_ROW = 8;

/** @param key at least eight hexadecimal digits, evenly spread as a digest's are */
export function rowOf(key: string): number {
  return Number.parseInt(key.slice(0, 8), 16) % ROWS;
}

/** A row is one line per entry: key, count, expiry. What a call does not need of it stays text. */
const formatLine = (key: string, { count, expiresAt }: Entry) => `${key} ${count} ${expiresAt}`;
const expiryOf = (line: string) => Number(line.slice(line.lastIndexOf(" ") + 1));
const belongsTo = (line: string, key: string) => line.startsWith(`${key} `);

function parseLine(line: string, key: string): Entry {
  return { count: Number.parseInt(line.slice(key.length + 1), 10), expiresAt: expiryOf(line) };
}

/** @param row as stored; "" or null for an empty one */
function liveLines(row: string | null, now: number): string[] {
  return row ? row.split("\n").filter((line) => expiryOf(line) > now) : [];
}

/** The live entry of a key, or null. */
export function find(row: string | null, key: string, now: number): Entry | null {
  const line = liveLines(row, now).find((candidate) => belongsTo(candidate, key));
  return line === undefined ? null : parseLine(line, key);
}

/**
 * The row with one key's entry replaced by what `change` makes of it; null removes it.
 * @param change sees the live entry, or null
 */
export function update(
  row: string | null,
  key: string,
  now: number,
  change: (entry: Entry | null) => Entry | null,
): string {
  const lines = liveLines(row, now);
  const current = lines.find((line) => belongsTo(line, key));
  const next = change(current === undefined ? null : parseLine(current, key));
  const kept = current === undefined ? lines : lines.filter((line) => line !== current);
  if (next) kept.push(formatLine(key, next));
  return (kept.length > ENTRIES_PER_ROW ? withoutFirstToExpire(kept) : kept).join("\n");
}

function withoutFirstToExpire(lines: string[]): string[] {
  const first = Math.min(...lines.map(expiryOf));
  const index = lines.findIndex((line) => expiryOf(line) === first);
  return lines.filter((_line, i) => i !== index);
}
