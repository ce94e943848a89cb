import { describe, expect, test } from "vitest";
import { appScenarios } from "../../support/app-scenarios.ts";
import { bodyScenarios } from "../../support/body-scenarios.ts";
import { rateLimitTests } from "../../support/rate-limit.ts";
import { oncePerService, ownService, type Scenario, scenarios } from "../../support/scenarios.ts";
import { type Answer, type Call, callOperation, type Service } from "../../support/service.ts";
import { claimsOf, resigned, strangeTokens } from "../../support/tokens.ts";
import { brokenScenarios, errcodeScenarios, notConfiguredTest } from "../../support/wechat-scenarios.ts";

const user = oncePerService((service) => service.wechatUser("refresher"));
const code = (service: Service, name = "refresher") => service.sandbox.mintLoginCode({ user: name }).code;

/** A call that goes by the code of a known user. */
async function byCode(service: Service, name = "refresher"): Promise<Call> {
  await service.wechatUser(name);
  return { body: { users_wx_code: code(service, name) } };
}

/** The answer is a token of this user, and nothing else; PocketBase's own routes take it. */
async function expectTokenOf(service: Service, answer: Answer, id: string): Promise<void> {
  const { token } = answer.body.data;
  expect(answer.body).toEqual({ code: 200, msg: "令牌已续期", data: { token } });
  expect(claimsOf(token)).toMatchObject({ id, type: "auth", refreshable: true });
  const own = `${service.url}/api/collections/tbl_auth_users/records/${id}`;
  expect((await fetch(own, { headers: { authorization: token } })).status).toBe(200);
}

const asksNoWechat = (service: Service) => expect(service.sandbox.requests()).toEqual([]);

/** A valid token is renewed, whatever else the call holds. */
const renews = (what: string, call: Call, send = (token: string): Call => ({ token })): Scenario => ({
  name: `renews a valid token, with ${what}`,
  call: async (service) => ({ ...call, ...send((await user(service)).token) }),
  status: 200,
  after: async (service, answer) => {
    await expectTokenOf(service, answer, (await user(service)).id);
    asksNoWechat(service);
  },
});
const authorization = (scheme: string) => (token: string) => ({
  headers: { authorization: `${scheme}${token}` },
});

const refused = (what: string, call: Scenario["call"]): Scenario => ({
  name: `refuses ${what}`,
  call,
  status: 401,
  reason: "token_invalid",
  body: { code: 401, msg: "登录已失效，请重新登录", data: { reason: "token_invalid" } },
  after: asksNoWechat,
});

const invalid = (what: string, value: unknown, message: string): Scenario => ({
  name: `refuses ${what} as the code`,
  call: () => ({ body: { users_wx_code: value } }),
  status: 400,
  reason: "validation_failed",
  fields: { users_wx_code: message },
  after: asksNoWechat,
});

