/**
 * A file's people in batches.
 * @module
 */
import type { ImportOptions } from "./options.ts";
import { isPerson, type Person } from "./person.ts";
import { type Entry, SourceProblem } from "./source.ts";
import { SOURCES } from "./sources.ts";

/** People of one transaction: it holds the database's only writer, for about a fifth of a second. */
const BATCH = 200;
const EVERY_MS = 2000;

/** A text that is read piece by piece, as often as one likes. */
export interface Pieces {
  size: number;
  /** How much of it has been read. */
  position: number;
  rewind(): void;
  /** null at the end. */
  next(): string | null;
}

/**
 * Goes through the file from its beginning, with openids under the mini-program that they belong to.
 * @param fields of the users' collection, which may be filled
 * @param doing what is said to be done with them, in the lines about how far it is
 * @throws SourceProblem
 */
export function forEachBatch(
  file: Pieces,
  fields: ReadonlySet<string>,
  { from, appid, authData, file: name }: ImportOptions,
  doing: string,
  visit: (entries: Entry[]) => void,
): void {
  const reader = SOURCES[from]({ fields, authData });
  let [waiting, done, saidAt]: [Entry[], number, number] = [[], 0, Date.now()];
  const take = (entries: Entry[]) => {
    for (const entry of entries) {
      if (isPerson(entry.reading)) setApp(entry.reading, appid);
      waiting.push(entry);
      if (waiting.length < BATCH) continue;
      visit(waiting);
      done += waiting.length;
      waiting = [];
      if (Date.now() - saidAt < EVERY_MS) continue;
      saidAt = Date.now();
      console.error(`${name}: ${doing} ${Math.floor((100 * file.position) / file.size)} %, ${done} entries`);
    }
  };
  file.rewind();
  for (let piece = file.next(); piece !== null; piece = file.next()) take(reader.push(piece));
  take(reader.end());
  if (waiting.length > 0) visit(waiting);
}

function setApp(person: Person, appid: string): void {
  if (person.openid === "" || person.appid !== "") return;
  if (appid === "") {
    throw new SourceProblem(
      "the file holds openids, and it is not said of which mini-program: give --appid wx…, or set WECHAT_APPID",
    );
  }
  person.appid = appid;
}
