/**
 * What WeChat pushes about people who take an authorisation back: signature, modes, events.
 * Source: WeChat's documentation of message pushes (消息推送) and of events about user data (用户隐私).
 * @module
 */
import { sha1 } from "@noble/hashes/legacy.js";
import { bytesToHex } from "@noble/hashes/utils.js";

/** The query that every push carries; absent values are "". */
export interface PushQuery {
  signature: string;
  timestamp: string;
  nonce: string;
}

/** The signature that WeChat makes of the token that was set there: SHA-1, hexadecimal, of the three texts in order. */
export function pushSignature(token: string, { timestamp, nonce }: PushQuery): string {
  const text = [token, timestamp, nonce].sort().join("");
  // This runtime's Uint8Array.from takes no text.
  return bytesToHex(
    sha1(Uint8Array.from([...unescape(encodeURIComponent(text))].map((c) => c.charCodeAt(0)))),
  );
}

export interface PushEvent {
  /** The mini-program, and the person in it. */
  appid: string;
  openid: string;
  /** Unix time in seconds. */
  createTime: number;
  change: "closed" | "revoked" | "modified" | "other";
  /** The word of WeChat's, for the log. */
  name: string;
  /** What was taken back. */
  revoked: { phone: boolean; nameAndPicture: boolean };
}

export type PushReading =
  | { ok: PushEvent }
  /** A mode that is not served: WeChat offers plain or encrypted, JSON or XML. */
  | { mode: "xml" | "encrypted" }
  | { broken: true };

/** Reads the body of a push by its content: the type that WeChat sends with it says nothing. */
export function readPush(body: string): PushReading {
  if (body.trimStart().startsWith("<")) return { mode: "xml" };
  const fields = fieldsOf(body);
  if (!fields) return { broken: true };
  if (fields.Encrypt !== undefined && fields.Event === undefined) return { mode: "encrypted" };
  const { Event: name = "", OpenID: openid = "", AppID: appid = "", CreateTime, RevokeInfo = "" } = fields;
  return {
    ok: {
      appid,
      openid,
      createTime: Number(CreateTime) || 0,
      change: CHANGES[name] ?? "other",
      name,
      revoked: revokedBy(RevokeInfo),
    },
  };
}

const CHANGES: { [event: string]: PushEvent["change"] } = {
  user_authorization_cancellation: "closed",
  user_authorization_revoke: "revoked",
  user_info_modified: "modified",
};

/** Keys have been seen with blanks around them; values are texts or numbers. Null for what is no JSON object. */
function fieldsOf(body: string): { [name: string]: string } | null {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return null;
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, field]) => typeof field === "string" || typeof field === "number")
      .map(([name, field]) => [name.trim(), String(field).trim()]),
  );
}

const PHONE = "8";
const NAME_AND_PICTURE = ["6", "19", "20"];

/** @param info a text of numbers, separated by anything */
function revokedBy(info: string): PushEvent["revoked"] {
  const numbers: string[] = info.match(/\d+/g) ?? [];
  return {
    phone: numbers.includes(PHONE),
    nameAndPicture: NAME_AND_PICTURE.some((number) => numbers.includes(number)),
  };
}
