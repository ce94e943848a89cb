/** A push as it goes out: an operator's address with a signed query, and the message in the form of a mode. */
import { randomInt } from "node:crypto";
import {
  type Fields,
  InputError,
  oneOf,
  optionalText,
  refuseUnknown,
  requiredText,
} from "../shared/input.ts";
import { SANDBOX_AES_KEY, SANDBOX_PUSH_TOKEN } from "../wechat/identity.ts";
import type { World } from "../wechat/world.ts";
import { accountOf, type Message, MESSAGE_FIELDS, readMessage } from "./message.ts";
import { encipher, sign } from "./seal.ts";

/** `plain` and `xml` are the two formats of the plain mode; `encrypted` is the safe mode, in JSON. */
const MODES = ["plain", "xml", "encrypted"] as const;
export type PushMode = (typeof MODES)[number];

const SIGNATURES = ["right", "wrong", "missing"] as const;
export type PushSignature = (typeof SIGNATURES)[number];

export interface SignedAddress {
  /** The sandbox's `pushUrl` unless said. */
  url?: string;
  /** SANDBOX_PUSH_TOKEN unless said. */
  token?: string;
  /** `wrong` is that of another token. */
  signature?: PushSignature;
}

/** Who it is about is `user`, a name, or `openid`; README.md has the options. */
export interface PushInput extends SignedAddress {
  event: string;
  user?: string;
  openid?: string;
  appid?: string;
  revoke_info?: string;
  /** Seconds; now unless said. */
  create_time?: number;
  /** FromUserName, which is the platform's own account unless said. */
  from?: string;
  /** Puts a blank before and after every key. */
  blanks?: boolean;
  mode?: PushMode;
}

export interface VerificationInput extends SignedAddress {
  echostr?: string;
}

export interface PushRequest {
  readonly method: "GET" | "POST";
  readonly url: string;
  readonly type: string | null;
  readonly body: string | null;
}

/** @throws {InputError} */
export function readPush(input: Fields, world: World): PushRequest {
  refuseUnknown(input, [...MESSAGE_FIELDS, "url", "token", "mode", "signature"]);
  const mode = input.mode === undefined ? "plain" : oneOf(input, "mode", MODES);
  const message = readMessage(input, world);
  const { url, query, token } = signedAddress(input, world);
  if (mode !== "encrypted") return { method: "POST", url: withQuery(url, query), ...written(mode, message) };
  const { body } = written("plain", message);
  const Encrypt = encipher(body, message.appid, SANDBOX_AES_KEY);
  const msg_signature = sign(token, query.timestamp, query.nonce, Encrypt);
  return {
    method: "POST",
    url: withQuery(url, { ...query, encrypt_type: "aes", msg_signature }),
    type: "application/json",
    body: JSON.stringify({ ToUserName: accountOf(message.appid), Encrypt }),
  };
}

/** The call by which WeChat asks, once, whether an address knows the token. @throws {InputError} */
export function readVerification(input: Fields, world: World): PushRequest & { readonly echostr: string } {
  refuseUnknown(input, ["url", "token", "signature", "echostr"]);
  const echostr = optionalText(input, "echostr", 256) ?? String(randomInt(2 ** 47));
  const { url, query } = signedAddress(input, world);
  return { method: "GET", url: withQuery(url, { ...query, echostr }), type: null, body: null, echostr };
}

interface Query {
  signature?: string;
  timestamp: string;
  nonce: string;
}

function signedAddress(input: Fields, world: World): { url: URL; query: Query; token: string } {
  const url = address(input);
  const token = optionalText(input, "token", 128) ?? SANDBOX_PUSH_TOKEN;
  const kind = input.signature === undefined ? "right" : oneOf(input, "signature", SIGNATURES);
  const [timestamp, nonce] = [String(Math.floor(world.now() / 1000)), String(randomInt(2 ** 31))];
  const signature = sign(kind === "wrong" ? `${token}x` : token, timestamp, nonce);
  return { url, query: { ...(kind !== "missing" && { signature }), timestamp, nonce }, token };
}

function address(input: Fields): URL {
  const text = requiredText(input, "url", 2048);
  if (/^https?:/i.test(text) && URL.canParse(text)) return new URL(text);
  throw new InputError("url", "must be an http or https URL");
}

function withQuery(url: URL, query: object): string {
  const whole = new URL(url);
  for (const [name, value] of Object.entries(query)) whole.searchParams.set(name, String(value));
  return whole.href;
}

function written(mode: "plain" | "xml", { fields }: Message): { type: string; body: string } {
  if (mode === "plain") return { type: "application/json", body: JSON.stringify(fields) };
  const elements = Object.entries(fields).map(([name, value]) => {
    const text = typeof value === "number" ? value : `<![CDATA[${value}]]>`;
    return `<${name}>${text}</${name}>`;
  });
  return { type: "text/xml", body: `<xml>${elements.join("")}</xml>` };
}