scenarios("refreshToken", [
  renews("no body", {}),
  renews("a code, which is not sent to WeChat", { body: { users_wx_code: "some-code" } }),
  renews("a malformed body", { body: "{" }),
  renews("a list as its body", { body: "[]" }),
  renews("a code that breaks the rules", { body: { users_wx_code: 5 } }),
  renews("an appid that is not configured", { body: { wx_appid: "wx9999999999999999" } }),
  renews("a body over 64 KiB", { body: "x".repeat(64 * 1024 + 1) }),
  renews("a chunked body over 64 KiB", { body: "x".repeat(64 * 1024 + 1), chunked: true }),
  renews("bearer in odd case", {}, authorization("bEaReR ")),
  renews("the bare token", {}, authorization("")),
  {
    name: "renews a valid token, with a body of another type",
    call: async (service) => ({
      body: "a=b",
      token: (await user(service)).token,
      headers: { "content-type": "text/plain" },
    }),
    status: 200,
    after: asksNoWechat,
  },
  {
    name: "renews for as long as a new sign-in would last",
    call: async (service) => {
      const { token } = await user(service);
      const exp = Math.floor(Date.now() / 1000) + 60;
      return { token: await resigned(service, token, { exp }) };
    },
    status: 200,
    after: async (service, { body }) => {
      const lasts = claimsOf(body.data.token).exp - claimsOf((await user(service)).token).exp;
      expect(lasts).toBeGreaterThanOrEqual(0);
    },
  },
  {
    name: "renews the token of a platform user",
    call: async (service) => ({ token: (await service.platformUser()).token }),
    status: 200,
  },
  {
    name: "issues a token for a known user's code, asking WeChat once",
    call: byCode,
    status: 200,
    after: async (service, answer) => {
      await expectTokenOf(service, answer, (await user(service)).id);
      expect(service.sandbox.requests()).toHaveLength(1);
    },
  },
  ...Object.entries(strangeTokens).flatMap(([what, make]): Scenario[] => [
    refused(`a token ${what}`, async (service) => ({ token: await make(service) })),
    {
      name: `goes by the code beside a token ${what}`,
      call: async (service) => {
        const token = await make(service);
        return { ...(await byCode(service)), token };
      },
      status: 200,
      after: async (service, answer) => expectTokenOf(service, answer, (await user(service)).id),
    },
  ]),
  refused("an impersonation token, which PocketBase issued for one use", async (service) => ({
    token: await service.admin.impersonate((await user(service)).id),
  })),
  refused("an impersonation token even with a good code", async (service) => ({
    ...(await byCode(service)),
    token: await service.admin.impersonate((await user(service)).id),
  })),
  refused("a call with neither token nor body", () => ({})),
  refused("an empty body", () => ({ body: "" })),
  refused("an empty object", () => ({ body: {} })),
  refused("null for the code", () => ({ body: { users_wx_code: null } })),
  refused("an empty code", () => ({ body: { users_wx_code: "" } })),
  invalid("a number", 5, "微信登录凭证：必须是文本"),
  invalid("513 characters", "a".repeat(513), "微信登录凭证：最多 512 个字符"),
  invalid("a space", " ", "微信登录凭证：只能包含可见的英文字符"),
  {
    name: "does not create a user who is not known",
    call: (service) => ({ body: { users_wx_code: code(service, "stranger") } }),
    status: 404,
    reason: "user_not_found",
    body: { code: 404, msg: "用户不存在", data: { reason: "user_not_found" } },
    after: async (service) => {
      const { openid } = service.sandbox.mintLoginCode({ user: "stranger" });
      expect(await service.admin.users(`openid = "${openid}"`)).toEqual([]);
    },
  },
  ...["token", "code"].map((by): Scenario => ({
    name: `gives a disabled user nothing for their ${by}`,
    call: async (service) => {
      const { id, token } = await service.wechatUser("disabled");
      await service.admin.updateUser(id, { users_status: -1 });
      const call = by === "token" ? { token } : { body: { users_wx_code: code(service, "disabled") } };
      return { ...call, headers: { "x-user": id } };
    },
    status: 403,
    reason: "account_disabled",
    body: { code: 403, msg: "账号已停用，请联系管理员", data: { reason: "account_disabled" } },
    after: (service, _answer, { headers }) =>
      service.admin.updateUser(headers?.["x-user"] ?? "", { users_status: 0 }) as Promise<void>,
  })),
  {
    name: "refuses the same code again within ten seconds, whichever route it was sent to",
    call: async (service) => {
      const again = { body: { users_wx_code: code(service) } };
      await service.call("wechatLogin", again);
      return again;
    },
    status: 429,
    reason: "duplicate_request",
    body: { code: 429, msg: "请勿重复提交", data: { reason: "duplicate_request" } },
    after: (service, { headers }) => {
      asksNoWechat(service);
      expect(Number(headers.get("retry-after"))).toBeLessThanOrEqual(10);
    },
  },
  ...bodyScenarios(byCode),
  ...appScenarios(byCode),
  ...errcodeScenarios("jscode2session", byCode, [
    [40029, 400, "wechat_code_invalid", ["users_wx_code"]],
    [41008, 400, "wechat_code_invalid", ["users_wx_code"]],
    [40163, 400, "wechat_code_used", ["users_wx_code"]],
  ]),
  ...brokenScenarios("jscode2session", byCode),
]);

describe("refreshToken under an operator's settings", () => {
  const started = ownService();

  test("keeps serving valid tokens while WeChat is away", async () => {
    const service = started();
    const { token } = await service.wechatUser();
    service.sandbox.setFault({ endpoint: "*", kind: "status" });
    expect((await service.call("refreshToken", { token })).status).toBe(200);
    service.sandbox.clearFaults();
  });

  test("answers 401 auth_rejected to whom the operator's own authRule refuses, by token and by code", async () => {
    const service = started();
    await service.admin.collection("tbl_auth_users", {
      authRule: "users_status >= 0 && users_level != 'left'",
    });
    const { id, token } = await service.wechatUser("leaver");
    expect((await service.call("refreshToken", { token })).status).toBe(200);
    await service.admin.updateUser(id, { users_level: "left" });
    for (const call of [{ token }, { body: { users_wx_code: code(service, "leaver") } }]) {
      const { body } = await service.call("refreshToken", call);
      expect(body).toEqual({ code: 401, msg: "当前账号不允许登录", data: { reason: "auth_rejected" } });
    }
  });

  test("issues no token to anybody where the operator has locked sign-in", async () => {
    const service = started();
    await service.wechatUser("locked-out");
    await service.admin.collection("tbl_auth_users", { authRule: null });
    const call = { body: { users_wx_code: code(service, "locked-out") } };
    expect((await service.call("refreshToken", call)).reason).toBe("auth_rejected");
  });

  test("answers 500 without detail when the users cannot be read", async () => {
    const service = started();
    const call = { body: { users_wx_code: code(service) } };
    await service.admin.collection("tbl_auth_users", { name: "elsewhere" });
    expect((await callOperation(service.url, "refreshToken", call)).body).toEqual({
      code: 500,
      msg: "服务内部错误，请稍后再试",
      data: { reason: "internal_error" },
    });
  });

  // The last one: the superuser of these tests is no longer let in.
  test("takes a superuser's token for none also where PocketBase refuses it for its address", async () => {
    const service = started();
    const token = await service.admin.token();
    await service.admin.settings({ superuserIPs: ["192.0.2.1"] });
    expect((await service.call("refreshToken", { token })).reason).toBe("token_invalid");
  });
});

describe("refreshToken without WeChat credentials, under PocketBase's rate limiter", () => {
  const started = ownService({ rateLimits: true, env: { WECHAT_SECRET: "" } });
  notConfiguredTest("refreshToken", async () => ({ body: { users_wx_code: "some-code" } }), started);
  rateLimitTests("refreshToken", 600, started);
});
