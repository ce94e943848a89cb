/**
 * Holds every answer against openapi.yaml: undeclared status, reason, header or field is a failure.
 * @module
 */
import { appendFileSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { parse } from "yaml";
import { projectRoot } from "../../scripts/server-process.ts";

export interface Schema {
  $ref?: string;
  type?: unknown;
  additionalProperties?: unknown;
  required?: string[];
  enum?: unknown[];
  properties?: { [name: string]: Schema };
}
interface MediaType {
  schema: Schema;
  example?: unknown;
}
interface Response {
  $ref?: string;
  description?: string;
  headers?: { [name: string]: { $ref?: string } };
  content?: { [type: string]: MediaType };
}
export interface Operation {
  operationId: string;
  tags?: string[];
  summary?: string;
  description?: string;
  security?: { [scheme: string]: string[] }[];
  requestBody?: { required?: boolean; content: { [type: string]: MediaType } };
  responses: { [status: string]: Response };
}
interface Document {
  servers: { url: string }[];
  tags: { name: string; "x-displayName"?: string }[];
  paths: { [path: string]: { [method: string]: Operation } };
  components: { schemas: { [name: string]: Schema }; responses: { [name: string]: Response } };
}

export const document: Document = parse(readFileSync(join(projectRoot, "openapi.yaml"), "utf8"));

/** Where answers are noted for tests/contract/coverage.ts. */
export const coverageDir = join(projectRoot, ".cache/contract-coverage");

const ajv = new Ajv2020({ allErrors: true, strict: false, validateFormats: false });

/**
 * Clients must bear a field more, so the contract leaves its answers open; here a field that is not declared is a failure.
 * Tests run on the stock collections, where operators have added nothing.
 */
export function closed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closed);
  if (typeof value !== "object" || value === null) return value;
  const schema = Object.fromEntries(Object.entries(value).map(([key, item]) => [key, closed(item)]));
  return "properties" in schema && schema.type === "object"
    ? { ...schema, additionalProperties: false }
    : schema;
}
ajv.addSchema({ $id: "contract", components: { schemas: closed(document.components.schemas) } });

/** Every operation by operationId, with its method and path. */
export const operations: { [id: string]: Operation & { method: string; path: string } } = Object.fromEntries(
  Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => [
      operation.operationId,
      { ...operation, method: method.toUpperCase(), path },
    ]),
  ),
);

function resolve(response: Response): Response {
  if (!response.$ref) return response;
  const found = document.components.responses[response.$ref.split("/").pop() ?? ""];
  if (!found) throw new Error(`openapi.yaml: ${response.$ref} does not exist`);
  return found;
}

/** The declared response of an operation and status, or null. `default` is what an operator's own code refuses. */
export function declared(id: string, status: number | string): Response | null {
  const response = operations[id]?.responses[String(status)];
  return response ? resolve(response) : null;
}

/** The statuses that an operation declares one by one. */
export function declaredStatuses(id: string): number[] {
  return Object.keys(operations[id]?.responses ?? {})
    .filter((status) => status !== "default")
    .map(Number);
}

/** What a schema refers to, or itself. */
export function resolved<S extends Schema | undefined>(schema: S): S | Schema {
  if (!schema?.$ref) return schema;
  const found = document.components.schemas[schema.$ref.split("/").pop() ?? ""];
  if (!found) throw new Error(`openapi.yaml: ${schema.$ref} does not exist`);
  return found;
}

/** The reasons that a declared failure may carry. */
export function declaredReasons(id: string, status: number | string): string[] {
  const body = resolved(declared(id, status)?.content?.["application/json"]?.schema);
  const data = resolved(body?.properties?.data);
  return (resolved(data?.properties?.reason)?.enum ?? []).map(String);
}

const validators = new Map<string, ValidateFunction>();

function validatorOf(id: string, status: number | string, schema: Schema): ValidateFunction {
  const key = `${id} ${status}`;
  const known = validators.get(key);
  if (known) return known;
  const text = JSON.stringify(schema).replaceAll('"#/components/', '"contract#/components/');
  const compiled = ajv.compile(JSON.parse(text));
  validators.set(key, compiled);
  return compiled;
}

export interface Received {
  status: number;
  headers: Headers;
  text: string;
}

/**
 * Throws unless the contract declares exactly this answer for the operation; notes it for the coverage report.
 * @returns the parsed body
 */
export function checkAnswer(id: string, answer: Received): unknown {
  const say = (problem: string) =>
    new Error(`${id} ${answer.status}: ${problem}\n${answer.text.slice(0, 2000)}`);
  const refused = /"reason": ?"refused"/.test(answer.text);
  const status = refused ? "default" : answer.status;
  const response = declared(id, status);
  const schema = response?.content?.["application/json"]?.schema;
  if (response && !response.content) return checkHead(id, answer, say);
  if (!response || !schema) throw say("the contract does not declare this status");
  if (answer.headers.get("content-type") !== "application/json") {
    throw say(`content type is ${answer.headers.get("content-type")}`);
  }
  for (const header of Object.keys(response.headers ?? {})) {
    if (!/^[1-9][0-9]*$/.test(answer.headers.get(header) ?? ""))
      throw say(`header ${header} is missing or no whole number`);
  }
  if (!refused && !response.headers?.["Retry-After"] && answer.headers.has("retry-after"))
    throw say("Retry-After is not declared");
  const body = JSON.parse(answer.text) as { code?: number; data?: { reason?: string; retry_after?: number } };
  const validate = validatorOf(id, status, schema);
  if (!validate(body)) throw say(`does not fit its schema: ${ajv.errorsText(validate.errors)}`);
  if (body.data?.retry_after !== undefined) checkWait(answer, body.data.retry_after, say);
  if (refused) {
    if (body.code !== answer.status) throw say("code is not the status");
    return body;
  }
  noteCoverage(id, answer.status, answer.status === 200 ? "" : (body.data?.reason ?? ""));
  return body;
}

/** An answer without a body, to HEAD; its reason is not to be seen. */
function checkHead(id: string, { status, text }: Received, say: (problem: string) => Error): undefined {
  if (text !== "") throw say("there is a body");
  noteCoverage(id, status, "");
}

/** The body says what the header says, and other origins may read the header. */
function checkWait({ headers }: Received, seconds: number, say: (problem: string) => Error): void {
  if (headers.get("retry-after") !== String(seconds))
    throw say(`retry_after is ${seconds}, Retry-After ${headers.get("retry-after")}`);
  if (headers.get("access-control-expose-headers") !== "Retry-After")
    throw say("Retry-After is hidden from other origins");
}

const noted = new Set<string>();

function noteCoverage(id: string, status: number, reason: string): void {
  const line = `${id} ${status} ${reason}`.trim();
  if (noted.has(line)) return;
  noted.add(line);
  mkdirSync(coverageDir, { recursive: true });
  appendFileSync(join(coverageDir, `${process.pid}.txt`), `${line}\n`);
}
