/**
 * Counts wrong passwords per account and locks it for the rest of the window. The count lives in the memory of the
 * process; it is shared by all runtimes and by PocketBase's native password route.
 * @module
 */
import { Failure } from "../errors.ts";
import { settings } from "../pocketbase/settings.ts";
import { type SharedTable, sharedTable } from "../pocketbase/shared-table.ts";

const accounts = sharedTable("attempts");
/** Apart from the accounts, because a full row forgets: made-up names must not push a real account's count out. */
const strangers = sharedTable("strangers");

/**
 * Checks a password under the lock. The lock is looked at before the check, so that a locked account costs no
 * bcrypt, and after it, so that of many guesses sent at once none is answered once the limit is passed.
 * @param account the record's id
 * @param matches runs the password check
 * @returns whether the password is right
 * @throws Failure too_many_attempts
 */
export function checkPassword(account: string, matches: () => boolean): boolean {
  return check(accounts, account, matches);
}

/**
 * The same for a name that nobody has: were it never locked, six guesses would tell whether a name exists.
 * @param name what the client sent
 * @param matches answers false, after the time that a check takes
 * @throws Failure too_many_attempts
 */
export function checkStranger(name: string, matches: () => boolean): boolean {
  return check(strangers, $security.sha256(name), matches);
}

function check(table: SharedTable, key: string, matches: () => boolean): boolean {
  const refuseLocked = () => {
    const retryAfter = lockedFor(table, key, Date.now());
    if (retryAfter > 0) throw new Failure("too_many_attempts", { retryAfter });
  };
  refuseLocked();
  if (matches()) {
    refuseLocked();
    clear(table, key);
    return true;
  }
  countFailure(table, key, Date.now());
  refuseLocked();
  return false;
}

/** Seconds until the window ends; 0 when there is no lock. */
function lockedFor(table: SharedTable, key: string, now: number): number {
  const entry = table.read(key, now);
  if (!entry || entry.count <= settings().loginMaxFailures) return 0;
  return Math.max(1, Math.ceil((entry.expiresAt - now) / 1000));
}

function countFailure(table: SharedTable, key: string, now: number): void {
  table.change(key, now, (entry) => ({
    key,
    count: (entry?.count ?? 0) + 1,
    expiresAt: entry?.expiresAt ?? now + settings().loginFailureWindowSeconds * 1000,
  }));
}

function clear(table: SharedTable, key: string): void {
  const now = Date.now();
  if (table.read(key, now)) table.change(key, now, () => null);
}
