import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type Service, startService } from "../support/service.ts";
import { createFakeWx } from "./fake-wx.ts";
import {
  AVATAR,
  COUNT,
  failureOf,
  loadInMiniProgram,
  LOGIN,
  type MiniProgram,
  miniProgram,
  SECOND,
} from "./support.ts";

let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service?.close());

async function signedIn(options: Parameters<typeof miniProgram>[1] = {}): Promise<MiniProgram> {
  const app = miniProgram(service, options);
  await app.client.login();
  app.fake.calls.length = 0;
  return app;
}

describe("request", () => {
  test("answers the service's body", async () => {
    const { client } = await signedIn();
    const answer = await client.request(COUNT, { method: "POST" });
    expect(answer).toEqual({ code: 200, msg: answer.msg, data: { total_users: answer.data.total_users } });
    expect(answer.data.total_users).toBeGreaterThan(0);
  });

  test("reads PocketBase's own routes as the signed-in user", async () => {
    const { client, fake } = await signedIn();
    const id = client.session?.user.pb_id;
    const path = `/api/collections/tbl_auth_users/records/${id}`;
    const record = await client.request<{ id: string; openid: string }>(path);
    expect(record).toMatchObject({ id, openid: client.session?.user.openid });
    expect(fake.calls).toMatchObject([
      { method: "GET", path, body: undefined, header: { Authorization: `Bearer ${client.session?.token}` } },
    ]);
  });

  test("keeps the prefix of the base URL, and needs no slash at its end", async () => {
    const app = await signedIn();
    app.fake.answer(() => true, { statusCode: 204, header: {}, data: "" });
    const client = app.restart({ baseURL: "https://example.com/pb//" });
    await client.request("/api/health", { auth: false });
    expect(app.fake.trail()).toEqual(["/pb/api/health"]);
  });

  test("sends no token and signs nobody in where auth is false", async () => {
    const { client, fake } = miniProgram(service);
    await client.request("/api/health", { auth: false });
    expect(fake.calls).toMatchObject([{ api: "request", header: {} }]);
  });

  test("passes headers on, but not over the token", async () => {
    const { client, fake } = await signedIn();
    await client.request("/api/health", { headers: { "X-Trace": "1", Authorization: "Bearer mine" } });
    expect(fake.calls[0]?.header).toEqual({
      "X-Trace": "1",
      Authorization: `Bearer ${client.session?.token}`,
    });
  });

  test("answers null to an empty body", async () => {
    const { client, fake } = await signedIn();
    fake.answer("/api/nothing", { statusCode: 204, header: {}, data: "" });
    expect(await client.request("/api/nothing", { method: "DELETE" })).toBeNull();
  });

  test.each([
    ["another host", "https://evil.example.com/api"],
    ["a bare name", "api/system/health"],
    ["a user part", "@evil.example.com/"],
    ["nothing", ""],
  ])("sends nothing to a path that is %s", async (_, path) => {
    const { client, fake } = await signedIn();
    expect(await failureOf(client.request(path))).toMatchObject({
      reason: "invalid_argument",
      status: 0,
      message: "path 须以 / 开头",
      fields: { path: "须以 / 开头" },
    });
    expect(fake.calls).toEqual([]);
  });

  test("refuses PATCH, which a mini-program cannot send", async () => {
    const { client, fake } = await signedIn();
    const options = { method: "PATCH" as "PUT", body: {} };
    expect(await failureOf(client.request("/api/x", options))).toMatchObject({
      reason: "invalid_argument",
      fields: { method: "须为 GET、POST、PUT、DELETE、HEAD、OPTIONS" },
    });
    expect(fake.calls).toEqual([]);
  });
});

describe("createClient", () => {
  test.each([
    ["no base URL", {}, "baseURL"],
    ["a base URL without scheme", { baseURL: "example.com" }, "baseURL"],
    ["a base URL with a query", { baseURL: "https://example.com/?a=1" }, "baseURL"],
    ["a time-out of zero", { baseURL: "https://example.com", timeout: 0 }, "timeout"],
    ["a time-out that is no number", { baseURL: "https://example.com", timeout: Number.NaN }, "timeout"],
  ])("refuses %s", async (_, options, field) => {
    const app = miniProgram(service);
    const build = async () => app.restart({ baseURL: undefined, ...options } as never);
    const error = await failureOf(build());
    expect(error).toMatchObject({ name: "WechatAuthError", reason: "invalid_argument" });
    expect(Object.keys(error.fields)).toEqual([field]);
  });

  test.each([undefined, null, 7])("refuses %s in place of its options", async (options) => {
    const { createClient } = loadInMiniProgram(createFakeWx({ loginCode: () => "" }).wx);
    const build = async () => createClient(options as never);
    expect(await failureOf(build())).toMatchObject({
      reason: "invalid_argument",
      message: "baseURL 须为 http(s) 地址",
    });
  });
});

