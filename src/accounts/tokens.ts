/**
 * Ending a user's tokens. They are PocketBase's and stateless, signed with a key of the record's: a new key ends all.
 * @module
 */
import { save } from "../pocketbase/saving.ts";
import { inWriteTransaction } from "../pocketbase/transaction.ts";
import { callerNow } from "./caller.ts";

/** @throws Failure token_invalid, account_disabled */
export function endTokens(caller: core.Record): void {
  inWriteTransaction((app) => {
    const user = callerNow(caller, app);
    user.refreshTokenKey();
    save(app, user);
  });
}
