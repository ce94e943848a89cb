/** Makes the codes that WeChat would give a mini-program. */
import { type Fields, InputError, optionalText, refuseUnknown } from "../shared/input.ts";
import { newLoginCode, newPhoneCode } from "../wechat/identity.ts";
import { namedApp, namedApps, type World } from "../wechat/world.ts";

export interface MintedLoginCode {
  readonly code: string;
  readonly openid: string;
  readonly unionid?: string;
  /** Seconds. */
  readonly expires_in: number;
}

export interface MintedPhoneCode {
  readonly code: string;
  readonly phone: string;
  readonly expires_in: number;
}

/**
 * A login code of an app for a named user (`user`), a given `openid`, or somebody new. Without `appid` it is the first
 * app's; `unionid` stands in place of the one that the app's Open Platform account gives, if it has one.
 * @throws {InputError}
 */
export function mintLoginCode(world: World, input: Fields): MintedLoginCode {
  refuseUnknown(input, ["user", "openid", "unionid", "appid"]);
  const user = optionalText(input, "user", 128);
  const given = optionalText(input, "openid", 128);
  const app = namedApp(world, input);
  if (user !== undefined && given !== undefined) {
    throw new InputError("openid", "cannot go together with user, which has an openid of its own");
  }
  const { people } = world;
  const identity =
    user !== undefined
      ? people.named(user, app)
      : given !== undefined
        ? people.withOpenid(given, app)
        : people.somebodyNew(app);
  const { openid } = identity;
  const unionid = optionalText(input, "unionid", 128) ?? identity.unionid;
  const code = newLoginCode();
  app.loginCodes.add(code, { openid, unionid });
  return { code, openid, ...(unionid === undefined ? {} : { unionid }), expires_in: world.codeTtlSeconds };
}

/**
 * A phone code of an app (the first, unless `appid` names one) for a number without calling code; `countryCode` (86
 * unless given) is answered in the type it has here, since WeChat sends both.
 * @throws {InputError}
 */
export function mintPhoneCode(world: World, input: Fields): MintedPhoneCode {
  refuseUnknown(input, ["phone", "countryCode", "appid"]);
  const { phone, countryCode = "86" } = input;
  if (typeof phone !== "string" || !/^\d{4,15}$/.test(phone)) {
    throw new InputError("phone", "must be text of 4 to 15 digits, without calling code");
  }
  if (
    (typeof countryCode !== "string" && typeof countryCode !== "number") ||
    !/^\d{1,4}$/.test(`${countryCode}`)
  ) {
    throw new InputError("countryCode", "must be 1 to 4 digits, as text or number");
  }
  const code = newPhoneCode();
  namedApp(world, input).phoneCodes.add(code, { phone, countryCode, grantedAt: world.now() });
  return { code, phone, expires_in: world.codeTtlSeconds };
}

/**
 * Every access token that an app has handed out (all apps, when none is named) stops working now.
 * @throws {InputError}
 */
export function expireTokens(world: World, input: Fields): void {
  refuseUnknown(input, ["appid"]);
  for (const app of namedApps(world, input)) app.tokens.expireAll();
}
