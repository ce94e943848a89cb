/**
 * What was thrown, and by whom: the one place where it becomes an answer.
 * @module
 */
import { refusalWords } from "../domain/stored-fields.ts";
import { Failure, type FailureDetails } from "../errors.ts";
import { Refusal } from "../refusal.ts";
import {
  type ApiErrorValue,
  apiErrorOf,
  describeError,
  ownError,
  readFieldErrors,
  validationErrorWords,
  wordsOf,
} from "./go-errors.ts";

/** How a request failed: by a reason of the contract, or by an operator's decision. */
export type Outcome = Failure | Refusal;

/** PocketBase's own words, for an ApiError that was made without any or by PocketBase itself. */
const WORDLESS = new Set([
  "Failed to create auth token.",
  "Something went wrong while processing your request.",
  "Missing or invalid authentication.",
  "You are not allowed to perform this request.",
  "The requested resource wasn't found.",
  "Too Many Requests.",
]);

/** Said instead, and where an operator set no `Retry-After` for a 429 of theirs, in seconds. */
const REFUSED = "请求被拒绝";
const DEFAULT_RETRY_AFTER = 60;

/**
 * A Failure is itself, and so is a Refusal. An ApiError of any error status is an operator's refusal, in their words; any other error is a
 * fault, theirs or ours.
 */
export function outcomeOf(event: core.RequestEvent, thrown: unknown): Outcome {
  const error = ownError(thrown);
  if (error instanceof Failure || error instanceof Refusal) return error;
  const apiError = apiErrorOf(error);
  if (apiError && isRefusal(apiError)) return refusalOf(event, apiError);
  const words = validationErrorWords(error);
  if (words !== null) return new Refusal(400, words);
  return new Failure("internal_error", { cause: describeError(error) });
}

/** A 500 without words of its own is no message to anybody: PocketBase makes such ones, and so does code that broke. */
function isRefusal({ status, message }: ApiErrorValue): boolean {
  return status >= 400 && status < 600 && !(status === 500 && WORDLESS.has(message));
}

function refusalOf(event: core.RequestEvent, { status, message, data }: ApiErrorValue): Refusal {
  const details: FailureDetails = {};
  const fields = readFieldErrors(data);
  if (fields)
    details.fields = Object.fromEntries(
      Object.entries(fields).map(([name, why]) => [
        name,
        refusalWords(name, { ...why, message: wordsOf(why.message) }),
      ]),
    );
  if (status === 429) details.retryAfter = retryAfterOf(event);
  return new Refusal(status, WORDLESS.has(message) ? REFUSED : wordsOf(message), details);
}

function retryAfterOf(event: core.RequestEvent): number {
  const set = event.response.header().get("Retry-After");
  return /^[1-9][0-9]{0,8}$/.test(set) ? Number(set) : DEFAULT_RETRY_AFTER;
}
