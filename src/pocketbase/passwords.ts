/**
 * Checking a user's password, also one that another system has hashed.
 * @module
 */
import { bundle } from "./bundles.ts";
import {
  type LegacyPassword,
  parseLegacyPassword,
  secretOfVersion,
  SLOW_SCHEMES,
} from "../domain/legacy-password.ts";
import { utf8Length } from "../domain/password.ts";
import { Failure } from "../errors.ts";
import { equalTexts } from "./equal-texts.ts";
import { currentCollection, logger } from "./process.ts";
import { USERS } from "./request.ts";
import { settings } from "./settings.ts";
import { firstTime, inPlace } from "./turns.ts";

/** Where the other system's scheme, salt and version stand; "" once the password is PocketBase's own. */
export const LEGACY_FIELD = "users_password_legacy";

/**
 * Whether this is the user's password. One that another system has hashed is replaced by PocketBase's own hash when it
 * proves right, in the database and in `user`; tokens stay good, as it is the same password. To be called under the
 * lock on attempts.
 * @throws Failure password_reset_required where it cannot be checked here; rate_limited while too many others wait
 */
export function isPasswordOf(user: core.Record, password: string): boolean {
  const kept = user.getString(LEGACY_FIELD);
  if (kept === "") return user.validatePassword(password);
  const legacy = parseLegacyPassword(kept) ?? { scheme: "reset" };
  if (!hashesInTurn(legacy, password).some((hash) => isHashOf(user, legacy, hash))) return false;
  replace(user, kept, password);
  return true;
}

/** PocketBase's own hash of a text; "" for one that is too long for it. */
export function bcryptOf(text: string): string {
  if (utf8Length(text) > LONGEST) return "";
  const scratch = new Record(currentCollection(USERS));
  scratch.setPassword(text);
  return scratch.getRaw("password").hash;
}

/** What bcrypt reads. */
const LONGEST = 72;

/** The hash that a record keeps of a password that another system has hashed. */
export function wrappedHash(hash: string): string {
  return bcryptOf(hashes().digestOf(hash));
}

function isHashOf(user: core.Record, legacy: LegacyPassword, hash: string): boolean {
  // Not wrapped yet.
  if (legacy.hash !== undefined) return equalTexts(legacy.hash, hash);
  return user.validatePassword(hashes().digestOf(hash));
}

/** A slow one takes a core for about a second: one at a time in the whole process. */
const PLACES = 1;
const PATIENCE_MS = 10_000;

function hashesInTurn(legacy: LegacyPassword, password: string): string[] {
  const secret = secretFor(legacy);
  const work = () => hashes().legacyHashes(legacy, password, secret);
  if (!SLOW_SCHEMES.includes(legacy.scheme)) return work();
  const hashing = inPlace("legacy_passwords", PLACES, PATIENCE_MS, work);
  if (!hashing) throw new Failure("rate_limited", { retryAfter: PATIENCE_MS / 1000 });
  return hashing.done;
}

/** @throws Failure password_reset_required */
function secretFor({ scheme, version = "" }: LegacyPassword): string {
  if (scheme === "reset") throw new Failure("password_reset_required");
  if (scheme !== "uni-id-hmac-sha1") return "";
  const secret = secretOfVersion(settings().uniIdPasswordSecret, version);
  if (secret !== null) return secret;
  if (firstTime("uni_id_secret_missing"))
    logger().error(
      "users from uni-id have passwords that need UNI_ID_PASSWORD_SECRET: set it to the project's passwordSecret and restart PocketBase",
    );
  throw new Failure("password_reset_required", {
    cause: "UNI_ID_PASSWORD_SECRET is not set for this version",
  });
}

/** By SQL: a save would end all tokens, and it is the same password. Somebody else's change in between wins. */
function replace(user: core.Record, kept: string, password: string): void {
  const hash = bcryptOf(password);
  if (hash === "") return;
  const { id } = user;
  const done = $app.db().newQuery(REPLACE).bind({ id, kept, hash }).execute();
  if (done.rowsAffected() === 0) return;
  // In place, so that the record does not look changed to whoever saves it next.
  user.getRaw("password").hash = hash;
  user.setRaw(LEGACY_FIELD, "");
}

const REPLACE = `UPDATE ${USERS} SET password = {:hash}, ${LEGACY_FIELD} = ''
  WHERE id = {:id} AND ${LEGACY_FIELD} = {:kept}`;

/** Another hash of the other system's, of a later export. By SQL, as nothing changes for who is signed in. */
export function storeLegacyPassword(
  user: core.Record,
  { hash, legacy }: { hash: string; legacy: string },
  app: CoreApp,
): void {
  app.db().newQuery(STORE_LEGACY).bind({ id: user.id, hash, legacy }).execute();
}

const STORE_LEGACY = `UPDATE ${USERS} SET ${LEGACY_FIELD} = {:legacy},
    password = CASE {:hash} WHEN '' THEN password ELSE {:hash} END
  WHERE id = {:id}`;

/** A user whose password came as it was and is yet to be wrapped. */
export interface Unwrapped {
  id: string;
  legacy: string;
}

const PAGE = 200;

/** The next of them by rising id. */
export function unwrappedAfter(id: string): Unwrapped[] {
  const rows = arrayOf(new DynamicModel({ id: "", legacy: "" }));
  $app
    .db()
    .newQuery(
      `SELECT id, ${LEGACY_FIELD} AS legacy FROM ${USERS}
        WHERE id > {:id} AND ${LEGACY_FIELD} LIKE '%"hash":%' ORDER BY id LIMIT ${PAGE}`,
    )
    .bind({ id })
    .all(rows);
  return (rows as unknown as Unwrapped[]).map(({ id: user, legacy }) => ({ id: user, legacy }));
}

/** Wraps one, unless its user has signed in meanwhile. */
export function wrapPassword({ id, legacy: kept }: Unwrapped): void {
  const { hash: came, ...rest } = parseLegacyPassword(kept) ?? { scheme: "reset" };
  if (came === undefined) return;
  const [hash, legacy] = [wrappedHash(came), JSON.stringify(rest)];
  $app
    .db()
    .newQuery(
      `UPDATE ${USERS} SET password = {:hash}, ${LEGACY_FIELD} = {:legacy}
        WHERE id = {:id} AND ${LEGACY_FIELD} = {:kept}`,
    )
    .bind({ id, hash, legacy, kept })
    .execute();
}

/** What src/domain/legacy-hashes.ts exports. */
interface Hashes {
  legacyHashes(legacy: LegacyPassword, password: string, secret: string): string[];
  digestOf(hash: string): string;
}

const hashes = () => bundle<Hashes>("legacy_hashes");
