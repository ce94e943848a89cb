/**
 * Absorbing: of two records of one person, one takes over what the other has, and the other stays behind as a mark of
 * where the person is to be found.
 * @module
 */
import { gains, type Mergeable, MERGED_FIELDS } from "../domain/merging.ts";
import { Failure } from "../errors.ts";
import { ReferenceNotUnique, repointUsers } from "../pocketbase/relations.ts";
import { NotUnique, save } from "../pocketbase/saving.ts";
import { USERS } from "../pocketbase/request.ts";
import { ABSORBED, findByUnionid, findUser } from "../pocketbase/users.ts";
import { assignIdentity, identitiesOf } from "./identities.ts";
import { accountWithoutRow, slotOf } from "./legacy-account.ts";
import { emptied, HANDED_OVER } from "./personal-fields.ts";
import type { WechatAccount } from "../wechat/wechat-account.ts";

/**
 * To be called within a transaction, which a throw must undo. Both records are saved through PocketBase, after all
 * references have moved: an operator's hooks see the outcome, and may refuse it.
 * @param account the one by which `absorbed` was found; null where nobody has shown one
 * @returns the survivor as stored
 * @throws Failure wechat_slot_taken when both have an account of one mini-program; merge_blocked when a unique index of
 *   a collection that refers to them, or of their own, stands against it
 */
export function absorb(
  survivor: core.Record,
  absorbed: core.Record,
  account: WechatAccount | null,
  app: CoreApp,
): core.Record {
  moveAccounts(survivor, absorbed, account, app);
  try {
    repointUsers(absorbed.id, survivor.id, app);
    // Who had been absorbed by the one that now goes is to be found where that one is.
    app.db().newQuery(FOLLOW).bind({ from: absorbed.id, to: survivor.id }).execute();
    return saveBoth(read(survivor.id, app), read(absorbed.id, app), account, app);
  } catch (error) {
    throw blockedBy(error) ?? error;
  }
}

const FOLLOW = `UPDATE ${USERS} SET users_merged_into = {:to}
  WHERE users_merged_into = {:from} AND users_merged_into != ''`;

/** An account that has no row yet gets one: its anchor stays with the absorbed record, which nobody is found by. */
function moveAccounts(
  survivor: core.Record,
  absorbed: core.Record,
  account: WechatAccount | null,
  app: CoreApp,
): void {
  const before = accountWithoutRow(absorbed, app);
  const theirs = [...identitiesOf(absorbed.id, app), ...(before ? [before] : [])];
  if (theirs.some(({ appid }) => slotOf(survivor, appid, app) !== "")) throw new Failure("wechat_slot_taken");
  for (const moved of [...(account ? [account] : []), ...theirs]) assignIdentity(moved, survivor.id, app);
}

function saveBoth(
  survivor: core.Record,
  absorbed: core.Record,
  account: WechatAccount | null,
  app: CoreApp,
): core.Record {
  const gained = gains(mergeable(survivor), mergeable(absorbed));
  if (account) gained.users_unionid ||= findByUnionid(account.unionid, app) ? "" : account.unionid;
  // First what is unique leaves the one, then it comes to the other.
  absorbed.load({
    users_status: ABSORBED,
    users_merged_into: survivor.id,
    ...emptied(HANDED_OVER),
  });
  absorbed.refreshTokenKey();
  save(app, absorbed);
  survivor.load(gained);
  save(app, survivor);
  return survivor;
}

function read(id: string, app: CoreApp): core.Record {
  const user = findUser(id, app);
  if (!user) throw new Error("a record of the merge is gone");
  return user;
}

function mergeable(user: core.Record): Mergeable {
  return Object.fromEntries(MERGED_FIELDS.map((field) => [field, user.getString(field)])) as Mergeable;
}

/** What a unique index refuses is the operator's to settle: the log says where. */
function blockedBy(error: unknown): Failure | null {
  if (error instanceof ReferenceNotUnique) {
    return new Failure("merge_blocked", { cause: `${error.collection}.${error.field}: a unique index` });
  }
  if (error instanceof NotUnique) {
    return new Failure("merge_blocked", { cause: `${USERS}.${error.taken.join(", ")}: a unique index` });
  }
  return null;
}
