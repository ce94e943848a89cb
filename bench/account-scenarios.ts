/**
 * What several mini-programs, first identities and merges cost, in a small table and in a large one.
 * @module
 */
import { grouped } from "../tools/markdown.ts";
import { fillPlatformUsers, fillUsers, idOf, phoneSql, platformIdOf, unionidSql } from "./fill.ts";
import { anybodysLogin, bearer, loginBodies, native, post, strangersBodies, withUsers } from "./requests.ts";
import type { Comparison, Scenario, Side } from "./scenario.ts";
import type { Stage, Stages } from "./stage.ts";

const SMALL = 1000;
const METRIC = "CPU µs/request";
/**
 * Whoever is looked up is found by an index, and what is written touches as many pages: a thousand times as many users
 * make each index two or three pages deeper, and the request dearer by less than a tenth, as in the large-table scenario.
 */
const FLAT = 1.1;

/**
 * Users whom a turn uses up: it has fewer requests than there are of them, as the driver makes some that it never sends.
 * All of them fit into the small table.
 */
const IDENTITIES = { requests: 900, there: 950 };
const MERGES = { requests: 400, there: 450 };

/** Counts from 1 in a circle. */
function inTurn(size: number): () => number {
  let turn = 0;
  return () => 1 + (turn++ % size);
}

const inWords = (name: string, size: number) => `${name}, ${grouped(size)} users`;

/** The same on a small and on a large table. */
async function onBoth<T>(size: number, prepare: (size: number) => Promise<T>): Promise<[T, T]> {
  return [await prepare(SMALL), await prepare(size)];
}

function compare(ours: Side, base: Side, target: number): Comparison {
  return { ours, base, metric: METRIC, target };
}

export const accountScenarios: Scenario[] = [
  {
    id: "second-mini-program",
    title: "wechat/login through a second mini-program ÷ through the first, ÷ native auth-refresh",
    async prepare(stages, size) {
      const [small, large] = await onBoth(size, (count) => throughTwo(stages, count));
      return [
        // The same query with another appid: it may cost what the first one's costs. The rest is for what a run spreads.
        compare(small.second, small.first, 1.05),
        compare(large.second, large.first, 1.05),
        // As any known user's login.
        compare(large.second, large.refresh, 1.7),
        compare(large.second, small.second, FLAT),
      ];
    },
  },
  {
    id: "first-identity",
    title:
      "wechat/login of somebody whom the unionid tells, through a mini-program that is new to them ÷ of a new user",
    async prepare(stages, size) {
      const [small, large] = await onBoth(size, (count) => firstIdentity(stages, count));
      return [
        // One transaction each, and one row of the two that a new user's writes.
        compare(small.told, small.stranger, 1),
        compare(large.told, large.stranger, 1),
        compare(large.told, small.told, FLAT),
      ];
    },
  },
  {
    id: "merge",
    title: "join-users ÷ wechat/login of a new user",
    async prepare(stages, size) {
      const [small, large] = await onBoth(size, (count) => merging(stages, count));
      return [
        // One transaction each; a new user's login writes by two statements (a record, an identity), a merge by six (an
        // identity, the references of each of two collections, the pointers, two records).
        compare(small.merge, small.stranger, 3),
        compare(large.merge, large.stranger, 3),
        compare(large.merge, small.merge, FLAT),
      ];
    },
  },
];

/** A server of both mini-programs. */
async function withApps(stages: Stages, name: string, count: number) {
  const { WECHAT_APPID, WECHAT_SECRET } = stages.sandbox.settings;
  return withUsers(stages, `${name}-${count}`, { env: { WECHAT_APPID, WECHAT_SECRET } });
}

/** Everybody signs in through both mini-programs. */
async function throughTwo(stages: Stages, count: number) {
  const { stage, users } = await withApps(stages, "two", count);
  const appids = stages.sandbox.apps.map(({ appid }) => appid);
  const filled = await fillUsers(stage, count, appids);
  const login = (name: string, app: number): Side => ({
    name: inWords(`wechat/login, ${name} mini-program`, count),
    stage,
    load: anybodysLogin(stages, filled, app),
  });
  const refresh = post(native("auth-refresh"), 200, bearer(users.wechat.token));
  return {
    first: login("first", 0),
    second: login("second", 1),
    refresh: { name: "native auth-refresh", stage, load: refresh },
  };
}

