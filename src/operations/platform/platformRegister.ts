import { placeholderEmail } from "../../domain/guid.ts";
import { checkNewPassword } from "../../domain/password.ts";
import { mainlandPhone, maskPhone } from "../../domain/phone.ts";
import { checkPicture } from "../../domain/picture.ts";
import { Failure, fieldFailure } from "../../errors.ts";
import type { Request, SignInAnswer } from "../../operation.ts";
import { companyOf } from "../../pocketbase/companies.ts";
import { settings } from "../../pocketbase/settings.ts";
import {
  AWAITING_APPROVAL,
  createUnlessExists,
  findByPhone,
  newGuid,
  newUser,
  refuseDisabled,
} from "../../pocketbase/users.ts";

/** What a new user may say about themselves besides name, phone and picture; nothing else of the body is stored. */
const OPTIONAL_FIELDS = [
  "users_id_number",
  "users_level",
  "company_id",
  "users_parent_id",
  "users_promo_code",
  "usergroups_id",
] as const;

const CLIENT_FIELDS = Object.fromEntries(
  ["users_name", "users_phone", "password", "users_picture", "users_type", ...OPTIONAL_FIELDS].map(
    (field) => [field, field],
  ),
);

/**
 * Registers a user of the management platform and signs them in, where the gate is open to everybody.
 * @throws Failure validation_failed, picture_is_temporary, phone_taken, company_not_found, register_closed;
 *   approval_pending, with the record made, where an operator has to let each one in
 */
export function platformRegister({ input, facts }: Request<"platformRegister">): SignInAnswer {
  const { platformRegister: gate } = settings();
  if (gate === "closed") throw new Failure("register_closed");
  checkNewPassword(input.password, input.passwordConfirm);
  checkPicture(input.users_picture);
  const phone = mainlandPhone(input.users_phone);
  facts.phone = maskPhone(phone);
  // Before the password is hashed: a phone that is taken must not cost a bcrypt run.
  if (findByPhone(phone)) throw fieldFailure("phone_taken", "users_phone");
  if (input.company_id && !companyOf(input.company_id)) throw fieldFailure("company_not_found", "company_id");

  const openid = newGuid();
  const user = newUser({
    openid,
    email: placeholderEmail(openid),
    password: input.password,
    users_idtype: "ManagePlatform",
    users_type: input.users_type ?? "注册用户",
    users_name: input.users_name.trim(),
    users_phone: phone,
    users_picture: input.users_picture,
  });
  for (const field of OPTIONAL_FIELDS) user.set(field, input[field] ?? "");
  if (gate === "approval") user.set("users_status", AWAITING_APPROVAL);
  const created = createUnlessExists(user, () => findByPhone(phone), CLIENT_FIELDS);
  if (!created) throw fieldFailure("phone_taken", "users_phone");
  refuseDisabled(created);
  return { user: created, wxOpenid: "", status: "register_success" };
}
