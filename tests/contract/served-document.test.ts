/**
 * The documents as a running service hands them out, for import by URL.
 * @module
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { projectRoot } from "../../scripts/server-process.ts";
import { document } from "../support/contract.ts";
import { type Service, startService } from "../support/service.ts";

let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service?.close());

const get = (file: string, headers: { [name: string]: string } = {}) =>
  fetch(`${service.url}/${file}`, { headers });
const parsed = async (file: string) => parse(await (await get(file)).text());

describe.each(["openapi.yaml", "openapi-3.0.yaml"])("GET /%s", (file) => {
  test("is the built file, with a server of its own ahead of the others", async () => {
    const built = await readFile(join(projectRoot, "pb_hooks", file), "utf8");
    const own = '  - url: "./"\n    description: 本服务\n';
    expect(await (await get(file)).text()).toBe(built.replace("\nservers:\n", `\nservers:\n${own}`));
  });

  test("calls itself YAML in UTF-8", async () => {
    const response = await get(file);
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("application/yaml; charset=utf-8");
  });

  test("may be read by a page of any origin, as an importer in a browser is one", async () => {
    const response = await get(file, { origin: "https://web.postman.co" });
    expect(response.headers.get("access-control-allow-origin")).toBe("*");
  });

  test("needs no token and survives a bad one", async () => {
    const response = await get(file, { authorization: "Bearer garbage" });
    expect(response.status).toBe(200);
  });

  test("answers HEAD without a body", async () => {
    const response = await fetch(`${service.url}/${file}`, { method: "HEAD" });
    expect({ status: response.status, body: await response.text() }).toEqual({ status: 200, body: "" });
  });

  describe("by the Application URL", () => {
    const withAddress = async (appURL: string) => {
      const { meta } = await service.admin.request<{ meta: object }>("GET", "/api/settings");
      await service.admin.settings({ meta: { ...meta, appURL } });
      return (await parsed(file)).servers.map(({ url }: { url: string }) => url);
    };
    const others = document.servers.map(({ url }) => url);

    test.each([
      ["https://api.example.com/pb", "https://api.example.com/pb"],
      ["https://api.example.com/pb/", "https://api.example.com/pb"],
      ["http://192.168.1.7:8090", "http://192.168.1.7:8090"],
    ])("%s, it names the service where it is, prefix included", async (appURL, server) => {
      expect(await withAddress(appURL)).toEqual([server, ...others]);
    });

    test.each(["http://localhost:8090", "http://localhost:8090/"])(
      "%s, which is PocketBase's own, it is relative: the same path below any prefix",
      async (appURL) => {
        const [first, ...rest] = await withAddress(appURL);
        expect(rest).toEqual(others);
        expect(new URL(first, `${service.url}/pb/${file}`).href).toBe(`${service.url}/pb/`);
      },
    );
  });
});

test("openapi.yaml in the hooks is the one at the top of the repository", async () => {
  const source = await readFile(join(projectRoot, "openapi.yaml"));
  expect((await readFile(join(projectRoot, "pb_hooks/openapi.yaml"))).equals(source)).toBe(true);
  const { servers, ...rest } = await parsed("openapi.yaml");
  expect(servers.slice(1)).toEqual(document.servers);
  expect(rest).toEqual(Object.fromEntries(Object.entries(document).filter(([key]) => key !== "servers")));
});
