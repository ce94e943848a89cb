/**
 * The storage of a mini-program: values by key, an empty text where there is none, and errors that are thrown.
 * @module
 */

/** What is wrong with it at present. */
export interface StorageState {
  storageFails: boolean;
  storageIsFull: boolean;
}

export function createFakeStorage(state: StorageState) {
  const items = new Map<string, unknown>();
  return {
    items,
    api: {
      getStorageSync(key: string): unknown {
        if (state.storageFails) throw new Error("getStorageSync:fail");
        return items.get(key) ?? "";
      },
      setStorageSync(key: string, value: unknown): void {
        if (state.storageFails || state.storageIsFull)
          throw new Error("setStorageSync:fail exceed storage max size 10Mb");
        items.set(key, structuredClone(value));
      },
      removeStorageSync(key: string): void {
        if (state.storageFails) throw new Error("removeStorageSync:fail");
        items.delete(key);
      },
    },
  };
}
