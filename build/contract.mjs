// @ts-check
/**
 * Reads openapi.yaml and turns it into what the source compiles against:
 * types (api.d.ts), the operation list (contract.ts) and request validators (validators.js).
 * @module
 */
import { readFile } from "node:fs/promises";
import { Ajv } from "ajv";
import standalone from "ajv/dist/standalone/index.js";
import openapiTS, { astToString } from "openapi-typescript";
import { parse } from "yaml";

/**
 * @typedef {{ title?: string, "x-pattern-message"?: string, $ref?: string }} FieldSchema
 * @typedef {{ $ref?: string, properties?: Record<string, FieldSchema> }} BodySchema
 * @typedef {{ content: Record<string, { schema: BodySchema }>, required?: boolean }} RequestBody
 * @typedef {{ operationId: string, requestBody?: RequestBody, security?: object[] }} Operation
 * @typedef {{ paths: Record<string, Record<string, Operation>>, components: { schemas: Record<string, BodySchema & FieldSchema> } }} Document
 * @typedef {{ id: string, method: string, path: string, body: string | null }} ContractOperation
 *   `body` is the media type of the request body, null where the route takes none.
 */

/** ajv is CommonJS: its declarations promise a default export where Node gives the module object. */
const standaloneCode = /** @type {{ default: typeof standalone }} */ (/** @type {unknown} */ (standalone))
  .default;

const HTTP_METHODS = new Set(["get", "put", "post", "delete", "patch", "head", "options"]);

/** @param {string} file @returns {Promise<Document>} */
export async function readDocument(file) {
  return parse(await readFile(file, "utf8"));
}

/** Every operation of the document, in document order. @param {Document} document @returns {ContractOperation[]} */
export function operationsOf(document) {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item)
      .filter(([method]) => HTTP_METHODS.has(method))
      .map(([method, operation]) => ({
        id: operation.operationId,
        method: method.toUpperCase(),
        path,
        body: Object.keys(operation.requestBody?.content ?? {})[0] ?? null,
      })),
  );
}

/** @param {Document} document @param {string} ref */
function schemaName(document, ref) {
  const name = ref.replace("#/components/schemas/", "");
  if (!document.components.schemas[name]) throw new Error(`openapi.yaml: ${ref} does not exist`);
  return name;
}

/** JSON request bodies: operationId → name of the schema under components. @param {Document} document */
function jsonBodies(document) {
  /** @type {Record<string, string>} */
  const bodies = {};
  for (const item of Object.values(document.paths)) {
    for (const operation of Object.values(item)) {
      const schema = operation.requestBody?.content["application/json"]?.schema;
      if (!schema) continue;
      if (!schema.$ref) throw new Error(`${operation.operationId}: name its request body under components`);
      bodies[operation.operationId] = schemaName(document, schema.$ref);
    }
  }
  return bodies;
}

/**
 * What the Chinese messages need beside ajv's own report: the field's title and the words for its pattern.
 * @param {Document} document
 */
function fieldWords(document) {
  /** @type {Record<string, Record<string, { title: string, pattern?: string }>>} */
  const words = {};
  for (const [operation, body] of Object.entries(jsonBodies(document))) {
    /** @type {Record<string, { title: string, pattern?: string }>} */
    const fields = {};
    for (const [name, raw] of Object.entries(document.components.schemas[body]?.properties ?? {})) {
      const field = raw.$ref ? document.components.schemas[schemaName(document, raw.$ref)] : raw;
      if (!field?.title) throw new Error(`${body}.${name}: a request field needs a title`);
      const pattern = field["x-pattern-message"];
      if ("pattern" in field && !pattern)
        throw new Error(`${body}.${name}: a pattern needs x-pattern-message`);
      fields[name] = pattern ? { title: field.title, pattern } : { title: field.title };
    }
    words[operation] = fields;
  }
  return words;
}

/** TypeScript declarations of the whole document. @param {string} file */
export async function typesSource(file) {
  return astToString(await openapiTS(new URL(`file://${file}`), { silent: true, emptyObjectsUnknown: true }));
}

/** The operation list and field words as a TypeScript module. @param {Document} document */
export function contractSource(document) {
  return [
    `export const operations = ${JSON.stringify(operationsOf(document), null, 2)} as const;`,
    `export const fieldWords: { [operation: string]: { [field: string]: { title: string; pattern?: string } } } = ${JSON.stringify(fieldWords(document), null, 2)};`,
    "",
  ].join("\n");
}

/** One validator per JSON request body, named after its operationId. @param {Document} document */
export function validatorsSource(document) {
  const ajv = new Ajv({
    allErrors: true,
    strict: true,
    strictTypes: false,
    // goja compiles a pattern without the u flag to its fast engine; none of ours needs the flag.
    unicodeRegExp: false,
    code: { source: true, esm: true, lines: true },
    keywords: ["components", "x-pattern-message"],
  });
  ajv.addSchema({ $id: "contract", components: { schemas: document.components.schemas } });
  /** @type {Record<string, string>} */
  const exported = {};
  for (const [operation, name] of Object.entries(jsonBodies(document))) {
    const id = `body-${operation}`;
    ajv.addSchema({ $id: id, $ref: `contract#/components/schemas/${name}` });
    exported[operation] = id;
  }
  return standaloneCode(ajv, exported);
}

/** Declarations for validators.js. @param {Document} document */
export function validatorTypesSource(document) {
  const lines = Object.keys(jsonBodies(document)).map((id) => `export const ${id}: Validator;`);
  return `import type { Validator } from "../domain/validation.ts";\n${lines.join("\n")}\n`;
}
