import { callerNow } from "../../accounts/caller.ts";
import { openidIn } from "../../accounts/identities.ts";
import { logNotices } from "../../accounts/notices.ts";
import { freePhone, provedPhone } from "../../accounts/phone-holder.ts";
import { provePhone } from "../../accounts/phone-proofs.ts";
import { checkPicture } from "../../domain/picture.ts";
import { Failure } from "../../errors.ts";
import type { PlainAnswer, Request } from "../../operation.ts";
import { save } from "../../pocketbase/saving.ts";
import { inWriteTransaction } from "../../pocketbase/transaction.ts";
import { viewOf } from "../../pocketbase/users.ts";
import { appOfRequest } from "../../wechat/apps.ts";

const CLIENT_FIELDS = {
  users_name: "users_name",
  users_phone: "users_phone_code",
  users_picture: "users_picture",
};

/**
 * Completes the profile of the token's user: name, picture, and the phone number that WeChat vouches for.
 * Everything that can be refused without WeChat is refused first, because each exchange costs the operator money. The
 * record is read again before writing: WeChat may have taken seconds, in which somebody may have changed it.
 * @throws Failure picture_is_temporary, validation_failed, phone_taken, account_disabled, token_invalid,
 *   wechat_not_configured, appid_unknown; the code exchange's
 */
export function wechatProfile({
  event,
  input,
  user: caller,
}: Request<"wechatProfile">): PlainAnswer<"wechatProfile"> {
  if (!caller) throw new Failure("token_invalid");
  checkPicture(input.users_picture);
  const program = appOfRequest(event, input.wx_appid);
  const proof = provePhone(input.users_phone_code, program, { user: caller.id });
  const { user, notices } = inWriteTransaction((app) => {
    const user = callerNow(caller, app);
    const notices = freePhone(user, proof, input.phone_conflict === "claim", app);
    user.load({
      users_name: input.users_name.trim(),
      users_picture: input.users_picture,
      users_type: "注册用户",
      ...provedPhone(proof),
    });
    save(app, user, CLIENT_FIELDS);
    return { user, notices };
  });
  logNotices(notices);
  return {
    msg: "资料已保存",
    data: { status: "update_success", user: viewOf(user, openidIn(program.appid, user.id)) },
  };
}