describe("an error", () => {
  test("carries status, reason, words and fields of the service", async () => {
    const { client } = await signedIn();
    const profile = { users_name: " ", users_phone_code: "x", users_picture: "wxfile://tmp/1.png" };
    const error = await failureOf(client.updateProfile(profile));
    expect(error).toMatchObject({ status: 400, reason: "validation_failed", retryAfter: null });
    expect(Object.keys(error.fields)).toEqual(["users_name"]);
    expect(error.fields.users_name).toContain("姓名");
  });

  test("keeps a reason that this client does not know", async () => {
    const { client, fake } = await signedIn();
    const data = { code: 409, msg: "新的原因", data: { reason: "brand_new_reason" } };
    fake.answer(COUNT, { statusCode: 409, header: {}, data });
    expect(await failureOf(client.request(COUNT, { method: "POST" }))).toMatchObject({
      status: 409,
      reason: "brand_new_reason",
      message: "新的原因",
      fields: {},
    });
  });

  test("reads PocketBase's own shape", async () => {
    const { client } = await signedIn();
    const call = client.request("/api/collections/tbl_company/records", { body: { company_id: "C1" } });
    expect(await failureOf(call)).toMatchObject({
      status: 403,
      reason: "http_error",
      message: "Only superusers can perform this action.",
      fields: {},
    });
    const body = { identity: "", password: "" };
    const path = "/api/collections/tbl_auth_users/auth-with-password";
    const invalid = await failureOf(client.request(path, { body, auth: false }));
    expect(invalid).toMatchObject({ status: 400, reason: "http_error" });
    expect(invalid.fields).toEqual({ identity: "Cannot be blank.", password: "Cannot be blank." });
  });

  test.each(["Retry-After", "retry-after", "RETRY-AFTER"])("carries the seconds of %s", async (name) => {
    const { client, fake } = await signedIn();
    const data = { code: 429, msg: "请求过于频繁", data: { reason: "rate_limited" } };
    fake.answer(COUNT, { statusCode: 429, header: { [name]: "17" }, data });
    expect(await failureOf(client.request(COUNT, { method: "POST" }))).toMatchObject({
      status: 429,
      reason: "rate_limited",
      retryAfter: 17,
    });
  });

  test("carries the wait that the service's own limiter asks for", async () => {
    const { client } = await signedIn();
    const rules = [{ label: `POST ${COUNT}`, maxRequests: 1, duration: 60, audience: "" }];
    await service.admin.settings({ rateLimits: { enabled: true, rules } });
    try {
      await client.request(COUNT, { method: "POST" });
      expect(await failureOf(client.request(COUNT, { method: "POST" }))).toMatchObject({
        reason: "rate_limited",
        retryAfter: 60,
      });
    } finally {
      await service.admin.settings({ rateLimits: { enabled: false } });
    }
  });

  test.each([
    ["an HTML page of a proxy", 502, "<html>Bad Gateway</html>", "http_error", "服务不可用，请稍后重试"],
    ["an empty body", 500, "", "http_error", "服务不可用，请稍后重试"],
    ["JSON null", 500, null, "http_error", "服务不可用，请稍后重试"],
    ["a proxy's page for too much", 413, "<html>", "http_error", "内容太大，请减少后重试"],
    ["a proxy's page for too often", 429, "<html>", "http_error", "请求过于频繁，请稍后重试"],
    ["a proxy's page while the service restarts", 503, "<html>", "http_error", "服务不可用，请稍后重试"],
    ["a proxy's page for too slow", 504, "<html>", "http_error", "服务响应超时，请稍后重试"],
    ["a success that is a Wi-Fi sign-in page", 200, "<html>", "invalid_response", "应答无法识别，请稍后重试"],
  ])("made of %s has a reason of the client's own", async (_, statusCode, data, reason, message) => {
    const { client, fake } = await signedIn();
    fake.answer(COUNT, { statusCode, header: {}, data });
    expect(await failureOf(client.request(COUNT, { method: "POST" }))).toMatchObject({
      status: statusCode,
      reason,
      message,
      fields: {},
      retryAfter: null,
    });
  });

  test("made of a proxy's page for too large a picture says so", async () => {
    const { client, fake } = await signedIn();
    fake.answer(AVATAR, { statusCode: 413, data: "<html><h1>413 Request Entity Too Large</h1></html>" });
    const { avatarUrl } = fake.chooseAvatar(new Uint8Array(1)).detail;
    expect(await failureOf(client.uploadAvatar(avatarUrl))).toMatchObject({
      status: 413,
      reason: "http_error",
      message: "图片太大，请换一张小一些的",
    });
  });

  test("carries the wait of the body, which uploads and other origins see alone", async () => {
    const { client, fake } = await signedIn();
    const data = { code: 429, msg: "请求过于频繁", data: { reason: "rate_limited", retry_after: 23 } };
    fake.answer(AVATAR, { statusCode: 429, data: JSON.stringify(data) });
    const { avatarUrl } = fake.chooseAvatar(new Uint8Array(1)).detail;
    expect(await failureOf(client.uploadAvatar(avatarUrl))).toMatchObject({
      reason: "rate_limited",
      retryAfter: 23,
    });
  });

  test("carries what else the service says", async () => {
    const { client, fake } = await signedIn();
    const details = { reason: "phone_taken", holder: { users_name_masked: "张*" } };
    fake.answer(COUNT, { statusCode: 400, header: {}, data: { code: 400, msg: "已被使用", data: details } });
    const error = await failureOf(client.request(COUNT, { method: "POST" }));
    expect(error.data).toEqual(details);
  });

  test.each([
    ["request:fail timeout", "timeout"],
    ["request:fail socket time out timeout:60000", "timeout"],
    ["request:fail errcode:-118 cronet_error_code:-118 error_msg:net::ERR_CONNECTION_TIMED_OUT", "timeout"],
    ["request:fail ", "network_error"],
    ["request:fail interrupted", "network_error"],
    ["request:fail url not in domain list:example.com", "network_error"],
  ])("made of “%s” is a %s, with the platform's words as detail", async (errMsg, reason) => {
    const { client, fake } = await signedIn();
    fake.answer(COUNT, { errMsg });
    expect(await failureOf(client.request(COUNT, { method: "POST" }))).toMatchObject({
      status: 0,
      reason,
      detail: errMsg,
    });
  });

  test("comes when a call takes longer than it may, even if the platform never calls back", async () => {
    const { client, fake } = await signedIn();
    fake.answer(COUNT, "silence");
    expect(await failureOf(client.request(COUNT, { method: "POST", timeout: 30 }))).toMatchObject({
      reason: "timeout",
      status: 0,
      message: "网络超时，请稍后重试",
    });
    expect(fake.calls[0]?.timeout).toBe(30);
  });

  test("never holds the token, in whatever way it is written out", async () => {
    const { client, fake } = await signedIn();
    const token = String(client.session?.token);
    fake.answer(COUNT, { errMsg: "request:fail timeout" });
    const error = await failureOf(client.request(COUNT, { method: "POST" }));
    expect(`${error.stack} ${JSON.stringify(error)} ${error}`).not.toContain(token);
  });
});

describe("waiting", () => {
  test("is bounded by twenty seconds a call unless the app says otherwise", async () => {
    const { client, fake } = miniProgram(service);
    await client.login();
    expect(fake.calls.map(({ api, timeout }) => [api, timeout])).toEqual([
      ["login", 20_000],
      ["request", 20_000],
    ]);
    expect(fake.trail()).toEqual(["login", LOGIN]);
  });

  test("in WeChat's queue of ten does not count: the time limit begins when a call goes out", async () => {
    const app = await signedIn();
    const { client, fake } = app;
    app.fake.answer(COUNT, "silence", 10);
    const stuck = Array.from({ length: 10 }, () =>
      failureOf(client.request(COUNT, { method: "POST", timeout: 15 * SECOND })),
    );
    const queued = client.request(COUNT, { method: "POST", timeout: 10 * SECOND });
    await vi.waitFor(() => expect(fake.calls).toHaveLength(10));
    app.pass(15 * SECOND);
    expect((await Promise.all(stuck)).map(({ reason }) => reason)).toEqual(Array(10).fill("timeout"));
    expect((await queued).code).toBe(200);
    expect(fake.calls).toHaveLength(11);
  });
});
