/**
 * Look-ups that every sign-in makes: their statement stays compiled. PocketBase compiles a query anew each time, which is
 * most of what finding a record costs.
 * @module
 */
import { findUnique } from "./query.ts";

/** A runtime that lives for one request alone would compile a statement that nobody closes. */
const COMPILED_FROM_USE = 3;

/** A record's collection is the one of the query that found it: kept with it, to see when PocketBase has another. */
interface Compiled {
  collection: core.Collection;
  query: dbx.Query;
}

/**
 * A look-up outside of transactions, by a condition that at most one record fulfils. Each runtime compiles its own; when
 * the collection changes in any way it is made anew, and where it fails the plain query tells what is wrong.
 * @param condition SQL with `{:name}` for values
 * @returns the record of some values, or null
 */
export function lookUp<Name extends string>(
  tableName: string,
  condition: string,
): (values: { [name in Name]: string }) => core.Record | null {
  let uses = 0;
  let compiled: Compiled | null = null;

  const drop = () => {
    const { query } = compiled ?? {};
    compiled = null;
    try {
      query?.close();
    } catch {
      // Its database has gone, and the statement with it.
    }
  };

  return (values) => {
    const collection = $app.findCachedCollectionByNameOrId(tableName);
    // The engine takes two wrappings of one Go value as the same.
    if (compiled && compiled.collection !== collection) drop();
    uses++;
    try {
      if (uses >= COMPILED_FROM_USE) compiled ??= { collection, query: compile(collection, condition) };
      if (compiled) return recordOf(compiled, values);
    } catch {
      drop();
    }
    return findUnique($app, tableName, $dbx.exp(condition, values));
  };
}

function compile(collection: core.Collection, condition: string): dbx.Query {
  return $app.recordQuery(collection).andWhere($dbx.exp(condition)).build().prepare();
}

function recordOf({ query }: Compiled, values: { [name: string]: string }): core.Record | null {
  const records = arrayOf(new Record());
  query.bind(values).all(records);
  return records[0] ?? null;
}
