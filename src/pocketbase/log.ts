/**
 * One structured line per sign-in event, readable on the dashboard's log page.
 * @module
 */
import type { LogFacts } from "../operation.ts";
import { takeWaitedMs } from "./http.ts";
import { info, logger, logSettings } from "./process.ts";
import type { Outcome } from "./thrown.ts";

interface Line {
  event: core.RequestEvent;
  operation: string;
  facts: LogFacts;
  failure: Outcome | null;
  /** Unix time in milliseconds at which the request was taken on. */
  startedAt: number;
}

/** Whether somebody has to look after it: a fault of ours or of WeChat, or a setting that lets nobody through. */
export function isFault({ reason, status, details }: Outcome): boolean {
  return reason !== "refused" && (status >= 500 || details.misconfigured === true);
}

/** Successes are INFO, refusals WARN, faults ERROR. */
export function logOutcome({ event, operation, facts, failure, startedAt }: Line): void {
  // These routes have no line in PocketBase's own request log, so its setting on addresses holds here.
  const user_ip = logSettings().logIP ? event.realIP() : null;
  const duration = Date.now() - startedAt;
  const wechat_ms = takeWaitedMs();
  const { outcome = "success", record_id, phone, ticket } = facts;
  if (!failure) {
    // Written out, because the engine takes long to spread a list: every sign-in passes here.
    info()(
      "sign-in",
      "operation",
      operation,
      "outcome",
      outcome,
      "record_id",
      record_id,
      "user_ip",
      user_ip,
      "duration_ms",
      duration,
      ...extraFacts(phone, wechat_ms, ticket),
    );
    return;
  }
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
    user_ip,
    duration_ms: duration,
    wechat_ms,
  };
  const told = Object.entries(known).filter(([, value]) => value !== undefined && value !== null);
  if (isFault(failure)) logger().error("sign-in failed", ...told.flat());
  else logger().warn("sign-in refused", ...told.flat());
}

/** What a success has or has not. */
function extraFacts(
  phone: string | undefined,
  wechatMs: number | null,
  ticket: string | undefined,
): (string | number)[] {
  if (phone !== undefined) return ["phone", phone];
  const waited = wechatMs === null ? [] : ["wechat_ms", wechatMs];
  return ticket === undefined ? waited : ["ticket", ticket, ...waited];
}
