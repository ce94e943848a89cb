/**
 * What only failing requests need, in a bundle of its own (`failing/failing.ts`).
 * @module
 */
import type { FieldWords, Violation } from "../domain/validation.ts";
import type { Failure, OwnWords } from "../errors.ts";
import { bundle } from "./bundles.ts";
import type { Line } from "./log.ts";
import type { Outcome } from "./thrown.ts";

/** What `failing/failing.ts` exports, where it is described. */
export interface Failing {
  refuse<T>(
    event: core.RequestEvent,
    error: unknown,
    ignoresBody: (event: core.RequestEvent, endpoint: T) => boolean,
    endpoint: T,
  ): void;
  bodyFailure(event: core.RequestEvent, error: unknown, ignored: boolean): Outcome | null;
  unreadableBody(error: unknown): Failure;
  invalidBody(violations: Violation[], words: FieldWords): Failure;
  damagedBody(body: object, words: FieldWords): Failure;
  fail(line: Line, thrown: unknown, words: OwnWords, isLogged: boolean): void;
}

export const failing = () => bundle<Failing>("failing");
