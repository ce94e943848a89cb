import { describe, expect, test } from "vitest";
import { ACCESS_TOKEN_MARK, SANDBOX_SECRET } from "../../../sandbox/server.ts";
import { rateLimitTests } from "../../support/rate-limit.ts";
import { ownService, scenarios } from "../../support/scenarios.ts";

scenarios("doctor", [
  {
    name: "examines the deployment for a superuser, and asks WeChat once for its mini-program",
    call: async (service) => ({ token: await service.admin.token() }),
    status: 200,
    body: { code: 200, msg: "检查完成", data: { verdict: "broken" } },
    absent: ["access_token", SANDBOX_SECRET, ACCESS_TOKEN_MARK],
    after: (service, { body }) => {
      expect(service.sandbox.requests().map(({ endpoint }) => endpoint)).toEqual(["stable_token"]);
      const [app] = body.data.checks.filter(({ id }: { id: string }) => id === "wechat_credentials");
      expect(app).toMatchObject({ verdict: "sound", todo: "" });
    },
  },
  { name: "refuses a guest", call: () => ({}), status: 401, reason: "token_invalid" },
  {
    name: "refuses a token that is none",
    call: () => ({ token: "not-a-token" }),
    status: 401,
    reason: "token_invalid",
  },
  {
    name: "refuses a user, and asks WeChat nothing",
    call: async (service) => ({ token: (await service.wechatUser()).token }),
    status: 401,
    reason: "token_invalid",
    absent: ["checks"],
    after: (service) => expect(service.sandbox.requests()).toEqual([]),
  },
  {
    name: "refuses a disabled user like any other",
    call: async (service) => {
      const user = await service.wechatUser();
      await service.admin.updateUser(user.id, { users_status: -1 });
      return { token: user.token };
    },
    status: 401,
    reason: "token_invalid",
  },
]);

describe("doctor beside whoever else has WeChat's access token", () => {
  const started = ownService();

  test("lets it live on", async () => {
    const service = started();
    const { url, settings } = service.sandbox;
    const token = async () => {
      const body = {
        grant_type: "client_credential",
        appid: settings.WECHAT_APPID,
        secret: settings.WECHAT_SECRET,
      };
      const answer = await fetch(`${url}/cgi-bin/stable_token`, {
        method: "POST",
        body: JSON.stringify(body),
      });
      return ((await answer.json()) as { access_token: string }).access_token;
    };
    const before = await token();
    expect(before).not.toBe("");
    await service.call("doctor", { token: await service.admin.token() });
    expect(await token()).toBe(before);
  });
});

describe("doctor under PocketBase's list of superuser addresses", () => {
  const started = ownService();

  test("counts a superuser's token from elsewhere as none", async () => {
    const service = started();
    const token = await service.admin.token();
    expect((await service.call("doctor", { token })).status).toBe(200);
    await service.admin.settings({ superuserIPs: ["203.0.113.7"] });
    const { status, reason } = await service.call("doctor", { token });
    expect({ status, reason }).toEqual({ status: 401, reason: "token_invalid" });
  });
});

describe("doctor under PocketBase's rate limiter", () => {
  rateLimitTests("doctor", 60, ownService({ rateLimits: true }));
});
