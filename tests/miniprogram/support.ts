/**
 * Loads the built client as a phone does: one script, and no global but those of a mini-program.
 * @module
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { createContext, Script } from "node:vm";
import type * as Built from "../../miniprogram/dist/index.js";
import { projectRoot } from "../../scripts/server-process.ts";
import type { Service } from "../support/service.ts";
import { createFakeTime, type FakeTime, realTime } from "./fake-time.ts";
import { createFakeWx, type FakeWx } from "./fake-wx.ts";

export type ClientModule = typeof Built;
type Client = Built.Client;
type ClientOptions = Built.ClientOptions;

export const clientFile = join(projectRoot, "miniprogram/dist/index.js");

/** The client for H5 and Node, in Node itself. */
export const nodeClient = createRequire(import.meta.url)(
  join(projectRoot, "miniprogram/web/index.js"),
) as ClientModule;

/** The client in a global scope that holds the language, timers, `wx` and nothing else. */
export function loadInMiniProgram(
  wx: object,
  { code = readFileSync(clientFile, "utf8"), time = realTime } = {},
): ClientModule {
  const module = { exports: {} };
  const { setTimeout, clearTimeout } = time;
  const context = createContext({ wx, module, exports: module.exports, setTimeout, clearTimeout });
  new Script(code, { filename: clientFile }).runInContext(context);
  return module.exports as ClientModule;
}

interface Phone {
  /** The WeChat user whose phone it is. */
  user?: string;
  app?: number;
}

export interface MiniProgram {
  client: Client;
  fake: FakeWx;
  /** The phone's clock, in milliseconds; a test that sets it changes what the phone believes. */
  clock: { now: number };
  /** Lets time pass on clock and timers alike. */
  pass(milliseconds: number): void;
  time: FakeTime;
  /** What a restart of the app gives: the same storage, a new client. */
  restart(options?: Partial<ClientOptions>): Client;
}

/**
 * An app on the phone of a WeChat user.
 * @param app which of the service's mini-programs it is
 */
export function miniProgram(
  service: Service,
  { user = `phone-${Math.random()}`, app = 0, ...options }: Partial<ClientOptions> & Phone = {},
): MiniProgram {
  const appid = service.sandbox.apps[app]?.appid ?? "";
  const fake = createFakeWx({ appid, loginCode: () => service.sandbox.mintLoginCode({ user, appid }).code });
  const clock = { now: Date.now() };
  const time = createFakeTime();
  const restart = (more: Partial<ClientOptions> = {}) =>
    loadInMiniProgram(fake.wx, { time }).createClient({
      baseURL: service.url,
      clock: () => clock.now,
      ...options,
      ...more,
    });
  const pass = (milliseconds: number) => {
    clock.now += milliseconds;
    time.pass(milliseconds);
  };
  return { client: restart(), fake, clock, pass, time, restart };
}

export const LOGIN = "/api/wechat/login";
export const REFRESH = "/api/system/refresh-token";
export const PROFILE = "/api/wechat/profile";
export const AVATAR = "/api/wechat/avatar";
export const COUNT = "/api/system/users-count";

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const DAY = 86_400 * SECOND;

/** What a failed call rejects with; throws when it does not fail. */
export async function failureOf(call: Promise<unknown>) {
  const outcome = await call.then(
    () => null,
    (error: unknown) => error as InstanceType<ClientModule["WechatAuthError"]>,
  );
  if (!outcome) throw new Error("the call did not fail");
  return outcome;
}

/** From now on the service takes no token that it has given out. */
export function revokeAllTokens(service: Service): Promise<unknown> {
  const secret = Array.from({ length: 50 }, () => Math.floor(Math.random() * 36).toString(36)).join("");
  return service.admin.collection("tbl_auth_users", { authToken: { secret } });
}
