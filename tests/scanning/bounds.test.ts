import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { atOnce, outcomeOf, POOLS, tally } from "../support/at-once.ts";
import { allLogRows } from "../support/log-rows.ts";
import { scanHooks } from "../support/scan-clock.ts";
import { ownService } from "../support/scenarios.ts";
import { decide, MANY_TICKETS, open, poll, redeem, type Started, startScan } from "../support/scanning.ts";

const LINK = { SCAN_LINK_BASE: "https://example.com/scan" };
/** As many as there may be. */
const ALL = 10_000;
const AT_ONCE = 50;
const TIMEOUT_MS = 120_000;

/** Resident memory of a process in MiB, as Linux tells it; elsewhere 0, and the bound is not looked at. */
function memoryMiB(pid: number): number {
  if (process.platform !== "linux") return 0;
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1024;
}

describe("tickets in all", () => {
  // On a clock that stands still: a slow machine must not see the first ones expire while it makes the last.
  const hooks = scanHooks(String(Date.now()));
  const started = ownService({ hooks, env: { ...MANY_TICKETS, ...LINK } });

  test(
    "are ten thousand, each of which works; the next one has to wait, until one is used",
    async () => {
      const service = started();
      const user = await service.wechatUser();
      const before = memoryMiB(service.server().pid);
      const tickets: Started[] = [];
      while (tickets.length < ALL) tickets.push(...(await atOnce(AT_ONCE, () => startScan(service))));
      expect(memoryMiB(service.server().pid) - before).toBeLessThan(256);
      expect(new Set(tickets.map(({ ticket }) => ticket)).size).toBe(ALL);
      const one = await service.call("scanStart");
      expect([one.status, one.reason]).toEqual([503, "scan_unavailable"]);
      const sample = tickets.filter((_, i) => i % 100 === 0);
      const polls = await Promise.all(sample.map((pair) => poll(service, pair)));
      expect(tally(polls.map(({ body }) => body.data.status))).toEqual({ pending: sample.length });

      const first = tickets[0] as Started;
      await open(service, user, first.ticket);
      await decide(service, user, first.ticket, true);
      expect((await service.call("scanStart")).reason).toBe("scan_unavailable");
      expect((await redeem(service, first)).status).toBe(200);
      expect((await service.call("scanStart")).status).toBe(200);
      expect((await service.call("scanStart")).reason).toBe("scan_unavailable");

      const rows = await allLogRows(service);
      const full = rows.filter(({ data }) => data.reason === "scan_unavailable");
      expect(full).toHaveLength(3);
      expect(full[0]?.data).toMatchObject({ operation: "scanStart", cause: "10000 tickets are alive" });
    },
    TIMEOUT_MS,
  );
});

describe.each(POOLS)("the tickets of one address %s", (_title, pool) => {
  const started = ownService({ ...pool, env: LINK });

  test("are no more than may wait, however many are asked for at once", async () => {
    const answers = await atOnce(40, () => started().call("scanStart"));
    expect(tally(answers.map(outcomeOf))).toEqual({ 200: 5, rate_limited: 35 });
  });
});
