/**
 * Signing in by a WeChat account: who it is, and who is made.
 * @module
 */
import { currentApp } from "../pocketbase/process.ts";
import { isGone, newGuid, newUser, refuseDisabled, setUnusablePassword } from "../pocketbase/users.ts";
import { save } from "../pocketbase/saving.ts";
import { inWriteTransaction } from "../pocketbase/transaction.ts";
import { assignIdentity, userOfIdentity } from "./identities.ts";
import { identityConflict, logNotices, type Notice } from "./notices.ts";
import { type Ownership, ownerOf } from "./owner.ts";
import { keepUnionid } from "./unionid.ts";
import type { WechatAccount } from "../wechat/wechat-account.ts";

export interface Arrival {
  user: core.Record;
  isNew: boolean;
}

/**
 * The user of a WeChat account, made when it belongs to nobody.
 * @throws Failure account_disabled, with nothing written and nobody made
 */
export function signInOrRegister(account: WechatAccount): Arrival {
  return arrive(account, register) as Arrival;
}

/**
 * The user of a WeChat account, or null when it belongs to nobody.
 * @throws Failure account_disabled, with nothing written
 */
export function signInIfKnown(account: WechatAccount): core.Record | null {
  return arrive(account, () => null)?.user ?? null;
}

type Register = (account: WechatAccount, ownership: Ownership, app: CoreApp) => Arrival | null;

function arrive(account: WechatAccount, stranger: Register): Arrival | null {
  const known = userOfIdentity(account);
  if (known) {
    refuseDisabled(known);
    logNotices(keepUnionid(known, account, currentApp()));
    return { user: known, isNew: false };
  }
  // Decided and written in one transaction: two first logins of one person, through two mini-programs perhaps, would
  // otherwise both find nobody.
  const { arrival, notices } = inWriteTransaction((app) => {
    const ownership = ownerOf(account, app);
    const arrival = ownership.user
      ? { user: adopted(ownership.user, ownership, account, app), isNew: false }
      : stranger(account, ownership, app);
    return { arrival, notices: arrival ? settleUnionid(arrival.user, ownership, account, app) : [] };
  });
  logNotices(notices);
  return arrival;
}

function adopted(user: core.Record, { row }: Ownership, account: WechatAccount, app: CoreApp): core.Record {
  refuseDisabled(user);
  if (row !== "theirs") assignIdentity(account, user.id, app);
  return user;
}

/** The anchor is WeChat's openid where that is free: a record is known by it to everybody who asks. */
function register(account: WechatAccount, { row, anchored, vouched }: Ownership, app: CoreApp): Arrival {
  const user = newUser({
    openid: row === "none" && !anchored ? account.openid : newGuid(),
    users_unionid: vouched ? "" : account.unionid,
    users_idtype: "WeChat",
    users_type: "游客",
  });
  setUnusablePassword(user);
  save(app, user);
  assignIdentity(account, user.id, app);
  return { user, isNew: true };
}

/** Stores the unionid unless somebody else has it, and tells of users who look like the same person. */
function settleUnionid(
  user: core.Record,
  ownership: Ownership,
  account: WechatAccount,
  app: CoreApp,
): Notice[] {
  const { row, anchored, vouched } = ownership;
  // Whom the account was unlinked from, or who is gone, rightly goes without it.
  const passedOver = anchored && row === "none" && !isGone(anchored) ? [anchored] : [];
  const others = [...passedOver, ...(vouched ? [vouched] : [])].filter(({ id }) => id !== user.id);
  const conflicts = new Map(others.map((other) => [other.id, identityConflict(user, other, account)]));
  return [...conflicts.values(), ...(vouched ? [] : keepUnionid(user, account, app))];
}
