/**
 * The servers that the scenarios are measured on, each with its data, and the sandbox WeChat behind them.
 * @module
 */
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Sandbox, startSandbox } from "../sandbox/server.ts";
import { projectRoot, runCommand, type ServerProcess, startServer } from "../scripts/server-process.ts";
import { Admin } from "../tests/support/admin.ts";
import { baseUrls, EVERY_ADDRESS } from "./loopback.ts";
import { startTlsFront, type TlsFront } from "./tls-front.ts";

export const SUPERUSER = { email: "bench@example.com", password: "bench-password-1" };
export const PASSWORD = "correct-horse-8";
const JSON_TYPE = { "content-type": "application/json" };

export interface Stage extends ServerProcess {
  admin: Admin;
  dataDir: string;
}

/** A user of each kind, to sign in with. */
export interface Users {
  wechat: { token: string; openid: string };
  platform: { phone: string; email: string };
}

/** How the servers are set up; PocketBase's own routes and ours are always measured under the same setup. */
export interface Setup {
  /** PocketBase's `--hooksPool`; undefined leaves PocketBase's default. */
  hooksPool: number | undefined;
  env: { [name: string]: string };
  /** Whether PocketBase's stock collection `users` stays, which nothing here uses. */
  stockUsers: boolean;
  /** Addresses of WeChat in `WECHAT_API_BASE`. */
  wechatAddresses: number;
  /** Another PocketBase than the one that everything here runs. */
  binary?: string;
}

/** What docs/production.md advises. */
export const PRODUCTION: Setup = {
  hooksPool: 64,
  env: { GOGC: "400" },
  stockUsers: false,
  wechatAddresses: 8,
};
/** PocketBase with our folders beside it and nothing else said. */
export const DEFAULTS: Setup = { hooksPool: undefined, env: {}, stockUsers: true, wechatAddresses: 1 };

interface StartOptions {
  /** False: PocketBase alone. */
  hooks?: boolean;
  /** In place of the setup's. */
  hooksPool?: number;
  /** Beside the setup's and the settings of WeChat. */
  env?: { [name: string]: string };
}

/** The handler that a fresh runtime per call is compared with, beside our own hooks. */
const ONE_LINE_HOOK =
  'routerAdd("POST", "/bench/one-line", (e) => e.json(200, { code: 200, msg: "", data: {} }));\n';

export class Stages {
  readonly #folder: string;
  readonly #servers: ServerProcess[] = [];
  readonly #fronts: TlsFront[] = [];
  readonly sandbox: Sandbox;
  readonly hooksDir: string;
  readonly emptyDir: string;
  readonly #setup: Setup;

  private constructor(folder: string, sandbox: Sandbox, setup: Setup) {
    this.#folder = folder;
    this.#setup = setup;
    this.sandbox = sandbox;
    this.hooksDir = join(folder, "hooks");
    this.emptyDir = join(folder, "no-hooks");
  }

  static async open(setup: Setup): Promise<Stages> {
    const folder = await mkdtemp(join(tmpdir(), "kit-bench-"));
    const stages = new Stages(folder, await startSandbox({ host: EVERY_ADDRESS, apps: 2 }), setup);
    await mkdir(stages.emptyDir);
    await cp(join(projectRoot, "pb_hooks"), stages.hooksDir, { recursive: true });
    for (const file of ["breakdown.pb.js", "breakdown_steps.js"]) {
      await cp(join(projectRoot, "bench/hooks", file), join(stages.hooksDir, file));
    }
    await writeFile(join(stages.hooksDir, "one_line.pb.js"), ONE_LINE_HOOK);
    return stages;
  }

  /** A migrated database with a superuser and no rate limits (dashboard → Settings → Rate limits → off). */
  async prepareData(name: string): Promise<string> {
    const dataDir = join(this.#folder, name);
    const { binary } = this.#setup;
    await runCommand(["superuser", "upsert", SUPERUSER.email, SUPERUSER.password], {
      dataDir,
      ...(binary && { binary }),
    });
    const server = await this.start(dataDir);
    await server.admin.settings({ rateLimits: { enabled: false } });
    if (!this.#setup.stockUsers) await server.admin.request("DELETE", "/api/collections/users");
    await server.stop();
    return dataDir;
  }

  /** A copy of prepared data, for a server of its own. */
  async copyData(dataDir: string, name: string): Promise<string> {
    const copy = join(this.#folder, name);
    await cp(dataDir, copy, { recursive: true });
    return copy;
  }

  async start(dataDir: string, options: StartOptions = {}): Promise<Stage> {
    const { sandbox } = this;
    const hooksPool = options.hooksPool ?? this.#setup.hooksPool;
    const { binary } = this.#setup;
    const server = await startServer({
      dataDir,
      ...(binary && { binary }),
      hooksDir: options.hooks === false ? this.emptyDir : this.hooksDir,
      ...(hooksPool !== undefined && { hooksPool }),
      env: {
        ...this.#setup.env,
        ...sandbox.settings,
        // One mini-program, unless a scenario is about two.
        WECHAT_APPID: sandbox.appid,
        WECHAT_SECRET: sandbox.secret,
        WECHAT_API_BASE: baseUrls(sandbox.url, this.#setup.wechatAddresses),
        ...options.env,
      },
    });
    this.#servers.push(server);
    return { ...server, admin: new Admin(() => server.url, SUPERUSER), dataDir };
  }

  /** The sandbox behind TLS, under so many addresses. */
  async tlsFront(addresses: number): Promise<TlsFront> {
    const front = await startTlsFront(this.#folder, Number(new URL(this.sandbox.url).port), addresses);
    this.#fronts.push(front);
    return front;
  }

  async close(): Promise<void> {
    for (const server of this.#servers) await server.stop();
    for (const front of this.#fronts) front.close();
    await this.sandbox.close();
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** Signs a WeChat user in and registers a platform user. */
  async users(stage: Stage): Promise<Users> {
    const send = async (path: string, body: object) => {
      const response = await fetch(stage.url + path, {
        method: "POST",
        headers: JSON_TYPE,
        body: JSON.stringify(body),
      });
      const answer = (await response.json()) as { token: string; record: { openid: string; email: string } };
      if (!response.ok) throw new Error(`${path}: ${JSON.stringify(answer)}`);
      return answer;
    };
    const { code } = this.sandbox.mintLoginCode({ user: "known" });
    const wechat = await send("/api/wechat/login", { users_wx_code: code });
    const phone = "13900000000";
    const platform = await send("/api/platform/register", {
      users_name: "甲",
      users_phone: phone,
      password: PASSWORD,
      passwordConfirm: PASSWORD,
      users_picture: "https://example.com/1.png",
    });
    return {
      wechat: { token: wechat.token, openid: wechat.record.openid },
      platform: { phone, email: platform.record.email },
    };
  }
}
