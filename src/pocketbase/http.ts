/**
 * Outgoing HTTP.
 * @module
 */

import type { HttpAnswer } from "../domain/http-answer.ts";
import { networkFault } from "../domain/network-fault.ts";

/** PocketBase reads an answer whole; what is longer than any answer that makes sense goes no further than that. */
const MAX_JSON_BYTES = 64 * 1024;
const MAX_PICTURE_BYTES = 512 * 1024;
const OPENING_BRACE = 0x7b;

declare global {
  /** Milliseconds spent on answers of others since somebody took them, by any bundle of this runtime. */
  var __wechatAuth_waited: number | undefined;
}

/** How long others took to answer since this was asked last; null where nobody was asked. */
export function takeWaitedMs(): number | null {
  // A runtime handles one request at a time.
  const taken = globalThis.__wechatAuth_waited ?? null;
  globalThis.__wechatAuth_waited = undefined;
  return taken;
}

/** As PocketBase takes it. */
interface HttpRequest {
  method: "GET" | "POST";
  url: string;
  /** Seconds. */
  timeout: number;
  body?: string;
  headers?: { [name: string]: string };
}

/**
 * @param picture whether bytes that are no JSON object may be what was asked for
 * @returns the answer, or the kind of fault in words that are safe to log
 */
export function send(request: HttpRequest, picture = false): HttpAnswer | { fault: string } {
  const startedAt = Date.now();
  try {
    const { statusCode, json, body: bytes } = $http.send(request);
    const { length } = bytes;
    if (length > (picture ? MAX_PICTURE_BYTES : MAX_JSON_BYTES)) return { fault: "answer too large" };
    // Nothing else is as large, and looking for JSON in it would cost as much as all the rest.
    if (picture && bytes[0] !== OPENING_BRACE) return { statusCode, json: null, bytes };
    return { statusCode, json: length === 0 ? undefined : (json ?? lenientJson(bytes)) };
  } catch (error) {
    return { fault: networkFault(String(error)) };
  } finally {
    globalThis.__wechatAuth_waited = (globalThis.__wechatAuth_waited ?? 0) + Date.now() - startedAt;
  }
}

/**
 * What time it is for a server, by the `Date` of whatever it answers.
 * @returns Unix time in milliseconds, of whole seconds
 * @throws Error that names the kind of fault
 */
export function serverTime(url: string, timeoutSeconds: number): number {
  let headers: { [name: string]: string[] };
  try {
    ({ headers } = $http.send({ method: "GET", url, timeout: timeoutSeconds }));
  } catch (error) {
    throw new Error(networkFault(String(error)), { cause: error });
  }
  const time = Date.parse(headers.Date?.[0] ?? "");
  if (Number.isNaN(time)) throw new Error("the answer has no Date");
  return time;
}

/**
 * PocketBase takes no JSON with invalid UTF-8 or doubled keys from 0.40 on. What it does not take is read once more, so
 * that an answer means the same whatever the version: the last of two keys counts, and U+FFFD stands for damaged bytes.
 * @returns null where it is no JSON
 */
function lenientJson(bytes: number[]): unknown {
  try {
    return JSON.parse(toString(bytes));
  } catch {
    return null;
  }
}
