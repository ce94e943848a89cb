/**
 * A CSV file of one's own (RFC 4180): columns by name. JSON Lines with the same names are taken as well.
 * @module
 */
import { type JsonObject, JsonLinesReader } from "./json-lines.ts";
import { type Line, LineReader } from "./lines.ts";
import {
  dateOf,
  type Password,
  type Person,
  type Reading,
  setExtra,
  setPhone,
  setPicture,
  somebody,
  textOf,
  withWayIn,
} from "./person.ts";
import { type Entry, type SourceOptions, SourceProblem, type SourceReader } from "./source.ts";

const COLUMNS = [
  "id",
  "openid",
  "unionid",
  "appid",
  "phone",
  "phone_verified",
  "name",
  "picture",
  "password_bcrypt",
  "created",
  "updated",
  "status",
];

/** Somebody has to be told apart by something. */
const KEYS = ["id", "openid", "phone"];

export function csvReader(options: SourceOptions): SourceReader {
  return new EitherReader(options);
}

/**
 * Tells the two forms apart by their first character. A header is checked as a whole; what has no place in JSON Lines,
 * where each line has names of its own, is named in the report.
 */
class EitherReader implements SourceReader {
  #reader: SourceReader | null = null;

  constructor(private readonly options: SourceOptions) {}

  push(text: string): Entry[] {
    this.#reader ??= /^\ufeff?\s*[{[]/.test(text)
      ? new JsonLinesReader((object) => personOf(object, this.options))
      : new CsvReader(this.options);
    return this.#reader.push(text);
  }

  end(): Entry[] {
    return this.#reader?.end() ?? [];
  }
}

class CsvReader implements SourceReader {
  readonly #lines = new LineReader();
  #columns: string[] | null = null;
  /** A record that a quoted line's end goes through. */
  #open: { text: string; place: number } | null = null;

  constructor(private readonly options: SourceOptions) {}

  push(text: string): Entry[] {
    return this.#lines.push(text).flatMap((line) => this.#entries(line));
  }

  end(): Entry[] {
    const entries = this.#lines.end().flatMap((line) => this.#entries(line));
    if (this.#open) entries.push({ place: this.#open.place, reading: { id: "", skipped: "cut_off" } });
    return entries;
  }

  #entries({ number, text, tooLong }: Line): Entry[] {
    const place = this.#open?.place ?? number;
    if (tooLong) {
      this.#open = null;
      return [{ place, reading: { id: "", skipped: "line_too_long" } }];
    }
    const record: string = this.#open ? `${this.#open.text}\n${text}` : text;
    // An odd number of quotes: one of them is still open.
    if ((record.split('"').length - 1) % 2 === 1) {
      this.#open = { text: record, place };
      return [];
    }
    this.#open = null;
    if (record.trim() === "") return [];
    const cells = cellsOf(record);
    if (!this.#columns) {
      this.#columns = header(cells, this.options.fields);
      return [];
    }
    if (cells.length !== this.#columns.length) {
      return [{ place, reading: { id: "", skipped: "columns_differ" } }];
    }
    if (record.includes("\ufffd")) return [{ place, reading: { id: "", skipped: "not_utf8" } }];
    const values = Object.fromEntries(this.#columns.map((column, i) => [column, (cells[i] ?? "").trim()]));
    return [{ place, reading: personOf(values, this.options) }];
  }
}

const CELL = /,(?:"((?:[^"]|"")*)"|([^,]*))/g;

function cellsOf(record: string): string[] {
  const cells: string[] = [];
  for (const [, quoted, bare] of `,${record}`.matchAll(CELL)) {
    cells.push(quoted === undefined ? (bare ?? "") : quoted.replaceAll('""', '"'));
  }
  return cells;
}

/** @throws SourceProblem that names every column that has no place here */
function header(cells: string[], fields: ReadonlySet<string>): string[] {
  const columns = cells.map((cell) => cell.trim());
  const strangers = columns.filter((column) => !COLUMNS.includes(column) && !fields.has(column));
  if (strangers.length > 0) {
    throw new SourceProblem(
      `there is no place for these columns: ${strangers.map((name) => name || '""').join(", ")}. Known are ${COLUMNS.join(", ")}, ` +
        "and fields of tbl_auth_users; rename or remove the others (a file that is not UTF-8 has unreadable names)",
    );
  }
  const twice = columns.filter((column, i) => columns.indexOf(column) !== i);
  if (twice.length > 0) throw new SourceProblem(`these columns stand twice: ${twice.join(", ")}`);
  if (!KEYS.some((key) => columns.includes(key))) {
    throw new SourceProblem(`one of the columns ${KEYS.join(", ")} is needed`);
  }
  return columns;
}

function personOf(values: JsonObject, { fields }: SourceOptions): Reading {
  const id = textOf(values.id) || textOf(values.openid) || textOf(values.phone);
  if (id === "") return { id, skipped: "id_missing" };
  const person = somebody(id);
  person.openid = textOf(values.openid);
  person.appid = textOf(values.appid);
  person.unionid = textOf(values.unionid);
  setPhone(person, textOf(values.phone), "", isYes(values.phone_verified));
  person.name = textOf(values.name);
  setPicture(person, textOf(values.picture));
  person.password = passwordOf(textOf(values.password_bcrypt), person);
  setStatus(person, textOf(values.status));
  person.created = dateOf(values.created);
  person.updated = dateOf(values.updated);
  for (const [column, value] of Object.entries(values)) {
    if (!COLUMNS.includes(column)) setExtra(person, column, value, fields);
  }
  return withWayIn(person);
}

const isYes = (value: unknown) => value === true || /^(1|true|yes|y|是)$/i.test(textOf(value));

/** As PHP, Python, Java and Go write them. */
const BCRYPT = /^\$2[abxy]\$[0-9]{2}\$[./A-Za-z0-9]{53}$/;

function passwordOf(hash: string, { openid }: Person): Password | null {
  if (hash === "") return openid === "" ? { scheme: "reset" } : null;
  return BCRYPT.test(hash) ? { scheme: "bcrypt", hash } : { scheme: "reset" };
}

/** Absorbed (−2) and closed (−9) are the kit's own to say. */
function setStatus(person: Person, text: string): void {
  if (text === "") return;
  if (/^-?[0-9]{1,9}$/.test(text) && text !== "-2" && text !== "-9") person.status = Number(text);
  else Object.assign(person, { status: -1, left: [...person.left, "status_unknown"] });
}
