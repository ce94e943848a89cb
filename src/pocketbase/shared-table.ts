/**
 * The expiring table in PocketBase's store: one memory for all pooled runtimes, each change atomic.
 * @module
 */
import { type Entry, find, rowOf, update } from "../domain/expiring-table.ts";

export interface SharedTable {
  /** The live entry of a key, or null. */
  read(key: string, now: number): Entry | null;
  /**
   * Replaces a key's entry by what `next` makes of it (null removes it); no other runtime can step between.
   * @param next runs while PocketBase's whole store is locked: it must not touch the store, however indirectly
   * @returns the entry as it is now
   */
  change(key: string, now: number, next: (entry: Entry | null) => Entry | null): Entry | null;
}

/** @param name keeps tables apart in the store */
export function sharedTable(name: string): SharedTable {
  const storeKey = (key: string) => `wechat_auth:${name}:${rowOf(key)}`;
  return {
    read: (key, now) => find($app.store().get(storeKey(key)) as string | null, key, now),
    change: (key, now, next) => {
      let after: Entry | null = null;
      $app
        .store()
        .setFunc(storeKey(key), (row: string | null) =>
          update(row, key, now, (entry) => (after = next(entry))),
        );
      return after;
    },
  };
}
