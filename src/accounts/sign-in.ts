/**
 * Signing in by a WeChat account: who it is, and who is made.
 * @module
 */
import { currentApp } from "../pocketbase/process.ts";
import {
  giveId,
  isGone,
  newGuid,
  newUser,
  refuseDisabled,
  setUnusablePassword,
} from "../pocketbase/users.ts";
import { NotUnique, save } from "../pocketbase/saving.ts";
import { inWriteTransaction, startingWithAWrite } from "../pocketbase/transaction.ts";
import { addIdentity, assignIdentity, userOfIdentity } from "./identities.ts";
import { identityConflict, logNotices, type Notice } from "./notices.ts";
import { isStranger, type Ownership, ownerOf } from "./owner.ts";
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
  const arrival = arrivalOfKnown(account) ?? (isStranger(account) ? registerStranger(account) : null);
  return arrival ?? (arrivalOfClaimant(account, register) as Arrival);
}

/**
 * The user of a WeChat account, or null when it belongs to nobody.
 * @throws Failure account_disabled, with nothing written
 */
export function signInIfKnown(account: WechatAccount): core.Record | null {
  const known = arrivalOfKnown(account);
  if (known) return known.user;
  return isStranger(account) ? null : (arrivalOfClaimant(account, () => null)?.user ?? null);
}

function arrivalOfKnown(account: WechatAccount): Arrival | null {
  const user = userOfIdentity(account);
  if (!user) return null;
  refuseDisabled(user);
  logNotices(keepUnionid(user, account, currentApp()));
  return { user, isNew: false };
}

type Register = (account: WechatAccount, ownership: Ownership, app: CoreApp) => Arrival | null;

/**
 * Decided and written in one transaction: two first logins of one person, through two mini-programs perhaps, would
 * otherwise both find nobody.
 */
function arrivalOfClaimant(account: WechatAccount, nobodys: Register): Arrival | null {
  const { arrival, notices } = inWriteTransaction((app) => {
    const ownership = ownerOf(account, app);
    const arrival = ownership.user
      ? { user: adopted(ownership.user, ownership, account, app), isNew: false }
      : nobodys(account, ownership, app);
    return { arrival, notices: arrival ? settleUnionid(arrival.user, ownership, account, app) : [] };
  });
  logNotices(notices);
  return arrival;
}

/** Somebody has come by the same account or the same unionid since it was looked at. */
class Overtaken extends Error {}

/**
 * What most first logins are, with nothing left to decide while nobody else can write.
 * @returns null, with nothing written, when somebody was faster
 */
function registerStranger(account: WechatAccount): Arrival | null {
  const user = newWechatUser(account.openid, account.unionid);
  const id = giveId(user);
  try {
    return startingWithAWrite((app) => {
      if (!addIdentity(account, id, app)) throw new Overtaken();
      save(app, user);
      return { user, isNew: true };
    });
  } catch (error) {
    if (error instanceof NotUnique || error instanceof Overtaken) return null;
    throw error;
  }
}

function adopted(user: core.Record, { row }: Ownership, account: WechatAccount, app: CoreApp): core.Record {
  refuseDisabled(user);
  if (row !== "theirs") assignIdentity(account, user.id, app);
  return user;
}

/** The anchor is WeChat's openid where that is free: a record is known by it to everybody who asks. */
function register(account: WechatAccount, { row, anchored, vouched }: Ownership, app: CoreApp): Arrival {
  const anchor = row === "none" && !anchored ? account.openid : newGuid();
  const user = newWechatUser(anchor, vouched ? "" : account.unionid);
  save(app, user);
  assignIdentity(account, user.id, app);
  return { user, isNew: true };
}

function newWechatUser(openid: string, users_unionid: string): core.Record {
  const user = newUser({ openid, users_unionid, users_idtype: "WeChat", users_type: "游客" });
  setUnusablePassword(user);
  return user;
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
