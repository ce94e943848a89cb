import { linkAccount } from "../../accounts/link.ts";
import { Failure } from "../../errors.ts";
import type { PlainAnswer, Request } from "../../operation.ts";
import { viewOf } from "../../pocketbase/users.ts";
import { appOfRequest } from "../../wechat/apps.ts";
import { accountOfCode } from "../../wechat/session.ts";

/**
 * Makes a WeChat account, proved by a login code, a way to sign in as the token's user.
 * @throws Failure wechat_slot_taken, wechat_linked_elsewhere, merge_blocked, account_disabled, token_invalid,
 *   wechat_not_configured, appid_unknown; the code exchange's
 * @throws what an operator's hook throws at a merge
 */
export function linkWechat({
  event,
  input,
  user: caller,
  facts,
}: Request<"linkWechat">): PlainAnswer<"linkWechat"> {
  if (!caller) throw new Failure("token_invalid");
  const account = accountOfCode(input.users_wx_code, appOfRequest(event, input.wx_appid));
  const { user, status } = linkAccount(caller, account, input.merge === true);
  facts.outcome = status;
  return { msg: "微信已绑定", data: { status, user: viewOf(user, account.openid) } };
}
