/**
 * The layout of the database.
 * @module
 */
import type { Collection, Index, UsersCount } from "../../domain/deployment.ts";
import { totals } from "../counter.ts";

const COLLECTIONS = ["tbl_auth_users", "tbl_auth_identities", "tbl_auth_imports", "tbl_company"];
const TRIGGERS = ["tbl_auth_users_total_insert", "tbl_auth_users_total_delete"];

/** Rows of a query as plain objects. @param shape a value of each column's type */
function rows<Shape extends object>(query: string, shape: Shape): Shape[] {
  const found = arrayOf(new DynamicModel(shape as { [column: string]: unknown })) as unknown as Shape[];
  $app.db().newQuery(query).all(found);
  return JSON.parse(JSON.stringify(found)) as Shape[];
}

/** File names of the migrations that have run here. */
export function appliedMigrations(): string[] {
  return rows("SELECT file FROM _migrations", { file: "" }).map(({ file }) => file);
}

/** The collections of the kit that are there, by name. */
export function collections(): { [name: string]: Collection } {
  const found = COLLECTIONS.filter((name) => !$app.isCollectionNameUnique(name));
  return Object.fromEntries(
    found.map((name) => [
      name,
      JSON.parse(JSON.stringify($app.findCollectionByNameOrId(name))) as Collection,
    ]),
  );
}

/** The indexes of their tables, as the database itself has them. */
export function indexes(): Index[] {
  const names = COLLECTIONS.map((name) => `'${name}'`).join(", ");
  const found = rows(
    `SELECT t.name AS owner, i.name AS name, i."unique" AS is_unique, i.partial AS is_partial,
        (SELECT group_concat(c.name) FROM pragma_index_info(i.name) AS c) AS columns
      FROM sqlite_master AS t JOIN pragma_index_list(t.name) AS i
      WHERE t.type = 'table' AND t.name IN (${names})`,
    { owner: "", name: "", is_unique: 0, is_partial: 0, columns: "" },
  );
  return found.map(({ owner, name, is_unique, is_partial, columns }) => ({
    table: owner,
    name,
    columns: columns.split(","),
    isUnique: is_unique === 1,
    isPartial: is_partial === 1,
  }));
}

export function countedUsers(): UsersCount {
  const triggers = rows("SELECT name FROM sqlite_master WHERE type = 'trigger'", { name: "" });
  const { total, users } = totals();
  return {
    noted: total,
    counted: users,
    missingTriggers: TRIGGERS.filter((trigger) => !triggers.some(({ name }) => name === trigger)),
  };
}

/** Whether PocketBase keeps its settings encrypted: what is not begins as JSON does. */
export function settingsEncrypted(): boolean {
  const [row] = rows("SELECT CAST(value AS TEXT) AS value FROM _params WHERE id = 'settings'", { value: "" });
  if (!row) throw new Error("there are no settings");
  return !row.value.startsWith("{");
}

/** Whether Litestream has been at work here: it keeps a table of its own. */
export function isReplicated(): boolean {
  return rows("SELECT name FROM sqlite_master WHERE name = '_litestream_seq'", { name: "" }).length > 0;
}
