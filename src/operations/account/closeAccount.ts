import { checkPassword } from "../../abuse/password-attempts.ts";
import { callerNow } from "../../accounts/caller.ts";
import { close } from "../../accounts/closing.ts";
import { ownerOf } from "../../accounts/owner.ts";
import { isPlatformUser } from "../../accounts/passwords.ts";
import type { WechatAccount } from "../../wechat/wechat-account.ts";
import { Failure, fieldFailure } from "../../errors.ts";
import type { PlainAnswer, Request } from "../../operation.ts";
import { isPasswordOf } from "../../pocketbase/passwords.ts";
import { inWriteTransaction } from "../../pocketbase/transaction.ts";
import { appOfRequest } from "../../wechat/apps.ts";
import { accountOfCode } from "../../wechat/session.ts";

/**
 * Closes the account of the token's user, who proves once more that it is theirs.
 * @throws Failure confirm_required, proof_rejected, too_many_attempts, close_refused, token_invalid, account_disabled;
 *   appid_unknown, wechat_not_configured and the code exchange's, where it does not say that the code is no proof
 */
export function closeAccount({
  event,
  input,
  user: caller,
  facts,
}: Request<"closeAccount">): PlainAnswer<"closeAccount"> {
  if (!caller) throw new Failure("token_invalid");
  if (input.confirm !== true) throw fieldFailure("confirm_required", "confirm");
  const account = prove(event, input, caller);
  inWriteTransaction((app) => {
    const user = callerNow(caller, app);
    if (account && ownerOf(account, app).user?.id !== user.id)
      throw fieldFailure("proof_rejected", "users_wx_code");
    close(user, app);
  });
  facts.outcome = "closed";
  return { msg: "账号已注销", data: { status: "closed" } };
}

/**
 * @returns the WeChat account that the code proves, whose owner is yet to be looked up; null for a right password
 * @throws Failure proof_rejected
 */
function prove(
  event: core.RequestEvent,
  { users_wx_code, password, wx_appid }: Request<"closeAccount">["input"],
  caller: core.Record,
): WechatAccount | null {
  if (users_wx_code !== undefined) return accountProved(event, users_wx_code, wx_appid);
  if (password === undefined) throw new Failure("proof_rejected");
  const right = isPlatformUser(caller) && checkPassword(caller.id, () => isPasswordOf(caller, password));
  if (!right) throw fieldFailure("proof_rejected", "password");
  return null;
}

function accountProved(
  event: core.RequestEvent,
  code: string,
  wx_appid: string | null | undefined,
): WechatAccount {
  const app = appOfRequest(event, wx_appid);
  try {
    return accountOfCode(code, app);
  } catch (error) {
    const isNoProof =
      error instanceof Failure &&
      (error.reason === "wechat_code_invalid" || error.reason === "wechat_code_used");
    throw isNoProof ? fieldFailure("proof_rejected", "users_wx_code", error.details) : error;
  }
}
