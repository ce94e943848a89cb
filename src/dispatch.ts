/**
 * The one way in and out of every route: PocketBase's own checks → caller → body → operation → answer.
 * @module
 */
import type { Input, OperationId } from "./contract.ts";
import { damagedFields, fieldMessages, type Validator } from "./domain/validation.ts";
import { Failure } from "./errors.ts";
import { fieldWords, operations } from "./generated/contract.ts";
import * as validators from "./generated/validators.js";
import type { LogFacts } from "./operation.ts";
import { writeFailure, writeSignIn, writeSuccess } from "./pocketbase/answer.ts";
import { apiErrorStatus, describeError } from "./pocketbase/go-errors.ts";
import { logOutcome } from "./pocketbase/log.ts";
import { rateLimitWindow } from "./pocketbase/rate-limit.ts";
import {
  drainLargeBody,
  dropQuery,
  hasMediaType,
  isolateLargeBody,
  readJsonObject,
  userOfToken,
} from "./pocketbase/request.ts";
import { isDisabled } from "./pocketbase/users.ts";
import { type Route, routes } from "./routes.ts";

const contractOf = Object.fromEntries(operations.map((operation) => [operation.id, operation]));
const validatorOf: { [id: string]: Validator | undefined } = { ...validators };

/** Handles one request of operation `id` from beginning to end; never throws. */
export function dispatch(event: core.RequestEvent, id: OperationId): void {
  const startedAt = Date.now();
  const route = routes[id];
  const facts: LogFacts = {};
  let failure: Failure | null = null;
  try {
    answer(event, id, facts);
  } catch (error) {
    failure =
      error instanceof Failure ? error : new Failure("internal_error", { cause: describeError(error) });
    drainLargeBody(event);
    writeFailure(event, failure);
  }
  if (route.logged || (failure && failure.status >= 500))
    logOutcome({ event, operation: id, facts, failure, startedAt });
}

function answer<Id extends OperationId>(event: core.RequestEvent, id: Id, facts: LogFacts): void {
  const route: Route<Id> = routes[id];
  dropQuery(event);
  isolateLargeBody(event);
  const mediaType = contractOf[id]?.body ?? null;
  const ignoresBody = () =>
    mediaType === null || (route.caller === "optional" && userOfToken(event) !== null);
  passPocketBase(event, ignoresBody);
  const user = callerOf(event, route.caller, facts);
  const input = (
    mediaType === null || ignoresBody() ? undefined : checkedBody(event, id, mediaType)
  ) as Input<Id>;
  const result = route.run({ event, input, user, facts });
  if ("status" in result) {
    facts.record_id = result.user.id;
    facts.outcome = result.status;
    writeSignIn(event, result);
  } else {
    writeSuccess(event, result.msg, result.data as object);
  }
}

/**
 * Runs PocketBase's remaining middlewares (token, rate limit, body size) and the empty native action behind them.
 * @throws Failure rate_limited, body_too_large
 */
function passPocketBase(event: core.RequestEvent, ignoresBody: () => boolean): void {
  try {
    event.next();
  } catch (error) {
    switch (apiErrorStatus(error)) {
      case 429:
        throw new Failure("rate_limited", { retryAfter: rateLimitWindow(event) });
      case 413:
        // What is not looked at may have any size.
        if (!ignoresBody()) throw new Failure("body_too_large");
        drainLargeBody(event);
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

/** The JSON body of an operation that takes one; an operation that takes files reads them itself. */
function checkedBody(event: core.RequestEvent, id: OperationId, mediaType: string): object | undefined {
  if (mediaType !== "application/json") {
    if (!hasMediaType(event, mediaType)) throw new Failure("unsupported_media_type");
    return undefined;
  }
  const body = readJsonObject(event);
  const validate = validatorOf[id];
  const words = fieldWords[id] ?? {};
  if (validate && !validate(body)) {
    throw new Failure("validation_failed", { fields: fieldMessages(validate.errors ?? [], words) });
  }
  const damaged = damagedFields(body, words);
  if (Object.keys(damaged).length > 0) throw new Failure("validation_failed", { fields: damaged });
  return body;
}
