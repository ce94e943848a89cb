/**
 * The lock on PocketBase's own password route of the users' collection: one account, one count, whichever door.
 * @module
 */
import { Failure } from "../errors.ts";
import { apiErrorStatus } from "../pocketbase/go-errors.ts";
import { logOutcome } from "../pocketbase/log.ts";
import { isDisabled } from "../pocketbase/users.ts";
import { checkPassword, checkStranger } from "./password-attempts.ts";

/**
 * Hook of `onRecordAuthWithPasswordRequest`. For a record it stands in for PocketBase's last step (check, then
 * answer) instead of calling it: that step would run bcrypt a second time, and could answer a right guess after the
 * lock has closed.
 * @throws PocketBase's own 429 for a locked account, its own 400 for a wrong password, its own 403 by the authRule
 */
export function guardNativePassword(event: core.RecordAuthWithPasswordRequestEvent): void {
  const startedAt = Date.now();
  const { record, requestEvent } = event as RequestEventHolder & typeof event;
  const facts = { outcome: "login_success", ...(record && { record_id: record.id }) };
  const log = (failure: Failure | null) =>
    logOutcome({ event: requestEvent, operation: "auth-with-password", facts, failure, startedAt });
  try {
    if (record) signIn(requestEvent, record, event.password);
    else refuseStranger(event);
  } catch (error) {
    log(failureOf(error, record));
    throw nativeError(requestEvent, error);
  }
  log(null);
}

/**
 * PocketBase's declarations leave out the event that this one embeds, and show its `request` and `response` as parts of
 * this one, where the runtime has nothing.
 */
interface RequestEventHolder {
  requestEvent: core.RequestEvent;
}

function signIn(event: core.RequestEvent, record: core.Record, password: string): void {
  if (!checkPassword(record.id, () => record.validatePassword(password))) throw new Failure("password_wrong");
  $apis.recordAuthResponse(event, record, "password", null);
}

/** PocketBase refuses by itself, after as much work as a check takes; an operator's hook may know the name after all. */
function refuseStranger(event: core.RecordAuthWithPasswordRequestEvent): void {
  const known = checkStranger(event.identity, () => {
    try {
      event.next();
      return true;
    } catch (error) {
      if (apiErrorStatus(error) === 400) return false;
      throw error;
    }
  });
  if (!known) throw new Failure("user_not_found");
}

/** What the log calls it. */
function failureOf(error: unknown, record: core.Record | undefined): Failure {
  if (error instanceof Failure) return error;
  if (record && apiErrorStatus(error) === 403)
    return new Failure(isDisabled(record) ? "account_disabled" : "auth_rejected");
  return new Failure("internal_error", { cause: String(error) });
}

/** What PocketBase's clients expect of this route: a wrong password and an unknown name are not told apart. */
function nativeError(event: core.RequestEvent, error: unknown): unknown {
  if (!(error instanceof Failure)) return error;
  const { retryAfter } = error.details;
  if (retryAfter === undefined) return new BadRequestError("Failed to authenticate.", {});
  event.response.header().set("Retry-After", String(retryAfter));
  return new TooManyRequestsError(error.message, {});
}
