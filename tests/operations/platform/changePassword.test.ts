import { describe, expect, test } from "vitest";
import { endedTokenTests } from "../../support/ended-tokens.ts";
import { nativeLogin } from "../../support/native-routes.ts";
import { platformLogin } from "../../support/passwords.ts";
import { rateLimitTests } from "../../support/rate-limit.ts";
import { ownService, type Scenario, scenarios } from "../../support/scenarios.ts";
import type { Call, Service } from "../../support/service.ts";
import { strangeTokens } from "../../support/tokens.ts";

const NEW = "battery-staple-9";

/** A user's call, and who they are in headers that nobody reads. */
async function change(service: Service, values: { [field: string]: unknown } = {}): Promise<Call> {
  const { id, token, phone, password } = await service.platformUser();
  return {
    token,
    body: { password_old: password, password: NEW, passwordConfirm: NEW, ...values },
    headers: { "x-id": id, "x-phone": phone, "x-password": password },
  };
}
const told = ({ headers }: Call, name: string) => headers?.[`x-${name}`] ?? "";

/** The old password still signs in. */
const unchanged = async (service: Service, _answer: unknown, call: Call) => {
  expect((await platformLogin(service, told(call, "phone"), told(call, "password"))).status).toBe(200);
  expect((await service.call("refreshToken", { token: call.token ?? "" })).status).toBe(200);
};

scenarios("changePassword", [
  {
    name: "makes the new password the only one, at our door and at PocketBase's",
    call: change,
    status: 200,
    absent: [NEW, "tokenKey"],
    after: async (service, { body }, call) => {
      expect(body).toEqual({
        code: 200,
        msg: "密码已修改",
        data: { status: "password_changed", token: body.data.token },
      });
      expect((await platformLogin(service, told(call, "phone"), NEW)).status).toBe(200);
      const old = await platformLogin(service, told(call, "phone"), told(call, "password"));
      expect(old.reason).toBe("password_wrong");
      const { email } = await service.admin.user(told(call, "id"));
      expect((await nativeLogin(service, String(email), NEW)).status).toBe(200);
      expect((await nativeLogin(service, String(email), told(call, "password"))).status).toBe(400);
      expect((await service.call("refreshToken", { token: body.data.token })).status).toBe(200);
    },
  },
  {
    name: "refuses a wrong old password and changes nothing",
    call: (service) => change(service, { password_old: "not-the-password" }),
    status: 400,
    reason: "password_wrong",
    fields: { password_old: "旧密码错误" },
    after: unchanged,
  },
  {
    name: "refuses the old password as the new one",
    call: async (service) => {
      const call = await change(service);
      const password = told(call, "password");
      return { ...call, body: { password_old: password, password, passwordConfirm: password } };
    },
    status: 400,
    reason: "password_same",
    fields: { password: "新密码不能与旧密码相同" },
    after: unchanged,
  },
  {
    name: "refuses a confirmation that differs, before it looks at the old password",
    call: (service) =>
      change(service, { password_old: "not-the-password", passwordConfirm: "other-staple-9" }),
    status: 400,
    reason: "validation_failed",
    fields: { passwordConfirm: "确认密码：与密码不一致" },
    after: unchanged,
  },
  {
    name: "refuses a new password that is too short",
    call: (service) => change(service, { password: "short", passwordConfirm: "short" }),
    status: 400,
    reason: "validation_failed",
    fields: ["password"],
    after: unchanged,
  },
  {
    name: "names every field that is missing",
    call: async (service) => ({ ...(await change(service)), body: {} }),
    status: 400,
    reason: "validation_failed",
    fields: ["password", "passwordConfirm", "password_old"],
  },
  {
    name: "is not for WeChat users, who have no password",
    call: async (service) => ({ ...(await change(service)), token: (await service.wechatUser()).token }),
    status: 400,
    reason: "user_type_mismatch",
    body: { msg: "微信用户没有密码" },
  },
  {
    name: "refuses a disabled user",
    call: async (service) => {
      const call = await change(service);
      await service.admin.updateUser(told(call, "id"), { users_status: -1 });
      return call;
    },
    status: 403,
    reason: "account_disabled",
  },
  {
    name: "refuses a caller without a token",
    call: async (service) => ({ ...(await change(service)), token: "" }),
    status: 401,
    reason: "token_invalid",
  },
  ...Object.entries(strangeTokens).map(([what, make]): Scenario => ({
    name: `refuses a token ${what}`,
    call: async (service) => ({ ...(await change(service)), token: await make(service) }),
    status: 401,
    reason: "token_invalid",
  })),
]);

describe("the lock on the old password", () => {
  const started = ownService({ env: { LOGIN_MAX_FAILURES: "2" } });

  test("is the one of the login: wrong ones count together, and a right one is refused once it is closed", async () => {
    const service = started();
    const { token, phone, password } = await service.platformUser();
    const attempt = (password_old: string) =>
      service.call("changePassword", { token, body: { password_old, password: NEW, passwordConfirm: NEW } });
    expect((await attempt("not-the-password")).reason).toBe("password_wrong");
    expect((await platformLogin(service, phone, "not-the-password")).reason).toBe("password_wrong");
    expect((await attempt("not-the-password")).reason).toBe("too_many_attempts");
    const locked = await attempt(password);
    expect([locked.status, locked.reason]).toEqual([429, "too_many_attempts"]);
    expect((await platformLogin(service, phone, password)).reason).toBe("too_many_attempts");
  });
});

describe("a password change", () => {
  endedTokenTests(async (service, { token, password }) => {
    const body = { password_old: password, password: NEW, passwordConfirm: NEW };
    expect((await service.call("changePassword", { token, body })).status).toBe(200);
  });
});

describe("changePassword's budget", () => {
  rateLimitTests("changePassword", 60, ownService({ rateLimits: true }));
});
