/**
 * Outgoing HTTP. URLs may hold secrets and Go's network errors quote the URL, so an error says only its kind.
 * @module
 */

import type { HttpAnswer } from "../domain/http-answer.ts";

/** PocketBase reads an answer whole; what is longer than any answer that makes sense goes no further than that. */
const MAX_ANSWER_BYTES = 64 * 1024;

/** @returns the answer, or the kind of fault in words that are safe to log */
export function send(request: {
  method: "GET" | "POST";
  url: string;
  body?: string;
  timeoutSeconds: number;
}): HttpAnswer | { fault: string } {
  try {
    const { method, url, body, timeoutSeconds: timeout } = request;
    const {
      statusCode,
      json,
      body: bytes,
    } = $http.send(
      body === undefined
        ? { method, url, timeout }
        : { method, url, timeout, body, headers: { "content-type": "application/json" } },
    );
    const { length } = bytes;
    if (length > MAX_ANSWER_BYTES) return { fault: "answer too large" };
    return { statusCode, json: length === 0 ? undefined : json };
  } catch (error) {
    return { fault: faultKind(String(error)) };
  }
}

/** @param error as Go words it: `Get "<url>": <cause>`; the URL holds what a client sent, and must not decide */
function faultKind(error: string): string {
  const text = error.replace(/"[^"]*"/, "");
  if (/deadline exceeded|timeout/i.test(text)) return "time-out";
  if (/connection refused/i.test(text)) return "connection refused";
  if (/connection reset|broken pipe|EOF/i.test(text)) return "connection broken off";
  if (/no such host|lookup/i.test(text)) return "host not found";
  if (/certificate|tls:/i.test(text)) return "TLS failure";
  return "network failure";
}
