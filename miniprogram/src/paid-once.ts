/**
 * Phone codes cost money, and the service remembers for ten minutes what it has paid for: the same request again costs
 * nothing, and can succeed.
 * @module
 */
import type { WechatAuthError } from "./errors.ts";
import { isAnswerLost } from "./failures.ts";
import { SECOND, wait } from "./time.ts";

const MOST_REPEATS = 2;
const LONGEST_WAIT = 30 * SECOND;

/** Sends the same again where the answer was lost, or where the first of two is still being worked on. */
export function paidOnce<T>(send: () => Promise<T>, repeats = MOST_REPEATS): Promise<T> {
  return send().catch((error: WechatAuthError) => {
    const again = () => paidOnce(send, repeats - 1);
    if (repeats > 0 && isAnswerLost(error)) return again();
    const pause = Number(error.retryAfter) * SECOND;
    if (repeats > 0 && error.reason === "duplicate_request" && pause <= LONGEST_WAIT)
      return wait(pause).then(again);
    throw error;
  });
}
