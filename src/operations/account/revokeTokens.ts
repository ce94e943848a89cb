import { endTokens } from "../../accounts/tokens.ts";
import { Failure } from "../../errors.ts";
import type { PlainAnswer, Request } from "../../operation.ts";

/**
 * Ends all tokens of the token's user, this one included.
 * @throws Failure token_invalid, account_disabled
 */
export function revokeTokens({ user, facts }: Request<"revokeTokens">): PlainAnswer<"revokeTokens"> {
  if (!user) throw new Failure("token_invalid");
  endTokens(user);
  facts.outcome = "tokens_revoked";
  return { msg: "已在所有设备退出登录", data: { status: "tokens_revoked" } };
}
