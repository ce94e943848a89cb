/**
 * What the operations that ask WeChat answer when WeChat refuses, is broken or is not set up.
 * @module
 */
import { expect, test } from "vitest";
import {
  ACCESS_TOKEN_MARK,
  type FaultInput,
  SANDBOX_SECRET,
  SESSION_KEY_MARK,
} from "../../sandbox/server.ts";
import type { PassingCall } from "./body-scenarios.ts";
import type { Scenario } from "./scenarios.ts";
import type { Service } from "./service.ts";

/** An errcode and what it must become. */
export type ErrcodeRow = [errcode: number, status: number, reason: string, fields?: string[]];

type Endpoint = Exclude<FaultInput["endpoint"], "*">;

/** What must never reach a client. */
const SECRETS = [SANDBOX_SECRET, SESSION_KEY_MARK, ACCESS_TOKEN_MARK, "rid", "errcode", "errmsg"];

/** The errcodes that mean the same for every call. */
const COMMON_ERRCODES: ErrcodeRow[] = [
  [-1, 502, "wechat_unavailable"],
  [40226, 403, "wechat_user_blocked"],
  [45011, 429, "wechat_rate_limited"],
  [40013, 500, "wechat_misconfigured"],
  [99999, 500, "wechat_misconfigured"],
];

/** WeChat answers with an errcode: the given rows, and those that every call has in common. */
export function errcodeScenarios(endpoint: Endpoint, passing: PassingCall, rows: ErrcodeRow[]): Scenario[] {
  return [...rows, ...COMMON_ERRCODES].map(([errcode, status, reason, fields]) => ({
    name: `answers ${status} ${reason} when ${endpoint} says ${errcode}`,
    call: async (service) => {
      const call = await passing(service);
      service.sandbox.setFault({ endpoint, kind: "errcode", errcode });
      return call;
    },
    status,
    reason,
    ...(fields && { fields }),
    absent: [...SECRETS, String(errcode)],
    after: (_service, { body, headers }) => {
      if (!fields) expect(body.data).toEqual({ reason, ...(status === 429 && { retry_after: 60 }) });
      if (status === 429) expect(headers.get("retry-after")).toBe("60");
    },
  }));
}

/** WeChat's answer makes no sense, or does not come. */
const BROKEN: Pick<FaultInput, "kind" | "status">[] = [
  { kind: "status", status: 503 },
  { kind: "status", status: 302 },
  { kind: "empty" },
  { kind: "html" },
  { kind: "not_json" },
  { kind: "missing_fields" },
  { kind: "wrong_types" },
  { kind: "half" },
  { kind: "reset" },
];

export function brokenScenarios(endpoint: Endpoint, passing: PassingCall): Scenario[] {
  return BROKEN.map((fault) => ({
    name: `answers 502 when ${endpoint} goes wrong: ${Object.values(fault).join(" ")}`,
    call: async (service) => {
      const call = await passing(service);
      service.sandbox.setFault({ endpoint, ...fault });
      return call;
    },
    status: 502,
    reason: "wechat_unavailable",
    absent: SECRETS,
    body: { code: 502, msg: "微信服务暂时不可用，请稍后再试" },
    after: (_service, { body }) => expect(body.data).toEqual({ reason: "wechat_unavailable" }),
  }));
}

/**
 * The test of a server without WeChat credentials.
 * @param started a service of its own, started with `WECHAT_APPID: ""`
 */
export function notConfiguredTest(operationId: string, passing: PassingCall, started: () => Service): void {
  test("answers 500 wechat_not_configured where the credentials are not set, and asks WeChat nothing", async () => {
    const service = started();
    const answer = await service.call(operationId, await passing(service));
    expect(answer.body).toEqual({
      code: 500,
      msg: "服务端尚未配置微信小程序，请联系管理员",
      data: { reason: "wechat_not_configured" },
    });
    expect(service.sandbox.requests()).toEqual([]);
  });
}
