/**
 * Joining: an operator says that two records are one person, where nobody can prove it by a code.
 * @module
 */
import { Failure, fieldFailure } from "../errors.ts";
import { inWriteTransaction } from "../pocketbase/transaction.ts";
import { barredReason, findUser, isDisabled } from "../pocketbase/users.ts";
import { absorb } from "./absorb.ts";
import { accountMerged, logNotices } from "./notices.ts";

/**
 * Decides and writes in one transaction.
 * @param survivorId record id of the one that stays
 * @param absorbedId record id of the one that the other takes over
 * @throws Failure validation_failed, user_not_found, account_disabled, approval_pending, wechat_slot_taken, merge_blocked
 * @throws what an operator's hook throws
 */
export function joinAccounts(survivorId: string, absorbedId: string): void {
  if (survivorId === absorbedId)
    throw new Failure("validation_failed", { fields: { absorbed_id: "不能与保留的记录相同" } });
  const notice = inWriteTransaction((app) => {
    const survivor = present(survivorId, "survivor_id", app);
    const absorbed = present(absorbedId, "absorbed_id", app);
    absorb(survivor, absorbed, null, app);
    return accountMerged(survivor, absorbed, null);
  });
  logNotices([notice]);
}

/** The record, where it stands for somebody who may sign in. @param field of the request that names it */
function present(id: string, field: string, app: CoreApp): core.Record {
  const user = findUser(id, app);
  if (!user) throw fieldFailure("user_not_found", field);
  if (isDisabled(user)) throw fieldFailure(barredReason(user), field, { recordId: user.id });
  return user;
}
