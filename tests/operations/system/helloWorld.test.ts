import { connect } from "node:net";
import { describe, expect, test } from "vitest";
import { rateLimitTests } from "../../support/rate-limit.ts";
import { ownService, type Scenario, scenarios } from "../../support/scenarios.ts";
import type { Call } from "../../support/service.ts";

const greets = (name: string, call: Call): Scenario => ({
  name,
  call: () => call,
  status: 200,
  after: (_service, { body }) => {
    expect(body).toEqual({
      code: 200,
      msg: "请求成功",
      data: {
        message: "Hello, World!",
        timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
        status: "success",
        build_time: null,
      },
    });
    expect(Math.abs(Date.parse(body.data.timestamp) - Date.now())).toBeLessThan(60_000);
  },
});

scenarios("helloWorld", [
  greets("greets whoever calls", {}),
  greets("ignores a body that is no JSON", { body: "{" }),
  greets("ignores a body of another type", { body: "x=1", headers: { "content-type": "text/plain" } }),
  greets("ignores a body without a type", { body: "x", headers: { "content-type": null } }),
  greets("ignores a body over 64 KiB", { body: "x".repeat(64 * 1024 + 1) }),
  greets("ignores a body of 4 MiB", { body: "x".repeat(4 * 1024 * 1024) }),
  greets("ignores a token that is not valid", { token: "garbage" }),
  greets("answers whole, whatever PocketBase's fields query asks for", { query: "?fields=msg" }),
  greets("answers whole over a malformed fields query", { query: "?fields=data.status:nonsense(1)" }),
]);

describe("an unread body is never taken for the connection's next request", () => {
  const started = ownService();

  /** The status of every answer on a connection whose one request has a body full of further requests. */
  async function statuses(path: string, bytes: number): Promise<string[]> {
    const hidden = "GET /hidden HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    const body = hidden.repeat(Math.ceil(bytes / hidden.length)).slice(0, bytes);
    const head = `Host: x\r\nContent-Type: application/json\r\nContent-Length: ${bytes}`;
    const socket = connect(Number(new URL(started().url).port), "127.0.0.1");
    let received = "";
    socket.on("data", (data) => {
      received += data;
    });
    // A connection cut while it still sends: the answers before that count.
    socket.on("error", () => {});
    socket.write(`POST ${path} HTTP/1.1\r\n${head}\r\n\r\n${body}`);
    await new Promise((resolve) => socket.once("close", resolve));
    return received.match(/(?<=HTTP\/1\.1 )\d+/g) ?? [];
  }

  test.each([
    ["a route that takes none", "/api/system/test-helloworld", 3, ["200"]],
    ["a route that refuses its size", "/api/platform/login", 3, ["413"]],
    ["a route that refuses the caller", "/api/wechat/avatar", 2, ["401"]],
  ])("on %s", async (_what, path, mebibytes, expected) => {
    expect(await statuses(path, mebibytes * 1024 * 1024)).toEqual(expected);
  });

  test("not even when there is more of it than the server is ready to drop", async () => {
    expect(await statuses("/api/platform/login", 14 * 1024 * 1024)).not.toContain("404");
  });
});

describe("helloWorld under PocketBase's rate limiter", () => {
  rateLimitTests("helloWorld", 600, ownService({ rateLimits: true }));
});
