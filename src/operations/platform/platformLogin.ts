import { attemptsLeft, checkPassword } from "../../abuse/password-attempts.ts";
import { openidIn } from "../../accounts/identities.ts";
import { mainlandPhone, maskPhone } from "../../domain/phone.ts";
import { Failure, fieldFailure } from "../../errors.ts";
import type { Request, SignInAnswer } from "../../operation.ts";
import { isPasswordOf } from "../../pocketbase/passwords.ts";
import { findByPhone, refuseDisabled } from "../../pocketbase/users.ts";
import { appidOfRequest } from "../../wechat/apps.ts";

/**
 * Signs a user of the management platform in, by the password of their native identity.
 * @throws Failure appid_unknown, user_not_found, user_type_mismatch, identity_missing, too_many_attempts, password_wrong,
 *   account_disabled, approval_pending
 */
export function platformLogin({ event, input, facts }: Request<"platformLogin">): SignInAnswer {
  const appid = appidOfRequest(event, input.wx_appid);
  const phone = mainlandPhone(input.users_phone);
  facts.phone = maskPhone(phone);
  const user = findByPhone(phone);
  if (!user) throw fieldFailure("user_not_found", "users_phone");
  facts.record_id = user.id;
  if (user.getString("users_idtype") !== "ManagePlatform")
    throw fieldFailure("user_type_mismatch", "users_phone");
  // Usually the placeholder; a record that was adopted from an older database may have a real address.
  if (user.email() === "") throw new Failure("identity_missing");
  if (!checkPassword(user.id, () => isPasswordOf(user, input.password))) {
    throw fieldFailure("password_wrong", "password", { attemptsLeft: attemptsLeft(user.id) });
  }
  refuseDisabled(user);
  return { user, wxOpenid: appid === "" ? "" : openidIn(appid, user.id), status: "login_success" };
}
