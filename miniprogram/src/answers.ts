/**
 * Reads answers: the service's envelopes, PocketBase's own, and whatever stands between.
 * @module
 */
import { WechatAuthError } from "./errors.ts";
import { unexpected } from "./failures.ts";
import type { TransportAnswer } from "./types.ts";

/** Field messages: text from the service, `{ code, message }` from PocketBase's own routes. */
function fieldsOf(source: unknown): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const name of Object.keys(Object(source))) {
    const entry = Object(source)[name];
    const message = Object(entry).message || entry;
    if (typeof message === "string") fields[name] = message;
  }
  return fields;
}

function retryAfterOf(header: Record<string, string> = {}): number | null {
  // Platforms give names in any case.
  const name = Object.keys(header).find((key) => /^retry-after$/i.test(key));
  return (name && parseInt(String(header[name]), 10)) || null;
}

function errorOf({ statusCode: status, header }: TransportAnswer, body: unknown): WechatAuthError {
  const { msg, message, data } = Object(body);
  const { reason, fields } = Object(data);
  return new WechatAuthError(
    reason ? String(reason) : "http_error",
    { status, fields: fieldsOf(reason ? fields : data), retryAfter: retryAfterOf(header) },
    msg || message,
  );
}

/**
 * The parsed body of a success; null when it is empty.
 * @throws WechatAuthError for any other status, and for a success that is not JSON
 */
export function readAnswer(answer: TransportAnswer): unknown {
  const { statusCode: status, data } = answer;
  // Text is what `wx.uploadFile` always gives, and `wx.request` when it could not parse.
  let body = data === "" ? null : data;
  if (typeof body === "string") {
    try {
      body = JSON.parse(body);
    } catch {
      if (status < 300) throw unexpected(status);
    }
  }
  if (status < 200 || status > 299) throw errorOf(answer, body);
  return body;
}
