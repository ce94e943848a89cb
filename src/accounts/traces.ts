/**
 * What the database keeps of a person besides their record.
 * @module
 */

/** PocketBase's own tables of an auth record: devices, providers, codes that wait. */
const SYSTEM_TABLES = ["_authOrigins", "_externalAuths", "_mfas", "_otps"];

/**
 * Deletes the identities and what PocketBase keeps of somebody's sign-ins. What is deleted is overwritten in the file,
 * instead of staying there until the space is used again.
 * @param id the record's
 */
export function forgetPerson(id: string, app: CoreApp): void {
  const run = (query: string) => app.db().newQuery(query).bind({ id }).execute();
  app.db().newQuery("PRAGMA secure_delete = ON").execute();
  run("DELETE FROM tbl_auth_identities WHERE user = {:id}");
  // The row stays, with nothing of the person in it: a later import must not bring back who has left.
  run("UPDATE tbl_auth_imports SET user = '', digest = '', written = '' WHERE user = {:id}");
  for (const table of SYSTEM_TABLES) run(`DELETE FROM {{${table}}} WHERE recordRef = {:id}`);
}
