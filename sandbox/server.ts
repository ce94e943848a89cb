/** The sandbox WeChat: an HTTP server that behaves like WeChat's server API for mini-programs. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { ReceivedCall } from "./call-log.ts";
import {
  type MintedLoginCode,
  type MintedPhoneCode,
  expireTokens,
  mintLoginCode,
  mintPhoneCode,
} from "./control/minting.ts";
import { type AppState, bindOpenPlatform, unbindOpenPlatform } from "./control/open-platform.ts";
import { answerControl } from "./control/routes.ts";
import { type EndpointName, ENDPOINTS } from "./endpoints.ts";
import type { Endpoint } from "./endpoints/endpoint.ts";
import { deliver, deliverWithFault, isReadable, payloadOf } from "./faults/delivery.ts";
import { type Fault, type FaultInput, parseFault } from "./faults/fault.ts";
import { spoil } from "./faults/spoil.ts";
import { type ApiCall, readBody, sendJson } from "./shared/http.ts";
import { createState, type SandboxState } from "./state.ts";
import type { AppCredentials } from "./wechat/app.ts";
import type { WorldOptions } from "./wechat/world.ts";

export type { ReceivedCall } from "./call-log.ts";
export type { EndpointName } from "./endpoints.ts";
export type { Fault, FaultInput, FaultKind, FaultTarget } from "./faults/fault.ts";
export {
  ACCESS_TOKEN_MARK,
  FOREIGN_APPID,
  SANDBOX_APPID,
  SANDBOX_SECRET,
  SESSION_KEY_MARK,
} from "./wechat/identity.ts";
export type { AppCredentials } from "./wechat/app.ts";
export { InputError } from "./shared/input.ts";
export type { AppState } from "./control/open-platform.ts";
export type { MintedLoginCode, MintedPhoneCode } from "./control/minting.ts";

const BY_PATH = new Map(ENDPOINTS.map((endpoint) => [endpoint.path, endpoint]));

/** Longer than Go's 90 s, so that an idle connection is closed by the client and never under a new request. */
const KEEP_ALIVE_MS = 120_000;

export interface SandboxOptions extends WorldOptions {
  /** 0, the default, takes a free one. */
  port?: number | undefined;
  host?: string | undefined;
}

export interface Sandbox {
  /** Base URL without a trailing slash: what WECHAT_API_BASE takes. */
  readonly url: string;
  /** The first app's. */
  readonly appid: string;
  readonly secret: string;
  /** In the order in which WECHAT_APPID and WECHAT_SECRET list them. */
  readonly apps: readonly AppCredentials[];
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
  /** Ends at once: open connections and hanging calls are cut. */
  close(): Promise<void>;
}

/**
 * Starts a sandbox and resolves once it listens.
 * @throws {InputError} for an option out of range; Node's own error for a port that cannot be had
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const state = createState(options);
  const { world } = state;
  const { apps } = world;
  const { port = 0, host = "127.0.0.1" } = options;
  let url = "";
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) => {
    handle(request, response, state, url).catch((error: unknown) => {
      response.destroy();
      if (request.errored === null) console.error(error);
    });
  });
  await listen(server, port, host);
  url = urlOf(server.address() as AddressInfo);
  return {
    url,
    appid: apps[0].appid,
    secret: apps[0].secret,
    apps: apps.map(({ appid, secret }) => ({ appid, secret })),
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
    close: () => close(server, state),
  };
}

async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  state: SandboxState,
  url: string,
): Promise<void> {
  const target = request.url ?? "";
  const mark = target.indexOf("?");
  const path = mark === -1 ? target : target.slice(0, mark);
  const query = new URLSearchParams(mark === -1 ? "" : target.slice(mark));
  const body = await readBody(request);
  if (body === null) {
    response.setHeader("connection", "close");
    sendJson(response, 413, { error: "bad_input", field: "body", rule: "must be at most 64 KiB" });
    return;
  }
  const call = { method: request.method ?? "", query, body };
  const endpoint = BY_PATH.get(path);
  if (endpoint === undefined) answerControl(path, call, state, url, response);
  else answerAsWechat(endpoint, call, state, response);
}

/** Decides, logs and sends WeChat's answer. All effects happen here, in order of arrival, before any fault waits. */
function answerAsWechat(
  endpoint: Endpoint<EndpointName>,
  call: ApiCall,
  state: SandboxState,
  response: ServerResponse,
): void {
  const fault = state.faults.take(endpoint.name);
  const meant = endpoint.answer(call, state.world, fault?.consume ?? true);
  const { errcode, body, seen } = fault === null ? meant : spoil(meant, fault, endpoint, state.world.now());
  state.calls.add({
    at: state.world.now(),
    endpoint: endpoint.name,
    method: call.method,
    ...seen,
    fault: fault?.kind ?? null,
    errcode: fault === null || isReadable(fault) ? errcode : null,
  });
  const payload = payloadOf(body, endpoint.jsonType);
  if (fault === null) deliver(response, payload);
  else deliverWithFault(response, payload, fault, state.held);
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

function urlOf({ address, family, port }: AddressInfo): string {
  return `http://${family === "IPv6" ? `[${address}]` : address}:${port}`;
}

function close(server: Server, state: SandboxState): Promise<void> {
  state.calls.close();
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
