/** What the three WeChat endpoints have in common. */
import { type ApiFamily, errorBody } from "../errors.ts";
import type { SandboxState } from "../state.ts";

export const ENDPOINT_NAMES = ["jscode2session", "stable_token", "getuserphonenumber"] as const;
export type EndpointName = (typeof ENDPOINT_NAMES)[number];

/** A call as it arrived, body read whole. */
export interface ApiCall {
  readonly method: string;
  readonly query: URLSearchParams;
  readonly body: string;
}

/** What the log tells of a call's content; null where the call did not say. */
export interface Seen {
  readonly appid: string | null;
  readonly code: string | null;
  readonly force_refresh: boolean | null;
  /** Which access token came along: 1 is the first one issued; null for none or one never issued. */
  readonly token: number | null;
}

export const NOTHING_SEEN: Seen = { appid: null, code: null, force_refresh: null, token: null };

/** WeChat's answer. `errcode` is 0 for success, where the body need not hold one. */
export interface Outcome {
  readonly errcode: number;
  readonly body: Record<string, unknown>;
  readonly seen: Seen;
}

export interface Endpoint {
  readonly name: EndpointName;
  readonly path: string;
  readonly family: ApiFamily;
  /** Decides the answer. Without `consume` a code stays unused and no token is revoked. */
  answer(call: ApiCall, state: SandboxState, consume: boolean): Outcome;
}

export function refusal(errcode: number, family: ApiFamily, seen: Seen, state: SandboxState): Outcome {
  return { errcode, body: errorBody(errcode, family, state.now()), seen };
}

/** The errcode for a wrong appid or secret, or 0. WeChat looks at the appid before anything else. */
export function credentialError(
  appid: unknown,
  secret: unknown,
  state: SandboxState,
  wrongSecret: 40001 | 40125,
): number {
  if (appid === undefined || appid === null || appid === "") return 41002;
  if (appid !== state.appid) return 40013;
  if (secret === undefined || secret === null || secret === "") return 41004;
  return secret === state.secret ? 0 : wrongSecret;
}
