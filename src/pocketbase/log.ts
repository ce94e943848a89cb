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
  const told: unknown[] = [
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
  ];
  const waited = takeWaitedMs();
  if (phone !== undefined) told.push("phone", phone);
  else {
    if (ticket !== undefined) told.push("ticket", ticket);
    if (waited !== null) told.push("wechat_ms", waited);
  }
  // The engine takes long to spread a list: every sign-in passes here.
  // eslint-disable-next-line prefer-spread
  info().apply(null, told as [string, ...unknown[]]);
}
