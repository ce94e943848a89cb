/**
 * Issuing PocketBase's auth tokens outside of its own auth answer.
 * @module
 */
import { Failure } from "../errors.ts";
import { apiErrorOf } from "./go-errors.ts";
import { currentCollection } from "./process.ts";
import { USERS } from "./request.ts";
import { checkedToken, hasChecks } from "./sign-in-checks.ts";

/**
 * The authRule that the migrations set. Callers have already refused disabled users, so a collection that still has
 * this very rule needs no query to tell; it is a third of what a renewal costs.
 */
const STOCK_AUTH_RULE = "users_status >= 0";

/** Whether it is what PocketBase's auth answer throws when the authRule has not let the record pass. */
export function isAuthRuleRefusal(error: unknown): boolean {
  const refusal = apiErrorOf(error);
  return (
    refusal?.status === 403 &&
    refusal.message === "The request doesn't satisfy the collection requirements to authenticate."
  );
}

/** Whether the collection's authRule lets this user sign in. @throws when the rule cannot be evaluated */
export function satisfiesAuthRule(user: core.Record): boolean {
  // Null (nobody signs in) is not typed: PocketBase's declarations know a Go pointer only as an optional value.
  const rule = user.collection().authRule as string;
  // A request info of our own: PocketBase's would parse a body that this call must not look at.
  return $app.canAccessRecord(user, new RequestInfo(), rule);
}

let judged: { collection: core.Collection; hasStockRule: boolean } | null = null;

/** PocketBase reads a collection anew when anything of it changes, so each runtime looks at its rule once. */
function hasStockRule(): boolean {
  const collection = currentCollection(USERS);
  // The engine takes two wrappings of one Go value as the same.
  if (judged?.collection !== collection) {
    // A pointer to a text is an object here, which equals no text: its own text has to be asked for.
    judged = { collection, hasStockRule: String(collection.authRule) === STOCK_AUTH_RULE };
  }
  return judged.hasStockRule;
}

interface AuthAnswer<Meta> {
  token: string;
  record: core.Record;
  meta: Meta;
}

/**
 * PocketBase's own auth answer for a user who was found not disabled a moment ago, where nothing but its stock
 * rule has a say in it; null where an operator's rule, sign-in check or hook of the record's answer does.
 */
export function plainAuthAnswer<Meta>(user: core.Record, meta: Meta): AuthAnswer<Meta> | null {
  if (!hasStockRule() || hasChecks()) return null;
  // As the auth answer does it: whoever signs in is shown their own address.
  return { token: user.newAuthToken(), record: user.ignoreEmailVisibility(true), meta };
}

/**
 * A fresh auth token for a user who is not disabled, under the same rule and the same checks of an operator's that
 * PocketBase's own auth answer obeys.
 * @throws Failure auth_rejected when the collection's authRule refuses the record
 * @throws what a hook of `onRecordAuthRequest` throws
 */
export function issueToken(event: core.RequestEvent, user: core.Record): string {
  if (!hasStockRule() && !satisfiesAuthRule(user)) throw new Failure("auth_rejected");
  return checkedToken(event, user, user.newAuthToken());
}
