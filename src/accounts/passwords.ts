/**
 * New passwords of platform users.
 * @module
 */
import { Failure } from "../errors.ts";
import { type ClientFields, save } from "../pocketbase/saving.ts";
import { inWriteTransaction } from "../pocketbase/transaction.ts";
import { findUser, refuseDisabled } from "../pocketbase/users.ts";

const CLIENT_FIELDS: ClientFields = { password: "password" };

/** Whether the user signs in by phone and password. */
export function isPlatformUser(user: core.Record): boolean {
  return user.getString("users_idtype") === "ManagePlatform";
}

/**
 * Gives the user a password, which ends all their tokens. It is hashed before the transaction: a hash takes as long as
 * hundreds of other writes, which would wait for it.
 * @param user as read by the caller
 * @param prepare sees the record as it is within the transaction, and may refuse or set further fields
 * @returns the user as stored
 * @throws Failure token_invalid (deleted meanwhile), account_disabled, validation_failed naming `password`
 */
export function setPassword(
  user: core.Record,
  password: string,
  prepare: (now: core.Record, app: CoreApp) => { [field: string]: string },
): core.Record {
  user.setPassword(password);
  return inWriteTransaction((app) => {
    const now = findUser(user.id, app);
    if (!now) throw new Failure("token_invalid");
    refuseDisabled(now);
    user.load(prepare(now, app));
    save(app, user, CLIENT_FIELDS);
    return user;
  });
}
