import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Sandbox, startSandbox } from "../../sandbox/server.ts";
import { CHECKS } from "../../src/doctor/checks.ts";
import { Deployment } from "../deployment/plain-deployment.ts";
import { POCKETBASE_VERSION } from "../support/pocketbase-version.ts";
import { BROKEN_DEPLOYMENTS } from "./broken-deployments.ts";
import {
  byCommand,
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

/** What only a request shows. */
const SERVER_ONLY = ["trusted_proxy", "locked_out", "hooks_watch", "hooks_pool"];
/** The sandbox is on this machine, where a proxy's time could be seen instead of WeChat's. */
const BESIDE_THE_SANDBOX = ["clock"];

const withSandbox = (start: Start = {}): Start => ({ ...start, env: { ...sandbox.settings, ...start.env } });

describe("of a sound deployment", () => {
  test("the command has nothing to say, and says what it cannot see", async () => {
    const made = await deploy();
    await startSound(made, withSandbox());
    const { status, report } = await byCommand(made, withSandbox());
    expect(findings(report)).toEqual(OF_THE_BINARY);
    expect(unchecked(report).sort()).toEqual([...SERVER_ONLY, ...BESIDE_THE_SANDBOX].sort());
    expect(report.checks.map(({ id }) => id)).toEqual(Object.keys(CHECKS));
    expect(status).toBe("pocketbase_version" in OF_THE_BINARY ? 2 : 0);
  });

  test("the command without the service's environment says that it does not see it", async () => {
    const made = await deploy();
    await startSound(made, withSandbox());
    const { report } = await byCommand(made, {});
    expect(findings(report)).toEqual(OF_THE_BINARY);
    expect(unchecked(report)).toEqual(expect.arrayContaining(["environment", "wechat_credentials"]));
  });
});

describe.each(BROKEN_DEPLOYMENTS)("$name", ({ id, verdict, seen, serverOnly, start, files, running }) => {
  test(`is named by the command as ${id}, and nothing else is`, async () => {
    const made = await deploy(start?.encrypted);
    const env = await files?.(made, sandbox);
    const all = withSandbox({ ...start, env: { ...start?.env, ...(env ?? {}) } });
    await startSound(made, all);
    await running?.(made, sandbox);
    const { status, report } = await byCommand(made, all);
    if (serverOnly) {
      expect(findings(report)).toEqual(OF_THE_BINARY);
      expect(unchecked(report)).toContain(id);
      return;
    }
    const { [id]: said, ...others } = findings(report);
    expect(said).toMatch(seen);
    expect(said?.startsWith(`${verdict}: `)).toBe(true);
    expect(others).toEqual(OF_THE_BINARY);
    expect(status).toBe(verdict === "broken" || "pocketbase_version" in OF_THE_BINARY ? 2 : 1);
    for (const { id, todo } of report.checks) expect(todo !== "", id).toBe(id in findings(report));
    for (const secret of [sandbox.settings.WECHAT_SECRET, "access-token"])
      expect(JSON.stringify(report)).not.toContain(secret);
  });
});
