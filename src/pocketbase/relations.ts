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

/** A view has no rows of its own: it shows what the collections below it hold. */
function relationsToUsers(app: CoreApp): RelationField[] {
  const { id: users } = app.findCachedCollectionByNameOrId(USERS);
  const collections = app.findAllCollections("base", "auth");
  return collections.flatMap((found) => {
    const { name, fields } = plain(found as core.Collection);
    return fields
      .filter(({ type, collectionId }) => type === "relation" && collectionId === users)
      .map((field) => ({ collection: name, field: field.name, multiple: (field.maxSelect ?? 0) > 1 }));
  });
}

interface PlainCollection {
  name: string;
  fields: { name: string; type: string; collectionId?: string; maxSelect?: number }[];
}

const plain = (collection: core.Collection) => JSON.parse(JSON.stringify(collection)) as PlainCollection;

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
