import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { freePort, projectRoot } from "../../scripts/server-process.ts";

const START = ["--import", "tsx", "scripts/start.ts"];
const run = promisify(execFile);

interface Started {
  child: ChildProcess;
  text: () => string;
}

/** Starts like `npm start`, in a process group of its own, and waits for its closing words. */
async function start(args: string[], env: { [name: string]: string } = {}): Promise<Started> {
  const child = spawn(process.execPath, [...START, ...args], {
    cwd: projectRoot,
    detached: true,
    env: { PATH: process.env.PATH, ...env },
  });
  let text = "";
  await new Promise<void>((resolve, reject) => {
    const take = (chunk: Buffer) => {
      text += chunk;
      if (text.includes("按 Ctrl-C 停止")) resolve();
    };
    child.stdout.on("data", take);
    child.stderr.on("data", take);
    child.once("close", (code) => reject(new Error(`ended with ${code}: ${text}`)));
  });
  return { child, text: () => text };
}

/** What Ctrl-C does: the signal reaches every process of the group. @returns the exit code */
async function interrupt({ child }: Started): Promise<number | null> {
  const ended = once(child, "close");
  process.kill(-(child.pid ?? 0), "SIGINT");
  return (await ended)[0];
}

/** Whether something accepts connections there. */
async function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    () => true,
    () => false,
  );
}

/** The lines to try. */
const commandsIn = (printed: string) =>
  printed.split("\n").filter((line) => /^(curl|CODE=|TOKEN=)/.test(line));

/** What each line answers, pasted one after another: some need what came before. */
async function pasted(commands: string[]) {
  const bodies = [];
  for (const command of commands) bodies.push(JSON.parse((await run("bash", ["-c", command])).stdout));
  return bodies;
}

/** @param body of an answer of any kind */
const outcome = ({
  data,
  meta,
}: {
  data?: { status?: string; reason?: string };
  meta?: { data: { status: string } };
}) => data?.status ?? data?.reason ?? meta?.data.status;

describe("npm start", () => {
  let dir: string;
  let ports: string[];
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), "kit-start-"));
    ports = ["--port", String(await freePort()), "--sandbox-port", String(await freePort()), "--dir", dir];
  });
  afterAll(() => rm(dir, { recursive: true, force: true }));

  test("prints commands that do what they say when pasted, and ends without leaving a process", async () => {
    const started = await start(ports);
    const commands = commandsIn(started.text());
    const bodies = await pasted(commands);
    expect(bodies.map(outcome)).toEqual([
      "healthy",
      "register_success",
      "login_success",
      "register_success",
      "merged",
      "register_success",
      "phone_taken",
      "update_success",
    ]);
    expect(started.text()).toMatch(/Dashboard +http:\/\/127\.0\.0\.1:\d+\/_\//);
    expect(await interrupt(started)).toBe(0);
    expect(await answers(`http://127.0.0.1:${ports[1]}/api/health`)).toBe(false);
    expect(await answers(`http://127.0.0.1:${ports[3]}/sandbox`)).toBe(false);
  });

  test("serves several mini-programs: the same person signs in through each, as one user", async () => {
    const started = await start([...ports, "--dir", join(dir, "apps"), "--apps", "2"]);
    const bodies = await pasted(commandsIn(started.text()));
    expect(bodies.map(outcome)).toEqual([
      "healthy",
      "register_success",
      "login_success",
      "register_success",
      "login_success",
      "merged",
      "register_success",
      "phone_taken",
      "update_success",
    ]);
    expect(bodies[4].record.id).toBe(bodies[3].record.id);
    expect(await interrupt(started)).toBe(0);
  });

  test("talks to the WeChat that the environment names, says so, and starts no sandbox", async () => {
    const started = await start(ports, {
      WECHAT_APPID: "wx0123456789abcdef",
      WECHAT_SECRET: "s",
      WECHAT_API_BASE: "http://127.0.0.1:9",
    });
    expect(started.text()).toContain("http://127.0.0.1:9 （真实微信：已设置 WECHAT_APPID）");
    expect(started.text()).not.toContain("沙箱");
    expect(await answers(`http://127.0.0.1:${ports[3]}/sandbox`)).toBe(false);
    expect(await interrupt(started)).toBe(0);
  });

  const refused = async (args: string[], env: { [name: string]: string } = {}) =>
    run(process.execPath, [...START, ...args], {
      cwd: projectRoot,
      env: { PATH: process.env.PATH, ...env },
    }).then(
      () => ({ code: 0, stderr: "" }),
      (error: { code: number; stderr: string }) => ({ code: error.code, stderr: error.stderr }),
    );

  test("names a busy port and the option that chooses another", async () => {
    const holder = createServer().listen(0, "127.0.0.1");
    await once(holder, "listening");
    const { port } = holder.address() as { port: number };
    const { code, stderr } = await refused(["--port", String(port), "--dir", dir]);
    holder.close();
    expect(code).toBe(1);
    expect(stderr).toBe(`port ${port} is in use: stop what listens there, or choose another with --port\n`);
  });

  test.each([
    ["a port that is none", ["--port", "80900"], '--port takes a port number from 1 to 65535, not "80900"'],
    [
      "no mini-programs",
      ["--apps", "0"],
      "--apps takes the number of mini-programs in the sandbox, from 1 to 20",
    ],
    ["an option it does not know", ["--prot", "1"], "usage: npm start -- [--port 8090]"],
  ])("refuses %s", async (_name, args, words) => {
    const { code, stderr } = await refused(args);
    expect(code).toBe(1);
    expect(stderr).toContain(words);
  });

  test("refuses to make up mini-programs beside the user's own", async () => {
    const { code, stderr } = await refused([...ports, "--apps", "2"], { WECHAT_APPID: "wx0123456789abcdef" });
    expect(code).toBe(1);
    expect(stderr).toContain("--apps is for the sandbox");
  });

  test("says where to get PocketBase when POCKETBASE_BIN leads nowhere", async () => {
    const { code, stderr } = await refused(ports, { POCKETBASE_BIN: "/nowhere/pocketbase" });
    expect(code).toBe(1);
    expect(stderr).toContain("POCKETBASE_BIN is set to /nowhere/pocketbase, which is not an executable file");
  });
});
