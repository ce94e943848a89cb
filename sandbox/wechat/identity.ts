/** Values with the shapes of those WeChat hands out. All of them are worthless outside the sandbox. */
import { createHash, randomBytes } from "node:crypto";

/** The sandbox's first mini-program: an appid has `wx` and 16 hexadecimal digits, a secret 32. */
export const SANDBOX_APPID = "wx5a4d0b0c5a4d0b0c";
export const SANDBOX_SECRET = "5a4d0b0c5a4d0b0c5a4d0b0c5a4d0b0c";

/** What an operator enters at WeChat for pushes: the token that signs them, and the key of the encrypted mode. */
export const SANDBOX_PUSH_TOKEN = "SandboxPushToken";
export const SANDBOX_AES_KEY = "SandboxEncodingAESKey0123456789ABCDEFGHIJKL";

/** The sandbox's second mini-program (`number` 2), third, and so on: the same ones at every start. */
export function furtherApp(number: number): { appid: string; secret: string } {
  const hash = createHash("sha256").update(`sandbox app ${number}`).digest("hex");
  return { appid: `wx${hash.slice(0, 16)}`, secret: hash.slice(16, 48) };
}

/** The appid that a `foreign_watermark` fault puts into a phone answer. */
export const FOREIGN_APPID = "wxf04e16e0f04e16e0";

/** Every session_key and access token holds its mark, so that one search through logs finds any that leaked. */
export const SESSION_KEY_MARK = "SandboxSessn";
export const ACCESS_TOKEN_MARK = "SandboxAccessToken";

const LETTERS_AND_DIGITS = Buffer.from("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");

/** Made in a buffer: a text put together letter by letter takes thirty times its room in memory. */
function randomText(length: number): string {
  const bytes = randomBytes(length).map((byte) => LETTERS_AND_DIGITS[byte % LETTERS_AND_DIGITS.length] ?? 0);
  return Buffer.from(bytes).toString("latin1");
}

/** The openid of a named user: 28 characters that depend on the user and the app alone, restarts included. */
export function openidOf(user: string, appid: string): string {
  return `o${createHash("sha256").update(`${appid}\n${user}`).digest("base64url").slice(0, 27)}`;
}

/** The unionid of a person: 28 characters that depend on them and the Open Platform account alone. */
export function unionidOf(person: string, account: string): string {
  return `o${createHash("sha256").update(`unionid\n${account}\n${person}`).digest("base64url").slice(0, 27)}`;
}

/** The openid of somebody new. */
export function newOpenid(): string {
  return `o${randomText(27)}`;
}

/** A `wx.login` code: 32 letters and digits. */
export function newLoginCode(): string {
  return `0${randomText(31)}`;
}

/** A `getPhoneNumber` code: 64 hexadecimal digits. */
export function newPhoneCode(): string {
  return randomBytes(32).toString("hex");
}

/** 16 bytes in base64, as WeChat's. */
export function newSessionKey(): string {
  return SESSION_KEY_MARK + randomBytes(7).toString("base64");
}

/** 157 characters; WeChat asks for room for 512. */
export function newAccessToken(): string {
  return `90_${ACCESS_TOKEN_MARK}${randomBytes(102).toString("base64url")}`;
}

/** The request id at the end of every `errmsg`: the second in hexadecimal, then two random words. */
export function newRid(nowMs: number): string {
  const random = randomBytes(8).toString("hex");
  const second = Math.floor(nowMs / 1000).toString(16);
  return `${second.padStart(8, "0")}-${random.slice(0, 8)}-${random.slice(8)}`;
}
