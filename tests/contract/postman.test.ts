/**
 * What a developer gets who imports the document or the hand-kept flow into Postman.
 * @module
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import converter, { type ConversionOptions } from "openapi-to-postmanv2";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { projectRoot } from "../../scripts/server-process.ts";
import { operations } from "../support/contract.ts";
import { type Service, startService } from "../support/service.ts";
import { checkExecution, runCollection } from "./postman-run.ts";

let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service?.close());

async function converted(options: ConversionOptions): Promise<object> {
  const data = await readFile(join(projectRoot, "openapi.yaml"), "utf8");
  return new Promise((resolve, reject) => {
    converter.convertV2({ type: "string", data }, options, (error, conversion) => {
      if (error) reject(error);
      else if (!conversion.result) reject(new Error(conversion.reason));
      else resolve(conversion.output[0]?.data ?? {});
    });
  });
}

const EXAMPLES: ConversionOptions = { folderStrategy: "Tags", parametersResolution: "Example" };

const IMPORTS: { name: string; options: ConversionOptions; signedIn: boolean }[] = [
  { name: "with the document's examples, as a guest", options: EXAMPLES, signedIn: false },
  { name: "with the document's examples, signed in", options: EXAMPLES, signedIn: true },
  { name: "with values made up by the converter, signed in", options: {}, signedIn: true },
];

/** The operations that need a token of this kind, by the document. */
const needing = (scheme: string) =>
  Object.values(operations)
    .filter(({ security }) => security?.length === 1 && security[0] && scheme in security[0])
    .map(({ operationId }) => operationId);
const SUPERUSERS_ONLY = needing("superuserAuth");
const NO_GUESTS = [...needing("bearerAuth"), ...SUPERUSERS_ONLY].toSorted();

describe("openapi.yaml imported into Postman", () => {
  for (const { name, options, signedIn } of IMPORTS) {
    test(`gets a declared answer to every request, ${name}`, async () => {
      const bearerToken = signedIn ? (await service.wechatUser()).token : "";
      const collection = await converted(options);
      const { executions, failures } = await runCollection(collection, { baseUrl: service.url, bearerToken });
      expect(failures).toEqual([]);
      const answers = executions.map((execution) => ({
        operation: checkExecution(execution),
        status: execution.response?.code,
      }));
      expect(answers.map(({ operation }) => operation).toSorted()).toEqual(
        Object.keys(operations).toSorted(),
      );
      // The token goes, by one variable, exactly where the document asks for it.
      const refused = answers.filter(
        ({ operation, status }) => status === 401 && NO_GUESTS.includes(operation),
      );
      expect(refused.map(({ operation }) => operation).toSorted()).toEqual(
        signedIn ? SUPERUSERS_ONLY.toSorted() : NO_GUESTS,
      );
    });
  }
});

describe("the flow in postman/", () => {
  test("signs in on both ways with tokens carried over by variables", async () => {
    const file = join(projectRoot, "postman/sign-in-flow.postman_collection.json");
    const before = await service.admin.countUsers();
    const { executions, failures } = await runCollection(JSON.parse(await readFile(file, "utf8")), {
      baseUrl: service.url,
      sandboxUrl: service.sandbox.url,
    });
    expect(failures).toEqual([]);

    const untested = executions.filter(({ assertions }) => !assertions?.length);
    expect(untested.map(({ item }) => item.name)).toEqual([]);

    const ours = executions.filter(({ request }) => request.url.toString().startsWith(service.url));
    expect(ours.map(checkExecution)).toEqual([
      "usersCount",
      "platformRegister",
      "platformLogin",
      "refreshToken",
      "usersCount",
      "wechatLogin",
      "wechatProfile",
      "refreshToken",
      "refreshToken",
    ]);
    expect(await service.admin.countUsers()).toBe(before + 2);
  });

  test("holds no token, code or phone of the run it was saved from", async () => {
    const file = join(projectRoot, "postman/sign-in-flow.postman_collection.json");
    const { variable } = JSON.parse(await readFile(file, "utf8")) as {
      variable: { key: string; value: string }[];
    };
    expect(variable.filter(({ value }) => value !== "").map(({ key }) => key)).toEqual([
      "baseUrl",
      "sandboxUrl",
    ]);
  });
});
