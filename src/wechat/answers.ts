/**
 * Pure reading of WeChat's answers. WeChat labels JSON as text/plain, answers errors with HTTP 200, and has been seen
 * to answer with an empty body or a page of HTML: nothing is trusted but the parsed text.
 * @module
 */
import { verifiedPhone } from "../domain/phone.ts";
import type { WechatError } from "./errcodes.ts";

/** A call that brought something usable, an error of WeChat's, or nothing that makes sense. */
export type Reading<T> = { ok: T } | { error: WechatError } | { broken: string };

type Fields = { [name: string]: unknown };

function readObject(statusCode: number, body: string): { fields: Fields } | { broken: string } {
  if (statusCode < 200 || statusCode > 299) return { broken: `HTTP ${statusCode}` };
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value === "object" && value !== null && !Array.isArray(value))
      return { fields: value as Fields };
  } catch {
    // Falls through: the text is not JSON.
  }
  return { broken: body === "" ? "empty body" : "not a JSON object" };
}

function read<T>(statusCode: number, body: string, pick: (fields: Fields) => T | string): Reading<T> {
  const parsed = readObject(statusCode, body);
  if ("broken" in parsed) return parsed;
  const { errcode, errmsg } = parsed.fields;
  if (errcode !== undefined && errcode !== 0) {
    if (typeof errcode !== "number") return { broken: "errcode is not a number" };
    return { error: { errcode, errmsg: typeof errmsg === "string" ? errmsg : "" } };
  }
  const picked = pick(parsed.fields);
  return typeof picked === "string" ? { broken: picked } : { ok: picked };
}

/** Answer of `jscode2session`. `session_key` is neither needed nor kept. */
export function readSession(statusCode: number, body: string): Reading<{ openid: string }> {
  return read(statusCode, body, ({ openid }) =>
    typeof openid === "string" && openid !== "" ? { openid } : "no openid",
  );
}

/** Answer of `stable_token`; `expires_in` in seconds. */
export function readAccessToken(
  statusCode: number,
  body: string,
): Reading<{ token: string; expiresIn: number }> {
  return read(statusCode, body, ({ access_token, expires_in }) => {
    if (typeof access_token !== "string" || access_token === "") return "no access_token";
    if (typeof expires_in !== "number" || !(expires_in > 0)) return "no expires_in";
    return { token: access_token, expiresIn: expires_in };
  });
}

/** Answer of `getuserphonenumber`; the watermark must carry our own appid. */
export function readPhone(statusCode: number, body: string, appid: string): Reading<{ phone: string }> {
  return read(statusCode, body, ({ phone_info }) => {
    if (typeof phone_info !== "object" || phone_info === null) return "no phone_info";
    const { purePhoneNumber, countryCode, watermark } = phone_info as Fields;
    if ((watermark as Fields | null | undefined)?.appid !== appid) return "watermark of another app";
    const country = String(countryCode);
    if (typeof purePhoneNumber !== "string" || !/^[0-9]{4,20}$/.test(purePhoneNumber))
      return "no purePhoneNumber";
    if (!/^[0-9]{1,4}$/.test(country)) return "no countryCode";
    return { phone: verifiedPhone(purePhoneNumber, country) };
  });
}
