/**
 * Random histories of accounts. Longer ones, or the same again:
 *
 *     SEQUENCE_RUNS=500 npx vitest run tests/accounts/sequences.test.ts --project http   # the default keeps `npm test` short
 *     SEQUENCE_SEED=1234 …                   # the seed that a run has printed; with the same SEQUENCE_RUNS
 *
 * A failure of one step after the other is shrunk to the shortest history that fails, which fast-check prints.
 * @module
 */
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { accountDefects } from "../support/account-defects.ts";
import { POOLS } from "../support/at-once.ts";
import { ownService } from "../support/scenarios.ts";
import { ACCOUNTS, type Action, anyAction, forgetRow } from "./sequences/actions.ts";
import { expectedState, storedState } from "./sequences/database.ts";
import { Model } from "./sequences/model.ts";
import { World } from "./sequences/world.ts";
import { TWO_APPS } from "./support.ts";

const RUNS = Number(process.env.SEQUENCE_RUNS || 60);
/** Fixed, so that a test run says the same twice; another seed looks elsewhere. */
const SEED = Number(process.env.SEQUENCE_SEED || 17);
const LONGEST = 40;
/** With fewer, chance decides whether any history comes to each of these. */
const ENOUGH_RUNS = 60;
const MUST_BE_MET = [
  "changePassword password_changed",
  "changePassword password_wrong",
  "platformLogin password_wrong",
  "revokeTokens tokens_revoked",
  "link linked",
  "link merged",
  "join joined",
  "unlink unlinked",
  "close closed",
  "remove ok",
];
/** A failure is shrunk by running it again and again: the rest of the time is for that. */
const SHRINKING = 120_000 + RUNS * 5_000;
const LIMITS = { seed: SEED, interruptAfterTimeLimit: SHRINKING, markInterruptAsFailure: true };
const TIMEOUT = SHRINKING + 60_000;

/** The lock is tested by itself. */
const DEPLOYMENT = { ...TWO_APPS, env: { ...TWO_APPS.env, LOGIN_MAX_FAILURES: "1000" } };

const title = `random histories (SEQUENCE_SEED=${SEED} SEQUENCE_RUNS=${RUNS})`;

/** How often each answer came; a rule that no history has met is not tested. */
class Answers {
  readonly #counts = new Map<string, number>();

  add(action: Action, said: string): void {
    const answer = `${action.does} ${said}`;
    this.#counts.set(answer, (this.#counts.get(answer) ?? 0) + 1);
  }

  get met(): string[] {
    return [...this.#counts.keys()];
  }

  toString(): string {
    return [...this.#counts]
      .sort()
      .map(([answer, count]) => `${answer} ${count}`)
      .join(", ");
  }
}

/** One action on both sides: the answer and the database must be what the model says. */
async function step(model: Model, world: World, action: Action): Promise<string> {
  const expected = model.take(action);
  expect({ action, ...(await world.perform(action)) }).toEqual({ action, ...expected });
  expect(await storedState(world)).toEqual(expectedState(model, world));
  return expected.said;
}

describe(`${title}, one step after the other`, () => {
  const started = ownService(DEPLOYMENT);
  const answers = new Answers();
  afterAll(() => console.log(`SEQUENCE_SEED=${SEED} SEQUENCE_RUNS=${RUNS}\n${answers}`));

  class Step implements fc.AsyncCommand<Model, World> {
    constructor(private readonly action: Action) {}

    check(model: Model): boolean {
      return model.isPossible(this.action);
    }

    async run(model: Model, world: World): Promise<void> {
      answers.add(this.action, await step(model, world, this.action));
    }

    toString(): string {
      return JSON.stringify(this.action);
    }
  }

  test(
    "give the answers and the records that the rules say, and let in whoever owns an account",
    async () => {
      const service = started();
      const steps = [anyAction, anyAction, anyAction, anyAction, anyAction, anyAction, anyAction, forgetRow];
      const histories = fc.commands(
        steps.map((actions) => actions.map((action) => new Step(action))),
        { maxCommands: LONGEST, size: "max" },
      );
      const property = fc.asyncProperty(histories, async (history) => {
        const before = await service.admin.countUsers();
        const [model, world] = [new Model(), new World(service)];
        await fc.asyncModelRun(() => ({ model, real: world }), history);
        for (const account of ACCOUNTS) {
          const owner = model.rows.get(account) ?? null;
          if (owner !== null) await step(model, world, { does: "login", account, unionid: "" });
        }
        for (const phone of world.phones.keys()) {
          const password = model.passwordOf(phone);
          await step(model, world, { does: "platformLogin", phone, password });
        }
        expect(await accountDefects(service)).toEqual([]);
        expect(await service.admin.countUsers()).toBe(before + model.total);
      });
      await fc.assert(property, { ...LIMITS, numRuns: RUNS });
      if (RUNS >= ENOUGH_RUNS) expect(answers.met).toEqual(expect.arrayContaining(MUST_BE_MET));
    },
    TIMEOUT,
  );
});

describe.each(POOLS)(`${title}, many steps at once, %s`, (_title, pool) => {
  const started = ownService({ ...DEPLOYMENT, ...pool });

  test(
    "leave sound records and an exact count, and let in whoever owns an account",
    async () => {
      const service = started();
      // An operator may give a number to a record that has just been absorbed or closed, and would be told of as a defect;
      // what such an update may not do that began before is held in stale-updates.test.ts.
      const actions = anyAction.filter(({ does }) => does !== "setPhone");
      const batches = fc.array(fc.array(actions, { minLength: 12, maxLength: 24 }), {
        minLength: 2,
        maxLength: 4,
      });
      const property = fc.asyncProperty(batches, async (batches) => {
        const before = await idsOf(service.admin);
        const world = new World(service);
        await Promise.all(
          ACCOUNTS.map((account) => world.perform({ does: "login", account, unionid: `own-${account[0]}` })),
        );
        for (const batch of batches) {
          await Promise.all(batch.map((action) => world.perform(action)));
          expect(await accountDefects(service)).toEqual([]);
        }
        await everybodyGetsIn(world);
        const after = (await idsOf(service.admin)).filter((id) => !before.includes(id));
        expect(after.sort()).toEqual(world.made.filter((id) => !world.removed.includes(id)).sort());
      });
      // One failure tells as much as a smaller one would: the next try comes in another order.
      await fc.assert(property, { ...LIMITS, numRuns: Math.ceil(RUNS / 8), endOnFailure: true });
    },
    TIMEOUT,
  );
});

async function idsOf(admin: World["service"]["admin"]): Promise<string[]> {
  return (await admin.sql<{ id: string }>("SELECT id FROM tbl_auth_users")).map(({ id }) => id);
}

/** Every account that names an enabled user signs in as that user, and as nobody where they are disabled. */
async function everybodyGetsIn(world: World): Promise<void> {
  const { users, rows } = await storedState(world);
  for (const [account, user] of Object.entries(rows) as [(typeof ACCOUNTS)[number], number | null][]) {
    if (user === null) continue;
    const outcome = await world.perform({ does: "login", account, unionid: "" });
    expect(outcome).toEqual(
      users[user]?.status === 0 ? { said: "login_success", user } : { said: "account_disabled", user: null },
    );
  }
}
