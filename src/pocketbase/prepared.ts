/**
 * Queries that every sign-in makes: their statement stays compiled. PocketBase compiles a query anew each time, which is
 * most of what a look-up costs.
 * @module
 */
import { findUnique } from "./query.ts";

/** A runtime that lives for one request alone would compile a statement that nobody closes. */
const COMPILED_FROM_USE = 3;

/**
 * Asks by the compiled statement where that works, otherwise by the plain query, which tells what is wrong. Each runtime
 * compiles its own; a statement of which anything has changed is made anew.
 * @param compile makes the statement
 * @param source what the statement was made for, compared each time
 */
function asked<T>(
  statement: Statement,
  source: unknown,
  compile: () => dbx.Query,
  ask: (query: dbx.Query) => T,
  plain: () => T,
): T {
  // The engine takes two wrappings of one Go value as the same.
  if (statement.query && statement.source !== source) drop(statement);
  statement.uses++;
  try {
    if (statement.uses >= COMPILED_FROM_USE && !statement.query) {
      statement.query = compile();
      statement.source = source;
    }
    if (statement.query) return ask(statement.query);
  } catch {
    drop(statement);
  }
  return plain();
}

interface Statement {
  uses: number;
  query: dbx.Query | null;
  source: unknown;
}

const newStatement = (): Statement => ({ uses: 0, query: null, source: null });

function drop(statement: Statement): void {
  const { query } = statement;
  statement.query = null;
  try {
    query?.close();
  } catch {
    // Its database has gone, and the statement with it.
  }
}

/**
 * A look-up outside of transactions, by a condition that at most one record fulfils.
 * @param condition SQL with `{:name}` for values
 * @returns the record of some values, or null
 */
export function lookUp<Name extends string>(
  tableName: string,
  condition: string,
): (values: { [name in Name]: string }) => core.Record | null {
  const statement = newStatement();
  return (values) => {
    // A record's collection is the one of the query that found it.
    const collection = $app.findCachedCollectionByNameOrId(tableName);
    return asked(
      statement,
      collection,
      () => $app.recordQuery(collection).andWhere($dbx.exp(condition)).build().prepare(),
      (query) => recordOf(query, values),
      () => findUnique($app, tableName, $dbx.exp(condition, values)),
    );
  };
}

function recordOf(query: dbx.Query, values: { [name: string]: string }): core.Record | null {
  const records = arrayOf(new Record());
  query.bind(values).all(records);
  return records[0] ?? null;
}

/**
 * A query outside of transactions that always has one row.
 * @param text SQL with `{:name}` for values
 * @param columns column → a value of its type
 */
export function lookUpRow<Name extends string, Row extends { [column: string]: string | number }>(
  text: string,
  columns: Row,
): (values: { [name in Name]: string }) => Row {
  const statement = newStatement();
  const fresh = () => $app.db().newQuery(text);
  return (values) => {
    const row = new DynamicModel(columns);
    const read = (query: dbx.Query) => query.bind(values).one(row);
    asked(
      statement,
      text,
      () => fresh().prepare(),
      read,
      () => read(fresh()),
    );
    return row as unknown as Row;
  };
}
