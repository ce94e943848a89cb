/**
 * All that a request goes through when it fails; the entry of a bundle.
 * @module
 */
import { Failure, inOwnWords, type OwnWords } from "../../errors.ts";
import { apiErrorStatus } from "../go-errors.ts";
import type { Line } from "../log.ts";
import { drainLargeBody, dropQuery, httpRequest } from "../request.ts";
import { type Outcome, outcomeOf } from "../thrown.ts";
import { writeFailure } from "./answer.ts";
import { isFault, logFailure } from "./log.ts";

export { bodyFailure, refuse } from "./middleware-refusals.ts";
export { damagedBody, invalidBody } from "./refused-body.ts";

/**
 * Answers a request over which this was thrown, unless somebody has answered it already, and logs it.
 * @param words the operation's own
 * @param isLogged whether each request of the operation is; faults are in any case
 */
export function fail(line: Line, thrown: unknown, words: OwnWords, isLogged: boolean): void {
  const failure = answered(line.event, thrown, words);
  if (isLogged || isFault(failure)) logFailure(line, failure);
}

function answered(event: core.RequestEvent, thrown: unknown, words: OwnWords): Outcome {
  const outcome = outcomeOf(event, thrown);
  const failure = outcome instanceof Failure ? inOwnWords(outcome, words) : outcome;
  if (!event.written()) {
    const request = httpRequest(event);
    drainLargeBody(request);
    dropQuery(request);
    writeFailure(event, failure);
  }
  return failure;
}

/** What it means that reading a body threw this. */
export function unreadableBody(error: unknown): Failure {
  if (apiErrorStatus(error) === 413) return new Failure("body_too_large");
  // The client went away or broke off in the middle of the body.
  return new Failure("invalid_json", { cause: String(error) });
}
