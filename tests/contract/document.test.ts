/**
 * What openapi.yaml itself must satisfy, apart from any server.
 * @module
 */
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import SwaggerParser from "@apidevtools/swagger-parser";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { projectRoot } from "../../scripts/server-process.ts";
import { definitions } from "../../src/generated/reasons.ts";
import {
  closed,
  declared,
  declaredReasons,
  declaredStatuses,
  document,
  type Operation,
  operations,
  resolved,
} from "../support/contract.ts";

const CHINESE = /[\u4e00-\u9fff]/;

const list: (Operation & { method: string; path: string })[] = Object.entries(document.paths).flatMap(
  ([path, item]) => Object.entries(item).map(([method, operation]) => ({ ...operation, method, path })),
);
/** Methods whose answers have no body, and so tell no reason. */
const bodiless = (operationId: string) => operations[operationId]?.method === "HEAD";
const failures = list.flatMap(({ operationId }) =>
  declaredStatuses(operationId)
    .filter((status) => status >= 400 && !bodiless(operationId))
    .map((status) => ({ operationId, status })),
);

/** Every object of the document, with its path in it. */
function nodes(value: unknown, at = ""): { at: string; node: { [key: string]: unknown } }[] {
  if (typeof value !== "object" || value === null) return [];
  const inner = Object.entries(value).flatMap(([key, child]) => nodes(child, `${at}/${key}`));
  return Array.isArray(value) ? inner : [{ at, node: value as { [key: string]: unknown } }, ...inner];
}

interface Problem {
  ruleId: string;
  message: string;
}

