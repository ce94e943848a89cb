/**
 * Thousands of made-up requests per operation, near the contract and far from it. Run more of them, or the same again:
 *
 *     FUZZ_RUNS=5000 npm run fuzz          # requests per operation; the default keeps `npm test` short
 *     FUZZ_SEED=1234 npm run fuzz          # the seed that a run has printed; with the same FUZZ_RUNS
 *
 * A failure is shrunk to its smallest request, which fast-check prints.
 * @module
 */
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { operations } from "../support/contract.ts";
import { type Service, startService } from "../support/service.ts";
import { requestsAtBounds } from "./fuzz/bounds.ts";
import { allRows, defectsOf, rowsWithoutTheirFile } from "./fuzz/records.ts";
import { type FuzzRequest, requestTo, send } from "./fuzz/requests.ts";
import { mediaTypeOf } from "./fuzz/schemas.ts";
import { objection } from "./fuzz/verdict.ts";
import { SPENDING, World } from "./fuzz/world.ts";

const RUNS = Number(process.env.FUZZ_RUNS || 150);
/** Fixed, so that a test run says the same twice; another seed looks elsewhere. */
const SEED = Number(process.env.FUZZ_SEED || 99);
/** A hang is found by this; a sign-up or a wrong password costs the server some 60 ms of bcrypt. */
const TIMEOUT = 60_000 + RUNS * 1_000;

/** With fewer requests chance decides whether any is accepted. */
const ENOUGH_RUNS = 150;

/** A service takes 10,000 scan tickets within two minutes, to which more requests than these could come. */
const FEW_TICKETS = 1000;

/** Last those that use people up: a merge may take somebody whom the others' requests speak of. */
const inTurn = Object.keys(operations).toSorted(
  (a, b) => Number(SPENDING.includes(a)) - Number(SPENDING.includes(b)),
);

describe(`made-up requests (FUZZ_SEED=${SEED} FUZZ_RUNS=${RUNS})`, () => {
  let service: Service;
  let world: World;
  let usersBefore = 0;
  let registered = 0;
  /** Accounts that were closed, or absorbed by another. */
  let gone = 0;
  /** How the requests of each operation ended. */
  const summary: string[] = [];

  beforeAll(async () => {
    // Locks that end soon, so that most requests meet an open door.
    const env = {
      LOGIN_FAILURE_WINDOW_SECONDS: "1",
      WECHAT_CODE_REPEAT_SECONDS: "1",
      SCAN_MAX_PENDING: "10000",
      SCAN_MAX_STARTS: "10000",
    };
    service = await startService({ env });
    world = await World.create(service);
    usersBefore = await service.admin.countUsers();
  });
  afterAll(async () => {
    console.log([`FUZZ_SEED=${SEED} FUZZ_RUNS=${RUNS}`, ...summary].join("\n"));
    await service?.close();
  });

  /** Sends one request. @throws when the answer is not declared, or does not fit what was sent */
  async function probe(operation: string, request: FuzzRequest): Promise<string> {
    const { sent, answer } = await send(service, world, operation, request);
    if (answer.body?.meta?.data.status === "register_success") registered++;
    if (["closed", "merged", "joined"].includes(answer.body?.data?.status)) gone++;
    const wrong = objection(sent, answer);
    if (wrong !== null) throw new Error(`${wrong}: ${answer.status} ${answer.text}`);
    return answer.reason ?? String(answer.status);
  }

  for (const operation of inTurn) {
    const atBounds = requestsAtBounds(operation);
    if (atBounds.length > 0) {
      test(
        `to ${operation} are judged exactly at every bound of every field`,
        async () => {
          const outcomes = new Set<string>();
          for (const request of atBounds) outcomes.add(await probe(operation, request));
          expect([...outcomes]).toContain("validation_failed");
          expect(outcomes.size).toBeGreaterThan(1);
        },
        TIMEOUT,
      );
    }

    test(
      `to ${operation} get declared answers that fit what was sent`,
      async () => {
        if (operation.startsWith("scan") && RUNS > FEW_TICKETS) await service.restart();
        const outcomes = new Map<string, number>();
        const property = fc.asyncProperty(requestTo(operation), async (request) => {
          const outcome = await probe(operation, request);
          outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
        });
        await fc.assert(property, { numRuns: RUNS, seed: SEED });
        const counts = [...outcomes].toSorted(([, a], [, b]) => b - a);
        summary.push(`${operation}: ${counts.map(([outcome, n]) => `${outcome} ${n}`).join(", ")}`);
        if (RUNS < ENOUGH_RUNS) return;
        // At least one of eight is accepted, and refusals are of many kinds: chance fails this once in millions of runs.
        expect([...outcomes.keys()]).toContain("200");
        if (mediaTypeOf(operation) !== null) expect(outcomes.size).toBeGreaterThan(2);
      },
      TIMEOUT,
    );
  }

  test("leave the server alive, in the same process", async () => {
    const { body } = await service.call("health");
    expect(body.data.status).toBe("healthy");
    const ended = service.server().exited.then(() => "ended");
    expect(await Promise.race([ended, Promise.resolve("running")])).toBe("running");
    expect(service.server().output()).not.toMatch(/panic|RECOVERED/i);
  });

  test("leave whole records alone in the database, one for each sign-up that was answered", async () => {
    const rows = await allRows(service);
    expect(rows.flatMap(defectsOf)).toEqual([]);
    expect(await rowsWithoutTheirFile(service, rows)).toEqual([]);
    expect(rows.length).toBe(usersBefore + world.newcomers + registered);
    const distinct = (column: string) =>
      new Set(rows.map((row) => row[column]).filter((value) => value !== ""));
    expect(distinct("openid").size).toBe(rows.length);
    expect(distinct("users_phone").size).toBe(rows.filter((row) => row.users_phone !== "").length);
    const { body } = await service.call("usersCount");
    expect(body.data.total_users).toBe(rows.length);
  });

  test("give no user a status that only an operator sets, and as many an end as were answered", async () => {
    const rows = await service.admin.sql<{ users_status: string }>("SELECT users_status FROM tbl_auth_users");
    const having = (...statuses: string[]) =>
      rows.filter((row) => statuses.includes(row.users_status)).length;
    expect({
      disabled: having("-1"),
      gone: having("-2", "-9"),
      others: rows.length - having("-1", "-2", "-9"),
    }).toEqual({
      disabled: 1,
      gone,
      others: having("0"),
    });
  });
});
