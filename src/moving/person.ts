/**
 * A person as any source knows them, in the kit's terms, and how the readers get there.
 * @module
 */
import { verifiedPhone } from "../domain/phone.ts";
import { judgePicture } from "../domain/picture.ts";

/** What a source says of a person's password. */
export type Password =
  /** A bcrypt hash, which PocketBase checks as it is. */
  | { scheme: "bcrypt"; hash: string }
  /** The password itself. */
  | { scheme: "plain"; text: string }
  /** There is one, and it cannot be checked here. */
  | { scheme: "reset" }
  | {
      scheme:
        | "leancloud"
        | "uni-id-hmac-sha256"
        | "uni-id-hmac-sha1"
        | "casdoor-salt"
        | "casdoor-sha512-salt"
        | "casdoor-md5-salt";
      hash: string;
      salts: string[];
      version: string;
    };

export interface Person {
  /** The id that the source knows them by. */
  id: string;
  /** The WeChat account; "" for none. */
  openid: string;
  /** Its mini-program; "" where the source does not say. */
  appid: string;
  unionid: string;
  /** As stored; "" for none. */
  phone: string;
  /** Whether the source had it verified. */
  phoneProved: boolean;
  name: string;
  picture: string;
  password: Password | null;
  /** `users_status` */
  status: number;
  /** As PocketBase writes dates; "" where the source does not say. */
  created: string;
  updated: string;
  /** Values for fields that the users' collection has. */
  extra: { [field: string]: unknown };
  roles: string[];
  /** What does not come along, a word each: `email`, `column:city`, `phone_unreadable`. */
  left: string[];
}

/** A person of the file, or why there is none; `id` is "" where not even that could be read. */
export type Reading = Person | { id: string; skipped: SkipReason };

export type SkipReason =
  | "not_json"
  | "not_utf8"
  | "line_too_long"
  | "cut_off"
  | "columns_differ"
  | "id_missing"
  | "no_way_in"
  | "closed_at_source"
  | "deleted_at_source";

export function isPerson(reading: Reading): reading is Person {
  return !("skipped" in reading);
}

/** Somebody of whom nothing but the id is known. */
export function somebody(id: string): Person {
  return {
    id,
    openid: "",
    appid: "",
    unionid: "",
    phone: "",
    phoneProved: false,
    name: "",
    picture: "",
    password: null,
    status: 0,
    created: "",
    updated: "",
    extra: {},
    roles: [],
    left: [],
  };
}

/** A text of a source; "" for what is no text. Numbers are taken for texts, as exports mix the two. */
export function textOf(value: unknown): string {
  if (typeof value === "number") return String(value);
  return typeof value === "string" ? value.trim() : "";
}

/** The first of some values that is a text. */
export function firstText(...values: unknown[]): string {
  return values.map(textOf).find((text) => text !== "") ?? "";
}

export function objectOf(value: unknown): { [key: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as { [key: string]: unknown })
    : {};
}

/**
 * A date as PocketBase writes it. Takes ISO 8601, what PocketBase writes, milliseconds or seconds since 1970, and the
 * wrapped dates of LeanCloud (`iso`), of MongoDB's tools (`$date`) and of uniCloud (`$date`).
 * @returns "" for what is none, and for what lies outside of the years 1970 to 9999
 */
export function dateOf(value: unknown): string {
  if (typeof value === "object" && value !== null) {
    const { iso, $date, $numberLong } = value as { [key: string]: unknown };
    return dateOf(iso ?? $date ?? $numberLong);
  }
  const text = textOf(value);
  const time = /^[0-9]{9,14}$/.test(text) ? milliseconds(text) : Date.parse(isoOf(text));
  if (!(time >= 0 && time < 253_402_300_800_000)) return "";
  return new Date(time).toISOString().replace("T", " ");
}

/** Seconds have ten digits until the year 2286. */
const milliseconds = (digits: string) => Number(digits) * (digits.length <= 10 ? 1000 : 1);

/** A date without a time of day or a zone is taken as UTC. */
function isoOf(text: string): string {
  const [, day, time = "00:00:00", zone = "Z"] =
    /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?))?(Z|[+-]\d\d:?\d\d)?$/.exec(text) ?? [];
  return day ? `${day}T${time.replace(/(\.\d{3})\d+$/, "$1")}${zone}` : "";
}

/** Sets phone and mark, or notes that the number cannot be read. */
export function setPhone(person: Person, number: string, countryCode: string, proved: boolean): void {
  if (number === "") return;
  const phone = verifiedPhone(number, countryCode);
  if (phone === null) person.left.push("phone_unreadable");
  else Object.assign(person, { phone, phoneProved: proved });
}

/** Sets the picture where it is an address that others can open. */
export function setPicture(person: Person, address: string): void {
  if (address === "") return;
  if (address.length <= LONGEST_PICTURE && judgePicture(address) === "ok") person.picture = address;
  else person.left.push("picture_no_address");
}

/** The field holds no more. */
const LONGEST_PICTURE = 2048;

/**
 * Puts a source's further columns where the users' collection has a field for them, and notes the others.
 * @param fields names of fields that may be filled from outside
 */
export function setExtra(person: Person, column: string, value: unknown, fields: ReadonlySet<string>): void {
  if (value === null || value === undefined || value === "") return;
  if (fields.has(column)) person.extra[column] = plainValue(value);
  else person.left.push(`column:${column}`);
}

/** Wrapped dates and pointers become what they stand for. */
function plainValue(value: unknown): unknown {
  const { __type: type, objectId, iso, $date, $oid } = objectOf(value);
  if (type === "Pointer") return textOf(objectId);
  if (type === "Date" || iso !== undefined || $date !== undefined) return dateOf(value);
  return $oid === undefined ? value : textOf($oid);
}

/** Whether the person signs in by phone and password, and not by WeChat alone. */
export function isPlatformPerson({ phone, password, openid }: Person): boolean {
  return phone !== "" && (openid === "" || password !== null);
}

/** Without a WeChat account or a mainland phone there is no door here for them. */
export function withWayIn(person: Person): Reading {
  const opens = person.openid !== "" || /^1[0-9]{10}$/.test(person.phone);
  // It opens no door without a phone.
  if (person.password !== null && !isPlatformPerson(person)) person.left.push("password");
  return opens ? person : { id: person.id, skipped: "no_way_in" };
}
