import { openidIn } from "../../accounts/identities.ts";
import { provePhone } from "../../accounts/phone-proofs.ts";
import { checkPicture } from "../../domain/picture.ts";
import { Failure, fieldFailure } from "../../errors.ts";
import type { PlainAnswer, Request } from "../../operation.ts";
import { save } from "../../pocketbase/saving.ts";
import { inWriteTransaction } from "../../pocketbase/transaction.ts";
import { findByPhone, findUser, refuseDisabled, viewOf } from "../../pocketbase/users.ts";
import { appOfRequest } from "../../wechat/apps.ts";

const CLIENT_FIELDS = {
  users_name: "users_name",
  users_phone: "users_phone_code",
  users_picture: "users_picture",
};

/**
 * Completes the profile of the token's user: name, picture, and the phone number that WeChat vouches for.
 * Everything that can be refused without WeChat is refused first, because each exchange costs the operator money.
 * @throws Failure picture_is_temporary, validation_failed, phone_taken, account_disabled,
 *   wechat_not_configured, appid_unknown; the code exchange's
 */
export function wechatProfile({
  event,
  input,
  user,
}: Request<"wechatProfile">): PlainAnswer<"wechatProfile"> {
  checkPicture(input.users_picture);
  const id = user?.id ?? "";
  const app = appOfRequest(event, input.wx_appid);
  const { phone } = provePhone(input.users_phone_code, app, { user: id });
  const saved = store(id, {
    users_name: input.users_name.trim(),
    users_phone: phone,
    users_picture: input.users_picture,
    users_type: "注册用户",
  });
  return {
    msg: "资料已保存",
    data: { status: "update_success", user: viewOf(saved, openidIn(app.appid, id)) },
  };
}

/**
 * Reads the record again before writing: WeChat may have taken seconds, in which an operator may have changed it.
 * @throws Failure phone_taken, token_invalid (deleted meanwhile), account_disabled
 */
function store(id: string, values: { [field: string]: string; users_phone: string }): core.Record {
  return inWriteTransaction((app) => {
    const user = findUser(id, app);
    if (!user) throw new Failure("token_invalid");
    refuseDisabled(user);
    const holder = findByPhone(values.users_phone, app);
    if (holder && holder.id !== user.id) throw fieldFailure("phone_taken", "users_phone_code");
    user.load(values);
    save(app, user, CLIENT_FIELDS);
    return user;
  });
}
