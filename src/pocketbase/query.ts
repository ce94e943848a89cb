/**
 * Looking records up.
 * @module
 */

/**
 * The record of a value that at most one has, or null. Asked for as a list: PocketBase's search for a single record
 * throws when there is none, which is dear, and throws the same for a collection that is gone, which is a fault.
 * @throws Error that names the collection, when it is gone or cannot be read
 */
export function findUnique(
  app: CoreApp,
  collection: string,
  ...conditions: dbx.Expression[]
): core.Record | null {
  try {
    const [record] = app.findAllRecords(collection, ...conditions);
    return record ?? null;
  } catch (error) {
    // PocketBase does not name a collection that is gone.
    throw new Error(`${collection}: ${String(error)}`, { cause: error });
  }
}
