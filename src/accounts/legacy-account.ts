/**
 * Accounts from before rows were kept: a WeChat user made then is known by their anchor alone until they sign in again.
 * @module
 */
import { isGuid } from "../domain/guid.ts";
import { settings } from "../pocketbase/settings.ts";
import { identitiesOf, identityRow, openidIn } from "./identities.ts";
import type { AccountKey } from "../wechat/wechat-account.ts";

/**
 * The account that such a user had and that has no row yet. There was one mini-program then: the first that is
 * configured. Null for everybody else, and once the account has a row, whomever it names.
 */
export function accountWithoutRow(user: core.Record, app: CoreApp): AccountKey | null {
  const openid = user.getString("openid");
  if (user.getString("users_idtype") !== "WeChat" || isGuid(openid)) return null;
  const { apps } = settings().wechat;
  const [first] = apps;
  if (!first || apps.some(({ appid }) => identityRow({ appid, openid }, app))) return null;
  // Of a mini-program that is no longer configured, the user's own rows still tell.
  if (identitiesOf(user.id, app).some((row) => row.openid === openid)) return null;
  return { appid: first.appid, openid };
}

/** The openid that keeps this user from another account of the mini-program, row or not; "" for none. */
export function slotOf(user: core.Record, appid: string, app: CoreApp): string {
  const openid = openidIn(appid, user.id, app);
  if (openid !== "") return openid;
  const before = accountWithoutRow(user, app);
  return before?.appid === appid ? before.openid : "";
}
