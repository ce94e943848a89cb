/**
 * The expiring table in PocketBase's store: one memory for all pooled runtimes, each change atomic.
 * @module
 */
import { type Entry, find, rowOf, update } from "../domain/expiring-table.ts";
import { store } from "./process.ts";

export interface SharedTable {
  /** The live entry of `what`, or null. Any text will do, a secret one too: only its digest is kept. */
  read(what: string, now: number): Entry | null;
  /**
   * Replaces the entry of `what` by what `next` makes of it (null removes it); no other runtime can step between.
   * @param next runs while PocketBase's whole store is locked: it must not touch the store, however indirectly
   * @returns the entry as it is now
   */
  change(what: string, now: number, next: (entry: Entry | null) => Entry | null): Entry | null;
}

/** Half of a SHA-256: as good as never two alike, and half the memory. */
const KEY_DIGITS = 32;

/** @param name keeps tables apart in the store */
export function sharedTable(name: string): SharedTable {
  const storeKey = (key: string) => `wechat_auth:${name}:${rowOf(key)}`;
  const digest = (what: string) => $security.sha256(what).slice(0, KEY_DIGITS);
  return {
    read: (what, now) => {
      const key = digest(what);
      return find(store().get(storeKey(key)) as string | null, key, now);
    },
    change: (what, now, next) => {
      const key = digest(what);
      let after: Entry | null = null;
      store().setFunc(storeKey(key), (row: string | null) =>
        update(row, key, now, (entry) => (after = next(entry))),
      );
      return after;
    },
  };
}
