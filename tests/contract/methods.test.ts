/**
 * Methods that a path of the contract does not have.
 * @module
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { document } from "../support/contract.ts";
import { type Service, startService } from "../support/service.ts";

const METHODS = ["DELETE", "GET", "HEAD", "PATCH", "POST", "PUT"];
const paths = Object.entries(document.paths).map(([path, item]) => {
  const allowed = Object.keys(item).map((method) => method.toUpperCase());
  return { path, allowed: allowed.toSorted(), others: METHODS.filter((method) => !allowed.includes(method)) };
});

describe("another method on a path of the contract", () => {
  let service: Service;
  beforeAll(async () => {
    // A limiter that would answer first, in words of its own.
    service = await startService();
    const rules = [{ label: "/api/", audience: "", duration: 3600, maxRequests: 1 }];
    await service.admin.settings({ rateLimits: { enabled: true, rules } });
  });
  afterAll(() => service?.close());

  const send = (path: string, method: string, init: RequestInit = {}) =>
    fetch(service.url + path, { ...init, method });

  test.each(paths)("$path: 405 in our envelope, with what is allowed", async ({ path, allowed, others }) => {
    expect(others.length).toBeGreaterThan(2);
    for (const method of others) {
      const response = await send(path, method);
      expect(response.status).toBe(405);
      expect(response.headers.get("allow")).toBe(allowed.join(", "));
      if (method === "HEAD") continue;
      expect(response.headers.get("content-type")).toBe("application/json");
      expect(await response.json()).toEqual({
        code: 405,
        msg: "请求方法不受支持",
        data: { reason: "method_not_allowed" },
      });
    }
  });

  test("is refused with a token, a query and a body that nobody reads, and the connection goes on", async () => {
    const body = new Uint8Array(3 * 1024 * 1024);
    const headers = { authorization: "Bearer garbage", "content-type": "application/json" };
    for (let i = 0; i < 3; i++) {
      const response = await send("/api/platform/login?fields=code&x=%zz", "PUT", { body, headers });
      expect(await response.json()).toMatchObject({ code: 405, data: { reason: "method_not_allowed" } });
    }
  });

  test("leaves a page of another origin its preflight", async () => {
    const headers = { origin: "https://example.com", "access-control-request-method": "POST" };
    const response = await send("/api/platform/login", "OPTIONS", { headers });
    expect(response.status).toBe(204);
    expect(response.headers.get("access-control-allow-origin")).toBe("*");
  });

  test("leaves paths that are not ours to PocketBase, first to its router, then to its limiter", async () => {
    const answers = [];
    for (const path of ["/api/platform/login/", "/api/platform"])
      answers.push(await (await send(path, "PUT")).json());
    expect(answers).toMatchObject([{ status: 404 }, { status: 429 }]);
  });
});
