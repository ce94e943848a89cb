/**
 * PocketBase writes every column of a record, also those that nobody changed: an update that was read before another
 * one was stored would take that other one back.
 * @module
 */
import { findUnique } from "./query.ts";
import { inWriteTransaction } from "./transaction.ts";

/** The states that meet in an update. */
export interface Update {
  /** What is about to be written, with what others have changed since it was read. */
  record: core.Record;
  /** As it was when this writer read it. */
  before: core.Record;
  /** As it is stored. */
  stored: core.Record;
  /** The transaction that writes it. */
  app: CoreApp;
}

/**
 * Hook of `onModelUpdateExecute`, the last one before the row is written, after files have been uploaded. Fields that
 * this writer has left alone keep what is stored now, and no other write comes between.
 * @param settle decides what the fields say together; may refuse by an ApiError
 */
export function updateFresh(event: core.ModelEvent, settle: (update: Update) => void): void {
  const { app } = event;
  const record = event.model as core.Record;
  inWriteTransaction((transaction) => {
    const stored = findUnique(transaction, record.tableName(), $dbx.hashExp({ id: record.id }));
    // Deleted meanwhile: there is no row to write to.
    if (stored) {
      const before = record.original();
      const update = { record, before, stored, app: transaction };
      keepOthersChanges(update);
      settle(update);
    }
    event.app = transaction as core.App;
    try {
      event.next();
    } finally {
      event.app = app;
    }
  }, app);
}

/** Compares what the columns hold: the values of a record are Go objects, two of which are never the same. */
function keepOthersChanges({ record, before, stored, app }: Update): void {
  const columns = (state: core.Record) => state.dbExport(app as core.App);
  const [was, is] = [columns(before), columns(stored)];
  if (same(was, is)) return;
  const mine = columns(record);
  for (const column of Object.keys(is)) {
    const changedByOthers = !same(was[column], is[column]);
    const leftAlone = same(was[column], mine[column]);
    if (changedByOthers && leftAlone) record.setRaw(column, stored.getRaw(column));
  }
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
