/**
 * The contract as TypeScript sees it: everything here is made from contract/.
 * @module
 */
import type { components, operations } from "./generated/api";

export type { OwnReason, Reason } from "./generated/reasons.ts";

export type OperationId = keyof operations;
export type User = components["schemas"]["User"];
/** Who has a phone, as far as somebody else may know. */
export type PhoneHolder = components["schemas"]["PhoneHolder"];
export type Company = components["schemas"]["Company"];
export type SignInStatus = components["schemas"]["AuthMetaData"]["status"];

type JsonOf<Response> = Response extends { content: { "application/json": infer Body } } ? Body : never;
type BodyOf<Operation> = Operation extends { requestBody?: { content: infer Content } } ? Content : never;
type SuccessOf<Id extends OperationId> = JsonOf<operations[Id]["responses"][200]>;

/** The checked JSON body of an operation; `undefined` where it takes none. */
export type Input<Id extends OperationId> =
  BodyOf<operations[Id]> extends { "application/json": infer Body } ? Body : undefined;

/** The operations that answer with PocketBase's `{ token, record, meta }`. */
export type SignInOperation = {
  [Id in OperationId]: SuccessOf<Id> extends components["schemas"]["AuthAnswer"] ? Id : never;
}[OperationId];

/** `data` of a plain answer, exactly as declared. */
export type Data<Id extends OperationId> = SuccessOf<Id> extends { data: infer Value } ? Value : never;
