import { describe, expect } from "vitest";
import { bodyScenarios } from "../../support/body-scenarios.ts";
import { rateLimitTests } from "../../support/rate-limit.ts";
import { ownService, type Scenario, scenarios } from "../../support/scenarios.ts";
import { MANY_TICKETS, poll, ticketAt } from "../../support/scanning.ts";
import type { Service } from "../../support/service.ts";
import { strangeTokens } from "../../support/tokens.ts";

const passing = async (service: Service) => {
  const user = await service.wechatUser();
  const { ticket } = await ticketAt(service, "scanned", user);
  return { token: user.token, body: { ticket, approve: true } };
};

type State = Parameters<typeof ticketAt>[1];

/** A decision of who has opened it, on a ticket of this state. */
const decision = (
  state: State,
  approve: boolean,
  expected: Pick<Scenario, "status" | "reason" | "body">,
) => ({
  name: `${approve ? "a yes" : "a no"} to a ticket that is ${state}: ${expected.reason ?? expected.status}`,
  call: async (service: Service) => {
    const user = await service.wechatUser();
    const { ticket, secret } = await ticketAt(service, state, user);
    return { token: user.token, body: { ticket, approve }, headers: { "x-secret": secret } };
  },
  ...expected,
});

const CONFIRMED = { status: 200, body: { code: 200, msg: "已确认登录", data: { status: "confirmed" } } };
const REFUSED = { status: 200, body: { code: 200, msg: "已拒绝登录", data: { status: "refused" } } };
const TAKEN = { status: 409, reason: "ticket_taken" };
const GONE = { status: 404, reason: "ticket_not_found" };

scenarios(
  "scanConfirm",
  [
    {
      ...decision("scanned", true, CONFIRMED),
      absent: ["token"],
      after: async (service, _, { body, headers }) => {
        const { ticket } = body as { ticket: string };
        const pair = { ticket, secret: headers?.["x-secret"] ?? "" };
        expect((await poll(service, pair)).body.data.status).toBe("confirmed");
      },
    },
    decision("scanned", false, REFUSED),
    decision("confirmed", true, CONFIRMED),
    decision("refused", false, REFUSED),
    decision("confirmed", false, TAKEN),
    decision("refused", true, TAKEN),
    decision("pending", true, TAKEN),
    decision("pending", false, TAKEN),
    decision("used", true, GONE),
    decision("used", false, GONE),
    ...(["scanned", "confirmed", "refused"] as const).map((state): Scenario => ({
      name: `is nobody else's when it is ${state}`,
      call: async (service) => {
        const { ticket } = await ticketAt(service, state, await service.wechatUser());
        return { token: (await service.wechatUser()).token, body: { ticket, approve: state !== "refused" } };
      },
      ...TAKEN,
    })),
    {
      name: "refuses an impersonation token, which is to make no other",
      call: async (service) => {
        const user = await service.wechatUser();
        const { ticket } = await ticketAt(service, "scanned", user);
        return { token: await service.admin.impersonate(user.id), body: { ticket, approve: true } };
      },
      status: 401,
      reason: "token_invalid",
    },
    ...([-1, -3] as const).map((users_status): Scenario => ({
      name: `refuses a user whose status is ${users_status}`,
      call: async (service) => {
        const user = await service.wechatUser();
        const { ticket } = await ticketAt(service, "scanned", user);
        await service.admin.updateUser(user.id, { users_status });
        return { token: user.token, body: { ticket, approve: true } };
      },
      status: 403,
      reason: users_status === -3 ? "approval_pending" : "account_disabled",
    })),
    ...Object.entries(strangeTokens).map(([what, make]): Scenario => ({
      name: `refuses a token ${what}`,
      call: async (service) => {
        const { ticket } = await ticketAt(service, "scanned", await service.wechatUser());
        return { token: await make(service), body: { ticket, approve: true } };
      },
      status: 401,
      reason: "token_invalid",
    })),
    {
      name: "names the fields that are missing",
      call: async (service) => ({ token: (await service.wechatUser()).token, body: {} }),
      status: 400,
      reason: "validation_failed",
      fields: ["approve", "ticket"],
    },
    ...["yes", 1, null].map((approve): Scenario => ({
      name: `takes no ${JSON.stringify(approve)} for an answer`,
      call: async (service) => ({
        token: (await service.wechatUser()).token,
        body: { ticket: "a".repeat(22), approve },
      }),
      status: 400,
      reason: "validation_failed",
      fields: ["approve"],
    })),
    ...bodyScenarios(passing),
  ],
  { env: MANY_TICKETS },
);

describe("scanConfirm's budget", () => {
  rateLimitTests("scanConfirm", 600, ownService({ rateLimits: true }));
});
