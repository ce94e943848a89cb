/**
 * One call to WeChat's server API: sent once, never repeated here.
 * @module
 */
import type { HttpAnswer } from "../domain/http-answer.ts";
import { Failure } from "../errors.ts";
import { send } from "../pocketbase/http.ts";
import { settings } from "../pocketbase/settings.ts";
import { turn } from "../pocketbase/turns.ts";
import type { Reading } from "./answers.ts";
import type { WechatError } from "./errcodes.ts";

const JSON_TYPE = { "content-type": "application/json" };

/** The address that this runtime keeps to, until a call to it fails. */
let ownBase: string | null = null;

/**
 * Go keeps two idle connections to an address and closes what comes back beyond them. A runtime has one call under way
 * at a time, so runtimes that share an address by twos never wait for a new connection.
 */
function apiBase(): string {
  const { apiBases } = settings().wechat;
  return (ownBase ??= apiBases[turn("api_base") % apiBases.length] as string);
}

/**
 * @param path with leading slash
 * @param query encoded, without its question mark; "" for none
 * @param body sent as JSON by POST; without one it is a GET
 * @param picture whether the answer may be one
 * @throws Failure wechat_unavailable when WeChat cannot be reached
 */
export function call<T>(
  path: string,
  query: string,
  body: object | null,
  read: (answer: HttpAnswer) => Reading<T>,
  picture = false,
): Reading<T> {
  const { timeoutSeconds: timeout } = settings().wechat;
  const address = apiBase() + path;
  const url = query === "" ? address : `${address}?${query}`;
  const answer = body
    ? send({ method: "POST", url, timeout, body: JSON.stringify(body), headers: JSON_TYPE }, picture)
    : send({ method: "GET", url, timeout });
  if ("fault" in answer) {
    ownBase = null;
    throw new Failure("wechat_unavailable", { cause: `${path}: ${answer.fault}` });
  }
  const reading = read(answer);
  return "broken" in reading ? { broken: `${path}: ${reading.broken}` } : reading;
}

/** The value of a reading. @throws Failure what an error of WeChat's means here; wechat_unavailable for a broken answer */
export function unwrap<T>(reading: Reading<T>, failureOf: (error: WechatError) => Failure): T {
  if ("ok" in reading) return reading.ok;
  if ("error" in reading) throw failureOf(reading.error);
  throw new Failure("wechat_unavailable", { cause: reading.broken });
}
