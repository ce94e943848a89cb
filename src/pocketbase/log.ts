/**
 * One structured line per sign-in event, readable on the dashboard's log page.
 * @module
 */
import type { Failure } from "../errors.ts";
import type { LogFacts } from "../operation.ts";

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
  const fields: { [name: string]: unknown } = {
    operation,
    outcome: failure ? "failure" : (facts.outcome ?? "success"),
    ...(failure && { reason: failure.reason, status: failure.status }),
    // Names alone: a value is the user’s.
    ...(failure?.details.fields && { fields: Object.keys(failure.details.fields).join(" ") }),
    ...(facts.record_id !== undefined && { record_id: facts.record_id }),
    ...(failure?.details.errcode !== undefined && { errcode: failure.details.errcode }),
    ...(failure?.details.rid !== undefined && { rid: failure.details.rid }),
    ...(failure?.details.cause !== undefined && { cause: failure.details.cause }),
    // These routes have no line in PocketBase's own request log, so its setting on addresses holds here.
    ...($app.settings().logs.logIP && { user_ip: event.realIP() }),
    duration_ms: Date.now() - startedAt,
  };
  const pairs = Object.entries(fields).flat();
  if (!failure) $app.logger().info("sign-in", ...pairs);
  else if (failure.status < 500) $app.logger().warn("sign-in refused", ...pairs);
  else $app.logger().error("sign-in failed", ...pairs);
}
