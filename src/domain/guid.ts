/**
 * Version 4 UUIDs (RFC 9562, section 5.4) out of random hexadecimal digits; the runtime has no UUID helper.
 * @module
 */

/** @param hex 32 random digits `0-9a-f`; the version digit and the two variant bits are overwritten. */
export function uuidV4(hex: string): string {
  const variant = "89ab".charAt(Number.parseInt(hex.charAt(16), 16) % 4);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join("-");
}

/** Reserved for native identities: nobody gets mail there. */
const PLACEHOLDER_DOMAIN = "@manage.local";

/** The native identity of a platform user. */
export function placeholderEmail(openid: string): string {
  return openid + PLACEHOLDER_DOMAIN;
}

export function isPlaceholderEmail(address: string): boolean {
  return address.toLowerCase().endsWith(PLACEHOLDER_DOMAIN);
}

/** Whether a text has the form of a GUID, as an anchor that the server made does; WeChat's openids have not. */
export function isGuid(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}
