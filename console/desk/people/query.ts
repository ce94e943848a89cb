/**
 * Finding people through PocketBase's record API.
 * @module
 */
import type { ListResult, RecordModel, RecordListOptions } from "pocketbase";
import type { Result } from "../../service/result.ts";
import { usersCount } from "../../service/operations.ts";
import { pocketbase } from "../../service/pocketbase.ts";
import { all, where } from "../filter.ts";
import { askAsSuperuser } from "../session.ts";
import { EXPAND_IDENTITIES, type Person, personOf, STATUS_CHOICES } from "./person.ts";
import { searchOf } from "./search.ts";

export interface Asked {
  text: string;
  /** A key of STATUS_CHOICES. */
  status: string;
  /** `platform`, or an appid; empty for every way in. */
  source: string;
  /** Local dates, `2026-11-24`; empty for open ends. The last day counts. */
  from: string;
  until: string;
  /** PocketBase's sort; `-@rowid` is who came last, without a sorting of everybody. */
  sort: string;
}

/** A question in PocketBase's terms: which collection, and how the people come out of its records. */
interface Query {
  collection: string;
  filter: string;
  sort: string;
  expand: string;
  peopleOf: (records: RecordModel[]) => Person[];
}

/** @returns one page of people, from 1 on */
export async function findPeople(asked: Asked, page: number, size: number): Promise<Result<Person[]>> {
  const query = await queryOf(asked);
  if (!query.ok) return query;
  const { peopleOf, sort, expand } = query.value;
  const result = await list(query.value, page, size, { sort, expand, skipTotal: true });
  return result.ok ? { ok: true, value: peopleOf(result.value.items) } : result;
}

/** How many there are; everybody is counted at no cost. */
export async function countPeople(asked: Asked): Promise<Result<number>> {
  const query = await queryOf(asked);
  if (!query.ok) return query;
  if (query.value.filter === "") {
    const total = await usersCount();
    return total.ok ? { ok: true, value: total.value.total_users } : total;
  }
  const result = await list(query.value, 1, 1, { fields: "id" });
  return result.ok ? { ok: true, value: result.value.totalItems } : result;
}

function list(
  { collection, filter }: Query,
  page: number,
  size: number,
  options: RecordListOptions,
): Promise<Result<ListResult<RecordModel>>> {
  return askAsSuperuser(() => pocketbase.collection(collection).getList(page, size, { filter, ...options }));
}

async function queryOf(asked: Asked): Promise<Result<Query>> {
  const filter = await filterOf(asked);
  if (!filter.ok) return filter;
  const { source, sort } = asked;
  if (source === "" || source === "platform")
    return {
      ok: true,
      value: {
        collection: "tbl_auth_users",
        filter: filter.value,
        sort,
        expand: EXPAND_IDENTITIES,
        peopleOf: (records) => records.map(personOf),
      },
    };
  // By way of the mini-program's own rows, which an index finds.
  return {
    ok: true,
    value: {
      collection: "tbl_auth_identities",
      filter: all(where("appid = {:appid} && user != ''", { appid: source }), withUserFields(filter.value)),
      sort: sort.replace(/^(-?)(\w)/, "$1user.$2"),
      expand: `user,user.${EXPAND_IDENTITIES}`,
      peopleOf: (records) =>
        records.flatMap(({ expand }) => (expand?.user ? [personOf(expand.user as RecordModel)] : [])),
    },
  };
}

async function filterOf({ text, status, source, from, until }: Asked): Promise<Result<string>> {
  const search = searchOf(text);
  let found = search.filter;
  if (search.openid !== null) {
    const owners = await ownersOf(search.openid);
    if (!owners.ok) return owners;
    found = [found, ...owners.value.map((id) => where("id = {:id}", { id }))].join(" || ");
  }
  const filter = all(
    found,
    STATUS_CHOICES[status]?.filter ?? "",
    source === "platform" ? "users_idtype = 'ManagePlatform'" : "",
    from === "" ? "" : where("created >= {:time}", { time: dayStart(from) }),
    until === "" ? "" : where("created < {:time}", { time: dayStart(until, 1) }),
  );
  return { ok: true, value: filter };
}

/** A filter on a user's fields, seen from a row that points at the user. Values are quoted and stay as they are. */
export function withUserFields(filter: string): string {
  return filter.replace(
    /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\b(id|openid|created|users_\w+)\b/g,
    (part, name: string | undefined) => (name === undefined ? part : `user.${name}`),
  );
}

/** Whose WeChat account this is, in any of the mini-programs. */
async function ownersOf(openid: string): Promise<Result<string[]>> {
  const rows = await askAsSuperuser(() =>
    pocketbase.collection("tbl_auth_identities").getList(1, 10, {
      filter: where("openid = {:openid} && user != ''", { openid }),
      fields: "user",
      skipTotal: true,
    }),
  );
  return rows.ok ? { ok: true, value: rows.value.items.map(({ user }) => String(user)) } : rows;
}

/** Each appid once, by steps through the index: a table of millions takes no longer than one of ten. */
const APPIDS_SQL = `WITH RECURSIVE step (appid) AS (
  SELECT min(appid) FROM tbl_auth_identities
  UNION ALL SELECT (SELECT min(appid) FROM tbl_auth_identities WHERE appid > step.appid) FROM step WHERE appid IS NOT NULL
) SELECT appid FROM step WHERE appid IS NOT NULL LIMIT 50`;

/** The mini-programs through which somebody came. */
export async function findAppids(): Promise<Result<string[]>> {
  const result = await askAsSuperuser(() =>
    pocketbase.send<{ rows: string[][] | null }>("/api/sql", { method: "POST", body: { query: APPIDS_SQL } }),
  );
  return result.ok ? { ok: true, value: (result.value.rows ?? []).map(([appid]) => String(appid)) } : result;
}

/** The beginning of a local day, or of one some days later. @param date `2026-11-24` */
export function dayStart(date: string, later = 0): Date {
  const [year = 0, month = 1, day = 1] = date.split("-").map(Number);
  return new Date(year, month - 1, day + later);
}

/** A local date as an input of type `date` has it. */
export function dateText(time: Date): string {
  const two = (value: number) => String(value).padStart(2, "0");
  return `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
}
