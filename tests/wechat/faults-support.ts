/**
 * The ways to WeChat, and what the tests of its faults share.
 * @module
 */
import { expect } from "vitest";
import type { FaultInput, ReceivedCall } from "../../sandbox/server.ts";
import { oncePerService } from "../support/scenarios.ts";
import { type Answer, type Call, freshPhone, type Service } from "../support/service.ts";

export type Endpoint = Exclude<FaultInput["endpoint"], "*">;

/** An operation that asks WeChat, and a call of it that would succeed. */
export interface Door {
  operationId: string;
  endpoint: Endpoint;
  call(service: Service): Promise<Call>;
}

/** A user who exists before any fault. */
export const regular = oncePerService((service) => service.wechatUser("regular"));

export const doors = {
  login: {
    operationId: "wechatLogin",
    endpoint: "jscode2session",
    call: async (service) => ({ body: { users_wx_code: service.sandbox.mintLoginCode().code } }),
  },
  refresh: {
    operationId: "refreshToken",
    endpoint: "jscode2session",
    call: async (service) => {
      await regular(service);
      return { body: { users_wx_code: service.sandbox.mintLoginCode({ user: "regular" }).code } };
    },
  },
  profile: { operationId: "wechatProfile", endpoint: "getuserphonenumber", call: profileCall },
  token: { operationId: "wechatProfile", endpoint: "stable_token", call: profileCall },
} satisfies { [name: string]: Door };

export async function profileCall(service: Service): Promise<Call> {
  const { token } = await regular(service);
  const { code } = service.sandbox.mintPhoneCode({ phone: freshPhone() });
  const users_picture = "https://example.com/a.png";
  return { token, body: { users_name: "小明", users_phone_code: code, users_picture } };
}

/** Everything that a refused call might have changed. */
export function stored(service: Service): Promise<unknown> {
  return service.admin.sql("SELECT * FROM tbl_auth_users ORDER BY id");
}

/** What WeChat was asked, in order, as `<endpoint> <errcode>`. */
export function asked(service: Service): string[] {
  return service.sandbox.requests().map(({ endpoint, errcode }: ReceivedCall) => `${endpoint} ${errcode}`);
}

export interface Fault {
  answer: Answer;
  /** The calls that WeChat got, oldest first. */
  calls: ReceivedCall[];
}

/** Makes a door's call while WeChat has this fault; nothing may have been stored by it. */
export async function callWith(
  service: Service,
  { operationId, endpoint, call }: Door,
  fault: Omit<FaultInput, "endpoint">,
): Promise<Fault> {
  const prepared = await call(service);
  const before = await stored(service);
  service.sandbox.clearRequests();
  service.sandbox.setFault({ endpoint, ...fault });
  const answer = await service.call(operationId, prepared);
  service.sandbox.clearFaults();
  expect(await stored(service)).toEqual(before);
  return { answer, calls: service.sandbox.requests() };
}
