/**
 * Somebody of a file arrives: they become a user, or are found to be one.
 * @module
 */
import { placeholderEmail } from "../domain/guid.ts";
import { isPlatformPerson } from "../moving/person.ts";
import type { ImportNote } from "../pocketbase/import-notes.ts";
import { LEGACY_FIELD, storeLegacyPassword } from "../pocketbase/passwords.ts";
import { save } from "../pocketbase/saving.ts";
import { findUser, isGone, newGuid } from "../pocketbase/users.ts";
import { assignIdentity, openidIn } from "./identities.ts";
import { type Conflict, isFreeUnionid, type Newcomer, takePhone } from "./import-conflicts.ts";
import { setPasswordOf, type StoredPassword, type Wrap } from "./import-passwords.ts";
import { bringUpToDate, type Kept, recordOf } from "./import-values.ts";
import { ownerOf } from "./owner.ts";
import { isPlatformUser } from "./passwords.ts";

export interface ImportRules {
  source: string;
  /** Only say what would be done. */
  isDry: boolean;
  wrap: Wrap;
  /** Of two who have not proved a phone the newer one keeps it. */
  newestFirst: boolean;
}

export type Outcome =
  | { did: "imported" | "updated" | "unchanged"; user: string; conflicts: Conflict[] }
  | { did: "left_out"; why: "gone_here" | "openid_taken_here" }
  | { did: "refused"; why: string };

/** What an arrival needs, and leaves behind. */
export interface Arrival extends Newcomer {
  password: StoredPassword | null;
  rules: ImportRules;
  app: CoreApp;
  /** Of new records, to be stored together. */
  accounts: { appid: string; openid: string; user: string }[];
}

export interface Done {
  outcome: Outcome;
  user: core.Record | null;
  /** See ImportNote. */
  written: string;
}

/** @param conflicts what has been decided already of what they claim */
export function makeNew(arrival: Arrival, kept: Kept, conflicts: Conflict[]): Done {
  const { person, password, rules, app, accounts } = arrival;
  if (rules.isDry) return { outcome: { did: "imported", user: "", conflicts }, user: null, written: "" };
  const user = recordOf(person, kept, password ?? { hash: "", legacy: "" });
  save(app, user);
  const { appid, openid } = person;
  if (openid !== "") accounts.push({ appid, openid, user: user.id });
  return {
    outcome: { did: "imported", user: user.id, conflicts },
    user,
    written: user.getString("updated"),
  };
}

/** Somebody who was here before, or who shares a value with one who is. */
export function meet(arrival: Arrival, note: ImportNote | undefined): Done {
  const { person, app } = arrival;
  const known = note ? findUser(note.user, app) : null;
  if (note && (!known || isGone(known)))
    return { outcome: { did: "left_out", why: "gone_here" }, user: null, written: "" };
  const owned = person.openid === "" ? null : ownerOf(person, app);
  const user = known ?? owned?.user ?? null;
  const conflicts: Conflict[] = [];
  // An account that was unlinked here, or that is somebody else's here, is not given to this one.
  const accountIsFree =
    owned === null || (owned.row !== "unlinked" && (owned.user === null || owned.user.id === user?.id));
  if (!accountIsFree && !user && person.phone === "")
    return { outcome: { did: "left_out", why: "openid_taken_here" }, user: null, written: "" };
  if (!accountIsFree) conflicts.push({ kind: "openid", other: owned?.user?.id ?? "", won: false });
  const allowed = accountIsFree ? person : { ...person, openid: "" };
  const kept: Kept = {
    phone: takePhone(arrival, user, conflicts),
    unionid: isFreeUnionid(arrival, user, conflicts),
    anchor: owned?.anchored === null,
  };
  const mine: Arrival = { ...arrival, person: allowed };
  return user ? update(mine, user, note, kept, conflicts) : makeNew(mine, kept, conflicts);
}

function update(
  { person, password, rules, app }: Arrival,
  user: core.Record,
  note: ImportNote | undefined,
  kept: Kept,
  conflicts: Conflict[],
): Done {
  const outcome: Outcome = { did: "updated", user: user.id, conflicts };
  if (rules.isDry) return { outcome, user, written: "" };
  const isUntouched = note !== undefined && note.written !== "" && note.written === user.getString("updated");
  bringUpToDate(user, person, kept, isUntouched);
  const becomesPlatform = isPlatformPerson(person) && !isPlatformUser(user);
  if (password && becomesPlatform) {
    if (user.email() === "") user.setEmail(placeholderEmail(newGuid()));
    user.set("users_idtype", "ManagePlatform");
    setPasswordOf(user, password);
  }
  save(app, user);
  // A password that the person has used or set here is theirs.
  if (password && !becomesPlatform && isPlatformPerson(person) && user.getString(LEGACY_FIELD) !== "")
    storeLegacyPassword(user, password, app);
  const isFree = person.openid !== "" && ["", person.openid].includes(openidIn(person.appid, user.id, app));
  if (isFree) assignIdentity(person, user.id, app);
  return { outcome, user, written: isUntouched ? user.getString("updated") : "" };
}
