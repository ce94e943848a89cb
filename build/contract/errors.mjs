// @ts-check
/**
 * Makes the failures of an operation, written as a plain list of reasons, into responses with flat, named schemas.
 * @module
 */
import { signsIn } from "./answers.mjs";
import { component, FAILURE_NAMES, typeName } from "./names.mjs";

/**
 * @typedef {import("./source.mjs").Json} Json
 * @typedef {import("./source.mjs").Reasons} Reasons
 * @typedef {string | Record<string, { when?: string, message?: string, field?: string, data?: Json }>} ErrorEntry an item of `x-errors`:
 *   a reason, a group, or a reason with words of this operation's own, with the field that is blamed, or with schemas of
 *   what its `data` holds besides
 * @typedef {{ reason: string, when: string, message?: string, field?: string, data?: Json, shared: boolean }} DeclaredError
 *   `shared` says that nothing about it is this operation's own
 */

const JSON_TYPE = "application/json";

/** What every operation of a kind can answer because of the kind: nobody has to list it. @param {Json} operation */
function impliedReasons({ requestBody, security, responses }) {
  const types = Object.keys(requestBody?.content ?? {});
  const bodies = types.length > 0 ? ["body_too_large", "unsupported_media_type"] : [];
  const json = types.includes(JSON_TYPE) ? ["invalid_json", "validation_failed"] : [];
  // A superuser is no user of ours.
  const byUser = security.some((/** @type {Json} */ scheme) => "bearerAuth" in scheme);
  const caller = byUser ? ["barred_account"] : [];
  const bearer = security.length === 1 ? ["token_invalid"] : [];
  return [
    ...json,
    ...bearer,
    ...caller,
    ...(signsIn({ responses }) ? ["auth_rejected"] : []),
    ...bodies,
    "rate_limited",
    // An operator's middleware may break on any route.
    "internal_error",
  ];
}

/**
 * @param {string} id the operation's
 * @param {ErrorEntry[]} entries @param {Reasons} source
 * @returns {DeclaredError[]}
 */
function declaredErrors(id, entries, { reasons, groups }) {
  return entries.flatMap((entry) => {
    const [name = "", own] = typeof entry === "string" ? [entry] : (Object.entries(entry)[0] ?? []);
    if (groups[name]) return declaredErrors(id, groups[name], { reasons, groups });
    const known = reasons[name];
    if (!known) throw new Error(`contract/paths/${id}.yaml: no reason or group is called ${name}`);
    return [{ reason: name, when: known.when, ...own, shared: own === undefined }];
  });
}

/**
 * An operation's failures by status, in rising order. What the author lists wins over what is implied.
 * @param {Json} operation @param {Reasons} source
 */
function failuresOf(operation, source) {
  const own = declaredErrors(operation.operationId, operation["x-errors"] ?? [], source);
  const implied = declaredErrors(operation.operationId, impliedReasons(operation), source);
  const listed = new Set(own.map(({ reason }) => reason));
  if (listed.size < own.length)
    throw new Error(`contract/paths/${operation.operationId}.yaml: a reason stands twice`);
  /** @type {Map<number, DeclaredError[]>} */
  const byStatus = new Map();
  for (const error of [...implied.filter(({ reason }) => !listed.has(reason)), ...own]) {
    const status = Number(source.reasons[error.reason]?.status);
    byStatus.set(status, [...(byStatus.get(status) ?? []), error]);
  }
  return [...byStatus].sort(([a], [b]) => a - b);
}

/**
 * The schemas of one failure: the answer, its data and its reasons, none of them built on another.
 * @param {string} name @param {number | null} status null where whoever refuses chooses it
 * @param {string} description @param {string[]} reasons @param {Json} [own] schemas of further data
 */
