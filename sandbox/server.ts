/** The sandbox WeChat: an HTTP server that behaves like WeChat's server API for mini-programs. */
import type { ReceivedCall } from "./call-log.ts";
import {
  type MintedLoginCode,
  type MintedPhoneCode,
  expireTokens,
  mintLoginCode,
  mintPhoneCode,
} from "./control/minting.ts";
import { type AppState, bindOpenPlatform, unbindOpenPlatform } from "./control/open-platform.ts";
import { type Fault, type FaultInput, parseFault } from "./faults/fault.ts";
import type { PushInput, VerificationInput } from "./pushes/push.ts";
import type { SentPush, Verification } from "./pushes/pusher.ts";
import { serve } from "./serving.ts";
import { createState } from "./state.ts";
import type { AppCredentials } from "./wechat/app.ts";
import { SANDBOX_PUSH_TOKEN } from "./wechat/identity.ts";
import type { WorldOptions } from "./wechat/world.ts";

export type { ReceivedCall } from "./call-log.ts";
export type { EndpointName } from "./endpoints.ts";
export type { Fault, FaultInput, FaultKind, FaultTarget } from "./faults/fault.ts";
export {
  ACCESS_TOKEN_MARK,
  FOREIGN_APPID,
  SANDBOX_AES_KEY,
  SANDBOX_APPID,
  SANDBOX_PUSH_TOKEN,
  SANDBOX_SECRET,
  SESSION_KEY_MARK,
} from "./wechat/identity.ts";
export type { PushInput, PushMode, PushSignature, VerificationInput } from "./pushes/push.ts";
export type { SentPush, Verification } from "./pushes/pusher.ts";
export type { AppCredentials } from "./wechat/app.ts";
export { InputError } from "./shared/input.ts";
export type { AppState } from "./control/open-platform.ts";
export type { MintedLoginCode, MintedPhoneCode } from "./control/minting.ts";

export interface SandboxOptions extends WorldOptions {
  /** 0, the default, takes a free one. */
  port?: number | undefined;
  host?: string | undefined;
  /** Where pushes go that name no `url`. */
  pushUrl?: string | undefined;
}

/** Lists of apps are separated by commas. */
export interface SandboxSettings {
  readonly WECHAT_APPID: string;
  readonly WECHAT_SECRET: string;
  readonly WECHAT_API_BASE: string;
  readonly WECHAT_PUSH_TOKEN: string;
}

export interface Sandbox {
  /** Base URL without a trailing slash: what WECHAT_API_BASE takes. */
  readonly url: string;
  /** The first app's. */
  readonly appid: string;
  readonly secret: string;
  /** In the order in which WECHAT_APPID and WECHAT_SECRET list them. */
  readonly apps: readonly AppCredentials[];
  /** The environment that points a server at this sandbox. */
  readonly settings: SandboxSettings;
  /**
   * A code of the first app, unless `appid` names another.
   * @throws {InputError}
   */
  mintLoginCode(input?: {
    user?: string;
    openid?: string;
    unionid?: string;
    appid?: string;
  }): MintedLoginCode;
  /** @throws {InputError} */
  mintPhoneCode(input: { phone: string; countryCode?: string | number; appid?: string }): MintedPhoneCode;
  /**
   * Codes of the app (of all, without `appid`) come with a unionid from now on, another one for each `account`.
   * @throws {InputError}
   */
  bindOpenPlatform(input?: { appid?: string; account?: string }): AppState[];
  /** @throws {InputError} */
  unbindOpenPlatform(input?: { appid?: string }): AppState[];
  /**
   * Makes calls go wrong, until cleared or for `times` calls. Faults with `times` form a queue.
   * @throws {InputError}
   */
  setFault(fault: FaultInput): Fault;
  clearFaults(): void;
  /** Answers, as WeChat would have, the calls that `hang` faults hold. Returns how many. */
  releaseHanging(): number;
  /**
   * Every access token handed out so far (of one app, with `appid`) stops working (42001).
   * @throws {InputError}
   */
  expireTokens(input?: { appid?: string }): void;
  /** The WeChat calls received, oldest first; at most the last 10,000. */
  requests(): ReceivedCall[];
  clearRequests(): void;
  /** The first call in the log that matches, or the next to arrive; lets a test wait without sleeping. */
  waitForRequest(match?: (call: ReceivedCall) => boolean): Promise<ReceivedCall>;
  /**
   * Sends an event to an operator's address, signed with `token` (SANDBOX_PUSH_TOKEN unless said), and waits for the
   * answer. README.md has the options.
   * @throws {InputError} by rejecting
   */
  push(input: PushInput): Promise<SentPush>;
  /** Sends a push, the last one without `id`, once more as it was. */
  replayPush(input?: { id?: number }): Promise<SentPush>;
  /** Asks an address, as WeChat does when an operator enters it, to echo a text. */
  verifyPushUrl(input: VerificationInput): Promise<Verification>;
  /** Ends at once: open connections and hanging calls are cut. */
  close(): Promise<void>;
}

/**
 * Starts a sandbox and resolves once it listens.
 * @throws {InputError} for an option out of range; Node's own error for a port that cannot be had
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const state = createState(options, options.pushUrl);
  const { world, pusher } = state;
  const { apps } = world;
  const { port = 0, host = "127.0.0.1" } = options;
  const { url, close } = await serve(state, port, host);
  return {
    url,
    appid: apps[0].appid,
    secret: apps[0].secret,
    apps: apps.map(({ appid, secret }) => ({ appid, secret })),
    settings: {
      WECHAT_APPID: apps.map(({ appid }) => appid).join(),
      WECHAT_SECRET: apps.map(({ secret }) => secret).join(),
      WECHAT_API_BASE: url,
      WECHAT_PUSH_TOKEN: SANDBOX_PUSH_TOKEN,
    },
    mintLoginCode: (input = {}) => mintLoginCode(world, { ...input }),
    mintPhoneCode: (input) => mintPhoneCode(world, { ...input }),
    bindOpenPlatform: (input = {}) => bindOpenPlatform(world, { ...input }),
    unbindOpenPlatform: (input = {}) => unbindOpenPlatform(world, { ...input }),
    setFault: (input) => {
      const fault = parseFault({ ...input });
      state.faults.add(fault);
      return { ...fault };
    },
    clearFaults: () => state.faults.clear(),
    releaseHanging: () => state.held.release(),
    expireTokens: (input = {}) => expireTokens(world, { ...input }),
    requests: () => state.calls.list(),
    clearRequests: () => state.calls.clear(),
    waitForRequest: (match = () => true) => state.calls.waitFor(match),
    push: async (input) => pusher.push({ ...input }),
    replayPush: async (input = {}) => pusher.replay({ ...input }),
    verifyPushUrl: (input) => pusher.verify({ ...input }),
    close,
  };
}
