/**
 * The hashes of other systems. In a module of its own, which only a sign-in with such a password loads: the tables that
 * the hash functions are made of take longer to build than most requests do.
 * @module
 */
import { hmac } from "@noble/hashes/hmac.js";
import { md5, sha1 } from "@noble/hashes/legacy.js";
import { sha256, sha512 } from "@noble/hashes/sha2.js";
import { bytesToHex, type CHash } from "@noble/hashes/utils.js";
import type { LegacyPassword } from "./legacy-password.ts";

/**
 * What the other system may have stored for this password: one value, or one for each salt that it may have used.
 * @param secret the team's own, for the scheme that needs it
 */
export function legacyHashes(
  { scheme, salts = [] }: LegacyPassword,
  password: string,
  secret: string,
): string[] {
  switch (scheme) {
    case "leancloud":
      return salts.map((salt) => base64(repeatedSha512(utf8(salt + password))));
    case "uni-id-hmac-sha256":
      return salts.map((salt) => bytesToHex(hmac(sha256, utf8(salt), utf8(password))));
    case "uni-id-hmac-sha1":
      return [bytesToHex(hmac(sha1, utf8(secret), utf8(password)))];
    case "casdoor-salt":
      return salted(sha256, password, salts);
    case "casdoor-md5-salt":
      return salted(md5, password, salts);
    case "casdoor-sha512-salt":
      return salted(sha512, password, salts);
    case "reset":
      return [];
  }
}

/** The text that bcrypt wraps: bcrypt reads 72 bytes, and some hashes are longer. */
export function digestOf(hash: string): string {
  return bytesToHex(sha256(utf8(hash)));
}

const ROUNDS = 512;

function repeatedSha512(message: Uint8Array): Uint8Array {
  let digest = sha512(message);
  for (let round = 0; round < ROUNDS; round++) digest = sha512(digest);
  return digest;
}

/** Hex of the hash of (hex of the hash of the password, then the salt); without salt the inner hash alone. */
function salted(hash: CHash, password: string, salts: string[]): string[] {
  const hex = (text: string) => bytesToHex(hash(utf8(text)));
  const inner = hex(password);
  return [...salts.map((salt) => hex(inner + salt)), inner];
}

/** The runtime has no TextEncoder. */
function utf8(text: string): Uint8Array {
  const bytes: number[] = [];
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    if (point < 0x80) bytes.push(point);
    else if (point < 0x800) bytes.push(0xc0 | (point >> 6), 0x80 | (point & 63));
    else if (point < 0x10000)
      bytes.push(0xe0 | (point >> 12), 0x80 | ((point >> 6) & 63), 0x80 | (point & 63));
    else
      bytes.push(
        0xf0 | (point >> 18),
        0x80 | ((point >> 12) & 63),
        0x80 | ((point >> 6) & 63),
        0x80 | (point & 63),
      );
  }
  return Uint8Array.from(bytes);
}

const BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

function base64(bytes: Uint8Array): string {
  let text = "";
  for (let i = 0; i < bytes.length; i += 3) {
    const [a = 0, b = 0, c = 0] = bytes.slice(i, i + 3);
    const group = (a << 16) | (b << 8) | c;
    for (let part = 0; part < 4; part++)
      text += i + part > bytes.length ? "=" : BASE64.charAt((group >> (18 - 6 * part)) & 63);
  }
  return text;
}
