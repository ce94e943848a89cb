/**
 * How every operation writes: in a transaction, so that a refusal undoes all of it.
 * @module
 */
import { describeError, ownError } from "./go-errors.ts";
import { logger } from "./process.ts";

/**
 * Runs `work` in a transaction that holds the database's write lock before its first read, and answers what it returns.
 * SQLite's own way is to take the lock with the first write: whoever else has committed between a read and that write,
 * another process for example, then makes the write fail (SQLITE_BUSY_SNAPSHOT), over and over, because what was read
 * stays old.
 *
 * Whatever comes out of `work` undoes everything and is thrown on: a Failure of ours, a hook's ApiError, a fault. What is
 * committed stays committed: a hook that fails afterwards (`onRecordAfterCreateSuccess` …) is one ERROR line, and nothing
 * is thrown.
 * @param work holds PocketBase's only writer: it must not wait for another server, and use no app but the one it is given
 * @param app a transaction's app joins that transaction, whose caller then decides
 */
export function inWriteTransaction<T>(work: (app: CoreApp) => T, app: CoreApp = $app): T {
  const locked = (transaction: CoreApp) => {
    transaction.db().newQuery(TAKE_WRITE_LOCK).execute();
    return work(transaction);
  };
  // Nothing of ours may wait for the end of somebody else's transaction: a hook runs in a runtime of its own, which
  // serves another request by then, and two requests in one runtime mix their answers.
  return app.isTransactional() ? locked(app) : startingWithAWrite(locked);
}

/** The same for `work` whose first statement is a write, and takes the lock by itself. */
export function startingWithAWrite<T>(work: (app: CoreApp) => T): T {
  const result: { value?: T } = {};
  let committed = false;
  try {
    $app.runInTransaction((transaction) => {
      transaction.txInfo().onComplete((failure: unknown) => {
        committed = !failure;
      });
      result.value = work(transaction);
    });
  } catch (error) {
    // An error of ours comes out joined to those of the hooks that are told of the failure.
    if (!committed) throw ownError(error);
    logFailedHook(error);
  }
  return result.value as T;
}

/** Changes no row, in a table that takes no time to compile a statement for. */
const TAKE_WRITE_LOCK = "UPDATE tbl_auth_users_total SET id = id WHERE 0";

/** What an operator's hook threw too late to change anything. */
export function logFailedHook(error: unknown): void {
  logger().error("a hook failed after its record was stored", "cause", describeError(error));
}
