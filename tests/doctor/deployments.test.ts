import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Sandbox, startSandbox } from "../../sandbox/server.ts";
import { CHECKS } from "../../src/doctor/checks.ts";
import type { Report } from "../../src/doctor/report.ts";
import { Deployment } from "../deployment/plain-deployment.ts";
import { filesOf, leaks, secretsOfAll } from "../support/leaks.ts";
import { POCKETBASE_VERSION } from "../support/pocketbase-version.ts";
import { BROKEN_DEPLOYMENTS } from "./broken-deployments.ts";
import {
  byCommand,
  byRequest,
  discard,
  findings,
  soundData,
  type Start,
  startSound,
  unchecked,
} from "./sound-deployment.ts";

let sandbox: Sandbox;
const data = { encrypted: "", plain: "" };
beforeAll(async () => {
  sandbox = await startSandbox();
  data.encrypted = await soundData({ encrypted: true });
  data.plain = await soundData({ encrypted: false });
});
afterAll(async () => {
  await sandbox?.close();
  for (const folder of Object.values(data)) await discard(folder);
});

let deployment: Deployment | undefined;
afterEach(async () => {
  await deployment?.remove();
  deployment = undefined;
  sandbox.clearFaults();
});

async function deploy(encrypted = true): Promise<Deployment> {
  deployment = await Deployment.make(encrypted ? data.encrypted : data.plain);
  return deployment;
}

/** npm's binary, on which the tests usually run, is one of those that must not be in production. */
const OF_THE_BINARY: { [id: string]: string } =
  POCKETBASE_VERSION === "0.39.1" ? { pocketbase_version: "broken: PocketBase 0.39.1" } : {};
const statusWith = (status: number) => ("pocketbase_version" in OF_THE_BINARY ? 2 : status);

/** What only a request shows. */
const SERVER_ONLY = ["trusted_proxy", "locked_out", "hooks_watch", "hooks_pool"];
/** The sandbox is on this machine, where a proxy's time could be seen instead of WeChat's. */
const BESIDE_THE_SANDBOX = ["clock"];

const withSandbox = (start: Start = {}): Start => ({ ...start, env: { ...sandbox.settings, ...start.env } });

/** Who has nothing to do is told nothing to do, and the other way round. */
function expectWords({ checks }: Report): void {
  for (const { id, verdict, seen, means, todo } of checks) {
    expect([seen === "", means === ""], id).toEqual([false, false]);
    expect(todo !== "", id).toBe(verdict === "broken" || verdict === "advice");
  }
}

function expectNoSecrets(...reports: Report[]): void {
  expect(leaks({ report: JSON.stringify(reports) }, secretsOfAll(sandbox))).toEqual([]);
}

describe("of a sound deployment", () => {
  test("both doors have nothing to say, and say what they do not see", async () => {
    const made = await deploy();
    await startSound(made, withSandbox());
    const { status, report } = await byCommand(made, withSandbox());
    const answer = await byRequest(made);
    expect(findings(report)).toEqual(OF_THE_BINARY);
    expect(findings(answer)).toEqual(OF_THE_BINARY);
    expect(unchecked(report).sort()).toEqual([...SERVER_ONLY, ...BESIDE_THE_SANDBOX].sort());
    expect(unchecked(answer)).toEqual(BESIDE_THE_SANDBOX);
    for (const { checks } of [report, answer])
      expect(checks.map(({ id }) => id)).toEqual(Object.keys(CHECKS));
    expect(status).toBe(statusWith(0));
    expectWords(report);
    expectWords(answer);
    expectNoSecrets(report, answer);
    expect(
      leaks({ ...filesOf(made.folder, "pb_data/auxiliary.db"), printed: made.output }, secretsOfAll(sandbox)),
    ).toEqual([]);
  });

  test("the command without the service's environment says that it does not see it", async () => {
    const made = await deploy();
    const { report } = await byCommand(made, {});
    expect(findings(report)).toEqual(OF_THE_BINARY);
    expect(unchecked(report)).toEqual(expect.arrayContaining(["environment", "wechat_credentials"]));
  });

  test("the command's text has every check, the worst first", async () => {
    const made = await deploy(false);
    const { stdout } = await made.outcome(["wechat-auth", "doctor"]);
    const [summary, ...lines] = stdout.trim().split("\n");
    expect(summary).toMatch(/^体检结果：/);
    const named = lines.flatMap((line) => /^\[(.+?)\] .+?（(\w+)）：/.exec(line)?.slice(1, 3) ?? []);
    expect(named.filter((_, i) => i % 2 === 1).sort()).toEqual(Object.keys(CHECKS).sort());
    const order = ["有问题", "建议", "这里没有检查", "正常"];
    const verdicts = named.filter((_, i) => i % 2 === 0).map((verdict) => order.indexOf(verdict));
    expect(verdicts).toEqual(verdicts.toSorted((a, b) => a - b));
  });
});

describe.each(BROKEN_DEPLOYMENTS)("$name", (broken) => {
  const { id, verdict, seen, serverOnly } = broken;

  test(`is named by both doors as ${id}, and nothing else is`, async () => {
    const made = await deploy(broken.start?.encrypted);
    await broken.files?.(made);
    const env = await broken.env?.(made);
    const start = withSandbox({ ...broken.start, env: { ...broken.start?.env, ...env } });
    await startSound(made, start);
    await broken.running?.(made, sandbox);
    const { status, report } = await byCommand(made, start);
    const answer = await byRequest(made, broken.headers);

    const { [id]: said, ...others } = findings(answer);
    expect(said).toMatch(seen);
    expect(said?.startsWith(`${verdict}: `)).toBe(true);
    expect(others).toEqual(OF_THE_BINARY);
    if (serverOnly) {
      expect(findings(report)).toEqual(OF_THE_BINARY);
      expect(unchecked(report)).toContain(id);
    } else {
      const { [id]: told, ...rest } = findings(report);
      expect(told).toMatch(seen);
      expect(told?.startsWith(`${verdict}: `)).toBe(true);
      expect(rest).toEqual(OF_THE_BINARY);
      expect(status).toBe(statusWith(verdict === "broken" ? 2 : 1));
    }
    expectWords(report);
    expectWords(answer);
    expectNoSecrets(report, answer);
  });
});
