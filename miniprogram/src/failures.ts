/**
 * Turns what was thrown into the one error class, and tells failures apart.
 * @module
 */
import { WechatAuthError } from "./errors.ts";
import type { LocalReason } from "./types.ts";

/** What platforms say when time ran out: “request:fail timeout”, “socket time out”, ERR_CONNECTION_TIMED_OUT, AbortError. */
const TIMEOUT = /time[d ]?[ _]?out|abort/i;

/** `errMsg` of a wx `fail` callback, `message` of an Error with its cause, or the thing itself as text. */
function detailOf(thrown: unknown): string {
  const { errMsg, message, cause } = Object(thrown);
  const code = Object(cause).code;
  return (errMsg || message || String(thrown)) + (code ? ` (${code})` : "");
}

/** A failure of this kind, unless it has been given one already. */
export function failed(reason: LocalReason, thrown: unknown): WechatAuthError {
  return thrown instanceof WechatAuthError
    ? thrown
    : new WechatAuthError(reason, { detail: detailOf(thrown) });
}

/** No answer came. */
export function unanswered(thrown: unknown): WechatAuthError {
  return failed(TIMEOUT.test(detailOf(thrown)) ? "timeout" : "network_error", thrown);
}

/** Wrong use of the client. */
export function invalidArgument(field: string, rule: string): WechatAuthError {
  return new WechatAuthError("invalid_argument", { fields: { [field]: rule } }, `${field} ${rule}`);
}

/** A success that does not hold what the contract promises. */
export function unexpected(status = 200): WechatAuthError {
  return new WechatAuthError("invalid_response", { status });
}

/** Whether waiting may help: nobody has refused the token at hand. */
export function isPassing(error: unknown): boolean {
  const { status } = Object(error);
  return !(status >= 400 && status < 500) || status === 429;
}

/** Whether the service may have done what was asked: its answer is lost, on the way or in a proxy. */
export function isAnswerLost(error: unknown): boolean {
  const { reason, status } = Object(error);
  return /^(network_error|timeout)$/.test(reason) || (reason === "http_error" && /^50[234]$/.test(status));
}

/** Whether the token was refused, and not its user. */
export function isTokenRefused(error: unknown): boolean {
  const { status, reason } = Object(error);
  return status === 401 && reason !== "auth_rejected";
}

/** `data` of an answer, which has to hold something under this key. */
export function dataOf<T extends object>(answer: unknown, key: keyof T): T {
  const { data } = Object(answer);
  if (!Object(data)[key]) throw unexpected();
  return data;
}
