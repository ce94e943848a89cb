/**
 * The unionid, which belongs to the person and stands on the user's record.
 * @module
 */
import { findByUnionid } from "../pocketbase/users.ts";
import { identityConflict, type Notice } from "./notices.ts";
import type { WechatAccount } from "../wechat/wechat-account.ts";

/**
 * Stores the unionid that came with a sign-in of this user, unless they have it: the first one that WeChat gave, or
 * another one since the mini-program moved to another Open Platform account. Where somebody else has it, nothing is
 * written. One statement of plain SQL, which no rule of the record can refuse: nothing about a unionid locks anybody out.
 * @param user as read before; an account that has left them since brings them nothing
 * @returns what an operator should know of it
 */
export function keepUnionid(user: core.Record, account: WechatAccount, app: CoreApp): readonly Notice[] {
  const { unionid } = account;
  if (unionid === "") return NOTHING;
  const before = user.getString("users_unionid");
  if (unionid === before) return NOTHING;
  const holder = findByUnionid(unionid, app);
  if (holder) return [identityConflict(user, holder, account)];
  const { appid, openid } = account;
  const result = app.db().newQuery(STORE).bind({ id: user.id, unionid, appid, openid }).execute();
  if (before === "" || result.rowsAffected() === 0) return [];
  return [{ message: "unionid_changed", facts: { record_id: user.id, appid } }];
}

const NOTHING: readonly Notice[] = [];

const STORE = `UPDATE OR IGNORE tbl_auth_users SET users_unionid = {:unionid}
  WHERE id = {:id} AND users_status >= 0 AND EXISTS (
    SELECT 1 FROM tbl_auth_identities WHERE appid = {:appid} AND openid = {:openid} AND user = {:id})`;
