import { describe, expect, test } from "vitest";
import { endedTokenTests } from "../../support/ended-tokens.ts";
import { platformLogin } from "../../support/passwords.ts";
import { rateLimitTests } from "../../support/rate-limit.ts";
import { ownService, type Scenario, scenarios } from "../../support/scenarios.ts";
import { strangeTokens } from "../../support/tokens.ts";

scenarios("revokeTokens", [
  {
    name: "answers that all tokens have ended, whatever is sent along",
    call: async (service) => ({ token: (await service.wechatUser()).token, body: "[not json" }),
    status: 200,
    absent: ['token":"', "tokenKey"],
    after: (_service, { body }) =>
      expect(body).toEqual({ code: 200, msg: "已在所有设备退出登录", data: { status: "tokens_revoked" } }),
  },
  {
    name: "refuses a disabled user",
    call: async (service) => {
      const { id, token } = await service.wechatUser();
      await service.admin.updateUser(id, { users_status: -1 });
      return { token };
    },
    status: 403,
    reason: "account_disabled",
  },
  { name: "refuses a caller without a token", call: () => ({}), status: 401, reason: "token_invalid" },
  ...Object.entries(strangeTokens).map(([what, make]): Scenario => ({
    name: `refuses a token ${what}`,
    call: async (service) => ({ token: await make(service) }),
    status: 401,
    reason: "token_invalid",
  })),
]);

describe("revoking", () => {
  endedTokenTests(async (service, { token }) => {
    expect((await service.call("revokeTokens", { token })).status).toBe(200);
  });

  const started = ownService();

  test("lets the person sign in again, and leaves everybody else's tokens alone", async () => {
    const service = started();
    const [mine, theirs] = [await service.platformUser(), await service.platformUser()];
    await service.call("revokeTokens", { token: mine.token });
    expect((await platformLogin(service, mine.phone, mine.password)).status).toBe(200);
    expect((await service.call("refreshToken", { token: theirs.token })).status).toBe(200);
  });

  test("is done once by ten requests at a time: one succeeds, the others come without a token", async () => {
    const service = started();
    const { token } = await service.wechatUser();
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => service.call("revokeTokens", { token })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([
      200,
      ...Array.from({ length: 9 }, () => 401),
    ]);
  });
});

describe("revokeTokens' budget", () => {
  rateLimitTests("revokeTokens", 600, ownService({ rateLimits: true }));
});
