/**
 * How an operation's body is read and checked. The build chooses one reader per operation from the contract; an
 * operation without a body has none.
 * @module
 */
import type { Input, OperationId } from "./contract.ts";
import { damagedFields, type FieldWords, fieldMessages, type Validator } from "./domain/validation.ts";
import { Failure } from "./errors.ts";
import { hasMediaType, readJsonObject } from "./pocketbase/request.ts";

/** @throws Failure, see the readers */
export type BodyReader<Id extends OperationId> = (request: http.Request) => Input<Id>;

const NO_CONTEXT = {};

/**
 * A JSON object that satisfies the operation's schema.
 * @param validate generated from the schema
 * @param words titles and pattern messages of the schema's fields
 * @throws Failure unsupported_media_type, body_too_large, invalid_json, validation_failed
 */
export function jsonBody<Id extends OperationId>(validate: Validator, words: FieldWords): BodyReader<Id> {
  const declared = Object.keys(words);
  return (request) => {
    const body = readJsonObject(request);
    const fields = validate(body, NO_CONTEXT)
      ? damagedFields(body, words, declared)
      : fieldMessages(validate.errors ?? [], words);
    if (fields) throw new Failure("validation_failed", { fields });
    return body as Input<Id>;
  };
}

/** Files, which the operation takes out of the request by itself. @throws Failure unsupported_media_type */
export function multipartBody<Id extends OperationId>(): BodyReader<Id> {
  return (request) => {
    if (!hasMediaType(request, "multipart/form-data")) throw new Failure("unsupported_media_type");
    return undefined as Input<Id>;
  };
}
