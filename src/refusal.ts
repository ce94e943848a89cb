/**
 * What an operator's own code decided about a request.
 * @module
 */
import type { FailureDetails } from "./errors.ts";

/**
 * A middleware or hook of an operator's said no, by an ApiError. It is answered with their status and their words;
 * unlike a Failure it has neither in a table.
 */
export class Refusal extends Error {
  readonly reason = "refused";

  /** @param words for the user, as the operator wrote them */
  constructor(
    readonly status: number,
    words: string,
    readonly details: FailureDetails = {},
  ) {
    super(words);
  }
}
