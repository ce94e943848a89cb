/**
 * Closing an account: the person leaves, and nothing personal of theirs stays in the database.
 * @module
 */
import { Failure } from "../errors.ts";
import { apiErrorOf, describeError, wordsOf } from "../pocketbase/go-errors.ts";
import { USERS } from "../pocketbase/request.ts";
import { save } from "../pocketbase/saving.ts";
import { settings } from "../pocketbase/settings.ts";
import { CLOSED, newGuid, setUnusablePassword } from "../pocketbase/users.ts";
import { emptied, PERSONAL } from "./personal-fields.ts";
import { forgetPerson } from "./traces.ts";

/**
 * To be called within a transaction, which a throw must undo. The records that this account absorbed go the same way:
 * they are the same person. Through PocketBase, so that an operator's hooks see it and may refuse.
 * @throws Failure close_refused, in the words of the hook that refuses, or where a required relation forbids the delete
 */
export function close(user: core.Record, app: CoreApp): void {
  // The others first: while this one is not closed, their anchors may change.
  const records = [...absorbedBy(user.id, app), user];
  try {
    for (const record of records) {
      forgetPerson(record.id, app);
      if (settings().accountCloseMode === "delete") app.delete(record);
      else anonymise(record, record.id === user.id, app);
    }
  } catch (error) {
    throw refusedBy(error) ?? error;
  }
}

function absorbedBy(id: string, app: CoreApp): core.Record[] {
  const condition = $dbx.exp("users_merged_into = {:id} AND users_merged_into != ''", { id });
  return app.findAllRecords(USERS, condition) as core.Record[];
}

/** An absorbed record keeps saying so: it is who it was absorbed by that has closed. */
function anonymise(record: core.Record, isOwn: boolean, app: CoreApp): void {
  record.load({ ...emptied(PERSONAL), emailVisibility: false, verified: false, openid: newGuid() });
  if (isOwn) record.set("users_status", CLOSED);
  setUnusablePassword(record);
  record.refreshTokenKey();
  save(app, record);
}

/** A hook's ApiError speaks to the user; what PocketBase itself forbids is said in words of ours, and why in the log. */
function refusedBy(error: unknown): Failure | null {
  const refusal = apiErrorOf(error);
  if (refusal) return new Failure("close_refused", {}, wordsOf(refusal.message));
  const text = describeError(error);
  if (/part of a required reference|required relation reference/i.test(text))
    return new Failure("close_refused", { cause: text }, "账号下还有关联的数据，暂时不能注销");
  return null;
}
