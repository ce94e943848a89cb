/**
 * The rendition in OpenAPI 3.0 beside the contract itself.
 * @module
 */
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import SwaggerParser from "@apidevtools/swagger-parser";
import { Ajv } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { projectRoot } from "../../scripts/server-process.ts";
import { closed, document } from "../support/contract.ts";

const FILE = join(projectRoot, "pb_hooks/openapi-3.0.yaml");
type Json = { [key: string]: unknown };
const rendition: Json = parse(readFileSync(FILE, "utf8"));

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const without = (object: Json, ...keys: string[]): Json =>
  Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));

/** Said another way in the two versions: whether null will do, one value, examples, and how a reference has neighbours. */
const OTHER_WORDS = ["type", "nullable", "const", "enum", "examples", "example", "anyOf", "allOf"];

/** What is left of a document when those are taken out, wherever they stand in a schema. */
function common(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(common);
  if (!isObject(value)) return value;
  const isSchema = ["type", "anyOf", "allOf", "const", "enum"].some((key) => key in value);
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !isSchema || !OTHER_WORDS.includes(key))
      .map(([key, item]) => [key, common(item)]),
  );
}

describe("openapi-3.0.yaml", () => {
  test("is valid OpenAPI 3.0 by swagger-parser", async () => {
    expect(await SwaggerParser.validate(FILE)).toMatchObject({ openapi: "3.0.3" });
  });

  test("passes Redocly's strict rules without an error or a warning", async () => {
    const command = join(projectRoot, "node_modules/@redocly/cli/bin/cli.js");
    const run = promisify(execFile)(process.execPath, [command, "lint", FILE, "--format=json"], {
      cwd: projectRoot,
      env: { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" },
    });
    const { stdout } = await run.catch((failed: { stdout: string }) => failed);
    expect(JSON.parse(stdout).problems).toEqual([]);
  });

  test("holds no word that 3.0 does not know", () => {
    const words = new Set<string>();
    const walk = (value: unknown): void => {
      if (Array.isArray(value)) return value.forEach(walk);
      if (!isObject(value)) return;
      for (const [key, item] of Object.entries(value)) {
        if (key === "const" || key === "examples" || (key === "type" && Array.isArray(item))) words.add(key);
        if (item === "null") words.add("null");
        walk(item);
      }
    };
    walk(rendition);
    expect([...words]).toEqual([]);
  });

  test("is the contract word for word, but for those of its version", () => {
    const info = without((document as unknown as { info: Json }).info, "summary");
    const expected = {
      ...document,
      openapi: "3.0.3",
      info: { ...info, license: { name: "MIT", url: "https://spdx.org/licenses/MIT.html" } },
    };
    expect(common(rendition)).toEqual(common(expected));
  });
});

describe("a value fits a schema of the one exactly when it fits that of the other", () => {
  const schemas = document.components.schemas;
  const newer = new Ajv2020({ strict: false, validateFormats: false });
  newer.addSchema({ $id: "contract", components: { schemas: closed(schemas) } });
  const older = new Ajv({ strict: false, validateFormats: false });
  // By 3.0's own text null does not get through allOf; every tool that the rendition is for reads `nullable` so.
  const asTools = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(asTools);
    if (!isObject(value)) return value;
    const { nullable, allOf } = value;
    if (nullable && allOf)
      return {
        ...without(value, "nullable", "type", "allOf"),
        anyOf: [...(allOf as Json[]), { type: "null" }],
      };
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, asTools(item)]));
  };
  const theirs = (rendition.components as { schemas: Json }).schemas;
  older.addSchema({ $id: "contract", components: { schemas: closed(asTools(theirs)) } });

  /** Values near a schema: what it says, with something of it changed. */
  function near(schema: unknown): fc.Arbitrary<unknown> {
    if (!isObject(schema)) return fc.anything();
    const odd = fc.constantFrom<unknown>(null, "", 0, 400, true, {}, [], "x", "2026-11-24T08:00:00.000Z");
    const said = [
      schema.const,
      ...((schema.enum as unknown[]) ?? []),
      ...((schema.examples as unknown[]) ?? []),
    ];
    const values = said.filter((value) => value !== undefined);
    const own = (): fc.Arbitrary<unknown> => {
      if (typeof schema.$ref === "string") return near(schemas[schema.$ref.split("/").pop() ?? ""]);
      if (Array.isArray(schema.anyOf)) return fc.oneof(...schema.anyOf.map(near));
      if (isObject(schema.properties))
        return fc.record(
          Object.fromEntries(Object.entries(schema.properties).map(([name, part]) => [name, near(part)])),
        );
      if (values.length > 0) return fc.constantFrom(...values);
      if (schema.type === "boolean") return fc.boolean();
      if (schema.type === "object") return fc.dictionary(fc.constantFrom("a", "b"), fc.string());
      return schema.type === "string" ? fc.string() : fc.integer({ min: -1, max: 600 });
    };
    return fc.oneof({ weight: 30, arbitrary: own() }, { weight: 1, arbitrary: odd });
  }

  test.each(Object.keys(schemas))("%s", (name) => {
    const ref = { $ref: `contract#/components/schemas/${name}` };
    const [ours, rendered] = [newer.compile(ref), older.compile(ref)];
    let fitting = 0;
    fc.assert(
      fc.property(near({ $ref: `#/components/schemas/${name}` }), (value) => {
        if (ours(value)) fitting++;
        expect(rendered(value)).toBe(ours(value));
      }),
      { numRuns: 200, seed: 7 },
    );
    expect(fitting).toBeGreaterThan(0);
  });
});
