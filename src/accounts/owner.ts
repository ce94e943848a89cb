/**
 * Whom a WeChat account belongs to.
 * @module
 */
import { lookUpRow } from "../pocketbase/prepared.ts";
import { findUser, isGone } from "../pocketbase/users.ts";
import { slotOf } from "./legacy-account.ts";
import type { WechatAccount } from "../wechat/wechat-account.ts";

export interface Ownership {
  /** The owner, who may be disabled; null when the account belongs to nobody. */
  user: core.Record | null;
  /** What the account's row says: it names the owner, or nobody since it was unlinked, or there is none to go by. */
  row: "theirs" | "unlinked" | "none";
  /** The user whose anchor this openid is, where that was asked. */
  anchored: core.Record | null;
  /** The user who has this unionid, where that was asked. */
  vouched: core.Record | null;
}

/**
 * Finds the owner; writes nothing and makes nobody. To be called inside of the transaction that acts on the answer.
 *
 * 1. The account's row names a user: it is theirs.
 * 2. Its row names nobody, because it was unlinked: nobody's, or the user whom it left would be found again.
 * 3. A user whose `openid` is this one, made before there were rows or by an operator.
 * 4. A user with this unionid: WeChat vouches that it is the same person.
 *
 * By 3 and 4 nobody is found who is absorbed or closed, or who has another account of this mini-program, with a row or
 * without one yet.
 */
export function ownerOf(account: WechatAccount, app: CoreApp): Ownership {
  const claims = claimsTo(account, app);
  const found = (id: string) => (id === "" ? null : findUser(id, app));
  const assigned = found(claims.assigned);
  if (assigned) return { user: assigned, row: "theirs", anchored: null, vouched: null };

  const anchored = found(claims.anchored);
  const vouched = found(claims.vouched);
  const mayOwn = (user: core.Record | null) =>
    user !== null && !isGone(user) && [account.openid, ""].includes(slotOf(user, account.appid, app));
  if (claims.unlinked) return { user: null, row: "unlinked", anchored, vouched };
  // A row that names somebody who is not there (plain SQL deletes without cascade) says nothing about who comes back.
  return { user: [anchored, vouched].find(mayOwn) ?? null, row: "none", anchored, vouched };
}

/** Record ids, "" for none. */
type Claims = {
  assigned: string;
  anchored: string;
  vouched: string;
  /** The account's row names nobody; a number, as SQLite has no other truth. */
  unlinked: number;
};

const NO_CLAIMS: Claims = { assigned: "", anchored: "", vouched: "", unlinked: 0 };

/** SQLite takes the index on unionids, a partial one, only for a query that repeats its condition. */
const CLAIMS = `SELECT coalesce(row.user, '') AS assigned, coalesce(row.user = '', 0) AS unlinked,
    coalesce((SELECT id FROM tbl_auth_users WHERE openid = {:openid}), '') AS anchored,
    coalesce((SELECT id FROM tbl_auth_users WHERE users_unionid = {:unionid} AND users_unionid != ''), '') AS vouched
  FROM (SELECT 1) LEFT JOIN tbl_auth_identities AS row ON row.appid = {:appid} AND row.openid = {:openid}`;

function claimsTo({ appid, openid, unionid }: WechatAccount, app: CoreApp): Claims {
  const claims = new DynamicModel(NO_CLAIMS);
  app.db().newQuery(CLAIMS).bind({ appid, openid, unionid }).one(claims);
  return claims as unknown as Claims;
}

/** The same outside of transactions. */
const claimsNow = lookUpRow<keyof WechatAccount, Claims>(CLAIMS, NO_CLAIMS);

/**
 * Whether nothing at all speaks for anybody: no row, no anchor, no unionid. A registration that takes this for granted
 * needs no look of its own at what has come since, as unique indexes keep each of the three from being there twice.
 */
export function isStranger(account: WechatAccount): boolean {
  const { assigned, anchored, vouched, unlinked } = claimsNow(account);
  return assigned === "" && anchored === "" && vouched === "" && unlinked === 0;
}
