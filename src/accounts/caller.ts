/**
 * The user of a request's token, as they are at the moment of writing.
 * @module
 */
import { Failure } from "../errors.ts";
import { findUser, refuseDisabled } from "../pocketbase/users.ts";

/**
 * Reads the record again within the transaction: between the token's check and now the user may have been disabled or
 * absorbed, and their tokens ended.
 * @throws Failure token_invalid, account_disabled
 */
export function callerNow(caller: core.Record, app?: CoreApp): core.Record {
  const user = findUser(caller.id, app);
  if (!user) throw new Failure("token_invalid");
  refuseDisabled(user);
  if (user.tokenKey() !== caller.tokenKey()) throw new Failure("token_invalid");
  return user;
}
