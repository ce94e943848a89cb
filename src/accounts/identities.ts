/**
 * Identities: `tbl_auth_identities` rows, each a WeChat account of one mini-program and the user it signs in as. A row
 * without a user is an account that was unlinked. Whose an account is, is decided elsewhere (`owner.ts`).
 * By plain SQL: a row is no more than an index entry that nobody but superusers sees.
 * @module
 */
import { currentApp } from "../pocketbase/process.ts";
import { lookUp } from "../pocketbase/prepared.ts";
import { USERS } from "../pocketbase/request.ts";
import type { AccountKey } from "../wechat/wechat-account.ts";

const TABLE = "tbl_auth_identities";

/** The user whom an account's row names, in one query; null without a row, or where it names nobody who is there. */
export const userOfIdentity: (account: AccountKey) => core.Record | null = lookUp<keyof AccountKey>(
  USERS,
  `id = (SELECT user FROM ${TABLE} WHERE appid = {:appid} AND openid = {:openid})`,
);

/** The account's row; null for none. */
export function identityRow({ appid, openid }: AccountKey, app: CoreApp): Identity | null {
  const rows = select(
    app,
    `SELECT appid, openid, user, updated FROM ${TABLE} WHERE appid = {:appid} AND openid = {:openid}`,
    { appid, openid },
  );
  return rows[0] ?? null;
}

/** The user's openid in this mini-program; "" for none. */
export function openidIn(appid: string, user: string, app = currentApp()): string {
  const rows = select(
    app,
    // SQLite takes the unique index, a partial one, only for a query that repeats its condition.
    `SELECT appid, openid, user FROM ${TABLE} WHERE user = {:user} AND user != '' AND appid = {:appid}`,
    { appid, user },
  );
  return rows[0]?.openid ?? "";
}

/** All accounts that sign in as this user. */
export function identitiesOf(user: string, app = currentApp()): Identity[] {
  return select(app, `SELECT appid, openid, user FROM ${TABLE} WHERE user = {:user}`, { user });
}

export interface Identity {
  appid: string;
  openid: string;
  /** Record id, or "". */
  user: string;
  /** As PocketBase stores dates; "" where it was not asked for. */
  updated: string;
}

/**
 * Makes the account sign in as this user from now on, whatever its row said before.
 * @throws when the user has another account of this mini-program already (a unique index)
 */
export function assignIdentity({ appid, openid }: AccountKey, user: string, app: CoreApp): void {
  app.db().newQuery(ASSIGN).bind({ appid, openid, user }).execute();
}

/**
 * Makes an account that has no row sign in as this user.
 * @returns false, with nothing written, where a row has come since
 */
export function addIdentity({ appid, openid }: AccountKey, user: string, app: CoreApp): boolean {
  return app.db().newQuery(ADD).bind({ appid, openid, user }).execute().rowsAffected() > 0;
}

/** `assignIdentity` for many at once. */
export function assignIdentities(identities: (AccountKey & { user: string })[], app: CoreApp): void {
  if (identities.length === 0) return;
  const rows = JSON.stringify(identities.map(({ appid, openid, user }) => [appid, openid, user]));
  app.db().newQuery(ASSIGN_MANY).bind({ rows }).execute();
}

const NOW = "strftime('%Y-%m-%d %H:%M:%fZ', 'now')";
const ROW = `INTO ${TABLE} (appid, openid, user, created, updated)
  VALUES ({:appid}, {:openid}, {:user}, ${NOW}, ${NOW})`;
const ADD = `INSERT OR IGNORE ${ROW}`;
const ASSIGN = `INSERT ${ROW}
  ON CONFLICT (appid, openid) DO UPDATE SET user = excluded.user, updated = excluded.updated`;

const ASSIGN_MANY = `INSERT INTO ${TABLE} (appid, openid, user, created, updated)
  SELECT value->>0, value->>1, value->>2, ${NOW}, ${NOW} FROM json_each({:rows}) WHERE TRUE
  ON CONFLICT (appid, openid) DO UPDATE SET user = excluded.user, updated = excluded.updated`;

function select(app: CoreApp, query: string, values: { [name: string]: string }): Identity[] {
  const rows = arrayOf(new DynamicModel({ appid: "", openid: "", user: "", updated: "" }));
  app.db().newQuery(query).bind(values).all(rows);
  return rows as unknown as Identity[];
}
