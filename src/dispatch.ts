/**
 * The one way in and out of every route: PocketBase's and the operator's checks → caller → body → operation → answer.
 * @module
 */
import type { BodyReader } from "./body.ts";
import type { Input, OperationId } from "./contract.ts";
import { Failure, type OwnWords } from "./errors.ts";
import type { Answer, LogFacts, Request } from "./operation.ts";
import { failing } from "./pocketbase/failing-bundle.ts";
import { takeWaitedMs } from "./pocketbase/http.ts";
import { type Line, logSuccess } from "./pocketbase/log.ts";
import { passMiddlewares } from "./pocketbase/middlewares.ts";
import { dropQuery, httpRequest, isolateLargeBody, userOfToken } from "./pocketbase/request.ts";
import { AlreadyAnswered } from "./pocketbase/sign-in-checks.ts";
import { refuseDisabled } from "./pocketbase/users.ts";
import type { Route } from "./routes.ts";

/** An operation with all that its requests need; the build makes one of the contract and the table of routes. */
export interface Endpoint<Id extends OperationId> {
  id: Id;
  route: Route<Id>;
  /** Null where the contract declares no body. */
  readBody: BodyReader<Id> | null;
  words: OwnWords;
  write: (event: core.RequestEvent, answer: Answer<Id>) => void;
}

/**
 * Handles one request from beginning to end; never throws. What an operator's middlewares or hooks answer stays the
 * only answer, and nothing of ours runs after they refused.
 */
export function dispatch<Id extends OperationId>(event: core.RequestEvent, endpoint: Endpoint<Id>): void {
  const startedAt = Date.now();
  takeWaitedMs();
  // For the operation and the log: an object for each would cost every request.
  const request: Line & Request<Id> = {
    event,
    operation: endpoint.id,
    facts: {},
    startedAt,
    user: null,
    input: undefined as Input<Id>,
  };
  try {
    const incoming = httpRequest(event);
    isolateLargeBody(event, incoming);
    if (isAnsweredAhead(event, endpoint)) return;
    answer(incoming, endpoint, request);
  } catch (error) {
    if (!(error instanceof AlreadyAnswered))
      failing().fail(request, error, endpoint.words, endpoint.route.logged);
    return;
  }
  if (endpoint.route.logged) logSuccess(request);
}

/**
 * Whether a middleware has answered. One that throws once its answer is out has answered all the same.
 * @throws Failure rate_limited; body_too_large, unsupported_media_type, invalid_json, also when a middleware stumbles
 * @throws what a middleware throws
 */
function isAnsweredAhead<Id extends OperationId>(event: core.RequestEvent, endpoint: Endpoint<Id>): boolean {
  try {
    return passMiddlewares(event, leavesBody, endpoint);
  } catch (error) {
    if (event.written()) return true;
    throw failing().bodyFailure(event, error, leavesBody(event, endpoint)) ?? error;
  }
}

/** `ignoresBody` for whoever has sent this request. */
function leavesBody<Id extends OperationId>(event: core.RequestEvent, endpoint: Endpoint<Id>): boolean {
  return ignoresBody(endpoint, userOfToken(event));
}

function answer<Id extends OperationId>(
  incoming: http.Request,
  endpoint: Endpoint<Id>,
  request: Request<Id>,
): void {
  const { route, readBody, write } = endpoint;
  const { event, facts } = request;
  dropQuery(incoming);
  const user = callerOf(event, route.caller, facts);
  request.user = user;
  if (readBody && !ignoresBody(endpoint, user)) request.input = readBody(incoming);
  const result = route.run(request);
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

function callerOf(
  event: core.RequestEvent,
  caller: Route<OperationId>["caller"],
  facts: LogFacts,
): core.Record | null {
  if (caller === "anyone") return null;
  if (caller === "superuser") {
    if (!event.hasSuperuserAuth()) throw new Failure("token_invalid");
    return null;
  }
  const user = userOfToken(event);
  if (user) facts.record_id = user.id;
  if (caller === "bearer" && !user?.getString("openid")) throw new Failure("token_invalid");
  if (user) refuseDisabled(user);
  return user;
}
