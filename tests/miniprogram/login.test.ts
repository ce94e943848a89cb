import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Service, startService } from "../support/service.ts";
import { failureOf, LOGIN, miniProgram } from "./support.ts";

let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service?.close());

describe("login", () => {
  test("signs a new user in and answers what the service answers", async () => {
    const { client, fake } = miniProgram(service, { user: "login-new" });
    const answer = await client.login();
    expect(answer.meta.data.status).toBe("register_success");
    expect(answer.record.openid).toBe(answer.meta.data.user.openid);
    expect(client.session).toMatchObject({
      token: answer.token,
      user: answer.meta.data.user,
      isInfoComplete: false,
    });
    expect(fake.trail()).toEqual(["login", LOGIN]);
    expect(fake.calls[1]?.header).toEqual({ "Content-Type": "application/json" });
  });

  test("knows the user again", async () => {
    const { client } = miniProgram(service, { user: "login-known" });
    const first = await client.login();
    const second = await client.login();
    expect(second.meta.data.status).toBe("login_success");
    expect(second.record.id).toBe(first.record.id);
  });

  test("runs one flight for ten calls at once", async () => {
    const { client, fake } = miniProgram(service);
    const answers = await Promise.all(Array.from({ length: 10 }, () => client.login()));
    expect(new Set(answers.map(({ token }) => token)).size).toBe(1);
    expect(fake.trail()).toEqual(["login", LOGIN]);
  });

  test("runs one flight for ten pages that ask for the session while it signs in", async () => {
    const { client, fake } = miniProgram(service);
    const [answer, ...sessions] = await Promise.all([
      client.login(),
      ...Array.from({ length: 10 }, () => client.ensureLogin()),
    ]);
    expect(new Set([answer.token, ...sessions.map(({ token }) => token)]).size).toBe(1);
    expect(fake.trail()).toEqual(["login", LOGIN]);
  });

  test("fails all that share a flight with one error, and the next call tries anew", async () => {
    const { client, fake } = miniProgram(service);
    fake.answer(LOGIN, { errMsg: "request:fail " });
    const errors = await Promise.all([failureOf(client.login()), failureOf(client.ensureLogin())]);
    expect(errors.map(({ reason }) => reason)).toEqual(["network_error", "network_error"]);
    expect(client.session).toBeNull();
    await client.login();
    expect(fake.trail()).toEqual(["login", LOGIN, "login", LOGIN]);
  });

  test("takes a fresh code each time: WeChat's codes work once", async () => {
    const { client, fake } = miniProgram(service);
    await client.login();
    await client.login();
    const codes = fake.calls.filter(({ path }) => path === LOGIN).map(({ body }) => body);
    expect(new Set(codes).size).toBe(2);
  });

  test("waits for a renewal under way before it signs in", async () => {
    const { client, fake } = miniProgram(service);
    await client.login();
    const renewal = fake.hold("/api/system/refresh-token");
    const refreshed = client.refresh();
    await renewal.arrived;
    const login = client.login();
    renewal.release();
    const answer = await login;
    await refreshed;
    expect(client.session?.token).toBe(answer.token);
    expect(fake.trail().slice(2)).toEqual(["/api/system/refresh-token", "login", LOGIN]);
  });

  test("says why wx.login failed", async () => {
    const { client, fake } = miniProgram(service);
    fake.answer("login", { errMsg: "login:fail system error" });
    expect(await failureOf(client.login())).toMatchObject({
      name: "WechatAuthError",
      reason: "wx_login_failed",
      status: 0,
      message: "微信登录失败，请稍后重试",
      detail: "login:fail system error",
    });
    expect(fake.trail()).toEqual(["login"]);
  });

  test("counts wx.login without a code as a failure", async () => {
    const { client, fake } = miniProgram(service);
    fake.answer("login", { code: "" } as never);
    expect(await failureOf(client.login())).toMatchObject({ reason: "wx_login_failed", detail: "no code" });
    expect(fake.trail()).toEqual(["login"]);
  });

  test("gives up on a wx.login that never calls back, and can be called again", async () => {
    const { client, fake } = miniProgram(service, { timeout: 50 });
    fake.answer("login", "silence");
    expect(await failureOf(client.login())).toMatchObject({ reason: "timeout", status: 0 });
    expect(fake.calls[0]?.timeout).toBe(50);
    await expect(miniProgram(service).client.login()).resolves.toBeTruthy();
  });

  test("hands the service's refusal on", async () => {
    const { client } = miniProgram(service, { loginCode: async () => "made-up-code" });
    expect(await failureOf(client.login())).toMatchObject({
      status: 400,
      reason: "wechat_code_invalid",
      message: "登录凭证无效或已过期，请重新获取",
      fields: { users_wx_code: "登录凭证无效或已过期，请重新获取" },
      retryAfter: null,
    });
    expect(client.session).toBeNull();
  });

  test("keeps nobody signed in when a disabled user tries", async () => {
    const { client } = miniProgram(service, { user: "login-disabled" });
    const { record } = await client.login();
    client.logout();
    await service.admin.updateUser(record.id, { users_status: -1 });
    expect(await failureOf(client.login())).toMatchObject({ status: 403, reason: "account_disabled" });
    expect(client.session).toBeNull();
  });
});
