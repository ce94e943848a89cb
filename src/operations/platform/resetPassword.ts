import { openLock } from "../../abuse/password-attempts.ts";
import { isPlatformUser, setPassword } from "../../accounts/passwords.ts";
import { provedPhone } from "../../accounts/phone-holder.ts";
import { provePhone } from "../../accounts/phone-proofs.ts";
import { checkNewPassword } from "../../domain/password.ts";
import { maskPhone } from "../../domain/phone.ts";
import { fieldFailure } from "../../errors.ts";
import type { PlainAnswer, Request } from "../../operation.ts";
import { findByPhone, refuseDisabled } from "../../pocketbase/users.ts";
import { appOfRequest } from "../../wechat/apps.ts";

/**
 * Gives the platform user of a phone that WeChat vouches for a new password, ends all their tokens and opens the lock:
 * whoever holds the phone throws out whoever does not.
 * @throws Failure validation_failed, user_not_found, user_type_mismatch, account_disabled, approval_pending,
 *   appid_unknown, wechat_not_configured; the code exchange's
 */
export function resetPassword({
  event,
  input,
  facts,
}: Request<"resetPassword">): PlainAnswer<"resetPassword"> {
  checkNewPassword(input.password, input.passwordConfirm);
  const proof = provePhone(input.users_phone_code, appOfRequest(event, input.wx_appid), {
    address: event.realIP(),
  });
  facts.phone = maskPhone(proof.phone);
  const user = platformUserOf(proof.phone);
  facts.record_id = user.id;
  refuseDisabled(user);
  setPassword(user, input.password, (_, app) => {
    // Somebody may have claimed the phone since.
    if (platformUserOf(proof.phone, app).id !== user.id)
      throw fieldFailure("user_not_found", "users_phone_code");
    return provedPhone(proof);
  });
  openLock(user.id);
  facts.outcome = "password_reset";
  return { msg: "密码已重设，请用新密码登录", data: { status: "password_reset" } };
}

/** @throws Failure user_not_found, user_type_mismatch */
function platformUserOf(phone: string, app?: CoreApp): core.Record {
  const user = findByPhone(phone, app);
  if (!user) throw fieldFailure("user_not_found", "users_phone_code");
  if (!isPlatformUser(user)) throw fieldFailure("user_type_mismatch", "users_phone_code");
  return user;
}
