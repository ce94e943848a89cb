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

/** What every answer has in common. @param take reads an answer that is no error */
function read<T>({ statusCode, json }: HttpAnswer, take: (fields: Fields) => Reading<T>): Reading<T> {
  if (statusCode < 200 || statusCode > 299) return { broken: `HTTP ${statusCode}` };
  if (json === undefined) return { broken: "empty body" };
  if (typeof json !== "object" || json === null || Array.isArray(json))
    return { broken: "not a JSON object" };
  const fields = json as Fields;
  const { errcode, errmsg } = fields;
  if (errcode === undefined || errcode === 0) return take(fields);
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
export function readSession(answer: HttpAnswer): Reading<Session> {
  return read(answer, sessionOf);
}

interface Session {
  openid: string;
  unionid: string;
}

function sessionOf({ openid, unionid }: Fields): Reading<Session> {
  if (!isWhole(openid)) return { broken: "no openid" };
  // Nothing about a unionid keeps anybody out: one that makes no sense counts as none.
  return { ok: { openid, unionid: isWhole(unionid) ? unionid : "" } };
}

/** Answer of `stable_token`; `expires_in` in seconds. */
export function readAccessToken(answer: HttpAnswer): Reading<{ token: string; expiresIn: number }> {
  return read(answer, ({ access_token, expires_in }) => {
    if (!isWhole(access_token)) return { broken: "no access_token" };
    if (typeof expires_in !== "number" || !(expires_in > 0)) return { broken: "no expires_in" };
    return { ok: { token: access_token, expiresIn: expires_in } };
  });
}

/** A phone or a country code: WeChat gives some as a number. */
const textOf = (value: unknown) =>
  typeof value === "string" || typeof value === "number" ? String(value) : "";

/** Answer of `getuserphonenumber`: the phone as stored; the watermark must carry our own appid. */
export function readPhone(answer: HttpAnswer, appid: string): Reading<string> {
  return read(answer, ({ phone_info }) => {
    if (typeof phone_info !== "object" || phone_info === null) return { broken: "no phone_info" };
    const { phoneNumber, purePhoneNumber, countryCode, watermark } = phone_info as Fields;
    if ((watermark as Fields | null | undefined)?.appid !== appid)
      return { broken: "watermark of another app" };
    const phone = verifiedPhone(textOf(purePhoneNumber) || textOf(phoneNumber), textOf(countryCode));
    return phone === null ? { broken: "no phone number of a known country" } : { ok: phone };
  });
}

/** A picture as WeChat sends it. */
export interface Picture {
  type: "png" | "jpeg";
  bytes: number[];
}

/**
 * How they begin and end: PNG (its specification, sections 5.2 and 11.2.5), JPEG (ISO/IEC 10918-1, SOI with the next
 * marker, and EOI).
 */
const MARKS: { type: Picture["type"]; start: number[]; end: number[] }[] = [
  {
    type: "png",
    start: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
    end: [0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82],
  },
  { type: "jpeg", start: [0xff, 0xd8, 0xff], end: [0xff, 0xd9] },
];

/** Some writers leave a few bytes behind the end. */
const MOST_BEHIND = 64;

/** Answer of `getwxacodeunlimit`: the picture itself, to its end, or an error as JSON. */
export function readPicture(answer: HttpAnswer): Reading<Picture> {
  const reading = read<Picture>(answer, () => ({ broken: "no picture" }));
  if ("error" in reading) return reading;
  const { bytes } = answer;
  if (answer.statusCode < 200 || answer.statusCode > 299 || !bytes) return reading;
  const isAt = (offset: number, mark: number[]) => mark.every((byte, i) => bytes[offset + i] === byte);
  const kind = MARKS.find(({ start }) => isAt(0, start));
  if (!kind) return { broken: "no picture" };
  const { type, end } = kind;
  for (let behind = 0; behind <= MOST_BEHIND; behind++)
    if (isAt(bytes.length - end.length - behind, end)) return { ok: { type, bytes } };
  return { broken: "a picture without its end" };
}
