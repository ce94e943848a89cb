/**
 * Bringing people in from another system, in transactions of many: who has come before, and is the same, costs little.
 * @module
 */
import { Failure } from "../errors.ts";
import type { Person } from "../moving/person.ts";
import { apiErrorOf, wordsOf } from "../pocketbase/go-errors.ts";
import { type ImportNote, keepNotes, noteKey, notesOf } from "../pocketbase/import-notes.ts";
import { currentApp } from "../pocketbase/process.ts";
import { digestOf } from "../pocketbase/secrets.ts";
import { takenValues } from "../pocketbase/taken-values.ts";
import { inWriteTransaction } from "../pocketbase/transaction.ts";
import { assignIdentities } from "./identities.ts";
import { type Arrival, type ImportRules, makeNew, meet, type Outcome } from "./import-arrival.ts";
import type { Newcomer } from "./import-conflicts.ts";
import { type StoredPassword, storedPassword } from "./import-passwords.ts";

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
    const digest = digestOf(JSON.stringify({ ...person, left: [] }));
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
  const accounts: Arrival["accounts"] = [];
  const results = prepared.map((one): Outcome => {
    const arrival: Arrival = { ...one, rules, app, accounts };
    const note = notes.get(one.key);
    if (note?.user === "") return { did: "left_out", why: "gone_here" };
    if (note?.digest === one.digest) return { did: "unchanged", user: note.user, conflicts: [] };
    const { person } = one;
    const isTaken = [person.openid, accountText(person), person.phone, person.unionid].some((value) =>
      taken.has(value),
    );
    const done =
      note || isTaken ? meet(arrival, note) : makeNew(arrival, { ...unlost(one), anchor: true }, []);
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
