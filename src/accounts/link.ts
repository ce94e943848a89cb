/**
 * Linking: a WeChat account that its owner has just proved becomes a way to sign in as the caller.
 * @module
 */
import { Failure } from "../errors.ts";
import { inWriteTransaction } from "../pocketbase/transaction.ts";
import { refuseDisabled } from "../pocketbase/users.ts";
import { absorb } from "./absorb.ts";
import { callerNow } from "./caller.ts";
import { assignIdentity, identitiesOf } from "./identities.ts";
import { accountWithoutRow, slotOf } from "./legacy-account.ts";
import { accountMerged, logNotices, type Notice } from "./notices.ts";
import { ownerOf } from "./owner.ts";
import { keepUnionid } from "./unionid.ts";
import type { WechatAccount } from "../wechat/wechat-account.ts";

export interface Linked {
  user: core.Record;
  status: "linked" | "already_linked" | "merged";
}

/**
 * Decides and writes in one transaction, so that of two links of one account the second sees what the first has done.
 * @param merge whether the caller asks for a record that owns the account to be absorbed, whatever it holds
 * @throws Failure wechat_slot_taken, wechat_linked_elsewhere, merge_blocked, account_disabled, token_invalid
 */
export function linkAccount(caller: core.Record, account: WechatAccount, merge: boolean): Linked {
  const { notices, ...linked } = inWriteTransaction((app) => {
    const user = callerNow(caller, app);
    const { user: owner, row } = ownerOf(account, app);
    if (owner?.id === user.id) {
      if (row !== "theirs") assignIdentity(account, user.id, app);
      return { user, status: "already_linked" as const, notices: unionidFor(user, account, app) };
    }
    if (slotOf(user, account.appid, app) !== "") throw new Failure("wechat_slot_taken");
    if (!owner) {
      assignIdentity(account, user.id, app);
      return { user, status: "linked" as const, notices: unionidFor(user, account, app) };
    }
    refuseDisabled(owner);
    if (!merge && !isGuestShell(owner, account, app)) throw new Failure("wechat_linked_elsewhere");
    const survivor = absorb(user, owner, account, app);
    return { user: survivor, status: "merged" as const, notices: [accountMerged(survivor, owner, account)] };
  });
  logNotices(notices);
  return linked;
}

/** Of two unionids the one that the user has stays. */
function unionidFor(user: core.Record, account: WechatAccount, app: CoreApp): readonly Notice[] {
  return user.getString("users_unionid") === "" ? keepUnionid(user, account, app) : [];
}

/**
 * The record that opening the mini-program makes before anybody can press “bind”: a guest without a phone and with no
 * other way in than this account.
 */
function isGuestShell(user: core.Record, { appid, openid }: WechatAccount, app: CoreApp): boolean {
  if (user.getString("users_idtype") !== "WeChat" || user.getString("users_type") !== "游客") return false;
  if (user.getString("users_phone") !== "") return false;
  const before = accountWithoutRow(user, app);
  const ways = [...identitiesOf(user.id, app), ...(before ? [before] : [])];
  return ways.every((way) => way.appid === appid && way.openid === openid);
}
