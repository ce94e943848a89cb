import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { atOnce, outcomeOf, POOLS, tally } from "../../support/at-once.ts";
import { bodyScenarios } from "../../support/body-scenarios.ts";
import { rateLimitTests } from "../../support/rate-limit.ts";
import { ownService, type Scenario, scenarios } from "../../support/scenarios.ts";
import {
  decide,
  MANY_TICKETS,
  open,
  poll,
  redeem,
  sidesOf,
  startScan,
  ticketAt,
} from "../../support/scanning.ts";
import type { Service, SignedIn } from "../../support/service.ts";

const passing = async (service: Service) => ({
  body: sidesOf(await ticketAt(service, "confirmed", await service.wechatUser())),
});

const unconfirmed = (state: "pending" | "scanned" | "refused"): Scenario => ({
  name: `gives no token for a ticket that is ${state}`,
  call: async (service) => ({ body: sidesOf(await ticketAt(service, state, await service.wechatUser())) }),
  status: 409,
  reason: "ticket_not_confirmed",
  body: { code: 409, msg: "请先在手机上确认登录", data: { reason: "ticket_not_confirmed" } },
  absent: ["token"],
});

/** What happens to a user between the phone's yes and the computer's turn → the answer. */
const CHANGES: [
  what: string,
  change: (service: Service, user: SignedIn) => Promise<unknown>,
  status: number,
  reason: string,
][] = [
  ["is disabled", ({ admin }, { id }) => admin.updateUser(id, { users_status: -1 }), 403, "account_disabled"],
  [
    "has to wait for approval",
    ({ admin }, { id }) => admin.updateUser(id, { users_status: -3 }),
    403,
    "approval_pending",
  ],
  [
    "signs out everywhere",
    (service, { token }) => service.call("revokeTokens", { token }),
    404,
    "ticket_not_found",
  ],
  [
    "gets a new password",
    ({ admin }, { id }) =>
      admin.updateUser(id, { password: "battery-staple-9", passwordConfirm: "battery-staple-9" }),
    404,
    "ticket_not_found",
  ],
  [
    "gets a new token key",
    ({ admin }, { id }) => admin.updateUser(id, { tokenKey: randomUUID() }),
    404,
    "ticket_not_found",
  ],
  [
    "is deleted",
    ({ admin }, { id }) => admin.request("DELETE", `/api/collections/tbl_auth_users/records/${id}`),
    404,
    "ticket_not_found",
  ],
];

scenarios(
  "scanLogin",
  [
    {
      name: "signs the computer in as who has confirmed, with the user's openid in the mini-program",
      call: async (service) => {
        const user = await service.wechatUser();
        const body = sidesOf(await ticketAt(service, "confirmed", user));
        return { body, headers: { "x-id": user.id, "x-openid": user.openid } };
      },
      status: 200,
      body: { meta: { code: 200, msg: "登录成功", data: { status: "login_success" } } },
      absent: ["tokenKey"],
      after: async (service, { body }, call) => {
        expect(body.record.id).toBe(call.headers?.["x-id"]);
        expect(body.meta.data.user.wx_openid).toBe(call.headers?.["x-openid"]);
        expect((await service.call("refreshToken", { token: body.token })).status).toBe(200);
        expect((await service.call("scanLogin", call)).reason).toBe("ticket_not_found");
      },
    },
    unconfirmed("pending"),
    unconfirmed("scanned"),
    unconfirmed("refused"),
    {
      name: "gives nothing to who has photographed the code, and takes nothing from who shows it",
      call: async (service) => {
        const { ticket, secret } = await ticketAt(service, "confirmed", await service.wechatUser());
        return { body: { ticket, secret: ticket }, headers: { "x-secret": secret } };
      },
      status: 404,
      reason: "ticket_not_found",
      absent: ["token"],
      after: async (service, _, { body, headers }) => {
        const { ticket } = body as { ticket: string };
        const secret = headers?.["x-secret"] ?? "";
        expect((await redeem(service, { ticket, secret })).status).toBe(200);
      },
    },
    ...CHANGES.map(([what, change, status, reason]): Scenario => ({
      name: `gives no token when the user ${what} in between, nor at a second try`,
      call: async (service) => {
        const user = await service.wechatUser();
        const body = sidesOf(await ticketAt(service, "confirmed", user));
        await change(service, user);
        return { body };
      },
      status,
      reason,
      absent: ["token"],
      after: async (service, _, call) =>
        expect((await service.call("scanLogin", call)).reason).toBe("ticket_not_found"),
    })),
    {
      name: "names the fields that are missing",
      call: () => ({ body: { ticket: "" } }),
      status: 400,
      reason: "validation_failed",
      fields: ["secret", "ticket"],
    },
    ...bodyScenarios(passing),
  ],
  { env: MANY_TICKETS },
);

