/**
 * What is wrong with a body that is JSON and not what the contract declares.
 * @module
 */
import { damagedFields, fieldMessages, type FieldWords, type Violation } from "../../domain/validation.ts";
import { Failure } from "../../errors.ts";

/** @param violations the validator's */
export function invalidBody(violations: Violation[], words: FieldWords): Failure {
  return new Failure("validation_failed", { fields: fieldMessages(violations, words) });
}

/** For a body that a validator took. */
export function damagedBody(body: object, words: FieldWords): Failure {
  return new Failure("validation_failed", { fields: damagedFields(body, words) });
}
