/**
 * The signed-in session: a token in this tab's sessionStorage, and nothing else.
 * @module
 */

const KEY = "wechat_auth_console.token";

/** The token that this tab has, or null. */
export function storedToken(): string | null {
  try {
    return sessionStorage.getItem(KEY);
  } catch {
    // Storage is forbidden here: the session lasts until the page is left.
    return null;
  }
}

/** @param token null forgets it */
export function storeToken(token: string | null): void {
  try {
    if (token === null) sessionStorage.removeItem(KEY);
    else sessionStorage.setItem(KEY, token);
  } catch {
    // As above: the page works without.
  }
}

export interface Claims {
  /** The record's id. */
  id: string;
  /** Unix time in milliseconds. */
  expiresAt: number;
}

/** What PocketBase's token says of itself (RFC 7519); null when it is no such token. The server checks it, not we. */
export function claimsOf(token: string): Claims | null {
  try {
    const payload = (token.split(".")[1] ?? "").replace(/-/g, "+").replace(/_/g, "/");
    const { id, exp } = JSON.parse(atob(payload)) as { id?: unknown; exp?: unknown };
    return typeof id === "string" && typeof exp === "number" ? { id, expiresAt: exp * 1000 } : null;
  } catch {
    return null;
  }
}
