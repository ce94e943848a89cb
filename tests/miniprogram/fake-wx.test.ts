import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createFakeWx, type RequestOptions } from "./fake-wx.ts";

/** Answers what the path says, or never. */
const server = createServer(({ url = "" }, response) => {
  if (url === "/never") return;
  response.writeHead(url === "/refused" ? 403 : 200, { "x-kind": "test" });
  response.end(url === "/text" ? "not JSON" : '{"a":1}');
});
let base: string;
beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** What the app's callbacks get. */
function request(
  path: string,
  options: Partial<RequestOptions> = {},
  { wx } = createFakeWx({ loginCode: () => "" }),
) {
  return new Promise((resolve) => {
    wx.request({
      url: base + path,
      ...options,
      success: (result) => resolve(["success", result]),
      fail: (error) => resolve(["fail", error]),
    });
  });
}

describe("the fake wx", () => {
  test("calls any answer a success and parses what it can", async () => {
    const wanted = { errMsg: "request:ok", data: { a: 1 } };
    expect(await request("/ok")).toMatchObject(["success", { ...wanted, statusCode: 200 }]);
    expect(await request("/refused")).toMatchObject(["success", { ...wanted, statusCode: 403 }]);
    expect(await request("/text")).toMatchObject(["success", { data: "not JSON" }]);
    expect(await request("/ok", { dataType: "text" })).toMatchObject(["success", { data: '{"a":1}' }]);
  });

  test("fails where no answer comes in time, and for PATCH", async () => {
    expect(await request("/never", { timeout: 20 })).toEqual(["fail", { errMsg: "request:fail timeout" }]);
    expect(await request("/ok", { method: "PATCH" })).toEqual([
      "fail",
      { errMsg: "request:fail invalid method" },
    ]);
  });

  test("writes header names in another case each time", async () => {
    const fake = createFakeWx({ loginCode: () => "" });
    const names = [];
    for (let i = 0; i < 3; i++) {
      const [, result] = (await request("/ok", {}, fake)) as [string, { header: object }];
      names.push(Object.keys(result.header).find((name) => /kind/i.test(name)));
    }
    expect(names).toEqual(["x-kind", "X-Kind", "X-KIND"]);
  });
});
