/**
 * Pure reading of WeChat's answers. WeChat labels JSON as text/plain, answers errors with HTTP 200, and has been seen
 * to answer with an empty body or a page of HTML: nothing is trusted but the value that PocketBase parsed.
 * @module
 */
import { verifiedPhone } from "../domain/phone.ts";
import type { HttpAnswer } from "../domain/http-answer.ts";
import { REPLACEMENT_CHARACTER } from "../domain/validation.ts";
import type { WechatError } from "./errcodes.ts";

/** A call that brought something usable, an error of WeChat's, or nothing that makes sense. */
export type Reading<T> = { ok: T } | { error: WechatError } | { broken: string };

type Fields = { [name: string]: unknown };

/** What every answer has in common. */
function read({ statusCode, json }: HttpAnswer): Reading<Fields> {
  if (statusCode < 200 || statusCode > 299) return { broken: `HTTP ${statusCode}` };
  if (json === undefined) return { broken: "empty body" };
  if (typeof json !== "object" || json === null || Array.isArray(json))
    return { broken: "not a JSON object" };
  const fields = json as Fields;
  const { errcode, errmsg } = fields;
  if (errcode === undefined || errcode === 0) return { ok: fields };
  if (typeof errcode !== "number") return { broken: "errcode is not a number" };
  return { error: { errcode, errmsg: typeof errmsg === "string" ? errmsg : "" } };
}

/** A text that came as it was sent: a damaged identity or token is none. */
const isWhole = (value: unknown): value is string =>
  typeof value === "string" && value !== "" && !value.includes(REPLACEMENT_CHARACTER);

/**
 * Answer of `jscode2session`: the openid, and the unionid of a mini-program that is bound to an Open Platform account
 * ("" otherwise). `session_key` is neither needed nor kept.
 */
export function readSession(answer: HttpAnswer): Reading<{ openid: string; unionid: string }> {
  const reading = read(answer);
  if (!("ok" in reading)) return reading;
  const { openid, unionid } = reading.ok;
  if (!isWhole(openid)) return { broken: "no openid" };
  // Nothing about a unionid keeps anybody out: one that makes no sense counts as none.
  return { ok: { openid, unionid: isWhole(unionid) ? unionid : "" } };
}

/** Answer of `stable_token`; `expires_in` in seconds. */
export function readAccessToken(answer: HttpAnswer): Reading<{ token: string; expiresIn: number }> {
  const reading = read(answer);
  if (!("ok" in reading)) return reading;
  const { access_token, expires_in } = reading.ok;
  if (!isWhole(access_token)) return { broken: "no access_token" };
  if (typeof expires_in !== "number" || !(expires_in > 0)) return { broken: "no expires_in" };
  return { ok: { token: access_token, expiresIn: expires_in } };
}

/** A phone or a country code: WeChat gives some as a number. */
const textOf = (value: unknown) =>
  typeof value === "string" || typeof value === "number" ? String(value) : "";

/** Answer of `getuserphonenumber`: the phone as stored; the watermark must carry our own appid. */
export function readPhone(answer: HttpAnswer, appid: string): Reading<string> {
  const reading = read(answer);
  if (!("ok" in reading)) return reading;
  const { phone_info } = reading.ok;
  if (typeof phone_info !== "object" || phone_info === null) return { broken: "no phone_info" };
  const { phoneNumber, purePhoneNumber, countryCode, watermark } = phone_info as Fields;
  if ((watermark as Fields | null | undefined)?.appid !== appid)
    return { broken: "watermark of another app" };
  const phone = verifiedPhone(textOf(purePhoneNumber) || textOf(phoneNumber), textOf(countryCode));
  return phone === null ? { broken: "no phone number of a known country" } : { ok: phone };
}
