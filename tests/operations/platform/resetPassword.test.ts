import { describe, expect, test } from "vitest";
import { endedTokenTests } from "../../support/ended-tokens.ts";
import { platformLogin } from "../../support/passwords.ts";
import { rateLimitTests } from "../../support/rate-limit.ts";
import { ownService, scenarios } from "../../support/scenarios.ts";
import { type Call, freshPhone, type Service } from "../../support/service.ts";
import { errcodeScenarios, notConfiguredTest } from "../../support/wechat-scenarios.ts";

const NEW = "battery-staple-9";
const ENDPOINT = "getuserphonenumber";

const body = ({ sandbox }: Service, phone: string, values: { [field: string]: unknown } = {}) => ({
  users_phone_code: sandbox.mintPhoneCode({ phone }).code,
  password: NEW,
  passwordConfirm: NEW,
  ...values,
});

/** A platform user who forgot the password; who they are, in headers that nobody reads. */
async function forgotten(service: Service, values?: { [field: string]: unknown }): Promise<Call> {
  const { id, phone, token } = await service.platformUser();
  return { body: body(service, phone, values), headers: { "x-id": id, "x-phone": phone, "x-token": token } };
}
const told = ({ headers }: Call, name: string) => headers?.[`x-${name}`] ?? "";
const paid = ({ sandbox }: Service) =>
  sandbox.requests().filter(({ endpoint }) => endpoint === ENDPOINT).length;

scenarios("resetPassword", [
  {
    name: "gives the owner of the phone a new password, and marks the phone as proved",
    call: forgotten,
    status: 200,
    absent: [NEW, "eyJ"],
    after: async (service, answer, call) => {
      expect(answer.body).toEqual({
        code: 200,
        msg: "密码已重设，请用新密码登录",
        data: { status: "password_reset" },
      });
      const login = await platformLogin(service, told(call, "phone"), NEW);
      expect(login.body.meta.data.user).toMatchObject({
        pb_id: told(call, "id"),
        users_phone_verified: true,
      });
      expect((await platformLogin(service, told(call, "phone"), "correct-horse-8")).reason).toBe(
        "password_wrong",
      );
    },
  },
  {
    name: "throws out whoever had registered somebody else's phone",
    call: forgotten,
    status: 200,
    after: async (service, _answer, call) =>
      expect((await service.call("refreshToken", { token: told(call, "token") })).reason).toBe(
        "token_invalid",
      ),
  },
  {
    name: "checks the password before WeChat is paid",
    call: (service) => forgotten(service, { passwordConfirm: "other-staple-9" }),
    status: 400,
    reason: "validation_failed",
    fields: { passwordConfirm: "确认密码：与密码不一致" },
    after: (service) => expect(paid(service)).toBe(0),
  },
  {
    name: "finds nobody by a phone that nobody has",
    call: (service) => ({ body: body(service, freshPhone()) }),
    status: 404,
    reason: "user_not_found",
    fields: ["users_phone_code"],
  },
  {
    name: "is not for a phone of a WeChat user, who has no password",
    call: async (service) => {
      const { token } = await service.wechatUser();
      const phone = freshPhone();
      const { code } = service.sandbox.mintPhoneCode({ phone });
      const profile = {
        users_name: "小明",
        users_phone_code: code,
        users_picture: "https://example.com/a.png",
      };
      expect((await service.call("wechatProfile", { token, body: profile })).status).toBe(200);
      return { body: body(service, phone) };
    },
    status: 400,
    reason: "user_type_mismatch",
    fields: ["users_phone_code"],
  },
  {
    name: "refuses a disabled user and changes nothing",
    call: async (service) => {
      const call = await forgotten(service);
      await service.admin.updateUser(told(call, "id"), { users_status: -1 });
      return call;
    },
    status: 403,
    reason: "account_disabled",
    after: async (service, _answer, call) => {
      await service.admin.updateUser(told(call, "id"), { users_status: 0 });
      expect((await platformLogin(service, told(call, "phone"), "correct-horse-8")).status).toBe(200);
    },
  },
  {
    name: "refuses a user who waits for approval",
    call: async (service) => {
      const call = await forgotten(service);
      await service.admin.updateUser(told(call, "id"), { users_status: -3 });
      return call;
    },
    status: 403,
    reason: "approval_pending",
  },
  {
    name: "names every field that is missing",
    call: () => ({ body: {} }),
    status: 400,
    reason: "validation_failed",
    fields: ["password", "passwordConfirm", "users_phone_code"],
  },
  ...errcodeScenarios(ENDPOINT, forgotten, [
    [40029, 400, "phone_code_invalid", ["users_phone_code"]],
    [40163, 400, "phone_code_invalid", ["users_phone_code"]],
  ]),
]);

describe("a password reset", () => {
  endedTokenTests(async (service, { phone }) => {
    expect((await service.call("resetPassword", { body: body(service, phone) })).status).toBe(200);
  });

  const started = ownService({ env: { LOGIN_MAX_FAILURES: "1" } });

  test("opens the lock that wrong passwords have closed", async () => {
    const service = started();
    const { phone } = await service.platformUser();
    await platformLogin(service, phone, "not-the-password");
    await platformLogin(service, phone, "not-the-password");
    expect((await platformLogin(service, phone, "correct-horse-8")).reason).toBe("too_many_attempts");
    expect((await service.call("resetPassword", { body: body(service, phone) })).status).toBe(200);
    expect((await platformLogin(service, phone, NEW)).status).toBe(200);
  });

  test("can be sent again with the same code when its answer got lost, and is paid once", async () => {
    const service = started();
    const { phone } = await service.platformUser();
    const sent = body(service, phone);
    service.sandbox.clearRequests();
    expect((await service.call("resetPassword", { body: sent })).status).toBe(200);
    expect((await service.call("resetPassword", { body: sent })).status).toBe(200);
    expect(paid(service)).toBe(1);
    expect((await platformLogin(service, phone, NEW)).status).toBe(200);
  });

  test("of a code that a signed-in user has sent is refused: the proof is theirs", async () => {
    const service = started();
    const { phone } = await service.platformUser();
    const { token } = await service.wechatUser();
    const sent = body(service, phone);
    const profile = { users_name: "小明", users_picture: "https://example.com/a.png" };
    const taken = await service.call("wechatProfile", {
      token,
      body: { ...profile, users_phone_code: sent.users_phone_code },
    });
    expect(taken.reason).toBe("phone_taken");
    expect((await service.call("resetPassword", { body: sent })).reason).toBe("phone_code_invalid");
  });
});

describe("resetPassword without credentials", () => {
  const started = ownService({ env: { WECHAT_APPID: "" } });
  notConfiguredTest("resetPassword", forgotten, started);
});

describe("resetPassword's budget", () => {
  rateLimitTests("resetPassword", 60, ownService({ rateLimits: true }));
});
