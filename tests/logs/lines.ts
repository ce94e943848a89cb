/**
 * What a sign-in event leaves in the log, and who takes part in the events that the tests make.
 * @module
 */
import { expect } from "vitest";
import type { Service, SignedIn } from "../support/service.ts";
import type { LogRow } from "../support/log-rows.ts";

export interface Cast {
  service: Service;
  wechat: SignedIn;
  platform: SignedIn & { phone: string; password: string };
  disabled: SignedIn & { phone: string; password: string };
  disabledWechat: SignedIn;
  /** A platform user whose e-mail somebody emptied. */
  broken: SignedIn & { phone: string; password: string };
  /** The phone of a WeChat user. */
  wechatPhone: string;
}

export interface Event {
  /** States what an operator can find. */
  name: string;
  happen: (cast: Cast) => Promise<unknown>;
  lines: (cast: Cast) => LogRow[];
}

const INFO = 0;
const WARN = 4;
const ERROR = 8;

const always = { duration_ms: expect.any(Number), user_ip: "127.0.0.1" };
export const SOME_ID = expect.stringMatching(/^[a-z0-9]{15}$/);
export const RID = expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}$/);

export interface Facts {
  record_id?: unknown;
  fields?: string;
  errcode?: number;
  rid?: unknown;
  address?: string;
  cause?: unknown;
}

export function succeeded(operation: string, outcome: string, facts: Facts): LogRow {
  return { level: INFO, message: "sign-in", data: { operation, outcome, ...facts, ...always } };
}

export function refused(operation: string, reason: string, status: number, facts: Facts = {}): LogRow {
  const data = { operation, outcome: "failure", reason, status, ...facts, ...always };
  return status < 500
    ? { level: WARN, message: "sign-in refused", data }
    : { level: ERROR, message: "sign-in failed", data };
}
