/**
 * What runs between our entry and our operation: PocketBase's own middlewares (token, superuser's address, rate limit,
 * body size) and an operator's.
 * @module
 */
import { failing } from "./failing-bundle.ts";

/** What PocketBase's `skipSuccessActivityLog` leaves behind, the last middleware of each of our routes. */
const PASSED = "__skipSuccessActivityLogger";

/**
 * Runs the chain to its end. Whoever throws or answers in it has decided about the request.
 * @param ignoresBody whether what a request to this endpoint carries goes unread, so that it may have any size; asked
 *   once the token has been loaded
 * @returns whether somebody has answered
 * @throws Failure rate_limited, body_too_large
 * @throws what a middleware throws
 */
export function passMiddlewares<T>(
  event: core.RequestEvent,
  ignoresBody: (event: core.RequestEvent, endpoint: T) => boolean,
  endpoint: T,
): boolean {
  let running = true;
  while (running) {
    try {
      event.next();
      running = false;
    } catch (error) {
      failing().refuse(event, error, ignoresBody, endpoint);
    }
  }
  const answered = event.written();
  if (!answered && event.get(PASSED) !== true)
    throw new Error("a middleware neither answered nor called e.next()");
  return answered;
}
