/**
 * A short round of each program under reliability/. The long rounds and their figures: docs/reliability.md.
 */
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { crashRounds } from "../../reliability/crash/rounds.ts";
import { slowWechat } from "../../reliability/load/slow-wechat.ts";
import { soak } from "../../reliability/soak/run.ts";
import { projectRoot } from "../../scripts/server-process.ts";

const TIMEOUT_MS = 240_000;
const SEED = 20_261_124;
const template = process.env.KIT_TEMPLATE ?? "";
const never = new AbortController().signal;
const silent = () => undefined;

test(
  "nothing acknowledged is lost when PocketBase is killed under load",
  { timeout: TIMEOUT_MS },
  async () => {
    const options = { template, rounds: 3, firstStarts: 1, seed: SEED, loadMs: 300 };

    const { sections, violations } = await crashRounds(options, silent, never);

    expect(violations).toEqual([]);
    const figures = Object.fromEntries(sections[0]?.rows ?? []);
    expect(Number(figures["requests answered before a kill"])).toBeGreaterThanOrEqual(3 * 20);
    expect(Number(figures["of these, answers lost"])).toBeGreaterThan(0);
    expect(Number(figures["first starts (migrations) that were killed"])).toBe(1);
  },
);

test(
  "a full disk and a read-only database are answered clearly, and harm nothing",
  { timeout: TIMEOUT_MS },
  async () => {
    const program = join(projectRoot, "reliability/crash/disk/main.ts");
    const args = ["--import", "tsx", program, "--seed", String(SEED), "--phase-ms", "200"];

    const { stdout, stderr } = await promisify(execFile)(process.execPath, args);

    // What this machine does not permit is said here, so that a skipped check is not taken for a passed one.
    if (stderr !== "") console.warn(stderr);
    expect(stderr.replaceAll(/^SKIPPED: .*\n/gm, "")).toBe("");
    if (stderr.includes("SKIPPED: full disk and read-only database")) return;
    expect(stdout).toContain("Every promise that was tried held.");
    expect(stdout).not.toContain("BROKEN");
  },
);

test(
  "logins that wait for a slow WeChat all succeed, and leave the other routes alone",
  { timeout: TIMEOUT_MS },
  async () => {
    const options = {
      template,
      clients: 20,
      waves: 2,
      overMs: 100,
      newPercent: 50,
      delayMs: 300,
      probesPerSecond: 5,
      hooksPool: 15,
    };

    const { logins, busy } = await slowWechat(
      { ...options, idleMs: 0, settleMs: 0, env: { WECHAT_TIMEOUT_SECONDS: "30" } },
      silent,
      never,
    );

    expect(logins.violations()).toEqual([]);
    expect(logins.total()).toEqual({ succeeded: 40, refused: 0, lost: 0 });
    expect(Math.min(...logins.latencies())).toBeGreaterThanOrEqual(300);
    expect(busy.map(({ name, problems }) => [name, problems])).toEqual([
      ["health", []],
      ["users count", []],
      ["hello world", []],
      ["refresh by token", []],
      ["platform login", []],
    ]);
    expect(busy.flatMap(({ latencies }) => latencies).length).toBeGreaterThan(0);
  },
);

test("mixed load keeps the data whole and the number of users steady", { timeout: TIMEOUT_MS }, async () => {
  const options = { template, seed: SEED, milliseconds: 3000, sampleMs: 100, perSecond: 60, population: 20 };

  const { samples, tallies, users, problems } = await soak(options, silent, never);

  expect(problems).toEqual([]);
  expect(tallies.length).toBe(3);
  expect(tallies.every((tally) => tally.total().succeeded > 0)).toBe(true);
  // A worker that found room may be signing somebody up while the last place is taken.
  expect(users).toBeLessThanOrEqual(20 + 16);
  expect(samples.every(({ memory, openFiles }) => memory > 10 && openFiles > 10)).toBe(true);
});
