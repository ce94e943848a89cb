/**
 * Every length at and past every bound, one field at a time: chance alone would miss some.
 * @module
 */
import { operations } from "../../support/contract.ts";
import type { Authorization, Holder } from "./headers.ts";
import type { FuzzRequest } from "./requests.ts";
import { bodySchema, callerOf } from "./schemas.ts";
import { boundaryTexts } from "./texts.ts";

/** One, two and four bytes of UTF-8, so that no count of bytes or of UTF-16 units passes for one of characters. */
const FILLERS = ["a", "é", "😀"];

const token = (holder: Holder): Authorization => ({
  kind: "token",
  scheme: "Bearer ",
  holder,
  tampering: null,
});

const AUTHORIZATIONS: { [Caller in ReturnType<typeof callerOf>]: Authorization } = {
  anyone: { kind: "none" },
  optional: { kind: "none" },
  bearer: token("WeChat user"),
  superuser: token("superuser"),
};

/** The contract's own example of an operation's body, with one field's text replaced; empty without a JSON body. */
export function requestsAtBounds(operation: string): FuzzRequest[] {
  const schema = bodySchema(operation);
  if (!schema) return [];
  const example = operations[operation]?.requestBody?.content["application/json"]?.example;
  return Object.entries(schema.fields).flatMap(([field, rules]) =>
    boundaryTexts(rules, FILLERS).map((text) => {
      const members = Object.entries({ ...(example as object), [field]: text });
      return {
        body: {
          kind: "object",
          members: members.map(([name, value]) => [name, { json: JSON.stringify(value) }]),
          size: null,
          broken: null,
        },
        contentType: "own",
        authorization: AUTHORIZATIONS[callerOf(operation)],
        chunked: false,
      } satisfies FuzzRequest;
    }),
  );
}
