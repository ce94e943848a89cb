/**
 * Fills the tables by plain SQL: users nobody could wait for to sign up. What the service keeps beside them is there too:
 * identities, and the counter, whose triggers run for each row.
 * @module
 */
import type { Stage } from "./stage.ts";

/** Rows of one statement, which is one transaction: the journal of ten million at once would be as large as the database. */
const AT_ONCE_ROWS = 250_000;
export const CREATED = "'2026-01-01 00:00:00.000Z', '2026-01-01 00:00:00.000Z'";
const UNUSABLE = "'$2a$10$' || hex(randomblob(26)) || 'a'";

const numbered = (letters: string, length: number, i: number) =>
  letters + String(i).padStart(length - letters.length, "0");

/** What the filled users and the platform users beside them are called, by number from 1. */
export const idOf = (i: number) => numbered("b", 15, i);
export const platformIdOf = (i: number) => numbered("p", 15, i);
export const unionidOf = (i: number) => numbered("uBench", 28, i);
/** @param app 0 for the first mini-program */
export const openidOf = (i: number, app = 0) => numbered(`o${app}Bench`, 28, i);

/** The same in SQL, and the phone that every other one of them has. @param i an expression of SQL */
export const unionidSql = (i: string) => `printf('uBench%022d', ${i})`;
export const phoneSql = (i: string) => `CASE WHEN ${i} % 2 THEN printf('150%08d', ${i}) ELSE '' END`;

/**
 * Fills the table up to `total` users, each with a unionid and an identity in these mini-programs.
 * @param progress told how many are there, now and then
 * @returns how many were filled in: their numbers are 1 to this
 */
export async function fillUsers(
  stage: Stage,
  total: number,
  appids: readonly string[],
  progress: (filled: number) => void = () => undefined,
): Promise<number> {
  const missing = total - (await stage.admin.countUsers());
  for (let from = 1; from <= missing; from += AT_ONCE_ROWS) {
    const to = Math.min(missing, from + AT_ONCE_ROWS - 1);
    const numbers = between(from, to);
    await stage.admin.sql(
      `INSERT INTO tbl_auth_users (id, openid, users_unionid, users_idtype, users_type, users_phone, password, tokenKey, email, created, updated)
       ${numbers} SELECT printf('b%014d', i), printf('o0Bench%021d', i), ${unionidSql("i")}, 'WeChat', '游客',
         ${phoneSql("i")}, ${UNUSABLE}, printf('%011d', i) || hex(randomblob(20)), '', ${CREATED} FROM n`,
    );
    for (const [app, appid] of appids.entries()) {
      await stage.admin.sql(
        `INSERT INTO tbl_auth_identities (id, appid, openid, user, created, updated)
         ${numbers} SELECT printf('i${app}%013d', i), '${appid}', printf('o${app}Bench%021d', i), printf('b%014d', i), ${CREATED} FROM n`,
      );
    }
    progress(to);
  }
  return Math.max(0, missing);
}

/** Platform users beside them, each with an anchor of its own and no WeChat account. */
export async function fillPlatformUsers(stage: Stage, count: number): Promise<void> {
  await stage.admin.sql(
    `INSERT INTO tbl_auth_users (id, openid, users_idtype, users_type, users_name, password, tokenKey, email, created, updated)
     ${between(1, count)} SELECT printf('p%014d', i), printf('00000000-0000-4000-8000-%012d', i), 'ManagePlatform', '注册用户', '甲',
       ${UNUSABLE}, hex(randomblob(25)), printf('00000000-0000-4000-8000-%012d@manage.local', i), ${CREATED} FROM n`,
  );
}

/** Numbers as the table `n (i)`, for a statement to select from. */
export const between = (from: number, to: number) =>
  `WITH RECURSIVE n(i) AS (SELECT ${from} UNION ALL SELECT i + 1 FROM n WHERE i < ${to})`;

/** The driver is one address, which may not have many tickets otherwise. */
export const MANY_TICKETS = { SCAN_MAX_PENDING: "100000", SCAN_MAX_STARTS: "100000" };
/** As many as there may be in all. */
const TICKETS = 10_000;
const AT_ONCE = 50;

/** Starts as many scans as there may be. @returns what each computer asks with */
export async function fillTickets({ url }: Stage): Promise<string[]> {
  const start = async () => {
    const response = await fetch(`${url}/api/platform/scan-start`, { method: "POST" });
    const { data } = (await response.json()) as { data: { ticket: string; secret: string } };
    if (!response.ok) throw new Error(`scan-start: ${response.status}`);
    return JSON.stringify({ ticket: data.ticket, secret: data.secret });
  };
  const tickets: string[] = [];
  while (tickets.length < TICKETS)
    tickets.push(...(await Promise.all(Array.from({ length: AT_ONCE }, start))));
  return tickets;
}