/** Runs the lint command of package.json's script; it ends with code 1 when it finds an error. */
async function redocly(): Promise<Problem[]> {
  const command = join(projectRoot, "node_modules/@redocly/cli/bin/cli.js");
  const run = promisify(execFile)(process.execPath, [command, "lint", "openapi.yaml", "--format=json"], {
    cwd: projectRoot,
    env: { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" },
  });
  const { stdout } = await run.catch((failed: { stdout: string }) => failed);
  return (JSON.parse(stdout) as { problems: Problem[] }).problems;
}

describe("openapi.yaml as a document", () => {
  test("is valid OpenAPI 3.1 by swagger-parser", async () => {
    const api = await SwaggerParser.validate(join(projectRoot, "openapi.yaml"));
    expect(api).toMatchObject({ openapi: expect.stringMatching(/^3\.1\./) });
  });

  test("passes Redocly's strict rules without an error or a warning", async () => {
    expect(await redocly()).toEqual([]);
  });

  test("names the local server first, and the production server under its prefix", () => {
    expect(document.servers.map(({ url }) => url)).toEqual([
      "http://localhost:8090",
      "https://bai-api.blv-oa.com/pb",
    ]);
  });

  test("has one group per area of the paths, by a name that becomes folders and classes, shown in Chinese", () => {
    for (const { path, tags } of list) expect(tags).toEqual([path.split("/")[2]]);
    const areas = new Set(list.map(({ path }) => path.split("/")[2]));
    expect(document.tags.map(({ name }) => name).toSorted()).toEqual([...areas].toSorted());
    for (const tag of document.tags) expect(tag["x-displayName"]).toMatch(CHINESE);
  });

  test("builds no schema on another, and gives each constant its type: generators lose the one and guess the other", () => {
    const all = nodes(document.components);
    expect(all.filter(({ node }) => "allOf" in node).map(({ at }) => at)).toEqual([]);
    expect(all.filter(({ node }) => "const" in node && !("type" in node)).map(({ at }) => at)).toEqual([]);
  });

  test("has patterns that every regular expression engine takes: without look-around and \\u", () => {
    const patterns = nodes(document.components.schemas).flatMap(({ at, node }) =>
      Object.entries(node)
        .filter(([key, value]) => key.endsWith("pattern") && typeof value === "string")
        .map(([, pattern]) => ({ at, pattern: String(pattern) })),
    );
    expect(patterns.length).toBeGreaterThan(5);
    expect(patterns.filter(({ pattern }) => /\(\?(?!:)|\\[upPkb]/.test(pattern))).toEqual([]);
  });

  test("lets operators add fields to their two tables, and closes no other answer to a field more", () => {
    const bodies = list.map(({ requestBody }) => requestBody?.content["application/json"]?.schema);
    const requests = bodies.map((schema) => schema?.$ref?.split("/").pop());
    const kinds = Object.entries(document.components.schemas)
      .filter(([name, { properties }]) => properties && !requests.includes(name))
      .map(([name, { additionalProperties }]) => [name, additionalProperties] as const);
    expect(kinds.filter(([, open]) => open !== undefined)).toEqual([
      ["Company", true],
      ["UserRecord", true],
    ]);
  });

  test("names the schema of every body, answer and failure", () => {
    const media = nodes(document.paths)
      .concat(nodes(document.components.responses))
      .filter(({ at }) => /\/content\/[^/]+\/[^/]+$/.test(at));
    expect(media.length).toBeGreaterThan(list.length * 3);
    expect(media.filter(({ node }) => !(node.schema as { $ref?: string }).$ref).map(({ at }) => at)).toEqual(
      [],
    );
  });

  test("gives every known object its properties, and nullable the 3.1 way", () => {
    const open = nodes(document.components.schemas)
      .filter(({ node }) => node.type === "object")
      .filter(({ node }) => !node.properties && typeof node.additionalProperties !== "object");
    expect(open.map(({ at }) => at)).toEqual([]);
    expect(nodes(document).filter(({ node }) => "nullable" in node)).toEqual([]);
  });
});

describe("the operations", () => {
  test("do not share an operationId, nor a method and path, names of path parameters aside", () => {
    const ids = list.map(({ operationId }) => operationId);
    const routes = list.map(({ method, path }) => `${method} ${path.replace(/\{[^}]*\}/g, "{}")}`);
    expect(ids.toSorted()).toEqual([...new Set(ids)].toSorted());
    expect(routes.toSorted()).toEqual([...new Set(routes)].toSorted());
    expect(ids.length).toBeGreaterThanOrEqual(8);
  });

  for (const { operationId, tags, summary, description, responses } of list) {
    test(`${operationId} is grouped and described in Chinese`, () => {
      expect(operationId).toMatch(/^[a-z][A-Za-z]+$/);
      expect(tags).toHaveLength(1);
      expect(document.tags.map(({ name }) => name)).toContain(tags?.[0]);
      expect(summary).toMatch(CHINESE);
      expect(description).toMatch(CHINESE);
      for (const status of Object.keys(responses)) {
        expect(declared(operationId, status)?.description).toMatch(CHINESE);
      }
    });
  }

  test("say by bearerAuth, superuserAuth, or by an empty security, who may call", () => {
    const allowed = [[], [{ bearerAuth: [] }], [{ bearerAuth: [] }, {}], [{ superuserAuth: [] }]];
    for (const { security } of list) expect(allowed).toContainEqual(security);
  });
});

describe("the examples", () => {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema({ $id: "contract", components: { schemas: closed(document.components.schemas) } });
  const problemsOf = (schema: object, example: unknown) => {
    const anchored = JSON.stringify(schema).replaceAll('"#/components/', '"contract#/components/');
    return ajv.validate(JSON.parse(anchored), example) ? [] : [ajv.errorsText()];
  };

  const bodies = list.flatMap(({ operationId, requestBody }) => {
    const json = requestBody?.content["application/json"];
    return json ? [{ operationId, ...json }] : [];
  });

  for (const { operationId, schema, example } of bodies) {
    test(`of ${operationId}'s request fits its schema and has no other field`, () => {
      expect(example).toBeTypeOf("object");
      expect(problemsOf(schema, example)).toEqual([]);
      const name = schema.$ref?.split("/").pop() ?? "";
      const fields = Object.keys(document.components.schemas[name]?.properties ?? {});
      expect(fields).toEqual(expect.arrayContaining(Object.keys(example as object)));
    });
  }

  test("of every answer fit their schemas, and carry no field that is not declared", () => {
    const answers = list.flatMap(({ operationId, responses }) =>
      Object.keys(responses).flatMap((status) => {
        const { schema, example } = declared(operationId, status)?.content?.["application/json"] ?? {};
        return schema && example ? [{ at: `${operationId} ${status}`, schema, example }] : [];
      }),
    );
    expect(answers.length).toBeGreaterThan(list.length * 5);
    const wrong = answers.flatMap(({ at, schema, example }) =>
      problemsOf(schema, example).map((problem) => `${at}: ${problem}`),
    );
    expect(wrong).toEqual([]);
  });

  test("of every schema fit it", () => {
    const wrong = nodes(document.components.schemas)
      .filter(({ node }) => Array.isArray(node.examples))
      .flatMap(({ at, node }) =>
        (node.examples as unknown[]).flatMap((example) =>
          problemsOf(node, example).map((problem) => `${at}: ${problem}`),
        ),
      );
    expect(wrong).toEqual([]);
  });
});

describe("the failures", () => {
  const enumeration = Object.keys(definitions());

  test("use every reason of the list, and no other", () => {
    const used = failures.flatMap(({ operationId, status }) => declaredReasons(operationId, status));
    // Another method is no operation, and so nothing can declare its answer.
    expect([...new Set(used), "method_not_allowed"].toSorted()).toEqual(enumeration.toSorted());
  });

  for (const { operationId, status } of failures) {
    const response = declared(operationId, status);
    const schema = response?.content?.["application/json"]?.schema;
    const reasons = declaredReasons(operationId, status);

    test(`${operationId} ${status} is the error envelope with its own status and reasons`, () => {
      const body = resolved(schema);
      expect(body?.required).toEqual(["code", "msg", "data"]);
      expect(body?.properties?.code).toMatchObject({ type: "integer", const: status });
      const data = resolved(body?.properties?.data);
      expect(data?.required).toEqual(status === 429 ? ["reason", "retry_after"] : ["reason"]);
      expect(data?.properties?.fields).toMatchObject({ type: "object", minProperties: 1 });
      expect(reasons.length).toBeGreaterThan(0);
    });

    test(`${operationId} ${status} tells its reasons to whoever reads the description`, () => {
      const told = [...(response?.description ?? "").matchAll(/`([a-z_]+)`/g)].map(([, word]) => word);
      expect(told.filter((word) => enumeration.includes(word ?? "")).toSorted()).toEqual(reasons.toSorted());
    });
  }

  test("have one more that every operation shares: what an operator's own code refuses, by any status", () => {
    for (const { operationId } of list.filter((operation) => !bodiless(operation.operationId))) {
      expect(declaredReasons(operationId, "default")).toEqual(["refused"]);
      const code = resolved(declared(operationId, "default")?.content?.["application/json"]?.schema)
        ?.properties?.code;
      expect(code).toMatchObject({ type: "integer", minimum: 400, maximum: 599 });
    }
  });

  test("declare Retry-After on every 429 and nowhere else", () => {
    const withHeader = failures.filter(
      ({ operationId, status }) => declared(operationId, status)?.headers?.["Retry-After"],
    );
    expect(withHeader).toEqual(failures.filter(({ status }) => status === 429));
    expect(Object.keys(operations).filter((id) => !declared(id, 429))).toEqual([]);
  });
});
