/** What WeChat knows: the mini-program, its codes and its access tokens. */
import { integer } from "../shared/input.ts";
import { AccessTokens } from "./access-tokens.ts";
import { type LoginGrant, type PhoneGrant, SingleUseCodes } from "./codes.ts";
import { SANDBOX_APPID, SANDBOX_SECRET } from "./identity.ts";

export interface WorldOptions {
  appid?: string | undefined;
  secret?: string | undefined;
  /** Milliseconds since the epoch; rules expiry, the log's times and rids, but no delay on the wire. */
  now?: (() => number) | undefined;
  codeTtlSeconds?: number | undefined;
  /** At most 7200, as WeChat's. */
  tokenTtlSeconds?: number | undefined;
}

export interface World {
  readonly appid: string;
  readonly secret: string;
  readonly now: () => number;
  readonly codeTtlSeconds: number;
  readonly loginCodes: SingleUseCodes<LoginGrant>;
  readonly phoneCodes: SingleUseCodes<PhoneGrant>;
  readonly tokens: AccessTokens;
}

/** @throws {InputError} */
export function createWorld(options: WorldOptions): World {
  const now = options.now ?? Date.now;
  const codeTtlSeconds = integer({ ...options }, "codeTtlSeconds", 1, 86_400, 300);
  const tokenTtlSeconds = integer({ ...options }, "tokenTtlSeconds", 1, 7200, 7200);
  return {
    appid: options.appid ?? SANDBOX_APPID,
    secret: options.secret ?? SANDBOX_SECRET,
    now,
    codeTtlSeconds,
    loginCodes: new SingleUseCodes(now, codeTtlSeconds),
    phoneCodes: new SingleUseCodes(now, codeTtlSeconds),
    tokens: new AccessTokens(now, tokenTtlSeconds),
  };
}
