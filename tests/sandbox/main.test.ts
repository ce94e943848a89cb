import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { describe, expect, it, onTestFinished } from "vitest";
import { SANDBOX_APPID, SANDBOX_SECRET } from "../../sandbox/server.ts";
import { openSandbox, send } from "./support.ts";

const USAGE =
  "usage: node --import tsx sandbox/main.ts [--port 8091] [--host 127.0.0.1] [--apps 1] [--push-url URL]\n";

/** Starts the command in a process of its own, which does not outlive the test. */
function run(...args: string[]): ChildProcess {
  const child = spawn(process.execPath, ["--import", "tsx", "sandbox/main.ts", ...args], { stdio: "pipe" });
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  return child;
}

async function failure(...args: string[]): Promise<{ code: unknown; stderr: string }> {
  const child = run(...args);
  let stderr = "";
  child.stderr?.on("data", (piece) => {
    stderr += piece;
  });
  const [code] = await once(child, "close");
  return { code, stderr };
}

describe("sandbox/main.ts", { timeout: 20_000 }, () => {
  it.each(["SIGINT", "SIGTERM"] as const)(
    "prints where it listens, serves, and ends on %s",
    async (signal) => {
      const child = run("--port", "0");
      if (child.stdout === null) throw new Error("no output to read");
      const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
      const [first, second] = [(await lines.next()).value, (await lines.next()).value];
      const url = /http:\/\/127\.0\.0\.1:\d+/.exec(first ?? "")?.[0] ?? "";
      expect(first).toBe(`sandbox WeChat on ${url} (help: curl ${url}/sandbox)`);
      expect(second).toBe(
        `WECHAT_API_BASE=${url} WECHAT_APPID=${SANDBOX_APPID} WECHAT_SECRET=${SANDBOX_SECRET}`,
      );
      expect((await send("GET", `${url}/sandbox`)).status).toBe(200);
      child.kill(signal);
      expect(await once(child, "exit")).toEqual([0, null]);
    },
  );

  it("serves several apps, listed as the settings take them", async () => {
    const child = run("--port", "0", "--apps", "2");
    if (child.stdout === null) throw new Error("no output to read");
    const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
    await lines.next();
    const { sandbox } = await openSandbox({ apps: 2 });
    const [appids, secrets] = [
      sandbox.apps.map(({ appid }) => appid).join(","),
      sandbox.apps.map(({ secret }) => secret).join(","),
    ];
    expect((await lines.next()).value).toContain(` WECHAT_APPID=${appids} WECHAT_SECRET=${secrets}`);
  });

  it("refuses a number of apps out of range, and exits with 1", async () => {
    expect(await failure("--apps", "x")).toEqual({
      code: 1,
      stderr: `apps: must be an integer from 1 to 20\n${USAGE}`,
    });
  });

  it("says that a port is in use, and exits with 1", async () => {
    const { sandbox } = await openSandbox();
    const { port } = new URL(sandbox.url);
    expect(await failure("--port", port)).toEqual({
      code: 1,
      stderr: `port ${port} on 127.0.0.1 is in use; stop what holds it or give another --port\n${USAGE}`,
    });
  });

  it("refuses a port out of range, and exits with 1", async () => {
    expect(await failure("--port", "65536")).toEqual({
      code: 1,
      stderr: `--port must be an integer from 0 to 65535, not 65536\n${USAGE}`,
    });
  });
});
