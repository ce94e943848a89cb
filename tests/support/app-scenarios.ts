/**
 * What the operations that read `wx_appid` make of it where there is one mini-program.
 * @module
 */
import { expect } from "vitest";
import type { PassingCall } from "./body-scenarios.ts";
import type { Scenario } from "./scenarios.ts";
import type { Call, Service } from "./service.ts";

const UNKNOWN = "服务端没有配置这个小程序";

/** @param passing a call with an object for its body, which names no mini-program */
export function appScenarios(passing: PassingCall): Scenario[] {
  const naming =
    (wx_appid: (service: Service) => unknown) =>
    async (service: Service): Promise<Call> => {
      const call = await passing(service);
      return { ...call, body: { ...(call.body as object), wx_appid: wx_appid(service) } };
    };
  const asksNoWechat = (service: Service) => expect(service.sandbox.requests()).toEqual([]);
  return [
    { name: "takes the mini-program's own appid", call: naming(({ sandbox }) => sandbox.appid), status: 200 },
    { name: "takes null for no appid", call: naming(() => null), status: 200 },
    { name: "takes an empty text for no appid", call: naming(() => ""), status: 200 },
    ...["wx9999999999999999", " ", "x".repeat(128)].map((appid): Scenario => ({
      name: `refuses an appid that is not configured, before anything is asked of WeChat: ${JSON.stringify(appid.slice(0, 20))}`,
      call: naming(() => appid),
      status: 400,
      reason: "appid_unknown",
      body: { code: 400, msg: UNKNOWN },
      fields: { wx_appid: UNKNOWN },
      after: asksNoWechat,
    })),
    ...[
      { value: 5, message: "小程序 AppID：必须是文本" },
      { value: "x".repeat(129), message: "小程序 AppID：最多 128 个字符" },
    ].map(({ value, message }): Scenario => ({
      name: `refuses ${typeof value === "number" ? value : "129 characters"} as the appid`,
      call: naming(() => value),
      status: 400,
      reason: "validation_failed",
      fields: { wx_appid: message },
      after: asksNoWechat,
    })),
  ];
}
