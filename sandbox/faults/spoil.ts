/** Faults that change what WeChat's answer says. They touch successes alone: an error stays the error it is. */
import type { Endpoint, Outcome } from "../endpoints/endpoint.ts";
import type { Fields } from "../shared/input.ts";
import { errorBody } from "../wechat/errors.ts";
import type { Fault } from "./fault.ts";

/** The outcome a fault turns WeChat's into, before it goes on the wire. */
export function spoil(outcome: Outcome, fault: Fault, endpoint: Endpoint, nowMs: number): Outcome {
  if (fault.kind === "errcode") {
    const body = errorBody(fault.errcode, endpoint.family, nowMs, fault.errmsg);
    return { ...outcome, errcode: fault.errcode, body };
  }
  if (outcome.errcode !== 0) return outcome;
  switch (fault.kind) {
    case "wrong_types":
      return { ...outcome, body: { ...fieldsOf(outcome), ...(fault.fields ?? endpoint.spoiled.wrongTypes) } };
    case "missing_fields":
      return { ...outcome, body: without(fieldsOf(outcome), fault.omit ?? endpoint.spoiled.missing) };
    case "foreign_watermark":
      return {
        ...outcome,
        body: endpoint.spoiled.foreignWatermark?.(fieldsOf(outcome)) ?? outcome.body,
      };
    default:
      return outcome;
  }
}

/** A picture has no fields. */
function fieldsOf({ body }: Outcome): Fields {
  return Buffer.isBuffer(body) ? {} : body;
}

function without(body: Fields, omit: readonly string[]): Fields {
  const whole = { errcode: 0, errmsg: "ok", ...body };
  return Object.fromEntries(Object.entries(whole).filter(([field]) => !omit.includes(field)));
}
