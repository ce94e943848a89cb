/**
 * The access token that WeChat asks for on other calls, shared by all runtimes through PocketBase's store.
 * WeChat's stable token in normal mode gives every caller the same token, so parallel fetches are harmless.
 * @module
 */
import { Failure } from "../errors.ts";
import { logger, store } from "../pocketbase/process.ts";
import type { MiniProgram } from "../pocketbase/settings.ts";
import { readAccessToken } from "./answers.ts";
import { call, unwrap } from "./call.ts";
import { accessTokenFailure } from "./errcodes.ts";

/** Each mini-program has a token of its own. */
const storeKey = ({ appid }: MiniProgram) => `wechat_auth:access_token:${appid}`;

/** WeChat hands out the next token in the last five minutes of the current one, and both work meanwhile. */
const RENEW_BEFORE_MS = 5 * 60 * 1000;

/** The shortest time between two fetches, unless the token ends before. */
const PAUSE_MS = 30_000;

interface Cached {
  token: string;
  /** Unix time in milliseconds. */
  expiresAt: number;
  /** From here on a fetch brings a longer-lived token. */
  renewAt: number;
}

function readCache(app: MiniProgram): Cached | null {
  const text = store().get(storeKey(app)) as string | null;
  return text ? (JSON.parse(text) as Cached) : null;
}

/** A token that works now. @throws Failure see `accessTokenFailure` */
export function accessToken(app: MiniProgram): string {
  const now = Date.now();
  const cached = readCache(app);
  if (cached && now < cached.renewAt) return cached.token;
  try {
    return fetchToken(app);
  } catch (error) {
    // A renewal that fails is no reason to refuse while the old token still works.
    if (!(error instanceof Failure && cached && Date.now() < cached.expiresAt)) throw error;
    postponeRenewal(app, cached, error);
    return cached.token;
  }
}

/**
 * Why WeChat does not take an app's credentials now, null when it does. Asks WeChat, whatever is kept; the token that it
 * hands out is the one that all callers have.
 */
export function credentialsFailure(app: MiniProgram): Failure | null {
  try {
    fetchToken(app);
    return null;
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
}

/** Leaves WeChat alone for a while: a token server that hangs would otherwise delay every call. */
function postponeRenewal(
  app: MiniProgram,
  cached: Cached,
  { reason, details: { errcode, rid, address, cause } }: Failure,
): void {
  const facts = Object.entries({ reason, errcode, rid, address, cause }).filter(
    ([, value]) => value !== undefined,
  );
  logger().warn("WeChat's access token could not be renewed, the old one still works", ...facts.flat());
  replace(app, cached.token, { ...cached, renewAt: Math.min(Date.now() + PAUSE_MS, cached.expiresAt) });
}

/** A fetched lifetime of just over five minutes is normal: use it a while before asking again. */
function fetchToken(app: MiniProgram): string {
  const { appid, secret } = app;
  const startedAt = Date.now();
  const body = { grant_type: "client_credential", appid, secret, force_refresh: false };
  const { token, expiresIn } = unwrap(
    call("/cgi-bin/stable_token", "", body, readAccessToken),
    accessTokenFailure,
  );
  const lifetime = expiresIn * 1000;
  const cached: Cached = {
    token,
    expiresAt: startedAt + lifetime,
    renewAt: startedAt + Math.max(lifetime - RENEW_BEFORE_MS, Math.min(lifetime / 2, PAUSE_MS)),
  };
  store().set(storeKey(app), JSON.stringify(cached));
  return token;
}

/** Drops a token that WeChat no longer takes, unless another runtime has already replaced it. */
export function forgetAccessToken(app: MiniProgram, token: string): void {
  replace(app, token, null);
}

function replace(app: MiniProgram, token: string, next: Cached | null): void {
  const text = next ? JSON.stringify(next) : "";
  store().setFunc(storeKey(app), (cached: string | null) =>
    cached && (JSON.parse(cached) as Cached).token === token ? text : cached,
  );
}
