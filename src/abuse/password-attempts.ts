/**
 * Counts wrong passwords per account and locks it for the rest of the window. The count lives in the memory of the
 * process; it is shared by all runtimes and by PocketBase's native password route.
 * @module
 */
import type { LockedOut } from "../domain/deployment.ts";
import type { Entry } from "../domain/expiring-table.ts";
import { Failure } from "../errors.ts";
import { settings } from "../pocketbase/settings.ts";
import { changeEntry, liveEntries, readEntry, type Table } from "../pocketbase/shared-table.ts";

/**
 * Checks a password under the lock. The lock is looked at before the check, so that a locked account costs no bcrypt.
 * Whether the answer may be given is decided after it, in one step with the count: of many guesses sent at once, no
 * more are answered than the limit allows, and a right one no longer once the lock is closed.
 * @param account the record's id
 * @param matches runs the password check
 * @returns whether the password is right
 * @throws Failure too_many_attempts
 */
export function checkPassword(account: string, matches: () => boolean): boolean {
  return check("accounts", account, matches);
}

/**
 * The same for a name that nobody has: were it never locked, six guesses would tell whether a name exists. They are
 * counted apart from the accounts, because a full row forgets: made-up names must not push a real account's count out.
 * @param name what the client sent
 * @param matches answers false, after the time that a check takes
 * @throws Failure too_many_attempts
 */
export function checkStranger(name: string, matches: () => boolean): boolean {
  return check("strangers", name, matches);
}

/**
 * How many more wrong passwords the account may have before the lock falls, as of now: others may be counted meanwhile. It
 * tells nothing of who has an account, because a wrong password is told of accounts alone.
 */
export function attemptsLeft(account: string): number {
  const count = readEntry("accounts", account, Date.now())?.count ?? 0;
  return Math.max(0, settings().loginMaxFailures + 1 - count);
}

/** Forgets what was counted, for a password that turned out to be right by other means; a closed lock stays. */
export function forgiveAccount(account: string): void {
  changeEntry("accounts", account, Date.now(), unlocked(settings().loginMaxFailures));
}

/** Opens a closed lock: whose account it is has been proved by other means than the password. */
export function openLock(account: string): void {
  changeEntry("accounts", account, Date.now(), () => null);
}

const unlocked = (maxFailures: number) => (entry: Entry | null) =>
  entry && entry.count > maxFailures ? entry : null;

/** How many accounts are locked, and until when the last of them is (Unix time in milliseconds). */
export function lockedAccounts(): LockedOut {
  const { loginMaxFailures } = settings();
  const locked = liveEntries("accounts", Date.now()).filter(({ count }) => count > loginMaxFailures);
  return { accounts: locked.length, until: Math.max(0, ...locked.map(({ expiresAt }) => expiresAt)) };
}

function check(table: Table, account: string, matches: () => boolean): boolean {
  // Read here, because a change of the table must not look for them.
  const { loginMaxFailures, loginFailureWindowSeconds } = settings();
  const refuseLocked = (entry: Entry | null, now: number) => {
    if (!entry || entry.count <= loginMaxFailures) return;
    throw new Failure("too_many_attempts", { retryAfter: Math.ceil((entry.expiresAt - now) / 1000) });
  };
  const before = Date.now();
  refuseLocked(readEntry(table, account, before), before);
  const right = matches();
  const now = Date.now();
  const failed = (entry: Entry | null): Entry => ({
    count: (entry?.count ?? 0) + 1,
    expiresAt: entry?.expiresAt ?? now + loginFailureWindowSeconds * 1000,
  });
  const succeeded = unlocked(loginMaxFailures);
  // Nothing counted, nothing to clear: the common sign-in leaves the table alone.
  if (right && !readEntry(table, account, now)) return true;
  refuseLocked(changeEntry(table, account, now, right ? succeeded : failed), now);
  return right;
}
