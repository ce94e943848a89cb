/**
 * What it means when a middleware refuses a request or stumbles over it.
 * @module
 */
import { Failure } from "../../errors.ts";
import { Refusal } from "../../refusal.ts";
import { type ApiErrorValue, apiErrorOf } from "../go-errors.ts";
import { rateLimitWindow } from "./rate-limit.ts";
import {
  drainLargeBody,
  hasMediaType,
  hideBody,
  httpRequest,
  readJsonObject,
  rewindBody,
} from "../request.ts";
import type { Outcome } from "../thrown.ts";

/**
 * Returns where a middleware refused for something that does not count here: what comes behind it has its turn.
 * @param ignoresBody whether what a request to this endpoint carries goes unread, so that it may have any size
 * @throws Failure rate_limited, body_too_large
 * @throws the error itself
 */
export function refuse<T>(
  event: core.RequestEvent,
  error: unknown,
  ignoresBody: (event: core.RequestEvent, endpoint: T) => boolean,
  endpoint: T,
): void {
  const refusal = apiErrorOf(error);
  if (!refusal || event.written()) throw error;
  if (isRateLimit(refusal)) throw new Failure("rate_limited", { retryAfter: rateLimitWindow(event) });
  if (isBodyLimit(refusal)) {
    const request = httpRequest(event);
    // Of unknown length, it has been found too large by somebody who reads it.
    if (!ignoresBody(event, endpoint) || request.contentLength < 0) throw new Failure("body_too_large");
    drainLargeBody(request);
    hideBody(event);
  } else if (isForeignSuperuser(refusal)) {
    // From an address that PocketBase does not allow. A superuser's token counts as none on these routes.
    event.auth = NOBODY;
  } else {
    throw error;
  }
}

/**
 * What is wrong with a body over which a middleware stumbled: PocketBase reads it for them by rules of its own, and what
 * it then throws says little. Null when the error has another cause.
 * @param ignored the operation does not read the body; the middleware's trouble with it is a refusal all the same
 */
export function bodyFailure(event: core.RequestEvent, error: unknown, ignored: boolean): Outcome | null {
  const unsupported = apiErrorOf(error)?.message === "Unsupported Content-Type.";
  if (error instanceof Failure || (apiErrorOf(error) && !unsupported)) return null;
  const failure = unsupported ? new Failure("unsupported_media_type") : brokenJson(httpRequest(event));
  return failure && ignored ? new Refusal(failure.status, failure.message) : failure;
}

function brokenJson(request: http.Request): Failure | null {
  if (!hasMediaType(request, "application/json")) return null;
  rewindBody(request);
  try {
    readJsonObject(request);
    return null;
  } catch (failure) {
    return failure as Failure;
  }
}

/** PocketBase's declarations know a Go pointer only as a value. */
const NOBODY = undefined as unknown as core.Record;

/** PocketBase's own refusals bear its reason beside the words, which an operator's may share. */
const isRateLimit = (refusal: ApiErrorValue) =>
  refusal.status === 429 && /^triggered rate limit rule/.test(String(refusal.rawData()));

const isForeignSuperuser = (refusal: ApiErrorValue) =>
  refusal.status === 403 && String(refusal.rawData()) === "superuser IP is not whitelisted";

const isBodyLimit = ({ status, message }: ApiErrorValue) =>
  status === 413 && message === "Request entity too large.";
