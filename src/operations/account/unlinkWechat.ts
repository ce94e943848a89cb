import { unlinkAccount } from "../../accounts/unlink.ts";
import { Failure } from "../../errors.ts";
import type { PlainAnswer, Request } from "../../operation.ts";
import { viewOf } from "../../pocketbase/users.ts";
import { appidOfRequest } from "../../wechat/apps.ts";

/**
 * Takes the WeChat account of the request's mini-program from the token's user, and ends all tokens but a new one.
 * @throws Failure last_sign_in_method, identity_not_found, appid_unknown, account_disabled, token_invalid, auth_rejected
 * @throws what an operator's hook throws
 */
export function unlinkWechat({
  event,
  input,
  user: caller,
  facts,
}: Request<"unlinkWechat">): PlainAnswer<"unlinkWechat"> {
  if (!caller) throw new Failure("token_invalid");
  const { user, token } = unlinkAccount(event, caller, appidOfRequest(event, input?.wx_appid));
  facts.outcome = "unlinked";
  return { msg: "微信已解绑", data: { status: "unlinked", user: viewOf(user, ""), token } };
}
