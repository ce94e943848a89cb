/**
 * How an operation's body is read and checked. The build chooses one reader per operation from the contract; an
 * operation without a body has none.
 * @module
 */
import type { Input, OperationId } from "./contract.ts";
import { type FieldWords, isDamaged, type Validator } from "./domain/validation.ts";
import { Failure } from "./errors.ts";
import { failing } from "./pocketbase/failing-bundle.ts";
import { hasMediaType, readJsonObject } from "./pocketbase/request.ts";

/** @throws Failure, see the readers */
export type BodyReader<Id extends OperationId> = (request: http.Request) => Input<Id>;

const NO_CONTEXT = {};

/**
 * A JSON object that satisfies the operation's schema.
 * @param validate generated from the schema
 * @param fields the names of the schema's fields
 * @param words makes their titles and pattern messages, which only a refusal needs
 * @throws Failure unsupported_media_type, body_too_large, invalid_json, validation_failed
 */
export function jsonBody<Id extends OperationId>(
  validate: Validator,
  fields: readonly string[],
  words: () => FieldWords,
): BodyReader<Id> {
  return (request) => {
    const body = readJsonObject(request) as { [field: string]: unknown };
    if (!validate(body, NO_CONTEXT)) throw failing().invalidBody(validate.errors ?? [], words());
    // By number: a loop over the list or the body would make objects in every request.
    for (let i = 0; i < fields.length; i++)
      if (isDamaged(body[fields[i] as string])) throw failing().damagedBody(body, words());
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
