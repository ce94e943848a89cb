import { describe, expect, test } from "vitest";
import { bodyScenarios } from "../../support/body-scenarios.ts";
import { rateLimitTests } from "../../support/rate-limit.ts";
import { ownService, type Scenario, scenarios } from "../../support/scenarios.ts";
import { MANY_TICKETS, poll, sidesOf, startScan, ticketAt } from "../../support/scanning.ts";
import type { Service } from "../../support/service.ts";

const passing = async (service: Service) => ({ body: sidesOf(await startScan(service)) });

/** A user with a name and a picture. */
async function named(service: Service) {
  const user = await service.wechatUser();
  const users_picture = "https://example.com/face.png";
  await service.admin.updateUser(user.id, { users_name: "小明", users_picture });
  return user;
}

const SCANNER = { users_name: "小明", users_picture: "https://example.com/face.png" };

const atState = (state: "scanned" | "confirmed" | "refused", data: object): Scenario => ({
  name: `tells of a ticket that is ${state}`,
  call: async (service) => ({ body: sidesOf(await ticketAt(service, state, await named(service))) }),
  status: 200,
  absent: ["token", "openid", "users_phone"],
  after: (_service, { body }) => expect(body).toEqual({ code: 200, msg: "查询成功", data }),
});

scenarios(
  "scanStatus",
  [
    {
      name: "tells of a ticket that nobody has scanned",
      call: passing,
      status: 200,
      after: (_service, { body }) => expect(body.data).toEqual({ status: "pending" }),
    },
    atState("scanned", { status: "scanned", scanner: SCANNER }),
    atState("confirmed", { status: "confirmed", scanner: SCANNER }),
    atState("refused", { status: "refused" }),
    {
      name: "knows a ticket no longer that was used",
      call: async (service) => ({ body: sidesOf(await ticketAt(service, "used", await named(service))) }),
      status: 404,
      reason: "ticket_not_found",
      body: { code: 404, msg: "二维码已失效，请刷新后重新扫码", data: { reason: "ticket_not_found" } },
    },
    {
      name: "says nothing of the scanner whose record is gone",
      call: async (service) => {
        const user = await service.wechatUser();
        const pair = sidesOf(await ticketAt(service, "confirmed", user));
        await service.admin.request("DELETE", `/api/collections/tbl_auth_users/records/${user.id}`);
        return { body: pair };
      },
      status: 200,
      after: (_service, { body }) => expect(body.data).toEqual({ status: "confirmed" }),
    },
    {
      name: "knows no ticket by another secret",
      call: async (service) => ({ body: { ...sidesOf(await startScan(service)), secret: "x".repeat(32) } }),
      status: 404,
      reason: "ticket_not_found",
    },
    {
      name: "knows no ticket that was never made",
      call: async (service) => ({ body: { ...sidesOf(await startScan(service)), ticket: "x".repeat(22) } }),
      status: 404,
      reason: "ticket_not_found",
    },
    {
      name: "names the fields that are missing",
      call: () => ({ body: {} }),
      status: 400,
      reason: "validation_failed",
      fields: { ticket: "扫码票据：不能为空", secret: "扫码密钥：不能为空" },
    },
    ...bodyScenarios(passing),
  ],
  { env: MANY_TICKETS },
);

describe("polling faster than the interval", () => {
  const started = ownService({ env: MANY_TICKETS });

  test("is refused with the seconds to wait, and does not put off the next poll", async () => {
    const service = started();
    const pair = await startScan(service);
    expect((await poll(service, pair)).status).toBe(200);
    const answeredAt = Date.now();
    const early = await poll(service, pair);
    expect(early.body).toEqual({
      code: 429,
      msg: "请求过于频繁，请稍后再试",
      data: { reason: "rate_limited", retry_after: 2 },
    });
    expect(early.headers.get("retry-after")).toBe("2");
    while (Date.now() < answeredAt + pair.interval * 1000) await poll(service, pair);
    const second = await startScan(service);
    expect((await poll(service, second)).status).toBe(200);
  });

  test("with another secret is no poll", async () => {
    const service = started();
    const pair = await startScan(service);
    for (let i = 0; i < 3; i++)
      expect((await poll(service, { ...pair, secret: "another" })).reason).toBe("ticket_not_found");
    expect((await poll(service, pair)).status).toBe(200);
  });
});

describe("scanStatus' budget", () => {
  rateLimitTests("scanStatus", 600, ownService({ rateLimits: true }));
});
