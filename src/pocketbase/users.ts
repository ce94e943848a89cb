/**
 * The users: `tbl_auth_users` records, found, created, saved and shown.
 * @module
 */
import type { User } from "../contract.ts";
import { uuidV4 } from "../domain/guid.ts";
import { type StoredUser, userView } from "../domain/user-view.ts";
import { Failure } from "../errors.ts";
import { currentPicture } from "./avatars.ts";
import { companyOf } from "./companies.ts";
import { currentCollection } from "./process.ts";
import { findUnique } from "./query.ts";
import { USERS } from "./request.ts";
import { type ClientFields, NotUnique, save } from "./saving.ts";
import { inWriteTransaction } from "./transaction.ts";

/** The user of a record id, read now. */
export function findUser(id: string, app: CoreApp = $app): core.Record | null {
  return findUnique(app, USERS, $dbx.hashExp({ id }));
}

/** @param openid the anchor: WeChat's openid in one mini-program, or a GUID that the server made */
export function findByOpenid(openid: string, app: CoreApp = $app): core.Record | null {
  return findUnique(app, USERS, $dbx.hashExp({ openid }));
}

/**
 * The index on `users_phone` leaves empty values out, and SQLite takes such an index only for a query that says so.
 * @param users_phone as stored: 11 digits for mainland numbers
 */
export function findByPhone(users_phone: string, app: CoreApp = $app): core.Record | null {
  return findUnique(app, USERS, $dbx.hashExp({ users_phone }), $dbx.exp("users_phone != ''"));
}

/** The user whom WeChat calls so in all mini-programs; null for "". The index leaves empty values out, as for phones. */
export function findByUnionid(users_unionid: string, app: CoreApp = $app): core.Record | null {
  if (users_unionid === "") return null;
  return findUnique(app, USERS, $dbx.hashExp({ users_unionid }), $dbx.exp("users_unionid != ''"));
}

/** What `users_status` says besides "disabled". */
export const ABSORBED = -2;
export const AWAITING_APPROVAL = -3;
export const CLOSED = -9;

/** Below 0 the user may not sign in; 0 and above is an operator's own. */
export function statusOf(user: core.Record): number {
  return user.getFloat("users_status");
}

/** Whether the record no longer stands for a person: another one does, or they have left. */
export function isGone(user: core.Record): boolean {
  const status = statusOf(user);
  return status === ABSORBED || status === CLOSED || user.getString("users_merged_into") !== "";
}

/** @throws Failure account_disabled, or approval_pending for a registration that nobody has looked at yet */
export function refuseDisabled(user: core.Record): void {
  if (isDisabled(user)) throw new Failure(barredReason(user), { recordId: user.id });
}

/** Why a disabled user may not sign in. */
export function barredReason(user: core.Record): "account_disabled" | "approval_pending" {
  return statusOf(user) === AWAITING_APPROVAL ? "approval_pending" : "account_disabled";
}

export function isDisabled(user: core.Record): boolean {
  return statusOf(user) < 0;
}

/** A fresh anchor for a user whom no openid of WeChat's names. */
export function newGuid(): string {
  return uuidV4($security.randomStringWithAlphabet(32, "0123456789abcdef"));
}

/** A new, unsaved record with these values. */
export function newUser(values: { [field: string]: string }): core.Record {
  return new Record(currentCollection(USERS), values);
}

/** Gives a new record the id that PocketBase would give it when it is saved. */
export function giveId(user: core.Record): string {
  user.set("id:autogenerate", "");
  return user.id;
}

/**
 * Gives a record a password hash that no password matches, at the price of a few random bytes instead of a bcrypt
 * run. It is a well-formed bcrypt text of the collection's cost, so that comparing against it takes as long as
 * against any other; PocketBase does so for unknown names as well, with whichever record it finds first.
 */
export function setUnusablePassword(user: core.Record): void {
  const { cost } = currentCollection(USERS).fields.getByName("password") as core.PasswordField;
  const digest = $security.randomStringWithAlphabet(53, BCRYPT_ALPHABET);
  setPasswordHash(user, `$2a$${String(cost || BCRYPT_COST).padStart(2, "0")}$${digest}`);
}

/**
 * Gives a record a bcrypt text in place of a password. One that is stored already gets a value of its own: the record
 * shares its value with what it was read as, and a change within that would pass for none.
 */
export function setPasswordHash(user: core.Record, hash: string): void {
  const holder = user.isNew() ? user : new Record(currentCollection(USERS));
  holder.getRaw("password").hash = hash;
  if (holder !== user) user.setRaw("password", holder.getRaw("password"));
}

const BCRYPT_ALPHABET = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
/** What PocketBase takes when the field sets none. */
const BCRYPT_COST = 10;

/**
 * Saves a new user, unless another request was faster: the unique index decides, and the loser gets null.
 * @param existing looks the winner up
 * @param clientFields see `save`
 * @throws what `save` throws
 */
export function createUnlessExists(
  user: core.Record,
  existing: () => core.Record | null,
  clientFields: ClientFields = {},
): core.Record | null {
  try {
    inWriteTransaction((app) => save(app, user, clientFields));
    return user;
  } catch (error) {
    if (error instanceof NotUnique && existing()) return null;
    throw error;
  }
}

/** @param wxOpenid the user's openid in the mini-program of this request, "" for none; never another one's */
export function viewOf(user: core.Record, wxOpenid: string): User {
  // All values at once: asking the record for each of them would be half of what the view costs.
  // PocketBase's dates stay what they are: they are written into an answer as the text that the contract says.
  const values = user.fieldsData() as StoredUser;
  values.users_picture = currentPicture(user, values.users_picture ?? "");
  return userView(user.id, values, wxOpenid, companyOf(values.company_id ?? ""));
}
