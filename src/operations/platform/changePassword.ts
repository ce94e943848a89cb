import { attemptsLeft, checkPassword } from "../../abuse/password-attempts.ts";
import { callerNow } from "../../accounts/caller.ts";
import { isPlatformUser, setPassword } from "../../accounts/passwords.ts";
import { checkNewPassword } from "../../domain/password.ts";
import { Failure, fieldFailure } from "../../errors.ts";
import type { PlainAnswer, Request } from "../../operation.ts";
import { isPasswordOf } from "../../pocketbase/passwords.ts";
import { issueToken } from "../../pocketbase/tokens.ts";

/**
 * Gives the token's user a new password for the old one, and ends all tokens but a new one.
 * @throws Failure user_type_mismatch, validation_failed, too_many_attempts, password_wrong, password_same,
 *   token_invalid, account_disabled, auth_rejected
 * @throws what an operator's hook throws
 */
export function changePassword({
  event,
  input,
  user: caller,
  facts,
}: Request<"changePassword">): PlainAnswer<"changePassword"> {
  if (!caller) throw new Failure("token_invalid");
  if (!isPlatformUser(caller)) throw new Failure("user_type_mismatch");
  checkNewPassword(input.password, input.passwordConfirm);
  if (!checkPassword(caller.id, () => isPasswordOf(caller, input.password_old)))
    throw new Failure("password_wrong", { attemptsLeft: attemptsLeft(caller.id) });
  if (input.password === input.password_old) throw fieldFailure("password_same", "password");
  // Asked before the transaction: a check of an operator's that writes would wait for its end in it.
  issueToken(event, caller);
  const user = setPassword(callerNow(caller), input.password, (_, app) => {
    callerNow(caller, app);
    return {};
  });
  facts.outcome = "password_changed";
  return { msg: "密码已修改", data: { status: "password_changed", token: user.newAuthToken() } };
}
