// @ts-check
/**
 * The same contract in OpenAPI 3.0.3, for gateways and generators that know no 3.1.
 * @module
 */

/** @typedef {import("./source.mjs").Json} Json */

/** @param {unknown} value @returns {value is Json} */
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** @param {Json} schema */
const isNull = (schema) => schema.type === "null";

/**
 * What may be null, in 3.0's words. Whoever reads `nullable` wants a `type` beside it, and a reference may have no
 * neighbours, so that it goes into an `allOf`.
 * @param {Json} schema already in 3.0's words @param {Json} schemas the components, for the type of a reference
 */
function nullable({ $ref, ...schema }, schemas) {
  if (!$ref) return { ...schema, nullable: true };
  return { type: schemas[$ref.split("/").pop()].type, nullable: true, allOf: [{ $ref }] };
}

/** @param {string | string[]} types @returns {Json} */
function typed(types) {
  if (!Array.isArray(types)) return { type: types };
  const [only, ...others] = types.filter((name) => name !== "null");
  if (others.length > 0) throw new Error(`OpenAPI 3.0 knows no value of several types: ${types}`);
  return { type: only, nullable: true };
}

/** A keyword's value in 3.0's words. @param {string} keyword @param {any} value @param {Json} schemas @returns {Json} */
function keyword30(keyword, value, schemas) {
  const inner = (/** @type {Json} */ part) => schema30(part, schemas);
  switch (keyword) {
    case "type":
      return typed(value);
    case "const":
      return { enum: [value] };
    case "examples":
      return { example: value[0] };
    case "properties":
      return {
        properties: Object.fromEntries(Object.entries(value).map(([name, part]) => [name, inner(part)])),
      };
    case "items":
      return { items: inner(value) };
    case "additionalProperties":
      return { additionalProperties: isObject(value) ? inner(value) : value };
    case "anyOf": {
      const [only, ...others] = value.filter((/** @type {Json} */ part) => !isNull(part));
      if (others.length > 0 || !value.some(isNull))
        throw new Error("OpenAPI 3.0 has words for anyOf a schema and null alone");
      return nullable(inner(only), schemas);
    }
    default:
      return { [keyword]: value };
  }
}

/** @param {Json} schema @param {Json} schemas the components @returns {Json} */
function schema30(schema, schemas) {
  return Object.assign(
    {},
    ...Object.entries(schema).map(([keyword, value]) => keyword30(keyword, value, schemas)),
  );
}

/** Every `schema` of bodies, answers and headers. @param {any} value @param {Json} schemas @returns {any} */
function withSchemas(value, schemas) {
  if (Array.isArray(value)) return value.map((item) => withSchemas(item, schemas));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      key === "schema" ? schema30(item, schemas) : key === "example" ? item : withSchemas(item, schemas),
    ]),
  );
}

/** @param {Json} document in OpenAPI 3.1 @returns {Json} in OpenAPI 3.0.3 */
export function rendition30(document) {
  // What 3.0's info lacks.
  const info = Object.fromEntries(Object.entries(document.info).filter(([key]) => key !== "summary"));
  const { name, identifier } = info.license;
  const { schemas, ...components } = document.components;
  return {
    ...document,
    openapi: "3.0.3",
    info: {
      ...info,
      license: { name, url: `https://spdx.org/licenses/${identifier}.html` },
    },
    paths: withSchemas(document.paths, schemas),
    components: {
      ...withSchemas(components, schemas),
      schemas: Object.fromEntries(
        Object.entries(schemas).map(([name, schema]) => [name, schema30(schema, schemas)]),
      ),
    },
  };
}
