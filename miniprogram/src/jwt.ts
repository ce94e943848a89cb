/**
 * Reads a token's claims without checking its signature: only the service can do that.
 * @module
 */

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** base64url → one character per byte. Mini-programs have no `atob`; PocketBase's claims are ASCII. */
function decode(text: string): string {
  let bytes = "";
  let bits = 0;
  let count = 0;
  for (let i = 0; i < text.length; i++) {
    bits = (bits << 6) | ALPHABET.indexOf(text.charAt(i));
    count += 6;
    if (count >= 8) {
      count -= 8;
      bytes += String.fromCharCode((bits >> count) & 255);
    }
  }
  return bytes;
}

export interface Claims {
  /** Id of the PocketBase record. */
  id?: unknown;
  /** Seconds since 1970. */
  exp?: unknown;
}

/** The claims, or none when the token is not a JWT. */
export function claimsOf(token: string): Claims {
  try {
    return Object(JSON.parse(decode(token.split(".")[1] || "")));
  } catch {
    return {};
  }
}
