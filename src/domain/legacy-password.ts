/**
 * Passwords that another system has hashed: what is kept beside the wrapped hash, and how each scheme computes. The
 * wrapped hash is bcrypt over `digestOf` the other system's own hash, so that the database holds no weak one.
 * @module
 */

/** Kept, as JSON, in the hidden field `users_password_legacy`. */
export interface LegacyPassword {
  scheme: LegacyScheme;
  /** Salts to be tried, where the scheme has any: one system does not say whose it took, the user's or the company's. */
  salts?: string[];
  /** Which of the team's own secrets the hash was made with. */
  version?: string;
  /** The hash as it came, until it is wrapped: the record has no usable password so long. */
  hash?: string;
}

/**
 * `reset`: there is a password, and it cannot be checked here.
 * `leancloud`: https://docs.leancloud.cn/sdk/start/dashboard (export of passwords)
 * `uni-id-…`: https://doc.dcloud.net.cn/uniCloud/uni-id/summary.html
 * `casdoor-…`: Casdoor's package `cred`
 */
export const LEGACY_SCHEMES = [
  "reset",
  "leancloud",
  "uni-id-hmac-sha256",
  "uni-id-hmac-sha1",
  "casdoor-salt",
  "casdoor-sha512-salt",
  "casdoor-md5-salt",
] as const;

export type LegacyScheme = (typeof LEGACY_SCHEMES)[number];

/** Schemes whose hash takes about a second in PocketBase's runtime. */
export const SLOW_SCHEMES: readonly LegacyScheme[] = ["leancloud"];

/** @returns null for "" and for what this release does not know, which is as good as no password */
export function parseLegacyPassword(text: string): LegacyPassword | null {
  if (text === "") return null;
  try {
    const parsed = JSON.parse(text) as LegacyPassword;
    return LEGACY_SCHEMES.includes(parsed.scheme) ? parsed : { scheme: "reset" };
  } catch {
    return { scheme: "reset" };
  }
}

/**
 * The team's secrets for `uni-id-hmac-sha1`: `secret`, or `1:secret,2:secret` by the version that a hash names.
 * @returns null where none is set for that version
 */
export function secretOfVersion(setting: string, version: string): string | null {
  if (setting === "") return null;
  const entries = setting.split(",").map((entry) => entry.trim());
  const named = entries.filter((entry) => /^[0-9]+:/.test(entry));
  const own = named.find((entry) => entry.startsWith(`${version || "1"}:`));
  if (own) return own.slice(own.indexOf(":") + 1);
  return named.length === 0 ? setting : null;
}
