/**
 * Login codes: what `wx.login` gave to the mini-program becomes the user's WeChat account.
 * @module
 */
import { exchangeOnce } from "../abuse/code-guard.ts";
import type { WechatAccount } from "./wechat-account.ts";
import type { MiniProgram } from "../pocketbase/settings.ts";
import { readSession } from "./answers.ts";
import { call, unwrap } from "./call.ts";
import { loginCodeFailure } from "./errcodes.ts";

/**
 * Exchanges a login code. The code works once at WeChat, so a failed call is never repeated.
 * @param app the mini-program that the code is from
 * @throws Failure see `loginCodeFailure`; duplicate_request; wechat_unavailable
 */
export function accountOfCode(code: string, app: MiniProgram): WechatAccount {
  return exchangeOnce(code, app, 1, exchange);
}

function exchange(code: string, { appid, secret }: MiniProgram): WechatAccount {
  const own = `appid=${encodeURIComponent(appid)}&secret=${encodeURIComponent(secret)}`;
  const query = `${own}&js_code=${encodeURIComponent(code)}&grant_type=authorization_code`;
  const { openid, unionid } = unwrap(call("/sns/jscode2session", query, null, readSession), loginCodeFailure);
  return { appid, openid, unionid };
}
