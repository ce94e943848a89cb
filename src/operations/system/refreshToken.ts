import type { userOfCode } from "../../accounts/by-code.ts";
import type { Input } from "../../contract.ts";
import { Failure } from "../../errors.ts";
import type { PlainAnswer, Request } from "../../operation.ts";
import { bundle } from "../../pocketbase/bundles.ts";
import { hasRefreshableToken } from "../../pocketbase/request.ts";
import { issueToken } from "../../pocketbase/tokens.ts";

/**
 * A fresh token for the token's own user, or for the user of a WeChat code. Never creates a user.
 * @throws Failure token_invalid, auth_rejected, account_disabled, user_not_found, wechat_not_configured, appid_unknown;
 *   the code exchange's
 */
export function refreshToken({
  event,
  input,
  user,
  facts,
}: Request<"refreshToken">): PlainAnswer<"refreshToken"> {
  const owner = user ? renewable(event, user) : knownByCode(event, input ?? {});
  facts.record_id = owner.id;
  facts.outcome = user ? "token_renewed" : "token_issued";
  return { msg: "令牌已续期", data: { token: issueToken(event, owner) } };
}

function renewable(event: core.RequestEvent, user: core.Record): core.Record {
  if (!hasRefreshableToken(event))
    throw new Failure("token_invalid", { cause: "the token is not refreshable" });
  return user;
}

function knownByCode(
  event: core.RequestEvent,
  { users_wx_code: code, wx_appid }: NonNullable<Input<"refreshToken">>,
): core.Record {
  if (!code) throw new Failure("token_invalid");
  // Hardly any renewal comes here, and a sign-in takes more code than all the rest of it.
  const byCode = bundle<{ userOfCode: typeof userOfCode }>("by_code");
  const user = byCode.userOfCode(event, code, wx_appid);
  if (!user) throw new Failure("user_not_found");
  return user;
}
