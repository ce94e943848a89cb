/**
 * Login codes: what `wx.login` gave to the mini-program becomes the user's openid.
 * @module
 */
import { exchangeOnce } from "../abuse/code-guard.ts";
import { readSession } from "./answers.ts";
import { call, credentials, unwrap } from "./call.ts";
import { loginCodeFailure } from "./errcodes.ts";

/**
 * Exchanges a login code. The code works once at WeChat, so a failed call is never repeated.
 * @throws Failure see `loginCodeFailure`; duplicate_request; wechat_not_configured; wechat_unavailable
 */
export function openidOf(code: string): string {
  const { appid, secret } = credentials();
  return exchangeOnce(code, 1, () => {
    const own = `appid=${encodeURIComponent(appid)}&secret=${encodeURIComponent(secret)}`;
    const query = `${own}&js_code=${encodeURIComponent(code)}&grant_type=authorization_code`;
    return unwrap(call("/sns/jscode2session", query, null, readSession), loginCodeFailure);
  });
}
