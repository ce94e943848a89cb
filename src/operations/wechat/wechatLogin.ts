import { signInOrRegister } from "../../accounts/sign-in.ts";
import type { Request, SignInAnswer } from "../../operation.ts";
import { appOfRequest } from "../../wechat/apps.ts";
import { accountOfCode } from "../../wechat/session.ts";

/**
 * Signs the WeChat user of a login code in, and registers them first when they are new.
 * @throws Failure wechat_not_configured, appid_unknown, account_disabled; the code exchange's
 */
export function wechatLogin({ event, input }: Request<"wechatLogin">): SignInAnswer {
  const account = accountOfCode(input.users_wx_code, appOfRequest(event, input.wx_appid));
  const { user, isNew } = signInOrRegister(account);
  const status = isNew ? "register_success" : "login_success";
  return { user, wxOpenid: account.openid, status, justRead: true };
}
