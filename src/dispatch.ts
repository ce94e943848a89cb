/**
 * The one way in and out of every route: PocketBase's own checks → caller → body → operation → answer.
 * @module
 */
import type { BodyReader } from "./body.ts";
import type { Input, OperationId } from "./contract.ts";
import { Failure } from "./errors.ts";
import type { Answer, LogFacts } from "./operation.ts";
import { writeFailure } from "./pocketbase/answer.ts";
import { apiErrorStatus, describeError } from "./pocketbase/go-errors.ts";
import { logOutcome } from "./pocketbase/log.ts";
import { rateLimitWindow } from "./pocketbase/rate-limit.ts";
import {
  drainLargeBody,
  dropQuery,
  httpRequest,
  isolateLargeBody,
  userOfToken,
} from "./pocketbase/request.ts";
import { isDisabled } from "./pocketbase/users.ts";
import type { Route } from "./routes.ts";

/** An operation with all that its requests need; the build makes one of the contract and the table of routes. */
export interface Endpoint<Id extends OperationId> {
  id: Id;
  route: Route<Id>;
  /** Null where the contract declares no body. */
  readBody: BodyReader<Id> | null;
  write: (event: core.RequestEvent, answer: Answer<Id>) => void;
}

/** Handles one request from beginning to end; never throws. */
export function dispatch<Id extends OperationId>(event: core.RequestEvent, endpoint: Endpoint<Id>): void {
  const startedAt = Date.now();
  const request = httpRequest(event);
  const facts: LogFacts = {};
  let failure: Failure | null = null;
  try {
    answer(event, request, endpoint, facts);
  } catch (error) {
    failure =
      error instanceof Failure ? error : new Failure("internal_error", { cause: describeError(error) });
    drainLargeBody(request);
    writeFailure(event, failure);
  }
  if (endpoint.route.logged || (failure && failure.status >= 500))
    logOutcome({ event, operation: endpoint.id, facts, failure, startedAt });
}

function answer<Id extends OperationId>(
  event: core.RequestEvent,
  request: http.Request,
  endpoint: Endpoint<Id>,
  facts: LogFacts,
): void {
  const { route, readBody, write } = endpoint;
  dropQuery(request);
  isolateLargeBody(event, request);
  passPocketBase(event, request, endpoint);
  const user = callerOf(event, route.caller, facts);
  const input = (readBody && !ignoresBody(endpoint, user) ? readBody(request) : undefined) as Input<Id>;
  const result = route.run({ event, input, user, facts });
  if ("status" in result) {
    facts.record_id = result.user.id;
    facts.outcome = result.status;
  }
  write(event, result);
}

/** Whether the body of this user's request goes unread, so that it may hold anything. */
function ignoresBody<Id extends OperationId>(
  { route, readBody }: Endpoint<Id>,
  user: core.Record | null,
): boolean {
  return readBody === null || (route.caller === "optional" && user !== null);
}

/**
 * Runs PocketBase's remaining middlewares (token, rate limit, body size) and the empty native action behind them.
 * @throws Failure rate_limited, body_too_large
 */
function passPocketBase<Id extends OperationId>(
  event: core.RequestEvent,
  request: http.Request,
  endpoint: Endpoint<Id>,
): void {
  try {
    event.next();
  } catch (error) {
    switch (apiErrorStatus(error)) {
      case 429:
        throw new Failure("rate_limited", { retryAfter: rateLimitWindow(event) });
      case 413:
        // What is not looked at may have any size.
        if (!ignoresBody(endpoint, userOfToken(event))) throw new Failure("body_too_large");
        drainLargeBody(request);
        return;
      case 403:
        // A superuser's token from an address PocketBase does not allow: it would not count here anyway.
        return;
      default:
        throw error;
    }
  }
}

function callerOf(
  event: core.RequestEvent,
  caller: Route<OperationId>["caller"],
  facts: LogFacts,
): core.Record | null {
  if (caller === "anyone") return null;
  const user = userOfToken(event);
  if (user) facts.record_id = user.id;
  if (caller === "bearer" && !user?.getString("openid")) throw new Failure("token_invalid");
  if (user && isDisabled(user)) throw new Failure("account_disabled");
  return user;
}
