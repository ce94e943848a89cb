/**
 * The lock on PocketBase's own password route of the users' collection: one account, one count, whichever door.
 * @module
 */
import { Failure } from "../errors.ts";
import { checkPassword } from "./password-attempts.ts";

/**
 * Hook of `onRecordAuthWithPasswordRequest`. It stands in for PocketBase's last step (check, then answer) instead of
 * calling it: that step would run bcrypt a second time, and could answer a right guess after the lock has closed.
 * @throws PocketBase's own 429 for a locked account, its own 400 for a wrong password
 */
export function guardNativePassword(event: core.RecordAuthWithPasswordRequestEvent): void {
  const record = event.record;
  if (!record) {
    event.next();
    return;
  }
  if (!passes(event, record)) throw new BadRequestError("Failed to authenticate.", {});
  const { requestEvent } = event as unknown as { requestEvent: core.RequestEvent };
  $apis.recordAuthResponse(requestEvent, record, "password", null);
}

function passes(event: core.RecordAuthWithPasswordRequestEvent, record: core.Record): boolean {
  try {
    return checkPassword(record.id, () => record.validatePassword(event.password));
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    event.response.header().set("Retry-After", String(error.details.retryAfter));
    throw new TooManyRequestsError(error.message, {});
  }
}
