/**
 * Reads answers: the service's envelopes, PocketBase's own, and whatever stands between.
 * @module
 */
import { WechatAuthError } from "./errors.ts";
import { unexpected } from "./failures.ts";
import type { TransportAnswer } from "./types.ts";

/** Words for what a proxy answers with a page of its own; the rest has those of `http_error`. */
const WORDS: { readonly [status: number]: string } = {
  413: "内容太大，请减少后重试",
  429: "请求过于频繁，请稍后重试",
  504: "服务响应超时，请稍后重试",
};
const TOO_LARGE = 413;
const PICTURE_TOO_LARGE = "图片太大，请换一张小一些的";

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

/** The value of a header, whose name platforms give in any case; empty when it is not there. */
export function headerOf({ header = {} }: TransportAnswer, wanted: string): string {
  const name = Object.keys(header).find((key) => key.toLowerCase() === wanted);
  return name ? String(header[name]) : "";
}

function errorOf(answer: TransportAnswer, body: unknown, isUpload: boolean): WechatAuthError {
  const status = answer.statusCode;
  const { msg, message, data } = Object(body);
  const { reason, fields, retry_after } = Object(data);
  const words = isUpload && status === TOO_LARGE ? PICTURE_TOO_LARGE : WORDS[status];
  return new WechatAuthError(
    reason ? String(reason) : "http_error",
    {
      status,
      fields: fieldsOf(reason ? fields : data),
      retryAfter: parseInt(retry_after || headerOf(answer, "retry-after"), 10) || null,
      data: reason ? data : {},
    },
    msg || message || words,
  );
}

/**
 * The parsed body of a success; null when it is empty.
 * @throws WechatAuthError for any other status, and for a success that is not JSON
 */
export function readAnswer(answer: TransportAnswer, isUpload: boolean): unknown {
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
  if (status < 200 || status > 299) throw errorOf(answer, body, isUpload);
  return body;
}
