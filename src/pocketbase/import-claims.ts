/**
 * What the people of a file claim to be theirs alone: a table that is there as long as the command runs, because a file
 * may name millions, and that no other connection sees. Nothing of it is written to the database.
 * @module
 */

export interface Claim {
  kind: "id" | "openid" | "unionid" | "phone";
  value: string;
  /** Where the person stands in the file. */
  place: number;
  id: string;
  /** Whether the phone was verified. */
  proved: boolean;
  created: string;
  updated: string;
}

/** A claim that somebody else of the file has a better right to. */
export interface LostClaim {
  place: number;
  kind: Claim["kind"];
  /** Who has it: their id in the source. */
  winner: string;
}

/** PocketBase's one connection that writes; a transaction uses the same. */
const execute = (query: string, values: { [name: string]: string | number } = {}) =>
  $app.nonconcurrentDB().newQuery(query).bind(values).execute();

/** To be called before anything else here. */
export function openClaims(): void {
  execute("PRAGMA temp_store = FILE");
  for (const table of ["wechat_auth_claims", "wechat_auth_lost"])
    execute(`DROP TABLE IF EXISTS temp.${table}`);
  execute(
    `CREATE TEMP TABLE wechat_auth_claims
      (kind TEXT, value TEXT, place INTEGER, id TEXT, proved INTEGER, created TEXT, updated TEXT)`,
  );
  execute(
    `CREATE TEMP TABLE wechat_auth_lost
      (place INTEGER, kind TEXT, winner TEXT, PRIMARY KEY (place, kind)) WITHOUT ROWID`,
  );
}

export function addClaims(claims: Claim[]): void {
  const rows = claims.map((claim) => [
    claim.kind,
    claim.value,
    claim.place,
    claim.id,
    claim.proved ? 1 : 0,
    claim.created,
    claim.updated,
  ]);
  const columns = rows[0]?.map((_, i) => `value->>${i}`).join(", ");
  if (!columns) return;
  execute(`INSERT INTO temp.wechat_auth_claims SELECT ${columns} FROM json_each({:rows})`, {
    rows: JSON.stringify(rows),
  });
}

/**
 * Decides who has what. Of two entries with one id the one that was changed last counts, and in all else the other one
 * is not there. A phone goes to whoever proved it; beyond that age decides.
 */
export function settleClaims(newestFirst: boolean): void {
  execute("CREATE INDEX temp.wechat_auth_claims_value ON wechat_auth_claims (kind, value)");
  settle("kind = 'id'", "updated DESC, place DESC");
  execute(
    `DELETE FROM temp.wechat_auth_claims
      WHERE place IN (SELECT place FROM temp.wechat_auth_lost WHERE kind = 'id')`,
  );
  const age = newestFirst ? "created DESC" : "CASE created WHEN '' THEN '9999' ELSE created END";
  settle("kind != 'id'", `CASE kind WHEN 'phone' THEN -proved ELSE 0 END, ${age}, place`);
}

function settle(which: string, order: string): void {
  execute(
    `INSERT OR IGNORE INTO temp.wechat_auth_lost
      SELECT place, kind, winner FROM (
        SELECT place, kind, row_number() OVER ranked AS rank, first_value(id) OVER ranked AS winner
        FROM temp.wechat_auth_claims
        WHERE ${which} AND (kind, value) IN
          (SELECT kind, value FROM temp.wechat_auth_claims GROUP BY kind, value HAVING count(*) > 1)
        WINDOW ranked AS (PARTITION BY kind, value ORDER BY ${order}))
      WHERE rank > 1`,
  );
}

/** What the entries between two places have lost. */
export function lostBetween(first: number, last: number): LostClaim[] {
  const rows = arrayOf(new DynamicModel({ place: 0, kind: "", winner: "" }));
  $app
    .nonconcurrentDB()
    .newQuery(
      "SELECT place, kind, winner FROM temp.wechat_auth_lost WHERE place BETWEEN {:first} AND {:last}",
    )
    .bind({ first, last })
    .all(rows);
  return (rows as unknown as LostClaim[]).map(({ place, kind, winner }) => ({ place, kind, winner }));
}

export function closeClaims(): void {
  for (const table of ["wechat_auth_claims", "wechat_auth_lost"])
    execute(`DROP TABLE IF EXISTS temp.${table}`);
}
