/**
 * The expiring tables in PocketBase's store: one memory for all pooled runtimes, each change atomic.
 * @module
 */
import { entriesOf, type Entry, find, rowOf, update } from "../domain/expiring-table.ts";
import { store } from "./process.ts";
import { digestOf } from "./secrets.ts";

/** Each table has rows of its own: what fills one must not push anything out of another. */
export type Table = "codes" | "accounts" | "strangers" | "phones" | "tickets" | "scanners";

/** Any text may be `what`, a secret one too: only its digest is kept. */
const storeKey = (table: Table, key: string) => `wechat_auth:${table}:${rowOf(key)}`;

/** The live entry of `what`, or null. */
export function readEntry(table: Table, what: string, now: number): Entry | null {
  const key = digestOf(what);
  return find(store().get(storeKey(table, key)) as string | null, key, now);
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
  let after: Entry | null = null;
  change(storeKey(table, key), (row) => update(row, key, now, (entry) => (after = next(entry))));
  return after;
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
  change(`wechat_auth:count:${what}`, next);
}

/**
 * Compares and swaps. PocketBase's whole store is locked while a change of it runs, and waking up who waits for the lock
 * costs more than the change does: so what takes time is done before.
 */
function change(key: string, next: (text: string) => string): void {
  let swapped = false;
  while (!swapped) {
    const before = (store().get(key) as string | null) ?? "";
    const after = next(before);
    if (after === before) return;
    store().setFunc(key, (now: string | null) => {
      swapped = (now ?? "") === before;
      return swapped ? after : now;
    });
  }
}
