/**
 * A bounded table of expiring counters, as text: the shape in which runtimes share state through PocketBase's store.
 * Keys hash to a fixed number of rows; a row holds a few entries and forgets the one that expires first.
 * @module
 */

export interface Entry {
  key: string;
  /** What the caller counts; at least 1. */
  count: number;
  /** Unix time in milliseconds from which the entry no longer exists. */
  expiresAt: number;
}

/** Rows × entries bounds the table: 65,536 live keys, a few megabytes at the very most. */
export const ROWS = 8192;
const ENTRIES_PER_ROW = 8;

/** FNV-1a (RFC draft eastlake-fnv), 32 bits: spreads keys over the rows; not a secret and not a signature. */
export function rowOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) {
    hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  }
  return (hash >>> 0) % ROWS;
}

/** @param text a row as stored; "" or null for an empty one. Expired entries are left out. */
function parseRow(text: string | null, now: number): Entry[] {
  if (!text) return [];
  return (JSON.parse(text) as [string, number, number][])
    .map(([key, count, expiresAt]) => ({ key, count, expiresAt }))
    .filter((entry) => entry.expiresAt > now);
}

function formatRow(entries: Entry[]): string {
  if (entries.length === 0) return "";
  return JSON.stringify(entries.map(({ key, count, expiresAt }) => [key, count, expiresAt]));
}

/** The live entry of a key, or null. */
export function find(text: string | null, key: string, now: number): Entry | null {
  return parseRow(text, now).find((entry) => entry.key === key) ?? null;
}

/**
 * The row with one key's entry replaced by what `change` makes of it; null removes it.
 * @param change sees the live entry, or null
 */
export function update(
  text: string | null,
  key: string,
  now: number,
  change: (entry: Entry | null) => Entry | null,
): string {
  const entries = parseRow(text, now);
  const current = entries.find((entry) => entry.key === key) ?? null;
  const next = change(current);
  const others = entries.filter((entry) => entry !== current);
  if (next) {
    others.push(next);
    others.sort((a, b) => b.expiresAt - a.expiresAt);
  }
  return formatRow(others.slice(0, ENTRIES_PER_ROW));
}
