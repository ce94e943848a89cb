/**
 * Bringing people in from another system: each becomes a user, or is found to be one, in transactions of many.
 * @module
 */
import { placeholderEmail } from "../domain/guid.ts";
import { Failure } from "../errors.ts";
import { isPlatformPerson, type Person } from "../moving/person.ts";
import { apiErrorOf, wordsOf } from "../pocketbase/go-errors.ts";
import { digestOfEntry, type ImportNote, keepNotes, noteKey, notesOf } from "../pocketbase/import-notes.ts";
import { LEGACY_FIELD, storeLegacyPassword } from "../pocketbase/passwords.ts";
import { currentApp } from "../pocketbase/process.ts";
import { save } from "../pocketbase/saving.ts";
import { takenValues } from "../pocketbase/taken-values.ts";
import { inWriteTransaction } from "../pocketbase/transaction.ts";
import { findByPhone, findByUnionid, findUser, isGone, newGuid } from "../pocketbase/users.ts";
import { assignIdentities, assignIdentity, openidIn } from "./identities.ts";
import { setPasswordOf, type StoredPassword, storedPassword, type Wrap } from "./import-passwords.ts";
import { bringUpToDate, type Kept, recordOf } from "./import-values.ts";
import { ownerOf } from "./owner.ts";
import { isPlatformUser } from "./passwords.ts";

/** Somebody of the file. */
export interface Newcomer {
  person: Person;
  /** What of theirs somebody else of the file has a better right to. */
  lost: ReadonlySet<"phone" | "unionid">;
}

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

/** What a person could not have, or took from somebody, because two of the database claim it. */
export interface Conflict {
  kind: "phone" | "unionid" | "openid";
  /** The record id of the other one. */
  other: string;
  /** Whether the person of the file has it now. */
  won: boolean;
}

/**
 * Imports some people in one transaction; where that fails for one of them, each in a transaction of their own.
 * @returns an outcome for each, in the same order
 * @throws what is no matter of a person's: the disk, the database
 */
export function importPeople(newcomers: Newcomer[], rules: ImportRules): Outcome[] {
  const prepared = prepare(newcomers, rules);
  try {
    return inOneGo(prepared, rules);
  } catch (error) {
    if (refusalOf(error) === null) throw error;
    return prepared.map((one) => alone(one, rules));
  }
}

interface Prepared extends Newcomer {
  key: string;
  digest: string;
  /** Made on demand, outside of transactions. */
  password: StoredPassword | null;
}

/** Passwords are hashed beforehand, as the transaction holds the only writer; nobody's who has come before. */
function prepare(newcomers: Newcomer[], { source, isDry, wrap }: ImportRules): Prepared[] {
  const prepared = newcomers.map((newcomer): Prepared => {
    const { person } = newcomer;
    // What does not come along makes no difference.
    const digest = digestOfEntry(JSON.stringify({ ...person, left: [] }));
    return { ...newcomer, key: noteKey(source, person.id), digest, password: null };
  });
  if (isDry) return prepared;
  const notes = notesOf(prepared.map(({ key }) => key));
  for (const one of prepared) {
    const note = notes.get(one.key);
    const isKnown = note && (note.user === "" || note.digest === one.digest);
    if (!isKnown) one.password = storedPassword(one.person, wrap);
  }
  return prepared;
}

function alone(one: Prepared, rules: ImportRules): Outcome {
  try {
    return inOneGo([one], rules)[0] as Outcome;
  } catch (error) {
    const why = refusalOf(error);
    if (why === null) throw error;
    return { did: "refused", why };
  }
}

/** Why a person was refused, without what they are called; null for what has nothing to do with them. */
function refusalOf(error: unknown): string | null {
  if (error instanceof Failure) return error.details.cause ?? error.reason;
  const refusal = apiErrorOf(error);
  return refusal ? `a hook: ${wordsOf(refusal.message)}` : null;
}

