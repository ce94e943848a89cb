/**
 * The access token that WeChat asks for on other calls, shared by all runtimes through PocketBase's store.
 * WeChat's stable token in normal mode gives every caller the same token, so parallel fetches are harmless.
 * @module
 */
import { readAccessToken } from "./answers.ts";
import { type Credentials, call, unwrap } from "./call.ts";
import { accessTokenFailure } from "./errcodes.ts";

const STORE_KEY = "wechat_auth:access_token";

/** WeChat hands out the next token in the last five minutes of the current one, and both work meanwhile. */
const RENEW_BEFORE_MS = 5 * 60 * 1000;

interface Cached {
  token: string;
  /** Unix time in milliseconds. */
  expiresAt: number;
  /** From here on a fetch brings a longer-lived token. */
  renewAt: number;
}

function readCache(): Cached | null {
  const text = $app.store().get(STORE_KEY) as string | null;
  return text ? (JSON.parse(text) as Cached) : null;
}

/** A token that works now. @throws Failure see `accessTokenFailure` */
export function accessToken(own: Credentials): string {
  const now = Date.now();
  const cached = readCache();
  if (cached && now < cached.renewAt) return cached.token;
  try {
    return fetchToken(own);
  } catch (error) {
    // A renewal that fails is no reason to refuse while the old token still works.
    if (cached && now < cached.expiresAt) return cached.token;
    throw error;
  }
}

/** A fetched lifetime of just over five minutes is normal: use it up to half before asking again. */
function fetchToken({ appid, secret }: Credentials): string {
  const startedAt = Date.now();
  const body = { grant_type: "client_credential", appid, secret, force_refresh: false };
  const { token, expiresIn } = unwrap(
    call("/cgi-bin/stable_token", {}, body, readAccessToken),
    accessTokenFailure,
  );
  const lifetime = expiresIn * 1000;
  const cached: Cached = {
    token,
    expiresAt: startedAt + lifetime,
    renewAt: startedAt + Math.max(lifetime - RENEW_BEFORE_MS, Math.min(lifetime / 2, 30_000)),
  };
  $app.store().set(STORE_KEY, JSON.stringify(cached));
  return token;
}

/** Drops a token that WeChat no longer takes, unless another runtime has already replaced it. */
export function forgetAccessToken(token: string): void {
  $app
    .store()
    .setFunc(STORE_KEY, (text: string | null) =>
      text && (JSON.parse(text) as Cached).token === token ? "" : text,
    );
}
