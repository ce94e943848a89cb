/**
 * The expiring tables in PocketBase's store: one memory for all pooled runtimes, each change atomic.
 * @module
 */
import { entriesOf, type Entry, find, put, rowOf } from "../domain/expiring-table.ts";
import { store, storeMethods } from "./process.ts";
import { digestOf } from "./secrets.ts";

/** Each table has rows of its own: what fills one must not push anything out of another. */
export type Table = "codes" | "accounts" | "strangers" | "phones" | "tickets" | "scanners";

/** Any text may be `what`, a secret one too: only its digest is kept. */
const storeKey = (table: Table, key: string) => `wechat_auth:${table}:${rowOf(key)}`;

/** The live entry of `what`, or null. */
export function readEntry(table: Table, what: string, now: number): Entry | null {
  const key = digestOf(what);
  return find(textAt(storeKey(table, key)), key, now);
}

/**
 * Replaces the entry of `what` by what `next` makes of it (null removes it); no other runtime can step between.
 * @param next is asked again when another runtime was faster
 * @returns the entry as it is now
 */
export function changeEntry(
  table: Table,
  what: string,
  now: number,
  next: (entry: Entry | null) => Entry | null,
): Entry | null {
  const key = digestOf(what);
  const at = storeKey(table, key);
  for (;;) {
    const row = textAt(at);
    const entry = next(find(row, key, now));
    if (swap(at, row, put(row, key, now, entry))) return entry;
  }
}

/**
 * Adds an entry of `what` unless there is a live one; of runtimes that do so at once, one adds its own.
 * @returns the one that is there already, null when this one was added
 */
export function addEntry(table: Table, what: string, now: number, entry: Entry): Entry | null {
  const key = digestOf(what);
  const at = storeKey(table, key);
  for (;;) {
    const row = textAt(at);
    const earlier = find(row, key, now);
    if (earlier || swap(at, row, put(row, key, now, entry))) return earlier;
  }
}

/** Every live entry of a table, whosever it is. Looks at the whole store: not for what happens often. */
export function liveEntries(table: Table, now: number): Entry[] {
  const rows = store().getAll();
  return Object.keys(rows)
    .filter((key) => key.startsWith(`wechat_auth:${table}:`))
    .flatMap((key) => entriesOf(rows[key] as string, now));
}

/**
 * Replaces the one text by which the whole process counts `what`; "" while nothing has been.
 * @param next is asked again when another runtime was faster
 */
export function changeCount(what: string, next: (text: string) => string): void {
  const at = `wechat_auth:count:${what}`;
  for (;;) {
    const before = textAt(at);
    if (swap(at, before, next(before))) return;
  }
}

function textAt(key: string): string {
  return (storeMethods().get(key) as string | null) ?? "";
}

/** A change that is being made: one function for all of them, because one for each would cost every login. */
let expected = "";
let replacement = "";
let swapped = false;

function exchanged(now: string | null): string | null {
  swapped = (now ?? "") === expected;
  return swapped ? replacement : now;
}

/**
 * PocketBase's whole store is locked while a change of it runs, and waking up who waits for the lock costs more than the
 * change does: so what takes time is done before.
 * @returns false, with nothing changed, when another runtime was faster
 */
function swap(key: string, before: string, after: string): boolean {
  if (after === before) return true;
  expected = before;
  replacement = after;
  storeMethods().setFunc(key, exchanged);
  return swapped;
}
