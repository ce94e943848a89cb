/**
 * Counts wrong passwords per account and locks it for the rest of the window. The count lives in the memory of the
 * process; it is shared by all runtimes and by PocketBase's native password route.
 * @module
 */
import { Failure } from "../errors.ts";
import { settings } from "../pocketbase/settings.ts";
import { sharedTable } from "../pocketbase/shared-table.ts";

const attempts = sharedTable("attempts");

/** Seconds until the account's window ends; 0 when it is not locked. */
function lockedFor(account: string, now: number): number {
  const entry = attempts.read(account, now);
  if (!entry || entry.count <= settings().loginMaxFailures) return 0;
  return Math.max(1, Math.ceil((entry.expiresAt - now) / 1000));
}

/** Counts a wrong password; returns how many there are in this window. */
function countFailure(account: string, now: number): number {
  let count = 0;
  attempts.change(account, now, (entry) => {
    count = (entry?.count ?? 0) + 1;
    const expiresAt = entry?.expiresAt ?? now + settings().loginFailureWindowSeconds * 1000;
    return { key: account, count, expiresAt };
  });
  return count;
}

/**
 * Checks a password under the lock. The lock is looked at before the check, so that a locked account costs no
 * bcrypt, and after it, so that of many guesses sent at once none is answered once the limit is passed.
 * @param account the record's id
 * @param matches runs the password check
 * @returns whether the password is right
 * @throws Failure too_many_attempts
 */
export function checkPassword(account: string, matches: () => boolean): boolean {
  const refuseLocked = () => {
    const retryAfter = lockedFor(account, Date.now());
    if (retryAfter > 0) throw new Failure("too_many_attempts", { retryAfter });
  };
  refuseLocked();
  if (matches()) {
    refuseLocked();
    clear(account);
    return true;
  }
  countFailure(account, Date.now());
  refuseLocked();
  return false;
}

function clear(account: string): void {
  const now = Date.now();
  if (attempts.read(account, now)) attempts.change(account, now, () => null);
}
