/**
 * What runs between our entry and our operation: PocketBase's own middlewares (token, superuser's address, rate limit,
 * body size) and an operator's.
 * @module
 */
import { Failure } from "../errors.ts";
import { type ApiErrorValue, apiErrorOf } from "./go-errors.ts";
import { rateLimitWindow } from "./rate-limit.ts";
import { drainLargeBody, hideBody, httpRequest } from "./request.ts";

/** What PocketBase's `skipSuccessActivityLog` leaves behind, the last middleware of each of our routes. */
const PASSED = "__skipSuccessActivityLogger";

/**
 * Runs the chain to its end. Whoever throws or answers in it has decided about the request; `event.written()` tells
 * about the latter.
 * @param ignoresBody whether what the request carries goes unread, so that it may have any size; asked once the token
 *   has been loaded
 * @throws Failure rate_limited, body_too_large
 * @throws what a middleware throws
 */
export function passMiddlewares(event: core.RequestEvent, ignoresBody: () => boolean): void {
  let running = true;
  while (running) {
    try {
      event.next();
      running = false;
    } catch (error) {
      refuse(event, error, ignoresBody);
      // Refused for something that does not count here: what comes behind that middleware has its turn.
    }
  }
  if (!event.written() && event.get(PASSED) !== true)
    throw new Error("a middleware neither answered nor called e.next()");
}

function refuse(event: core.RequestEvent, error: unknown, ignoresBody: () => boolean): void {
  const refusal = apiErrorOf(error);
  if (!refusal || event.written()) throw error;
  if (isRateLimit(refusal)) throw new Failure("rate_limited", { retryAfter: rateLimitWindow(event) });
  if (isBodyLimit(refusal)) {
    if (!ignoresBody()) throw new Failure("body_too_large");
    drainLargeBody(httpRequest(event));
    hideBody(event);
  } else if (isForeignSuperuser(refusal)) {
    // From an address that PocketBase does not allow. A superuser's token counts as none on these routes.
    event.auth = NOBODY;
  } else {
    throw error;
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
