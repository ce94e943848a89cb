/**
 * Kills PocketBase with SIGKILL under mixed load, again and again, and checks what is there after each restart.
 * @module
 */
import { accountDefects } from "../../tests/support/account-defects.ts";
import { type Service, startService } from "../../tests/support/service.ts";
import { percentile } from "../../tools/statistics.ts";
import { checkEverything } from "../shared/checks.ts";
import { MixedLoad, PATIENT } from "../shared/mixed-load.ts";
import { pause, type Say } from "../shared/program.ts";
import { type Random, randomFrom } from "../shared/random.ts";
import { type Section, tallySection } from "../shared/report.ts";
import { checkHouseholds, householdRows } from "./households/checks.ts";
import { HouseholdLoad } from "./households/load.ts";
import { interruptFirstStart, interruptStart } from "./interrupted-starts.ts";

export interface CrashOptions {
  /** A migrated data folder with a superuser. */
  template: string;
  rounds: number;
  /** First starts on an empty folder that are killed. */
  firstStarts: number;
  seed: number;
  /** Longest time under load before the kill. */
  loadMs: number;
}

/** Every so many rounds the start after the kill is killed as well. */
const KILL_START_EVERY = 4;
const WORKERS = 24;
/** Households that move at the same time: each move is one or two bcrypt runs, or a merge. */
const HOUSEHOLDS = 6;
const SAMPLE = 60;
/** A kill comes after this many answers at the earliest. */
const FEWEST_ANSWERS = 20;
const PATIENCE_MS = 20_000;

interface Totals {
  underWay: number;
  killedStarts: number;
  tokens: number;
  rows: number;
  /** Households that were in the middle of a move at a kill. */
  interrupted: number;
  startMs: number[];
}

export async function crashRounds(
  options: CrashOptions,
  say: Say,
  interrupted: AbortSignal,
): Promise<{ sections: Section[]; violations: string[] }> {
  const random = randomFrom(options.seed);
  const violations: string[] = [];
  const totals: Totals = { underWay: 0, killedStarts: 0, tokens: 0, rows: 0, interrupted: 0, startMs: [] };
  const service = await startService({ from: options.template, env: PATIENT });
  const load = new MixedLoad(service, { seed: options.seed, workers: WORKERS });
  const households = new HouseholdLoad({ service, client: load.client, tally: load.tally }, options.seed);
  let rounds = 0;
  try {
    await service.admin.token();
    while (rounds < options.rounds && !interrupted.aborted) {
      rounds += 1;
      const problems = await crashOnce(service, load, households, random, rounds, options.loadMs, totals);
      violations.push(...problems.map((problem) => `round ${rounds}: ${problem}`));
      say(
        `round ${rounds}/${options.rounds}: ${totals.rows} users, up again in ${totals.startMs.at(-1)} ms, ` +
          (problems.length === 0 ? "all well" : `${problems.length} PROBLEMS`),
      );
    }
  } finally {
    load.client.close();
    await service.close();
  }
  violations.push(...load.tally.violations());
  const firstStarts = await firstStartRounds(options.firstStarts, random, violations, say, interrupted);
  return { violations, sections: sectionsOf(load, households, totals, rounds, firstStarts, options.seed) };
}

async function crashOnce(
  service: Service,
  load: MixedLoad,
  households: HouseholdLoad,
  random: Random,
  round: number,
  loadMs: number,
  totals: Totals,
): Promise<string[]> {
  const before = load.tally.total();
  load.start();
  households.start(HOUSEHOLDS);
  await pause(random.between(Math.min(50, loadMs), loadMs));
  await answers(load, before.succeeded + FEWEST_ANSWERS);
  const early = load.tally.total().lost - before.lost;
  totals.underWay += load.underWay;
  const stopped = Promise.all([load.stop(), households.stop()]);
  await service.server().kill();
  await stopped;
  const problems = early > 0 ? [`${early} answers were lost before the kill`] : [];
  const { refused } = load.tally.total();
  if (refused > before.refused) problems.push(`${refused - before.refused} requests were refused`);

  if (round % KILL_START_EVERY === 0) {
    totals.killedStarts += 1;
    await interruptStart(service.dataDir, random.between(5, 200));
  }
  const startedAt = Date.now();
  await service.restart({ crash: true });
  totals.startMs.push(Date.now() - startedAt);

  const { all } = households;
  totals.interrupted += all.filter(({ possible }) => possible.length > 1).length;
  const ofHouseholds = await checkHouseholds(service, load.client, all);
  const isElsewhere = householdRows(all);
  const checked = await checkEverything(service, load.client, load.ledger, random, SAMPLE, isElsewhere);
  totals.tokens += checked.tokens;
  totals.rows = checked.rows;
  return [...problems, ...ofHouseholds, ...(await accountDefects(service)), ...checked.problems];
}

/** On a busy machine the chosen time may be too short for anything to have been acknowledged. */
async function answers(load: MixedLoad, count: number): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  while (load.tally.total().succeeded < count && performance.now() < deadline) await pause(10);
}

async function firstStartRounds(
  wanted: number,
  random: Random,
  violations: string[],
  say: Say,
  interrupted: AbortSignal,
): Promise<number> {
  let done = 0;
  while (done < wanted && !interrupted.aborted) {
    done += 1;
    const problems = await interruptFirstStart(random);
    violations.push(...problems);
    say(`first start ${done}/${wanted} killed: ${problems.length === 0 ? "all well" : "PROBLEMS"}`);
  }
  return done;
}

function sectionsOf(
  load: MixedLoad,
  households: HouseholdLoad,
  totals: Totals,
  rounds: number,
  firstStarts: number,
  seed: number,
): Section[] {
  const total = load.tally.total();
  return [
    {
      title: `${rounds} kills under load, seed ${seed}:`,
      head: ["what", "result"],
      rows: [
        ["requests answered before a kill", String(total.succeeded)],
        ["requests under way at a kill", String(totals.underWay)],
        ["of these, answers lost", String(total.lost)],
        ["users in the table at the end", String(totals.rows)],
        ["people whose tokens were tried after a restart", String(totals.tokens)],
        ["households that were linked, merged, parted and closed", String(households.all.length)],
        ["of these, in the middle of a move at a kill", String(totals.interrupted)],
        ["restarts that were killed as well", String(totals.killedStarts)],
        ["first starts (migrations) that were killed", String(firstStarts)],
        [
          "start after a kill, median and longest",
          `${percentile(totals.startMs, 0.5)} ms, ${percentile(totals.startMs, 1)} ms`,
        ],
      ],
    },
    tallySection("The load:", load.tally),
  ];
}
