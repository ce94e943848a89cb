// @ts-check
/**
 * Turns openapi.yaml into what the source compiles against:
 * types (api.d.ts), and for each operation a request validator and the entry that PocketBase calls.
 * @module
 */
import { Ajv } from "ajv";
import standalone from "ajv/dist/standalone/index.js";
import openapiTS, { astToString } from "openapi-typescript";
import { signsIn } from "./answers.mjs";
import { methodsOf } from "./methods.mjs";

/**
 * @typedef {{ title?: string, "x-pattern-message"?: string, $ref?: string }} FieldSchema
 * @typedef {{ $ref?: string, properties?: Record<string, FieldSchema> }} BodySchema
 * @typedef {{ content: Record<string, { schema: BodySchema }>, required?: boolean }} RequestBody
 * @typedef {{ content?: Record<string, { schema: BodySchema }>, $ref?: string }} Response
 * @typedef {{ operationId: string, requestBody?: RequestBody, responses: Record<string, Response> }} Operation
 * @typedef {{ paths: Record<string, Record<string, Operation>>, components: { schemas: Record<string, BodySchema & FieldSchema>, responses: Record<string, Response> } }} Document
 * @typedef {{ id: string, answeredBy: string, method: string, path: string, body: string | null, schema: string | null, signsIn: boolean }} ContractOperation
 *   `answeredBy` is another operation's id where one answers several methods of its path; `body` is the media type of the request body, null where the route takes none; `schema` the name of a JSON body's
 *   schema; `signsIn` whether the operation answers with PocketBase's own `{ token, record, meta }`.
 */

/** ajv is CommonJS: its declarations promise a default export where Node gives the module object. */
const standaloneCode = /** @type {{ default: typeof standalone }} */ (/** @type {unknown} */ (standalone))
  .default;

/** Every operation of the document, in document order. @param {Document} document @returns {ContractOperation[]} */
export function operationsOf(document) {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    methodsOf(item).map(({ method, operation, answeredBy }) => ({
      id: operation.operationId,
      answeredBy,
      method: method.toUpperCase(),
      path,
      body: Object.keys(operation.requestBody?.content ?? {})[0] ?? null,
      schema: jsonBody(document, operation),
      signsIn: signsIn(operation),
    })),
  );
}

/** @param {Document} document @param {string} ref */
function schemaName(document, ref) {
  const name = ref.replace("#/components/schemas/", "");
  if (!document.components.schemas[name]) throw new Error(`openapi.yaml: ${ref} does not exist`);
  return name;
}

/** The name of the schema of an operation's JSON body, or null. @param {Document} document @param {Operation} operation */
function jsonBody(document, operation) {
  const schema = operation.requestBody?.content["application/json"]?.schema;
  if (!schema) return null;
  if (!schema.$ref) throw new Error(`${operation.operationId}: name its request body under components`);
  return schemaName(document, schema.$ref);
}

/**
 * What the Chinese messages need beside ajv's own report: the field's title and the words for its pattern.
 * @param {Document} document @param {string} body the name of the body's schema
 */
function fieldWords(document, body) {
  /** @type {Record<string, { title: string, pattern?: string }>} */
  const fields = {};
  for (const [name, raw] of Object.entries(document.components.schemas[body]?.properties ?? {})) {
    const field = raw.$ref ? document.components.schemas[schemaName(document, raw.$ref)] : raw;
    if (!field?.title) throw new Error(`${body}.${name}: a request field needs a title`);
    const pattern = field["x-pattern-message"];
    if ("pattern" in field && !pattern) throw new Error(`${body}.${name}: a pattern needs x-pattern-message`);
    fields[name] = pattern ? { title: field.title, pattern } : { title: field.title };
  }
  return fields;
}

/** TypeScript declarations of the whole document. @param {string} text openapi.yaml */
export async function typesSource(text) {
  return astToString(await openapiTS(text, { silent: true, emptyObjectsUnknown: true }));
}

/**
 * The entry of one operation as a TypeScript module: the function that its route calls. Each is bundled by itself, so
 * that a runtime evaluates what the request needs, and nothing of the other operations.
 * @param {Document} document @param {ContractOperation} operation
 * @param {Record<string, { message: string, field?: string }>} ownWords the operation's own, by reason
 */
