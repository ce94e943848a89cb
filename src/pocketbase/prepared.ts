/**
 * Queries that every sign-in makes: their statement stays compiled. PocketBase compiles a query anew each time, which is
 * most of what a look-up costs.
 * @module
 */
import { currentCollection } from "./process.ts";
import { findUnique } from "./query.ts";

/** A runtime that lives for one request alone would compile a statement that nobody closes. */
const COMPILED_FROM_USE = 3;

interface Values {
  [name: string]: string;
}

/**
 * A query by its compiled statement where that works, otherwise as it is, which tells what is wrong. Each runtime
 * compiles its own.
 */
abstract class KeptQuery<Found> {
  #uses = 0;
  #statement: Statement | null = null;
  #source: unknown;

  /**
   * Not for use within transactions.
   * @param source what the statement is made for: another one gets a statement of its own
   */
  protected ask(source: unknown, values: Values): Found {
    // The engine takes two wrappings of one Go value as the same.
    if (this.#statement && this.#source !== source) this.#drop();
    this.#uses++;
    try {
      if (this.#uses >= COMPILED_FROM_USE && !this.#statement) {
        this.#statement = methodsOf(this.compiled());
        this.#source = source;
      }
      if (this.#statement) return this.read(this.#statement, values);
    } catch {
      this.#drop();
    }
    return this.plain(values);
  }

  protected abstract compiled(): dbx.Query;
  protected abstract read(statement: Statement, values: Values): Found;
  protected abstract plain(values: Values): Found;

  #drop(): void {
    const statement = this.#statement;
    this.#statement = null;
    try {
      statement?.close();
    } catch {
      // Its database has gone, and the statement with it.
    }
  }
}

type Statement = Pick<dbx.Query, "bind" | "all" | "one" | "close">;

/** Asking a Go value for one of its methods makes a function each time. */
function methodsOf(query: dbx.Query): Statement {
  const { bind, all, one, close } = query;
  return { bind, all, one, close };
}

/** Tells the engine what a list is made of. */
let anyRecord: core.Record | null = null;

class RecordQuery extends KeptQuery<core.Record | null> {
  constructor(
    private readonly table: string,
    private readonly condition: string,
  ) {
    super();
  }

  find(values: Values): core.Record | null {
    // A record's collection is the one of the query that found it.
    return this.ask(currentCollection(this.table), values);
  }

  protected compiled(): dbx.Query {
    return $app.recordQuery(this.table).andWhere($dbx.exp(this.condition)).build().prepare();
  }

  protected read({ bind, all }: Statement, values: Values): core.Record | null {
    const records = arrayOf((anyRecord ??= new Record()));
    bind(values);
    all(records);
    return records[0] ?? null;
  }

  protected plain(values: Values): core.Record | null {
    return findUnique($app, this.table, $dbx.exp(this.condition, values));
  }
}

class RowQuery<Row extends object> extends KeptQuery<Row> {
  constructor(
    private readonly text: string,
    private readonly columns: Row,
  ) {
    super();
  }

  find(values: Values): Row {
    return this.ask(null, values);
  }

  protected compiled(): dbx.Query {
    return $app.db().newQuery(this.text).prepare();
  }

  protected read({ bind, one }: Statement, values: Values): Row {
    const row = new DynamicModel(this.columns);
    bind(values);
    one(row);
    return row as unknown as Row;
  }

  protected plain(values: Values): Row {
    return this.read($app.db().newQuery(this.text), values);
  }
}

/**
 * A look-up outside of transactions, by a condition that at most one record fulfils.
 * @param condition SQL with `{:name}` for values
 * @returns the record of some values, or null
 */
export function lookUp<Name extends string>(
  table: string,
  condition: string,
): (values: { [name in Name]: string }) => core.Record | null {
  const query = new RecordQuery(table, condition);
  return (values) => query.find(values);
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
  const query = new RowQuery(text, columns);
  return (values) => query.find(values);
}
