/**
 * Other methods on the paths of the contract.
 * @module
 */
import { Failure } from "../errors.ts";
import { writeFailure } from "./failing/answer.ts";
import { drainLargeBody, dropQuery, httpRequest, isolateLargeBody } from "./request.ts";

/**
 * Answers 405 in the contract's envelope.
 * @param allowed the path's methods, as the `Allow` header lists them (RFC 9110, section 15.5.6)
 */
export function refuseMethod(event: core.RequestEvent, allowed: string): void {
  const request = httpRequest(event);
  isolateLargeBody(event, request);
  drainLargeBody(request);
  dropQuery(request);
  event.response.header().set("Allow", allowed);
  writeFailure(event, new Failure("method_not_allowed"));
}
