/**
 * A bounded table of expiring counters and notes, as text: the shape in which runtimes share state through PocketBase's
 * store.
 * Keys fall into a fixed number of rows; a row holds a few entries and forgets the one that expires first.
 * A key is the digest of what is counted, in hexadecimal digits: all keys are equally long, and hold nothing secret.
 * @module
 */

export interface Entry {
  /** What the caller counts; at least 1. */
  count: number;
  /** A text without blanks and line feeds that the caller keeps beside the count. */
  note?: string;
  /** Unix time in milliseconds from which the entry no longer exists. */
  expiresAt: number;
}

/** Rows × entries bounds the table: 65,536 keys, a few megabytes at the very most. */
export const ROWS = 8192;
const ENTRIES_PER_ROW = 8;

/** @param key at least eight hexadecimal digits, evenly spread as a digest's are */
export function rowOf(key: string): number {
  return Number.parseInt(key.slice(0, 8), 16) % ROWS;
}

/** A row is one line per entry, each with a line feed in front: key, count, note if any, expiry. */
const formatLine = (key: string, { count, note, expiresAt }: Entry) =>
  note === undefined ? `\n${key} ${count} ${expiresAt}` : `\n${key} ${count} ${note} ${expiresAt}`;
const expiryOf = (line: string) => Number(line.slice(line.lastIndexOf(" ") + 1));

/** A key's line, "" for none. Rows are short: searching one is faster than taking it apart. */
function lineOf(row: string, key: string): string {
  const start = row.indexOf(`\n${key} `);
  if (start < 0) return "";
  const end = row.indexOf("\n", start + 1);
  return end < 0 ? row.slice(start) : row.slice(start, end);
}

function liveEntry(line: string, key: string, now: number): Entry | null {
  if (line === "") return null;
  const end = line.lastIndexOf(" ");
  const expiresAt = Number(line.slice(end + 1));
  if (expiresAt <= now) return null;
  const counted = line.slice(key.length + 2, end);
  const gap = counted.indexOf(" ");
  if (gap < 0) return { count: Number(counted), expiresAt };
  return { count: Number(counted.slice(0, gap)), note: counted.slice(gap + 1), expiresAt };
}

/**
 * The live entry of a key, or null.
 * @param row as stored; "" or null for an empty one
 */
export function find(row: string | null, key: string, now: number): Entry | null {
  return liveEntry(lineOf(row ?? "", key), key, now);
}

/** The live entries of all keys of a row. */
export function entriesOf(row: string, now: number): Entry[] {
  const lines = row.split("\n").filter((line) => line !== "");
  return lines.flatMap((line) => liveEntry(`\n${line}`, line.slice(0, line.indexOf(" ")), now) ?? []);
}

/** The row with one key's entry replaced by this one; null removes it. */
export function put(row: string | null, key: string, now: number, entry: Entry | null): string {
  const before = row ?? "";
  const line = lineOf(before, key);
  const others = line === "" ? before : before.replace(line, "");
  if (!entry) return others;
  const added = formatLine(key, entry);
  const written = others + added;
  return written.length > ENTRIES_PER_ROW * added.length ? tidied(written, now) : written;
}

/**
 * Expired entries stay until a row is longer than so many of the line that was just written: looking for them in every
 * call would be most of what it costs.
 */
function tidied(row: string, now: number): string {
  const lines = row
    .slice(1)
    .split("\n")
    .filter((line) => expiryOf(line) > now);
  if (lines.length > ENTRIES_PER_ROW) lines.splice(firstToExpire(lines), 1);
  return lines.map((line) => `\n${line}`).join("");
}

function firstToExpire(lines: string[]): number {
  const first = Math.min(...lines.map(expiryOf));
  return lines.findIndex((line) => expiryOf(line) === first);
}