function inOneGo(prepared: Prepared[], rules: ImportRules): Outcome[] {
  if (rules.isDry) return outcomes(prepared, rules, currentApp());
  return inWriteTransaction((app) => outcomes(prepared, rules, app));
}

function outcomes(prepared: Prepared[], rules: ImportRules, app: CoreApp): Outcome[] {
  const notes = notesOf(
    prepared.map(({ key }) => key),
    app,
  );
  const people = prepared.map(({ person }) => person);
  const filled = (values: string[]) => values.filter((value) => value !== "");
  const taken = takenValues(
    {
      openids: filled(people.map(({ openid }) => openid)),
      accounts: people.filter(({ openid }) => openid !== "").map(accountText),
      phones: filled(people.map(({ phone }) => phone)),
      unionids: filled(people.map(({ unionid }) => unionid)),
    },
    app,
  );
  const written: ImportNote[] = [];
  const accounts: Work["accounts"] = [];
  const results = prepared.map((one): Outcome => {
    const work: Work = { ...one, rules, app, accounts };
    const note = notes.get(one.key);
    if (note?.user === "") return { did: "left_out", why: "gone_here" };
    if (note?.digest === one.digest) return { did: "unchanged", user: note.user, conflicts: [] };
    const { person } = one;
    const isTaken = [person.openid, accountText(person), person.phone, person.unionid].some((value) =>
      taken.has(value),
    );
    const done = note || isTaken ? meet(work, note) : makeNew(work, { ...unlost(one), anchor: true }, []);
    if (done.user && !rules.isDry)
      written.push({ key: one.key, user: done.user.id, digest: one.digest, written: done.written });
    return done.outcome;
  });
  assignIdentities(accounts, app);
  keepNotes(written, app);
  return results;
}

const unlost = ({ lost }: Newcomer) => ({ phone: !lost.has("phone"), unionid: !lost.has("unionid") });

const accountText = ({ appid, openid }: Person) => `${appid} ${openid}`;

interface Work extends Prepared {
  rules: ImportRules;
  app: CoreApp;
  /** Of new records, to be stored together. */
  accounts: { appid: string; openid: string; user: string }[];
}

interface Done {
  outcome: Outcome;
  user: core.Record | null;
  /** See ImportNote. */
  written: string;
}

function makeNew(work: Work, kept: Kept, conflicts: Conflict[]): Done {
  const { person, password, rules, app, accounts } = work;
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
function meet(work: Work, note: ImportNote | undefined): Done {
  const { person, app } = work;
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
    phone: takePhone(work, user, conflicts),
    unionid: isFreeUnionid(work, user, conflicts),
    anchor: owned?.anchored === null,
  };
  const mine: Work = { ...work, person: allowed };
  return user ? update(mine, user, note, kept, conflicts) : makeNew(mine, kept, conflicts);
}

/** The one who has proved it keeps it, else the older; whoever loses it goes on without. */
function takePhone(
  { person, lost, rules, app }: Work,
  user: core.Record | null,
  conflicts: Conflict[],
): boolean {
  if (person.phone === "" || lost.has("phone")) return false;
  const holder = findByPhone(person.phone, app);
  if (!holder || holder.id === user?.id) return true;
  const holderProved = holder.getString("users_phone_verified_at") !== "";
  const isOlder = person.created !== "" && person.created < holder.getString("created");
  const won = person.phoneProved === holderProved ? isOlder !== rules.newestFirst : person.phoneProved;
  conflicts.push({ kind: "phone", other: holder.id, won });
  if (!won) return false;
  if (!rules.isDry) {
    holder.load({ users_phone: "", users_phone_verified_at: "" });
    save(app, holder);
  }
  return true;
}

function isFreeUnionid(
  { person, lost, app }: Work,
  user: core.Record | null,
  conflicts: Conflict[],
): boolean {
  if (lost.has("unionid")) return false;
  const holder = findByUnionid(person.unionid, app);
  if (!holder || holder.id === user?.id) return true;
  conflicts.push({ kind: "unionid", other: holder.id, won: false });
  return false;
}

function update(
  { person, password, rules, app }: Work,
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
