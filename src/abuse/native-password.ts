/**
 * The lock on PocketBase's own password route of the users' collection: one account, one count, whichever door.
 * @module
 */
import { Failure } from "../errors.ts";
import { answerNativePassword, hooksOfNativePassword } from "../pocketbase/native-password.ts";
import { apiErrorOf } from "../pocketbase/go-errors.ts";
import { logFailure } from "../pocketbase/failing/log.ts";
import { logSuccess } from "../pocketbase/log.ts";
import { isPasswordOf } from "../pocketbase/passwords.ts";
import { type Outcome, outcomeOf } from "../pocketbase/thrown.ts";
import { isAuthRuleRefusal } from "../pocketbase/tokens.ts";
import { barredReason, isDisabled } from "../pocketbase/users.ts";
import { checkPassword, checkStranger, forgiveAccount } from "./password-attempts.ts";

/**
 * Hook of `onRecordAuthWithPasswordRequest`. An operator's hooks of the same kind may come before or after this one, and
 * see every attempt that the lock lets through.
 * @throws PocketBase's own 429 for a locked account, its own 400 for a wrong password, its own 403 by the authRule
 * @throws what an operator's hook throws, as it is
 */
export function guardNativePassword(event: core.RecordAuthWithPasswordRequestEvent): void {
  const startedAt = Date.now();
  const { record, requestEvent } = event as RequestEventHolder & typeof event;
  const facts = { outcome: "login_success", ...(record && { record_id: record.id }) };
  const line = { event: requestEvent, operation: "auth-with-password", facts, startedAt };
  try {
    if (!record) refuseStranger(event);
    else if (hooksOfNativePassword() > 1) signInThroughHooks(event, record);
    else signIn(requestEvent, record, event.password);
  } catch (error) {
    logFailure(line, outcomeFor(requestEvent, error, record));
    throw nativeError(requestEvent, error);
  }
  logSuccess(line);
}

/**
 * PocketBase's declarations leave out the event that this one embeds, and show its `request` and `response` as parts of
 * this one, where the runtime has nothing.
 */
interface RequestEventHolder {
  requestEvent: core.RequestEvent;
}

/**
 * With nobody else to ask, this stands in for PocketBase's last step (check, then answer): that would run bcrypt a second
 * time.
 */
function signIn(event: core.RequestEvent, record: core.Record, password: string): void {
  if (!checkPassword(record.id, () => isPasswordOf(record, password))) throw new Failure("password_wrong");
  answerNativePassword(event, record);
}

/**
 * PocketBase's last step stands behind the other hooks and checks the password once more: whether a right one may still be
 * answered has to be decided before it answers. A hook may know better about a wrong one.
 */
function signInThroughHooks(event: core.RecordAuthWithPasswordRequestEvent, record: core.Record): void {
  const right = checkPassword(record.id, () => isPasswordOf(record, event.password));
  try {
    event.next();
  } catch (error) {
    throw isWrongPassword(error) ? new Failure("password_wrong") : error;
  }
  if (!right) forgiveAccount(record.id);
}

/** PocketBase refuses by itself, after as much work as a check takes; an operator's hook may know the name after all. */
function refuseStranger(event: core.RecordAuthWithPasswordRequestEvent): void {
  const known = checkStranger(event.identity, () => {
    try {
      event.next();
      return true;
    } catch (error) {
      if (isWrongPassword(error)) return false;
      throw error;
    }
  });
  if (!known) throw new Failure("user_not_found");
}

/** By PocketBase's own words: an operator's hook may refuse with the same status for another reason. */
function isWrongPassword(error: unknown): boolean {
  const refusal = apiErrorOf(error);
  return refusal?.status === 400 && refusal.message === WRONG_PASSWORD;
}

const WRONG_PASSWORD = "Failed to authenticate.";

/** What the log calls it. */
function outcomeFor(event: core.RequestEvent, error: unknown, record: core.Record | undefined): Outcome {
  if (record && isAuthRuleRefusal(error))
    return new Failure(isDisabled(record) ? barredReason(record) : "auth_rejected");
  return outcomeOf(event, error);
}

/** What PocketBase's clients expect of this route: a wrong password and an unknown name are not told apart. */
function nativeError(event: core.RequestEvent, error: unknown): unknown {
  if (!(error instanceof Failure)) return error;
  const { retryAfter } = error.details;
  if (retryAfter === undefined) return new BadRequestError(WRONG_PASSWORD, {});
  event.response.header().set("Retry-After", String(retryAfter));
  return new TooManyRequestsError(error.message, {});
}