export function entrySource(document, { id, body, schema, signsIn }, ownWords) {
  const write = signsIn ? "writeSignIn" : "writeSuccess";
  const reader = schema ? "jsonBody" : "multipartBody";
  const words = schema ? fieldWords(document, schema) : {};
  const argument = schema
    ? `validate, ${JSON.stringify(Object.keys(words))}, () => (${JSON.stringify(words, null, 2)})`
    : "";
  return [
    ...(body ? [`import { ${reader} } from "../../body.ts";`] : []),
    'import { dispatch } from "../../dispatch.ts";',
    `import { ${write} } from "../../pocketbase/answer.ts";`,
    `import { ${id} } from "../../routes.ts";`,
    ...(schema ? [`import { validate } from "../validators/${id}.js";`] : []),
    "",
    `const readBody = ${body ? `${reader}<"${id}">(${argument})` : "null"};`,
    `const words = ${JSON.stringify(ownWords)};`,
    `const endpoint = { id: "${id}", route: ${id}, readBody, words, write: ${write} } as const;`,
    "",
    "export function handle(event: core.RequestEvent): void {",
    `  dispatch<"${id}">(event, endpoint);`,
    "}",
    "",
  ].join("\n");
}

/** The routes that PocketBase's limiter has rules for. @param {ContractOperation[]} operations */
export function routesSource(operations) {
  const routes = operations
    .filter(({ method }) => method !== "HEAD")
    .map(({ method, path }) => `${method} ${path}`);
  return `export const ROUTES: readonly string[] = ${JSON.stringify(routes, null, 2)};\n`;
}

/** Keywords for readers of the document: a validator has no use for them. */
const ANNOTATIONS = new Set([
  "title",
  "description",
  "examples",
  "x-pattern-message",
  "x-checked-pattern",
  "x-checked-max-length",
  "x-enum-varnames",
]);

/** The validator of one JSON request body. @param {Document} document @param {string} body the name of its schema */
export function validatorSource(document, body) {
  const ajv = new Ajv({
    allErrors: true,
    strict: true,
    strictTypes: false,
    // The messages are ours: src/domain/validation.ts.
    messages: false,
    // goja compiles a pattern without the u flag to its fast engine; none of ours needs the flag.
    unicodeRegExp: false,
    code: { source: true, esm: true, lines: true },
    keywords: ["components"],
  });
  /** @type {import("ajv").AnySchemaObject} */
  const schemas = JSON.parse(JSON.stringify(document.components.schemas, asChecked), withoutAnnotations);
  ajv.addSchema({ $id: "contract", components: { schemas } });
  return (
    withPartsOfSchemas(standaloneCode(ajv, { validate: `contract#/components/schemas/${body}` }))
      // As literals, which the engine compiles once per process instead of once per runtime.
      .replace(/new RegExp\(("(?:[^"\\]|\\.)*"), ""\)/g, (_, text) => String(new RegExp(JSON.parse(text))))
      // Ajv's own counter walks through every text in JavaScript, once for each limit: a tenth of a WeChat login.
      .replace(/^const (\w+) = require\("ajv\/dist\/runtime\/ucs2length"\)\.default;/m, COUNTER_IMPORT)
      // A text has no more characters than units: only a long one with pairs among them has to be counted.
      .replace(/\bfunc\d+\((\w+)\) > (\d+)/g, "$1.length > $2 && $&")
      .replace(/\bfunc\d+\((\w+)\) < 1\b/g, "$1.length < 1")
  );
}

/**
 * A violation tells the rule that was broken by a part of its schema. Written out in its place, it is made when it is
 * told, and no runtime makes the schemas.
 * @param {string} source Ajv's
 */
function withPartsOfSchemas(source) {
  const schemas = Object.fromEntries(
    [...source.matchAll(/^const (schema\d+) = (\{.*\});$/gm)].map(([, name, text = ""]) => [
      name,
      JSON.parse(text),
    ]),
  );
  return source.replace(/\b(schema\d+)((?:\.\w+)+)/g, (_, name, path) =>
    JSON.stringify(
      path
        .slice(1)
        .split(".")
        .reduce((/** @type {any} */ part, /** @type {string} */ key) => part[key], schemas[name]),
    ),
  );
}

const COUNTER_IMPORT = 'import { characterCount as $1 } from "../../domain/character-count.ts";';

/**
 * A replacer for JSON.stringify. Where an operation has a reason of its own for a text that breaks a rule, the validator
 * has to let it pass: it looks at the rule that is marked `x-checked-…` instead.
 * @param {string} _key @param {any} value
 */
function asChecked(_key, value) {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const pattern = value["x-checked-pattern"];
  const maxLength = value["x-checked-max-length"];
  return {
    ...value,
    ...(typeof pattern === "string" && { pattern }),
    ...(typeof maxLength === "number" && { maxLength }),
  };
}

/**
 * A reviver for JSON.parse. A field may bear the name of an annotation: what is one is told by its value.
 * @param {string} key @param {unknown} value
 */
function withoutAnnotations(key, value) {
  const isSchema = typeof value === "object" && value !== null && !Array.isArray(value);
  return ANNOTATIONS.has(key) && !isSchema ? undefined : value;
}

/** Declarations for every validator's module. */
export const VALIDATOR_TYPES =
  'import type { Validator } from "../../domain/validation.ts";\nexport const validate: Validator;\n';
