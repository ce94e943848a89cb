/**
 * The user of a login code, for an operation that mostly goes without one; the entry of a bundle.
 * @module
 */
import { appOfRequest } from "../wechat/apps.ts";
import { accountOfCode } from "../wechat/session.ts";
import { signInIfKnown } from "./sign-in.ts";

/**
 * @param appid the mini-program that the request names
 * @returns null for a stranger
 * @throws Failure account_disabled, wechat_not_configured, appid_unknown; the code exchange's
 */
export function userOfCode(
  event: core.RequestEvent,
  code: string,
  appid: string | null | undefined,
): core.Record | null {
  return signInIfKnown(accountOfCode(code, appOfRequest(event, appid)));
}
