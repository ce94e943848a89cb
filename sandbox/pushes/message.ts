/**
 * The event that WeChat pushes when somebody takes an authorisation back, changes their data or closes their account,
 * https://developers.weixin.qq.com/miniprogram/dev/framework/user-privacy/
 */
import {
  type Fields,
  InputError,
  integer,
  optionalBoolean,
  optionalText,
  requiredText,
} from "../shared/input.ts";
import { namedApp, type World } from "../wechat/world.ts";

/** Of the platform's own account, not of the user: that is `OpenID`. */
const PLATFORM_OPENID = "oSandboxPushServiceOpenid000";

export const MESSAGE_FIELDS = [
  "event",
  "user",
  "openid",
  "appid",
  "revoke_info",
  "create_time",
  "from",
  "blanks",
] as const;

export interface Message {
  readonly appid: string;
  readonly fields: Readonly<Record<string, string | number>>;
}

/** @throws {InputError} */
export function readMessage(input: Fields, world: World): Message {
  const app = namedApp(world, input);
  const user = optionalText(input, "user", 128);
  const given = optionalText(input, "openid", 128);
  if ((user === undefined) === (given === undefined)) {
    throw new InputError("openid", "or user is needed, and not both");
  }
  const revokeInfo = optionalText(input, "revoke_info", 256);
  const now = Math.floor(world.now() / 1000);
  const fields = {
    ToUserName: accountOf(app.appid),
    FromUserName: optionalText(input, "from", 128) ?? PLATFORM_OPENID,
    CreateTime: integer(input, "create_time", 0, 4_102_444_800, now),
    MsgType: "event",
    Event: requiredText(input, "event", 128),
    OpenID: user === undefined ? (given ?? "") : world.people.named(user, app).openid,
    AppID: app.appid,
    ...(revokeInfo !== undefined && { RevokeInfo: revokeInfo }),
  };
  return { appid: app.appid, fields: optionalBoolean(input, "blanks") ? withBlanks(fields) : fields };
}

/** The app's own account name, as its messages are addressed to. */
export function accountOf(appid: string): string {
  return `gh_${appid.slice(2, 14)}`;
}

/** Keys with a blank before and after, as some pushes have had them. */
function withBlanks(fields: Message["fields"]): Message["fields"] {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [` ${name} `, value]));
}
