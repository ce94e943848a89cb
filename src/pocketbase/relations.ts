/**
 * Relation fields that point at the users, in whatever collection: the kit's own and an operator's.
 * @module
 */
import { USERS } from "./request.ts";

interface RelationField {
  collection: string;
  field: string;
  multiple: boolean;
}

/** A unique index does not let a reference move: the table holds one like it already. */
export class ReferenceNotUnique extends Error {
  constructor(
    readonly collection: string,
    readonly field: string,
  ) {
    super(`${collection}.${field}`);
  }
}

/**
 * Makes every reference to one user a reference to another. A list that then holds the other twice keeps the first of
 * the two. By plain SQL within the transaction: as many rows as there are, without a save of each; so no record hook
 * runs and `updated` stays, as the records still say what they said about the same person.
 * @throws ReferenceNotUnique
 */
export function repointUsers(from: string, to: string, app: CoreApp): void {
  for (const { collection, field, multiple } of relationsToUsers(app)) {
    const query = multiple ? repointLists(collection, field) : repointSingle(collection, field);
    try {
      app.db().newQuery(query).bind({ from, to }).execute();
    } catch (error) {
      if (String(error).includes("UNIQUE constraint failed")) throw new ReferenceNotUnique(collection, field);
      throw new Error(`${collection}.${field}: ${String(error)}`, { cause: error });
    }
  }
}

function relationsToUsers(app: CoreApp): RelationField[] {
  const { id: users } = app.findCachedCollectionByNameOrId(USERS);
  const rows = arrayOf(new DynamicModel({ collection: "", field: "", most: 0 }));
  app.db().newQuery(RELATIONS).bind({ users }).all(rows);
  return (rows as unknown as RelationRow[]).map(({ collection, field, most }) => ({
    collection,
    field,
    multiple: most > 1,
  }));
}

interface RelationRow {
  collection: string;
  field: string;
  /** How many it may hold; 0 or 1 for a single one. */
  most: number;
}

/**
 * A view has no rows of its own: it shows what the collections below it hold. SQLite looks through the definitions, as
 * a copy of every collection for JavaScript would cost two fifths of a merge.
 */
const RELATIONS = `SELECT collections.name AS collection, item.value->>'name' AS field,
    coalesce(item.value->>'maxSelect', 0) AS most
  FROM {{_collections}} AS collections, json_each(collections.fields) AS item
  WHERE collections.type IN ('base', 'auth') AND item.value->>'type' = 'relation'
    AND item.value->>'collectionId' = {:users}
  ORDER BY collections.rowid, item.key`;

const repointSingle = (table: string, field: string) =>
  `UPDATE {{${table}}} SET [[${field}]] = {:to} WHERE [[${field}]] = {:from}`;

/** Names are qualified, because a field may be called like a column of `json_each`. */
const repointLists = (table: string, field: string) => {
  const list = `{{${table}}}.[[${field}]]`;
  return `UPDATE {{${table}}} SET [[${field}]] = (
      SELECT json_group_array(target) FROM (
        SELECT CASE item.value WHEN {:from} THEN {:to} ELSE item.value END AS target
        FROM json_each(${list}) AS item GROUP BY target ORDER BY min(item.key)))
    WHERE instr(${list}, {:from}) > 0 AND json_valid(${list})
      AND EXISTS (SELECT 1 FROM json_each(${list}) AS item WHERE item.value = {:from})`;
};
