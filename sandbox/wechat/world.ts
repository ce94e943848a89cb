/** What WeChat knows: the mini-programs and the people. */
import { InputError, integer, optionalText, type Fields } from "../shared/input.ts";
import type { TokenCheck } from "./access-tokens.ts";
import { type App, type AppsOptions, createApp, credentialsOf } from "./app.ts";
import { People } from "./people.ts";

export interface WorldOptions extends AppsOptions {
  /** Milliseconds since the epoch; rules expiry, the log's times and rids, but no delay on the wire. */
  now?: (() => number) | undefined;
  codeTtlSeconds?: number | undefined;
  /** At most 7200, as WeChat's. */
  tokenTtlSeconds?: number | undefined;
  /** The pages that are published, the main one first: `pages/index/index` unless said. */
  pages?: readonly [string, ...string[]] | undefined;
}

export interface World {
  /** The first one is meant where a call names none. */
  readonly apps: readonly [App, ...App[]];
  readonly people: People;
  readonly pages: readonly [string, ...string[]];
  readonly now: () => number;
  readonly codeTtlSeconds: number;
}

/** @throws {InputError} */
export function createWorld(options: WorldOptions): World {
  const now = options.now ?? Date.now;
  const codeTtlSeconds = integer({ ...options }, "codeTtlSeconds", 1, 86_400, 300);
  const tokenTtlSeconds = integer({ ...options }, "tokenTtlSeconds", 1, 7200, 7200);
  let tokens = 0;
  const [first, ...further] = credentialsOf(options).map((credentials) =>
    createApp(credentials, { now, codeTtlSeconds, tokenTtlSeconds }, () => ++tokens),
  );
  if (first === undefined) throw new Error("a sandbox has an app");
  const { pages = ["pages/index/index"] } = options;
  return { apps: [first, ...further], people: new People(), pages, now, codeTtlSeconds };
}

export function findApp({ apps }: World, appid: unknown): App | undefined {
  return apps.find((app) => app.appid === appid);
}

/**
 * The app that `appid` names in what a person asks for; without one the first.
 * @throws {InputError}
 */
export function namedApp(world: World, input: Fields): App {
  const appid = optionalText(input, "appid", 128);
  if (appid === undefined) return world.apps[0];
  const app = findApp(world, appid);
  if (app !== undefined) return app;
  throw new InputError("appid", `must be one of ${world.apps.map((each) => each.appid).join(", ")}`);
}

/** The apps that `appid` names; without one all of them. @throws {InputError} */
export function namedApps(world: World, input: Fields): readonly App[] {
  return input.appid === undefined ? world.apps : [namedApp(world, input)];
}

/** What WeChat makes of an access token, and whose it is; `app` is null for one that the sandbox never issued. */
export function checkAccessToken({ apps }: World, value: string): TokenCheck & { app: App | null } {
  for (const app of apps) {
    const check = app.tokens.check(value);
    if (check.number !== null) return { ...check, app };
  }
  return { state: "invalid", number: null, app: null };
}
