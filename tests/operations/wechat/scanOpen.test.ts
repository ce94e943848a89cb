import { describe, expect, test } from "vitest";
import { bodyScenarios } from "../../support/body-scenarios.ts";
import { rateLimitTests } from "../../support/rate-limit.ts";
import { ownService, type Scenario, scenarios } from "../../support/scenarios.ts";
import { MANY_TICKETS, open, startScan, ticketAt } from "../../support/scanning.ts";
import type { Service } from "../../support/service.ts";
import { strangeTokens } from "../../support/tokens.ts";

const CHROME =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36";

const passing = async (service: Service) => ({
  token: (await service.wechatUser()).token,
  body: { ticket: (await startScan(service)).ticket },
});

const again = (state: "scanned" | "confirmed" | "refused"): Scenario => ({
  name: `answers who opened it the same when it is ${state}`,
  call: async (service) => {
    const user = await service.wechatUser();
    const { ticket } = await ticketAt(service, state, user);
    return { token: user.token, body: { ticket } };
  },
  status: 200,
  body: { data: { status: "scanned" } },
});

const taken = (state: "scanned" | "confirmed" | "refused"): Scenario => ({
  name: `is refused to anybody else when it is ${state}`,
  call: async (service) => {
    const { ticket } = await ticketAt(service, state, await service.wechatUser());
    return { token: (await service.wechatUser()).token, body: { ticket } };
  },
  status: 409,
  reason: "ticket_taken",
  body: { code: 409, msg: "这次扫码已被处理，请刷新二维码后重试", data: { reason: "ticket_taken" } },
  absent: ["check_code", "origin"],
});

scenarios(
  "scanOpen",
  [
    {
      name: "shows who asks, and the digits that the computer shows as well",
      call: async (service) => {
        const { token } = await service.wechatUser();
        const { ticket, check_code } = await startScan(service, { "user-agent": CHROME });
        return { token, body: { ticket }, headers: { "x-check-code": check_code } };
      },
      status: 200,
      absent: ["secret", "token", "Mozilla"],
      after: (_service, { body }, { headers }) => {
        const { origin, ...data } = body.data;
        expect(body.msg).toBe("请核对后确认登录");
        expect(data).toEqual({ status: "scanned", check_code: headers?.["x-check-code"] });
        const { time, ...who } = origin;
        expect(who).toEqual({ user_agent: "Windows 上的 Chrome 浏览器", address: "127.0.0.1" });
        expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
        expect(Math.abs(Date.now() - Date.parse(time))).toBeLessThan(60_000);
      },
    },
    {
      name: "shows none of the words that a browser says of itself",
      call: async (service) => {
        const { token } = await service.wechatUser();
        const { ticket } = await startScan(service, { "user-agent": "your-bank|office|computer" });
        return { token, body: { ticket } };
      },
      status: 200,
      absent: ["bank", "office"],
      after: (_service, { body }) => expect(body.data.origin.user_agent).toBe("未知浏览器"),
    },
    again("scanned"),
    again("confirmed"),
    again("refused"),
    taken("scanned"),
    taken("confirmed"),
    taken("refused"),
    {
      name: "knows a ticket no longer that was used",
      call: async (service) => {
        const user = await service.wechatUser();
        const { ticket } = await ticketAt(service, "used", user);
        return { token: user.token, body: { ticket } };
      },
      status: 404,
      reason: "ticket_not_found",
    },
    {
      name: "knows no ticket that was never made",
      call: async (service) => ({
        token: (await service.wechatUser()).token,
        body: { ticket: "a".repeat(22) },
      }),
      status: 404,
      reason: "ticket_not_found",
    },
    {
      name: "refuses a disabled user, and the ticket stays free",
      call: async (service) => {
        const user = await service.wechatUser();
        const { ticket } = await startScan(service);
        await service.admin.updateUser(user.id, { users_status: -1 });
        return { token: user.token, body: { ticket } };
      },
      status: 403,
      reason: "account_disabled",
      after: async (service, _, { body }) => {
        const { ticket } = body as { ticket: string };
        expect((await open(service, await service.wechatUser(), ticket)).status).toBe(200);
      },
    },
    {
      name: "refuses a user who waits for approval",
      call: async (service) => {
        const user = await service.wechatUser();
        const { ticket } = await startScan(service);
        await service.admin.updateUser(user.id, { users_status: -3 });
        return { token: user.token, body: { ticket } };
      },
      status: 403,
      reason: "approval_pending",
    },
    {
      name: "refuses an impersonation token, which is to make no other",
      call: async (service) => {
        const { id } = await service.wechatUser();
        const { ticket } = await startScan(service);
        return { token: await service.admin.impersonate(id), body: { ticket } };
      },
      status: 401,
      reason: "token_invalid",
    },
    {
      name: "refuses a caller without a token",
      call: async (service) => ({ body: { ticket: (await startScan(service)).ticket } }),
      status: 401,
      reason: "token_invalid",
    },
    ...Object.entries(strangeTokens).map(([what, make]): Scenario => ({
      name: `refuses a token ${what}`,
      call: async (service) => ({
        token: await make(service),
        body: { ticket: (await startScan(service)).ticket },
      }),
      status: 401,
      reason: "token_invalid",
    })),
    {
      name: "names the field that is missing",
      call: async (service) => ({ token: (await service.wechatUser()).token, body: {} }),
      status: 400,
      reason: "validation_failed",
      fields: { ticket: "扫码票据：不能为空" },
    },
    ...bodyScenarios(passing),
  ],
  { env: MANY_TICKETS },
);

describe("scanOpen on a platform user's phone", () => {
  const started = ownService({ env: MANY_TICKETS });

  test("works as for everybody: the token says who it is, not the door it came from", async () => {
    const service = started();
    const user = await service.platformUser();
    expect((await open(service, user, (await startScan(service)).ticket)).status).toBe(200);
  });
});

describe("scanOpen's budget", () => {
  rateLimitTests("scanOpen", 600, ownService({ rateLimits: true }));
});
