/** A mini-program as WeChat knows it: its credentials, its codes, its access tokens. */
import { integer, type Fields, InputError, refuseUnknown, requiredText } from "../shared/input.ts";
import { AccessTokens } from "./access-tokens.ts";
import { type LoginGrant, type PhoneGrant, SingleUseCodes } from "./codes.ts";
import { furtherApp, SANDBOX_APPID, SANDBOX_SECRET } from "./identity.ts";

const MOST_APPS = 20;

export interface AppCredentials {
  readonly appid: string;
  readonly secret: string;
}

export interface App extends AppCredentials {
  readonly loginCodes: SingleUseCodes<LoginGrant>;
  readonly phoneCodes: SingleUseCodes<PhoneGrant>;
  readonly tokens: AccessTokens;
  /** The Open Platform account that the app is bound to; null for none, where nobody has a unionid. */
  openPlatform: string | null;
}

export interface AppsOptions {
  /** The first app's. */
  appid?: string | undefined;
  secret?: string | undefined;
  /** How many there are (1 unless said), or each one's credentials, which then stand in place of `appid` and `secret`. */
  apps?: number | readonly AppCredentials[] | undefined;
}

/** @throws {InputError} */
export function credentialsOf({ appid, secret, apps = 1 }: AppsOptions): AppCredentials[] {
  if (typeof apps === "number") {
    const count = integer({ apps }, "apps", 1, MOST_APPS);
    const first = { appid: appid ?? SANDBOX_APPID, secret: secret ?? SANDBOX_SECRET };
    return [first, ...Array.from({ length: count - 1 }, (_, index) => furtherApp(index + 2))];
  }
  if (appid !== undefined || secret !== undefined) {
    throw new InputError("apps", "cannot be a list together with appid or secret, which are the first app's");
  }
  if (apps.length < 1 || apps.length > MOST_APPS) {
    throw new InputError("apps", `must be 1 to ${MOST_APPS} apps`);
  }
  const read = apps.map((app) => readCredentials({ ...app }));
  if (new Set(read.map((app) => app.appid)).size < read.length) {
    throw new InputError("apps", "must have an appid each that no other has");
  }
  return read;
}

function readCredentials(input: Fields): AppCredentials {
  refuseUnknown(input, ["appid", "secret"]);
  return { appid: requiredText(input, "appid", 128), secret: requiredText(input, "secret", 128) };
}

export interface Lifetimes {
  readonly now: () => number;
  readonly codeTtlSeconds: number;
  readonly tokenTtlSeconds: number;
}

/** @param nextTokenNumber counts the access tokens of all apps, so that a number names one token of one app */
export function createApp(
  { appid, secret }: AppCredentials,
  { now, codeTtlSeconds, tokenTtlSeconds }: Lifetimes,
  nextTokenNumber: () => number,
): App {
  return {
    appid,
    secret,
    loginCodes: new SingleUseCodes(now, codeTtlSeconds),
    phoneCodes: new SingleUseCodes(now, codeTtlSeconds),
    tokens: new AccessTokens(now, tokenTtlSeconds, nextTokenNumber),
    openPlatform: null,
  };
}
