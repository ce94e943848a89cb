/**
 * Unlinking: a WeChat account stops being a way to sign in as the caller.
 * @module
 */
import { Failure } from "../errors.ts";
import { save } from "../pocketbase/saving.ts";
import { settings } from "../pocketbase/settings.ts";
import { currentApp } from "../pocketbase/process.ts";
import { issueToken } from "../pocketbase/tokens.ts";
import { inWriteTransaction } from "../pocketbase/transaction.ts";
import { callerNow } from "./caller.ts";
import { assignIdentity, identitiesOf, openidIn } from "./identities.ts";
import { accountWithoutRow } from "./legacy-account.ts";

export interface Unlinked {
  user: core.Record;
  /** In the place of all earlier ones, which have ended. */
  token: string;
}

/**
 * The row stays, without its user: the account belongs to nobody, and nobody is found by the anchor or unionid that it
 * once brought.
 * @param event for an operator's checks of the new token, whose refusal leaves everything as it is
 * @throws Failure identity_not_found, last_sign_in_method, account_disabled, token_invalid, auth_rejected
 * @throws what an operator's hook throws
 */
export function unlinkAccount(event: core.RequestEvent, caller: core.Record, appid: string): Unlinked {
  dispensableAccount(caller, appid, currentApp());
  // Asked before the transaction: a check that writes would wait for its end in it.
  issueToken(event, caller);
  const user = inWriteTransaction((app) => {
    const user = callerNow(caller, app);
    const { openid, isLast } = dispensableAccount(user, appid, app);
    assignIdentity({ appid, openid }, "", app);
    // Else the unionid would lead the person back at their next sign-in.
    if (isLast) user.set("users_unionid", "");
    user.refreshTokenKey();
    save(app, user);
    return user;
  });
  return { user, token: user.newAuthToken() };
}

/**
 * The user's account of this mini-program, without which they can still sign in.
 * @throws Failure identity_not_found, last_sign_in_method
 */
function dispensableAccount(
  user: core.Record,
  appid: string,
  app: CoreApp,
): { openid: string; isLast: boolean } {
  const openid = openidIn(appid, user.id, app);
  if (openid === "") throw new Failure("identity_not_found");
  const others = identitiesOf(user.id, app).filter((other) => other.appid !== appid);
  const configured = settings().wechat.apps.map((program) => program.appid);
  const canSignIn =
    others.some((other) => configured.includes(other.appid)) ||
    accountWithoutRow(user, app) !== null ||
    hasPassword(user);
  if (!canSignIn) throw new Failure("last_sign_in_method");
  return { openid, isLast: others.length === 0 };
}

/** Whether the user can sign in by phone and password. */
function hasPassword(user: core.Record): boolean {
  return (
    user.getString("users_idtype") === "ManagePlatform" &&
    user.getString("users_phone") !== "" &&
    user.email() !== ""
  );
}
