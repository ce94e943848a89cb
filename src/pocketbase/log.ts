/**
 * One structured line per sign-in event, readable on the dashboard's log page.
 * @module
 */
import type { Failure } from "../errors.ts";
import type { LogFacts } from "../operation.ts";
import { logger } from "./process.ts";

interface Line {
  event: core.RequestEvent;
  operation: string;
  facts: LogFacts;
  failure: Failure | null;
  /** Unix time in milliseconds at which the request was taken on. */
  startedAt: number;
}

/** Successes are INFO, refusals WARN, faults of ours or of WeChat ERROR. */
export function logOutcome({ event, operation, facts, failure, startedAt }: Line): void {
  // These routes have no line in PocketBase's own request log, so its setting on addresses holds here.
  const user_ip = $app.settings().logs.logIP ? event.realIP() : null;
  const duration = Date.now() - startedAt;
  const { outcome = "success", record_id } = facts;
  if (!failure) {
    // Written out, because the engine takes long to spread a list: every sign-in passes here.
    logger().info(
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
    errcode: details.errcode,
    rid: details.rid,
    cause: details.cause,
    user_ip,
    duration_ms: duration,
  };
  const told = Object.entries(known).filter(([, value]) => value !== undefined && value !== null);
  if (status < 500) logger().warn("sign-in refused", ...told.flat());
  else logger().error("sign-in failed", ...told.flat());
}
