/**
 * Looking records up.
 * @module
 */

/**
 * The record of a value that at most one has, or null. Asked for as a list: PocketBase's search for a single record
 * throws when there is none, which is dear, and throws the same for a collection that is gone, which is a fault.
 * @throws when the collection is gone or cannot be read
 */
export function findUnique(
  app: CoreApp,
  collection: string,
  ...conditions: dbx.Expression[]
): core.Record | null {
  const [record] = app.findAllRecords(collection, ...conditions);
  return record ?? null;
}
