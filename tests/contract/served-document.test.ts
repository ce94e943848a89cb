/**
 * The document as a running service hands it out, for import by URL.
 * @module
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { projectRoot } from "../../scripts/server-process.ts";
import { document } from "../support/contract.ts";
import { type Service, startService } from "../support/service.ts";

describe("GET /openapi.yaml", () => {
  let service: Service;
  beforeAll(async () => {
    service = await startService();
  });
  afterAll(() => service?.close());

  const get = (headers: { [name: string]: string } = {}) => fetch(`${service.url}/openapi.yaml`, { headers });

  test("is the source byte by byte", async () => {
    const source = await readFile(join(projectRoot, "openapi.yaml"));
    const built = await readFile(join(projectRoot, "pb_hooks/openapi.yaml"));
    const served = Buffer.from(await (await get()).arrayBuffer());
    expect(built.equals(source)).toBe(true);
    expect(served.equals(source)).toBe(true);
    expect(parse(served.toString("utf8"))).toEqual(document);
  });

  test("calls itself YAML in UTF-8", async () => {
    const response = await get();
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("application/yaml; charset=utf-8");
  });

  test("may be read by a page of any origin, as an importer in a browser is one", async () => {
    const response = await get({ origin: "https://web.postman.co" });
    expect(response.headers.get("access-control-allow-origin")).toBe("*");
  });

  test("needs no token and survives a bad one", async () => {
    const response = await get({ authorization: "Bearer garbage" });
    expect(response.status).toBe(200);
  });

  test("answers HEAD without a body", async () => {
    const response = await fetch(`${service.url}/openapi.yaml`, { method: "HEAD" });
    expect({ status: response.status, body: await response.text() }).toEqual({ status: 200, body: "" });
  });
});
