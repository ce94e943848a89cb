/**
 * The answer to a request that failed.
 * @module
 */
import type { Outcome } from "../thrown.ts";

/** The contract's envelope with the reason and what else the client needs to know. */
export function writeFailure(event: core.RequestEvent, failure: Outcome): void {
  const { fields, retryAfter, holder, attemptsLeft } = failure.details;
  if (retryAfter !== undefined) {
    event.response.header().set("Retry-After", String(retryAfter));
    // Other origins see no header that is not named here; wx.uploadFile sees none at all.
    event.response.header().add("Access-Control-Expose-Headers", "Retry-After");
  }
  event.json(failure.status, {
    code: failure.status,
    msg: failure.message,
    // Nothing may be undefined: Go would write null.
    data: {
      reason: failure.reason,
      ...(fields && { fields }),
      ...(holder && { holder }),
      ...(attemptsLeft !== undefined && { attempts_left: attemptsLeft }),
      ...(retryAfter !== undefined && { retry_after: retryAfter }),
    },
  });
}
