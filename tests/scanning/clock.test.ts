import { describe, expect, test } from "vitest";
import { onClock, SCAN_OPERATIONS, scanHooks } from "../support/scan-clock.ts";
import { ownService } from "../support/scenarios.ts";
import { decide, MANY_TICKETS, open, poll, redeem, startScan, ticketAt } from "../support/scanning.ts";
import type { Service } from "../support/service.ts";

const CLOCK = "(Date.now() + ($app.store().get('test_clock') ?? 0))";
const hooks = {
  "clock.pb.js": `routerAdd("POST", "/test/clock/{ms}", (e) => {
  $app.store().set("test_clock", Number(e.request.pathValue("ms")));
  return e.noContent(204);
});`,
  ...scanHooks(CLOCK),
};

/** Sets the service's clock ahead. */
async function ahead(service: Service, seconds: number): Promise<void> {
  const { status } = await fetch(`${service.url}/test/clock/${seconds * 1000}`, { method: "POST" });
  expect(status).toBe(204);
}

describe("on a clock that is moved", () => {
  const started = ownService({ hooks, env: { ...MANY_TICKETS, SCAN_LINK_BASE: "https://example.com/scan" } });

  test("the operations read the clock that the tests move", () => {
    for (const operation of SCAN_OPERATIONS) expect(onClock(operation, CLOCK)).toContain(CLOCK);
  });

  test("a ticket lives 120 seconds, is known as expired for another minute, and then not at all", async () => {
    const service = started();
    await ahead(service, 0);
    const pair = await startScan(service);
    // Two seconds are left for this test to run in.
    await ahead(service, 118);
    expect((await poll(service, pair)).body.data).toEqual({ status: "pending" });
    await ahead(service, 120);
    expect((await poll(service, pair)).body.data).toEqual({ status: "expired" });
    await ahead(service, 178);
    expect((await poll(service, pair)).body.data).toEqual({ status: "expired" });
    await ahead(service, 180);
    expect((await poll(service, pair)).reason).toBe("ticket_not_found");
  });

  test("a confirmed ticket lets the computer in until the end, and not a moment longer", async () => {
    const service = started();
    await ahead(service, 0);
    const user = await service.wechatUser();
    const [early, late] = [
      await ticketAt(service, "confirmed", user),
      await ticketAt(service, "confirmed", user),
    ];
    await ahead(service, 118);
    expect((await redeem(service, early)).status).toBe(200);
    await ahead(service, 120);
    expect((await redeem(service, late)).reason).toBe("ticket_not_found");
    expect((await poll(service, late)).body.data).toEqual({ status: "expired" });
  });

  test("an expired ticket can be neither opened nor confirmed", async () => {
    const service = started();
    await ahead(service, 0);
    const user = await service.wechatUser();
    const { ticket } = await startScan(service);
    const scanned = await ticketAt(service, "scanned", user);
    await ahead(service, 120);
    expect((await open(service, user, ticket)).reason).toBe("ticket_not_found");
    expect((await decide(service, user, scanned.ticket, true)).reason).toBe("ticket_not_found");
    await ahead(service, 118);
    expect((await decide(service, user, scanned.ticket, true)).status).toBe(200);
  });

  test("the next poll is answered once the interval is over", async () => {
    const service = started();
    await ahead(service, 0);
    const pair = await startScan(service);
    expect((await poll(service, pair)).status).toBe(200);
    expect((await poll(service, pair)).reason).toBe("rate_limited");
    await ahead(service, 2);
    expect((await poll(service, pair)).status).toBe(200);
  });
});

describe("the tickets of one address, on a clock that is moved", () => {
  const env = { SCAN_MAX_PENDING: "2", SCAN_MAX_STARTS: "3", SCAN_LINK_BASE: "https://example.com/scan" };
  const started = ownService({ hooks, env });

  test("make room when they are told to have, and no earlier", async () => {
    const service = started();
    const user = await service.wechatUser();
    await startScan(service);
    await startScan(service);
    const wait = (await service.call("scanStart")).body.data.retry_after;
    expect(wait).toBeGreaterThan(118);
    await ahead(service, 100);
    expect((await service.call("scanStart")).reason).toBe("rate_limited");
    await ahead(service, wait);
    const { ticket } = await startScan(service);
    await open(service, user, ticket);
    await startScan(service);
    await startScan(service);
    // Two of these three wait; a minute has to pass for one more.
    const again = (await service.call("scanStart")).body.data.retry_after;
    expect(again).toBeGreaterThan(110);
  });
});
