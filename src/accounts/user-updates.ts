/**
 * What must hold of a user's record whoever updates it: the service, the dashboard, an operator's hook.
 * @module
 */
import { LEGACY_FIELD } from "../pocketbase/passwords.ts";
import { type Update, updateFresh } from "../pocketbase/stale-writes.ts";
import { dropUploads } from "../pocketbase/stored-avatars.ts";
import { CLOSED, findUser, isGone, statusOf } from "../pocketbase/users.ts";
import { HANDED_OVER, PERSONAL } from "./personal-fields.ts";

/**
 * Hook of `onModelUpdateExecute` for users.
 * @throws PocketBase's own 400, naming the field, for a change that would bring an absorbed or closed account back
 */
export function guardUserUpdate(event: core.ModelEvent): void {
  updateFresh(event, (update) => {
    refuseRevival(update);
    stayGone(update);
    settlePhoneMark(update);
    settleTokenKey(update);
    settleLegacyPassword(update);
  });
}

/** Hook of `onModelUpdateExecute` for identities. */
export function guardIdentityUpdate(event: core.ModelEvent): void {
  updateFresh(event, () => {});
}

/**
 * A form that was opened before the account was absorbed or closed holds all the old values, and saving it must not
 * bring them back. An operator who wants to part two accounts empties `users_merged_into` first and sets the status then.
 */
function refuseRevival({ record, before, stored, app }: Update): void {
  if (mergedInto(before) !== "" && statusOf(record) !== statusOf(before)) {
    throw refusal(
      "users_status",
      `This account was absorbed into ${mergedInto(before)}. Reload it; to part the two, empty users_merged_into first.`,
    );
  }
  if (record.getString("openid") !== stored.getString("openid") && isForgotten(before, app)) {
    throw refusal("openid", "This account was closed, and its openid with it. Reload it.");
  }
}

/**
 * A change that was read before the account was absorbed or closed does not undo that: nor does it leave a number with a
 * record by which nobody can sign in, or something personal with one that was closed.
 */
function stayGone({ record, before, stored }: Update): void {
  const hasGone = isGone(stored) && !isGone(before);
  // Of somebody absorbed, it is the anchor that tells.
  const wasForgotten =
    (hasGone && statusOf(stored) === CLOSED) ||
    (isGone(stored) && stored.getString("openid") !== before.getString("openid"));
  if (!hasGone && !wasForgotten) return;
  record.set("users_status", statusOf(stored));
  if (wasForgotten) dropUploads(record);
  const kept = wasForgotten ? [...PERSONAL, "openid", "password"] : HANDED_OVER;
  for (const field of kept) record.setRaw(field, stored.getRaw(field));
}

/** Whether an account was closed, or the one that absorbed it: nothing personal is left, and the anchor is another. */
function isForgotten(user: core.Record, app: CoreApp): boolean {
  if (statusOf(user) === CLOSED) return true;
  const into = mergedInto(user);
  const survivor = into === "" ? null : findUser(into, app);
  return survivor !== null && statusOf(survivor) === CLOSED;
}

/** The mark that WeChat vouched for the phone belongs to the number: another one, or none, is not vouched for. */
function settlePhoneMark({ record, before, stored }: Update): void {
  const mark = record.getString("users_phone_verified_at");
  const isOwnMark =
    mark !== before.getString("users_phone_verified_at") &&
    mark !== stored.getString("users_phone_verified_at");
  const phone = record.getString("users_phone");
  if (mark === "" || (phone !== "" && (isOwnMark || phone === stored.getString("users_phone")))) return;
  record.set("users_phone_verified_at", "");
}

/** PocketBase ends all tokens with a new password or e-mail address; it looked before others' changes were kept. */
function settleTokenKey({ record, stored }: Update): void {
  if (record.tokenKey() !== stored.tokenKey()) return;
  const sameCredentials =
    record.email() === stored.email() &&
    record.getString("password:hash") === stored.getString("password:hash");
  if (!sameCredentials) record.refreshTokenKey();
}

/** How another system hashed a password belongs to that password: a new one is PocketBase's own. */
function settleLegacyPassword({ record, stored }: Update): void {
  const kept = record.getString(LEGACY_FIELD);
  if (kept === "" || kept !== stored.getString(LEGACY_FIELD)) return;
  if (record.getString("password:hash") !== stored.getString("password:hash")) record.set(LEGACY_FIELD, "");
}

function mergedInto(user: core.Record): string {
  return user.getString("users_merged_into");
}

function refusal(field: string, message: string): BadRequestError {
  return new BadRequestError("Failed to update record.", {
    [field]: new ValidationError("validation_account_gone", message),
  });
}