function failureSchemas(name, status, description, reasons, own) {
  const code = status === null ? { minimum: 400, maximum: 599 } : { const: status };
  const wait = {
    retry_after: {
      type: "integer",
      minimum: 1,
      description: "等待多少秒后重试，与 `Retry-After` 头相同",
      examples: [60],
    },
  };
  return {
    [name]: {
      type: "object",
      description,
      required: ["code", "msg", "data"],
      properties: {
        code: { type: "integer", ...code, description: "与 HTTP 状态码一致" },
        msg: { type: "string", minLength: 1, description: "可直接展示给用户的中文说明" },
        data: component("schemas", `${name}Data`),
      },
    },
    [`${name}Data`]: {
      type: "object",
      description: "失败原因",
      required: status === 429 ? ["reason", "retry_after"] : ["reason"],
      properties: {
        reason: component("schemas", `${name}Reason`),
        fields: {
          type: "object",
          description: "有问题的字段与对应的中文说明",
          minProperties: 1,
          additionalProperties: { type: "string", minLength: 1 },
        },
        ...((status === 429 || status === null) && wait),
        ...own,
      },
    },
    [`${name}Reason`]: {
      type: "string",
      description: "稳定的英文机器码，客户端据此分支",
      enum: reasons,
    },
  };
}

/**
 * @param {Reasons["reasons"][string]} reason @param {DeclaredError} declared @param {number} status
 * @returns an answer as the service gives it
 */
function exampleOf(reason, declared, status) {
  const { field, message = reason.message } = declared;
  const fields = field && { fields: { [field]: message } };
  return {
    code: status,
    msg: message,
    data: { reason: declared.reason, ...fields, ...(status === 429 && { retry_after: 60 }) },
  };
}

/**
 * @param {string} name of the schema @param {number} status @param {DeclaredError[]} errors @param {Reasons} source
 */
function response(name, status, errors, { reasons }) {
  const [last] = errors.slice(-1);
  const known = last && reasons[last.reason];
  if (!last || !known) throw new Error(`${name}: no reason`);
  return {
    description: errors.map(({ reason, when }) => `${when}（\`${reason}\`）`).join("；"),
    ...(status === 429 && { headers: { "Retry-After": component("headers", "RetryAfter") } }),
    content: {
      [JSON_TYPE]: { schema: component("schemas", name), example: exampleOf(known, last, status) },
    },
  };
}

/**
 * Adds an operation's failures to it, and their components to the document. A failure of one reason is the same in
 * every operation and is named after the reason; others are named after their operation.
 * @param {Json} operation @param {Reasons} source @param {Json} components
 */
export function addFailures(operation, source, components) {
  for (const [status, errors] of failuresOf(operation, source)) {
    const reasons = errors.map(({ reason }) => reason);
    const [only] = errors.length === 1 ? errors : [];
    const name = only ? typeName(only.reason) : `${typeName(operation.operationId)}${FAILURE_NAMES[status]}`;
    const made = response(name, status, errors, source);
    const description = only ? (source.reasons[only.reason]?.when ?? "") : made.description;
    const own = Object.assign({}, ...errors.map(({ data }) => data));
    Object.assign(components.schemas, failureSchemas(name, status, description, reasons, own));
    if (only?.shared) components.responses[name] = made;
    operation.responses[status] = only?.shared ? component("responses", name) : made;
  }
  operation.responses.default = component("responses", typeName(REFUSED));
  delete operation["x-errors"];
}

/**
 * The messages that operations have of their own, by operation and reason, with the field that is blamed. To be asked
 * before `addFailures` takes the lists away.
 * @param {import("./source.mjs").Source} source
 * @returns {Record<string, Record<string, { message: string, field?: string }>>}
 */
export function ownWords({ root, reasons }) {
  const operations = Object.values(root.paths).flatMap((item) => Object.values(item));
  return Object.fromEntries(
    operations.map(({ operationId, "x-errors": entries = [] }) => [
      operationId,
      Object.fromEntries(
        declaredErrors(operationId, entries, reasons).flatMap(({ reason, message, field }) =>
          message ? [[reason, { message, ...(field && { field }) }]] : [],
        ),
      ),
    ]),
  );
}

/** The reason of an operator's own code, which chooses the status. */
const REFUSED = "refused";

/** The response to all that an operator's own code refuses. @param {Reasons} source @param {Json} components */
export function addRefused({ reasons }, components) {
  const name = typeName(REFUSED);
  const { when, message } = reasons[REFUSED] ?? { when: "", message: "" };
  Object.assign(components.schemas, failureSchemas(name, null, when, [REFUSED]));
  components.responses[name] = {
    description: `${when}（\`${REFUSED}\`）`,
    content: {
      [JSON_TYPE]: {
        schema: component("schemas", name),
        example: { code: 503, msg: message, data: { reason: REFUSED } },
      },
    },
  };
}
