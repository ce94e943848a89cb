/**
 * Pure reading of WeChat's answers. WeChat labels JSON as text/plain, answers errors with HTTP 200, and has been seen
 * to answer with an empty body or a page of HTML: nothing is trusted but the value that PocketBase parsed.
 * @module
 */
import { verifiedPhone } from "../domain/phone.ts";
import type { HttpAnswer } from "../domain/http-answer.ts";
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

/**
 * Answer of `jscode2session`: the openid, and the unionid of a mini-program that is bound to an Open Platform account
 * ("" otherwise). `session_key` is neither needed nor kept.
 */
export function readSession(answer: HttpAnswer): Reading<{ openid: string; unionid: string }> {
  const reading = read(answer);
  if (!("ok" in reading)) return reading;
  const { openid, unionid } = reading.ok;
  if (typeof openid !== "string" || openid === "") return { broken: "no openid" };
  // Nothing about a unionid keeps anybody out: one that makes no sense counts as none.
  return { ok: { openid, unionid: typeof unionid === "string" ? unionid : "" } };
}

/** Answer of `stable_token`; `expires_in` in seconds. */
export function readAccessToken(answer: HttpAnswer): Reading<{ token: string; expiresIn: number }> {
  const reading = read(answer);
  if (!("ok" in reading)) return reading;
  const { access_token, expires_in } = reading.ok;
  if (typeof access_token !== "string" || access_token === "") return { broken: "no access_token" };
  if (typeof expires_in !== "number" || !(expires_in > 0)) return { broken: "no expires_in" };
  return { ok: { token: access_token, expiresIn: expires_in } };
}

/** Answer of `getuserphonenumber`: the phone as stored; the watermark must carry our own appid. */
export function readPhone(answer: HttpAnswer, appid: string): Reading<string> {
  const reading = read(answer);
  if (!("ok" in reading)) return reading;
  const { phone_info } = reading.ok;
  if (typeof phone_info !== "object" || phone_info === null) return { broken: "no phone_info" };
  const { purePhoneNumber, countryCode, watermark } = phone_info as Fields;
  if ((watermark as Fields | null | undefined)?.appid !== appid)
    return { broken: "watermark of another app" };
  const country = String(countryCode);
  if (typeof purePhoneNumber !== "string" || !/^[0-9]{4,20}$/.test(purePhoneNumber))
    return { broken: "no purePhoneNumber" };
  if (!/^[0-9]{1,4}$/.test(country)) return { broken: "no countryCode" };
  return { ok: verifiedPhone(purePhoneNumber, country) };
}
