/**
 * What must be true of a service after a takeover, beside the losses.
 * @module
 */
import type { Admin } from "../../tests/support/admin.ts";
import { checkCounter, checkPasswords, checkTokens, someOf } from "../shared/checks.ts";
import { damage } from "../shared/integrity.ts";
import type { MixedLoad } from "../shared/mixed-load.ts";
import type { Random } from "../shared/random.ts";
import { compareRows, type UserRow } from "../shared/rows.ts";

/** How many people's tokens are tried, and how many passwords, which cost 60 ms of CPU each. */
const TOKENS = 60;
const PASSWORDS = 3;

const TWICE = `SELECT 'openid' AS what FROM tbl_auth_users GROUP BY openid HAVING count(*) > 1
  UNION ALL SELECT 'phone' FROM tbl_auth_users WHERE users_phone != '' GROUP BY users_phone HAVING count(*) > 1`;

/**
 * @param rows the table, whose losses the ledger knows already
 * @returns what is wrong
 */
export async function verdict(
  admin: Admin,
  dataDir: string,
  rows: readonly UserRow[],
  { ledger, client }: MixedLoad,
  random: Random,
): Promise<string[]> {
  const twice = await admin.sql<{ what: string }>(TWICE);
  const withToken = ledger.people.filter(({ token }) => token !== null);
  const platform = ledger.alive().filter(({ kind }) => kind === "ManagePlatform");
  const problems = [
    ...compareRows(rows, ledger),
    ...twice.map(({ what }) => `a ${what} has two users`),
    ...(await checkTokens(client, someOf(withToken, TOKENS, random))),
    ...(await checkPasswords(client, someOf(platform, PASSWORDS, random))),
    ...(await checkCounter(client, rows.length)),
    ...(await damage(dataDir)),
  ];
  // The tokens of somebody who is gone were tried, and are good for nothing.
  for (const person of ledger.people) if (person.id === null) person.token = person.firstToken = null;
  return problems;
}