/** Everybody has signed in through the first mini-program alone, and comes through the second. */
async function firstIdentity(stages: Stages, count: number) {
  const { stage } = await withApps(stages, "first", count);
  const [first, second] = stages.sandbox.apps;
  if (!first || !second) throw new Error("the sandbox has one mini-program");
  const filled = await fillUsers(stage, count, [first.appid]);
  const next = inTurn(IDENTITIES.there);
  const told: Side = {
    name: inWords("wechat/login, first identity here", count),
    stage,
    load: login(loginBodies(stages, 1, () => scattered(next(), IDENTITIES.there, filled))),
    turn: {
      requests: IDENTITIES.requests,
      before: () => statements(stage, [`DELETE FROM tbl_auth_identities WHERE appid = '${second.appid}'`]),
    },
  };
  return { told, stranger: stranger(stages, stage, count) };
}

/** Users of the platform and guests of the mini-program, two by two the same person. */
async function merging(stages: Stages, count: number) {
  const { stage } = await withApps(stages, "merge", count);
  await fillPlatformUsers(stage, MERGES.there);
  const filled = await fillUsers(stage, count, [stages.sandbox.appid]);
  const next = inTurn(MERGES.there);
  const body = () => {
    const pair = next();
    const absorbed_id = idOf(scattered(pair, MERGES.there, filled));
    return JSON.stringify({ survivor_id: platformIdOf(pair), absorbed_id });
  };
  const merge: Side = {
    name: inWords("join-users", count),
    stage,
    load: post("/api/system/join-users", 200, { body, ...bearer(await stage.admin.token()) }),
    turn: { requests: MERGES.requests, before: () => statements(stage, PART) },
  };
  return { merge, stranger: stranger(stages, stage, count) };
}

/** Undoes the merges: by the names that the filled users have, everybody is as before. */
const SURVIVORS = `BETWEEN '${platformIdOf(1)}' AND '${platformIdOf(MERGES.there)}'`;
const PART = [
  `UPDATE tbl_auth_identities SET user = 'b' || substr(openid, -14) WHERE user ${SURVIVORS}`,
  `UPDATE tbl_auth_users SET users_unionid = '', users_phone = '' WHERE id ${SURVIVORS}`,
  `UPDATE tbl_auth_users SET users_status = 0, users_merged_into = '',
     users_unionid = ${unionidSql("substr(id, 2)")}, users_phone = ${phoneSql("substr(id, 2)")}
   WHERE users_merged_into != ''`,
];

/** New users in this table, who are gone before the next turn: it stays as large as it is called. */
function stranger(stages: Stages, stage: Stage, count: number): Side {
  const next = inTurn(IDENTITIES.there);
  const theirs = "openid BETWEEN 'oNew' AND 'oNew~'";
  return {
    name: inWords("wechat/login, new user", count),
    stage,
    load: login(
      strangersBodies(stages, 0, () => {
        const name = String(next()).padStart(24, "0");
        return { openid: `oNew${name}`, unionid: `uNew${name}` };
      }),
    ),
    turn: {
      requests: IDENTITIES.requests,
      before: () =>
        statements(stage, [
          `DELETE FROM tbl_auth_identities WHERE appid = '${stages.sandbox.appid}' AND ${theirs}`,
          `DELETE FROM tbl_auth_users WHERE ${theirs}`,
        ]),
    },
  };
}

const login = (body: () => string) => post("/api/wechat/login", 200, { body });

/** The i-th of `there` numbers that lie as far from each other as `filled` allows. */
const scattered = (i: number, there: number, filled: number) => i * Math.floor(filled / there);

async function statements({ admin }: Stage, queries: string[]): Promise<void> {
  for (const query of queries) await admin.sql(query);
}
