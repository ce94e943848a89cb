/**
 * One structured line per sign-in event, readable on the dashboard's log page: those that succeeded.
 * @module
 */
import type { LogFacts } from "../operation.ts";
import { takeWaitedMs } from "./http.ts";
import { info, logSettings } from "./process.ts";

export interface Line {
  event: core.RequestEvent;
  operation: string;
  facts: LogFacts;
  /** Unix time in milliseconds at which the request was taken on. */
  startedAt: number;
}

/** Null where an operator wants no addresses: these routes have no line in PocketBase's own request log. */
export function addressInLog(event: core.RequestEvent): string | null {
  return logSettings().logIP ? event.realIP() : null;
}

/** At INFO. */
export function logSuccess({ event, operation, facts, startedAt }: Line): void {
  const { outcome = "success", record_id, phone, ticket } = facts;
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
    addressInLog(event),
    "duration_ms",
    Date.now() - startedAt,
    ...extraFacts(phone, takeWaitedMs(), ticket),
  );
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
