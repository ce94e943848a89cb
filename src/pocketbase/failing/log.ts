/**
 * The log lines of requests that failed.
 * @module
 */
import { takeWaitedMs } from "../http.ts";
import { addressInLog, type Line } from "../log.ts";
import { logger } from "../process.ts";
import type { Outcome } from "../thrown.ts";

/** Whether somebody has to look after it: a fault of ours or of WeChat, or a setting that lets nobody through. */
export function isFault({ reason, status, details }: Outcome): boolean {
  return reason !== "refused" && (status >= 500 || details.misconfigured === true);
}

/** Refusals at WARN, faults at ERROR. */
export function logFailure({ event, operation, facts, startedAt }: Line, failure: Outcome): void {
  const { record_id, phone, ticket } = facts;
  const { reason, status, details } = failure;
  const known: { [name: string]: unknown } = {
    operation,
    outcome: "failure",
    reason,
    status,
    // Names alone: a value is the user's.
    fields: details.fields && Object.keys(details.fields).join(" "),
    record_id: record_id ?? details.recordId,
    phone,
    ticket,
    errcode: details.errcode,
    rid: details.rid,
    address: details.address,
    cause: details.cause,
    user_ip: addressInLog(event),
    duration_ms: Date.now() - startedAt,
    wechat_ms: takeWaitedMs(),
  };
  const told = Object.entries(known).filter(([, value]) => value !== undefined && value !== null);
  if (isFault(failure)) logger().error("sign-in failed", ...told.flat());
  else logger().warn("sign-in refused", ...told.flat());
}
