/**
 * Transactions that read before they write.
 * @module
 */

/**
 * Runs `work` in a transaction that holds the database's write lock before its first read. SQLite's own way is to take
 * the lock with the first write: whoever else has committed between a read and that write, another process for example,
 * then makes the write fail (SQLITE_BUSY_SNAPSHOT), over and over, because what was read stays old.
 * @param work gets the transaction's app; only that may be used inside. What it throws undoes everything and comes out.
 * @param app a transaction's app joins that transaction
 */
export function inWriteTransaction<T>(work: (app: CoreApp) => T, app: CoreApp = $app): T {
  const result: { value?: T } = {};
  app.runInTransaction((transaction) => {
    transaction.db().newQuery(TAKE_WRITE_LOCK).execute();
    result.value = work(transaction);
  });
  return result.value as T;
}

/** Changes no row. */
const TAKE_WRITE_LOCK = "UPDATE tbl_auth_users SET id = id WHERE 0";
