/**
 * The expiring table in PocketBase's store: one memory for all pooled runtimes, each change atomic.
 * @module
 */
import { type Entry, find, rowOf, update } from "../domain/expiring-table.ts";

export interface SharedTable {
  /** The live entry of a key, or null. */
  read(key: string, now: number): Entry | null;
  /** Replaces a key's entry by what `next` makes of it (null removes it); no other runtime can step between. */
  change(key: string, now: number, next: (entry: Entry | null) => Entry | null): void;
}

/** @param name keeps tables apart in the store */
export function sharedTable(name: string): SharedTable {
  const storeKey = (key: string) => `wechat_auth:${name}:${rowOf(key)}`;
  return {
    read: (key, now) => find($app.store().get(storeKey(key)) as string | null, key, now),
    change: (key, now, next) => {
      $app.store().setFunc(storeKey(key), (row: string | null) => update(row, key, now, next));
    },
  };
}
