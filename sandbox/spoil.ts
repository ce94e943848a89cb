/** Faults that change what WeChat's answer says. They touch successes alone: an error stays the error it is. */
import type { Endpoint, EndpointName, Outcome } from "./endpoints/endpoint.ts";
import { errorBody } from "./errors.ts";
import type { Fault } from "./faults.ts";
import { FOREIGN_APPID } from "./identity.ts";
import type { Fields } from "./input.ts";

const WRONG_TYPES: Readonly<Record<EndpointName, Fields>> = {
  jscode2session: { openid: 1234567890 },
  stable_token: { expires_in: "7200" },
  getuserphonenumber: { phone_info: null },
};

const MISSING: Readonly<Record<EndpointName, readonly string[]>> = {
  jscode2session: ["openid"],
  stable_token: ["access_token"],
  getuserphonenumber: ["phone_info"],
};

/** The outcome a fault turns WeChat's into, before it goes on the wire. */
export function spoil(outcome: Outcome, fault: Fault, endpoint: Endpoint, nowMs: number): Outcome {
  if (fault.kind === "errcode") {
    const body = errorBody(fault.errcode, endpoint.family, nowMs, fault.errmsg);
    return { ...outcome, errcode: fault.errcode, body };
  }
  if (outcome.errcode !== 0) return outcome;
  switch (fault.kind) {
    case "wrong_types":
      return { ...outcome, body: { ...outcome.body, ...(fault.fields ?? WRONG_TYPES[endpoint.name]) } };
    case "missing_fields":
      return { ...outcome, body: without(outcome.body, fault.omit ?? MISSING[endpoint.name]) };
    case "foreign_watermark":
      return { ...outcome, body: withForeignWatermark(outcome.body) };
    default:
      return outcome;
  }
}

function without(body: Fields, omit: readonly string[]): Fields {
  const whole = { errcode: 0, errmsg: "ok", ...body };
  return Object.fromEntries(Object.entries(whole).filter(([field]) => !omit.includes(field)));
}

function withForeignWatermark(body: Fields): Fields {
  const info = body.phone_info as { watermark: Fields };
  return { ...body, phone_info: { ...info, watermark: { ...info.watermark, appid: FOREIGN_APPID } } };
}