describe.each(POOLS)("a confirmed ticket %s", (_title, pool) => {
  const started = ownService({ ...pool, env: MANY_TICKETS });

  test("makes one token, however often it is polled and redeemed at once", async () => {
    const service = started();
    const user = await service.wechatUser();
    for (let round = 0; round < 5; round++) {
      const pair = await ticketAt(service, "confirmed", user);
      const [polls, logins] = await Promise.all([
        atOnce(100, () => poll(service, pair)),
        atOnce(20, () => redeem(service, pair)),
      ]);
      expect(tally(logins.map(outcomeOf))).toEqual({ 200: 1, ticket_not_found: 19 });
      const {
        200: answered = 0,
        rate_limited = 0,
        ticket_not_found = 0,
        ...others
      } = tally(polls.map(outcomeOf));
      expect(others).toEqual({});
      expect(answered).toBeLessThanOrEqual(1);
      expect(answered + rate_limited + ticket_not_found).toBe(100);
    }
  });

  test("is the one's who scans first: of ten users at once, one opens and one computer is let in", async () => {
    const service = started();
    const users = await Promise.all(Array.from({ length: 10 }, () => service.wechatUser()));
    const pair = await startScan(service);
    const opens = await Promise.all(users.map((user) => open(service, user, pair.ticket)));
    expect(tally(opens.map(outcomeOf))).toEqual({ 200: 1, ticket_taken: 9 });
    const decisions = await Promise.all(users.map((user) => decide(service, user, pair.ticket, true)));
    expect(decisions.map(outcomeOf)).toEqual(opens.map(outcomeOf));
    const first = users[opens.findIndex(({ status }) => status === 200)];
    expect((await redeem(service, pair)).body.record.id).toBe(first?.id);
  });

  test("is decided once: of a yes and a no at once, the first counts", async () => {
    const service = started();
    const user = await service.wechatUser();
    for (let round = 0; round < 10; round++) {
      const pair = await ticketAt(service, "scanned", user);
      const answers = await atOnce(10, (i) => decide(service, user, pair.ticket, i % 2 === 0));
      expect(tally(answers.map(outcomeOf))).toEqual({ 200: 5, ticket_taken: 5 });
      const approved = answers[0]?.status === 200;
      expect(outcomeOf(await redeem(service, pair))).toBe(approved ? "200" : "ticket_not_confirmed");
    }
  });
});

describe("a ticket after a restart", () => {
  const started = ownService({ env: MANY_TICKETS });

  test("is gone, and the next one works", async () => {
    const service = started();
    const user = await service.wechatUser();
    const pair = await ticketAt(service, "confirmed", user);
    await service.restart();
    expect((await poll(service, pair)).reason).toBe("ticket_not_found");
    expect((await redeem(service, pair)).reason).toBe("ticket_not_found");
    expect((await redeem(service, await ticketAt(service, "confirmed", user))).status).toBe(200);
  });
});

describe("scanLogin under an authRule that refuses the user", () => {
  const started = ownService({ env: MANY_TICKETS });

  test("gives no token", async () => {
    const service = started();
    const authRule = "users_status >= 0 && users_level != 'gone'";
    await service.admin.collection("tbl_auth_users", { authRule });
    const user = await service.wechatUser();
    const pair = await ticketAt(service, "confirmed", user);
    await service.admin.updateUser(user.id, { users_level: "gone" });
    const answer = await redeem(service, pair);
    expect([answer.status, answer.reason]).toEqual([401, "auth_rejected"]);
  });
});

describe("scanLogin's budget", () => {
  rateLimitTests("scanLogin", 600, ownService({ rateLimits: true }));
});
