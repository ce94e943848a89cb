// @ts-check
/**
 * Makes an operation's body and answer, written where the operation is, into flat, named schemas.
 * @module
 */
import { component, typeName } from "./names.mjs";
import { readPart } from "./source.mjs";

/** @typedef {import("./source.mjs").Json} Json */

const JSON_TYPE = "application/json";

/** The schema of a request body becomes a component. @param {Json} operation @param {Json} components */
export function nameBody({ operationId, requestBody }, components) {
  for (const media of Object.values(requestBody?.content ?? {})) {
    const name = `${typeName(operationId)}Request`;
    components.schemas[name] = media.schema;
    media.schema = component("schemas", name);
  }
}

/**
 * The 200 of an operation: `x-answer` is the envelope around `data`, spelled out; a file under responses/ is put in place.
 * @param {string} folder contract/ @param {Json} operation @param {Json} components
 */
export async function addAnswer(folder, operation, components) {
  const answer = operation["x-answer"];
  operation.responses ??= {};
  for (const [status, { $ref }] of Object.entries(operation.responses)) {
    if ($ref) operation.responses[status] = await readPart(folder, $ref);
  }
  if (!answer) return;
  const name = typeName(operation.operationId);
  components.schemas[`${name}Data`] = answer.data;
  components.schemas[`${name}Answer`] = {
    type: "object",
    description: answer.description,
    required: ["code", "msg", "data"],
    properties: {
      code: { type: "integer", const: 200, description: "业务码，与 HTTP 状态码一致" },
      msg: { type: "string", minLength: 1, description: "中文提示", examples: [answer.msg] },
      data: component("schemas", `${name}Data`),
    },
  };
  const example = answer.example && { example: { code: 200, msg: answer.msg, data: answer.example } };
  operation.responses["200"] = {
    description: answer.description,
    content: { [JSON_TYPE]: { schema: component("schemas", `${name}Answer`), ...example } },
  };
  delete operation["x-answer"];
}

/** Whether an operation answers PocketBase's own `{ token, record, meta }`. @param {Json} operation */
export function signsIn({ responses }) {
  return /\bAuthAnswer\b/.test(responses["200"]?.content?.[JSON_TYPE]?.schema.$ref ?? "");
}
