/**
 * Rows of `tbl_auth_users` held against the ledger: nobody acknowledged is missing, nobody deleted is back, and no
 * row is half-written.
 * @module
 */
import type { Ledger, Person, State } from "./ledger.ts";
import { openidOf, originOf } from "./people.ts";

export interface UserRow {
  id: string;
  openid: string;
  email: string;
  password: string;
  tokenKey: string;
  users_idtype: string;
  users_type: string;
  users_status: number;
  users_name: string;
  users_phone: string;
  users_picture: string;
  users_avatar: string;
  created: string;
  updated: string;
}

export const USER_COLUMNS: readonly (keyof UserRow)[] = [
  "id",
  "openid",
  "email",
  "password",
  "tokenKey",
  "users_idtype",
  "users_type",
  "users_status",
  "users_name",
  "users_phone",
  "users_picture",
  "users_avatar",
  "created",
  "updated",
];

const UUID_V4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const BCRYPT = /^\$2[aby]\$\d\d\$[./A-Za-z0-9]{53}$/;
const TIME = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}Z$/;

/** What is wrong with a row in itself. Messages hold no secret: neither hash nor token key. */
export function malformed(row: UserRow): string[] {
  const isGuest = row.users_name === "" && row.users_phone === "" && row.users_picture === "";
  const isWechat = row.users_idtype === "WeChat";
  const rules: [boolean, string][] = [
    [isGuest || originOf(row) !== null, "name, phone and picture come from different writes"],
    [isWechat || row.users_idtype === "ManagePlatform", "users_idtype is neither of the two"],
    [isWechat || UUID_V4.test(row.openid), "a platform user's openid is no UUID v4"],
    [isWechat || !isGuest, "a platform user without a profile"],
    [row.email === (isWechat ? "" : `${row.openid}@manage.local`), "the native identity does not fit openid"],
    [row.users_type === (isGuest ? "游客" : "注册用户"), "users_type does not fit the profile"],
    [BCRYPT.test(row.password), "the password hash is malformed"],
    [row.tokenKey.length >= 30, "the token key is missing"],
    [row.users_status === 0, "users_status is set"],
    [TIME.test(row.created) && TIME.test(row.updated), "created or updated is missing"],
  ];
  return rules.filter(([holds]) => !holds).map(([, rule]) => rule);
}

/**
 * Compares all rows with the ledger, and settles in the ledger what lost answers had left open.
 * @returns what is wrong, one line each
 */
export function compareRows(rows: readonly UserRow[], ledger: Ledger): string[] {
  const problems: string[] = [];
  const found = new Map<Person, UserRow>();
  for (const row of rows) {
    const wrong = malformed(row);
    problems.push(...wrong.map((rule) => `record ${row.id}: ${rule}`));
    if (wrong.length > 0) continue;
    const person = ownerOf(row, ledger);
    if (!person) problems.push(`record ${row.id} belongs to nobody who signed up`);
    else if (found.has(person)) problems.push(`person ${person.serial} has two records`);
    else found.set(person, row);
  }
  for (const person of ledger.people) problems.push(...compareOne(found.get(person), person, ledger));
  return problems;
}

/** Whose row it is, by the values that it holds. */
export function ownerOf(row: UserRow, ledger: Ledger): Person | undefined {
  if (row.users_idtype === "ManagePlatform") return ledger.people[originOf(row)?.serial ?? -1];
  const person = ledger.people[Number(row.openid.slice(-8))];
  return person && openidOf(person.serial) === row.openid ? person : undefined;
}

/** @param row undefined where there is none */
export function stateOf(row: UserRow | undefined): State {
  return row ? (originOf(row)?.version ?? "guest") : "absent";
}

function compareOne(row: UserRow | undefined, person: Person, ledger: Ledger): string[] {
  const state = stateOf(row);
  const who = `person ${person.serial} (${person.kind})`;
  if (!person.possible.includes(state)) {
    return [`${who} is ${said(state)}; acknowledged: ${person.possible.map(said).join(" or ")}`];
  }
  if (row && person.id !== null && row.id !== person.id) return [`${who} has become another record`];
  if (row && !person.avatars.includes(row.users_avatar) && !person.avatars.includes(null)) {
    return [`${who} has another avatar than the acknowledged one`];
  }
  if (row) {
    ledger.identified(person, row.id, row.openid);
    person.avatars = [row.users_avatar];
  }
  ledger.observed(person, state);
  return [];
}

function said(state: State): string {
  if (state === "absent") return "without a record";
  return state === "guest" ? "a guest" : `at profile version ${state}`;
}
