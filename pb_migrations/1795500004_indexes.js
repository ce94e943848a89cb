/// <reference path="../pb_data/types.d.ts" />

// The indexes of adopted collections, by which the service finds users and companies and which settle races
// between sign-ups; a collection that these migrations created has them from the start.
//
// PocketBase runs every migration file in a VM of its own: the small helpers cannot be shared.

const USERS = "tbl_auth_users";
const COMPANY = "tbl_company";
const MEMORY = "wechat_auth:indexes";

const INDEXES = [
  { name: "idx_tbl_auth_users_openid", collection: USERS, column: "openid", unique: true, where: "" },
  {
    name: "idx_tbl_auth_users_users_phone",
    collection: USERS,
    column: "users_phone",
    unique: true,
    where: "`users_phone` != ''",
  },
  // PocketBase's own unique index on email skips empty ones, and SQLite does not use such an index to answer
  // `email = ?`: without this one a native sign-in with a made-up address reads the whole table.
  { name: "idx_tbl_auth_users_email", collection: USERS, column: "email", unique: false, where: "" },
  { name: "idx_tbl_company_company_id", collection: COMPANY, column: "company_id", unique: true, where: "" },
];

migrate(
  (app) => {
    for (const { collection, column, unique, where } of INDEXES) {
      if (unique) refuseDuplicates(app, collection, column, where || "TRUE");
    }
    const known = recall(app);
    const notes = {};
    for (const name of [USERS, COMPANY]) {
      const note = addIndexes(app, name);
      notes[name] = { before: known?.[name]?.before ?? note.before, after: note.after };
    }
    remember(app, notes);
  },
  (app) => {
    for (const [name, note] of Object.entries(recall(app) ?? {})) restoreIndexes(app, name, note);
    forget(app);
  },
);

/** Adds the indexes that are missing. Answers the collection's index definitions before and after. */
function addIndexes(app, name) {
  const collection = app.findCollectionByNameOrId(name);
  const before = plain(collection.indexes);
  let indexes = name === USERS ? before.map((index) => looser(collection, index)) : before;

  for (const wanted of INDEXES.filter((index) => index.collection === name)) {
    const onColumn = indexes.filter((index) => {
      const { column, unique } = parsed(index);
      return column === wanted.column && (unique || !wanted.unique);
    });
    if (onColumn.some((index) => bare(parsed(index).where) === bare(wanted.where))) continue;
    // A full unique index makes a partial one on the same column pointless; a namesake makes room.
    const replaced = wanted.unique && wanted.where === "" ? onColumn : [];
    indexes = indexes.filter((index) => !replaced.includes(index) && parsed(index).name !== wanted.name);
    indexes.push(
      `CREATE ${wanted.unique ? "UNIQUE " : ""}INDEX \`${wanted.name}\` ON \`${name}\` (\`${wanted.column}\`)` +
        (wanted.where === "" ? "" : ` WHERE ${wanted.where}`),
    );
  }
  saveIndexes(app, collection, indexes);
  return { before, after: indexes };
}

/** A unique index over a column that new users leave empty would let only one of them in: it skips empty values. */
function looser(collection, index) {
  const { unique, column, where } = parsed(index);
  const field = collection.fields.getByName(column ?? "");
  if (!unique || where !== "" || !field || ["id", "tokenKey", "openid"].includes(column)) return index;
  return ["number", "bool"].includes(field.type()) ? index : `${index} WHERE \`${column}\` != ''`;
}

function restoreIndexes(app, name, { before, after }) {
  if (app.isCollectionNameUnique(name)) return;
  const collection = app.findCollectionByNameOrId(name);
  const current = plain(collection.indexes);
  const removed = before.filter((index) => !after.includes(index));
  // What an operator has added or dropped since then stays theirs; an untouched list also gets its order back.
  const restored = same(current, after)
    ? before
    : [...current.filter((index) => before.includes(index) || !after.includes(index)), ...removed];
  saveIndexes(
    app,
    collection,
    restored.map((index) => {
      const { name: indexName, column } = parsed(index);
      const looserIndex = after.find((other) => other === `${index} WHERE \`${column}\` != ''`);
      if (!looserIndex) return index;
      const empty = select(app, `SELECT id FROM ${name} WHERE ${column} = '' LIMIT 2`, { id: "" });
      if (empty.length < 2) return index;
      console.log(`${name}: index ${indexName} still skips empty values, because several records have none.`);
      return looserIndex;
    }),
  );
}

function saveIndexes(app, collection, indexes) {
  if (same(plain(collection.indexes), indexes)) return;
  collection.indexes = indexes;
  app.save(collection);
}

let compiledIndexPattern = null;

/**
 * PocketBase evaluates every migration file at every start, also when all are applied, and newer versions take a tenth
 * of a second of CPU to compile this pattern: only an index that is really looked at pays for it.
 */
function indexPattern() {
  return (compiledIndexPattern ??= new RegExp(
    String.raw`^\s*CREATE\s+(UNIQUE\s+)?INDEX\s+(\S+)\s+ON\s+\S+\s*\(\s*([^\s,()]+)\s*\)\s*(?:WHERE\s+([\s\S]+))?$`,
    "i",
  ));
}

/** Name, uniqueness, column and condition of an index over one plain column; an empty object for any other. */
function parsed(index) {
  const match = indexPattern().exec(index);
  if (!match) return {};
  const [, unique, name, column, where = ""] = match;
  return { unique: unique !== undefined, name: unquoted(name), column: unquoted(column), where };
}

function unquoted(name) {
  return name.replace(/[`"[\]]/g, "");
}

/** A condition without quotes and spaces, to compare two spellings of one. */
function bare(where) {
  return unquoted(where).replace(/\s/g, "").replace("<>", "!=");
}

/** Stops the migration with the ids of records that share a value; the values themselves are not for a log. */
function refuseDuplicates(app, table, field, condition) {
  const limit = 50;
  const rows = select(
    app,
    `WITH candidates AS (SELECT id, ${field} AS value FROM ${table} WHERE ${condition}),
      shared AS (SELECT value, count(*) AS total FROM candidates GROUP BY value HAVING total > 1),
      numbered AS (SELECT id, value, total, row_number() OVER (PARTITION BY value ORDER BY id) AS place
        FROM candidates JOIN shared USING (value))
      SELECT id, value, total FROM numbered WHERE place <= 5 ORDER BY value, id LIMIT ${limit + 1}`,
    { id: "", value: "", total: 0 },
  );
  if (rows.length === 0) return;

  const groups = {};
  for (const { id, value, total } of rows.slice(0, limit)) {
    groups[value] ??= { ids: [], total };
    groups[value].ids.push(id);
  }
  const named = Object.values(groups).map(({ ids, total }) =>
    ids.length < total ? `${ids.join(" ")} (${total} in all)` : ids.join(" "),
  );
  throw new Error(
    `${table}.${field} must be unique, but records share a value: ${named.join(", ")}` +
      `${rows.length > limit ? " and more" : ""}. Merge them, or give all but one another value, and start again. ` +
      "Nothing was changed.",
  );
}

function same(a, b) {
  return JSON.stringify(a) === JSON.stringify(b);
}

function plain(value) {
  return JSON.parse(JSON.stringify(value ?? null));
}

function execute(app, sql, params = {}) {
  app.db().newQuery(sql).bind(params).execute();
}

function select(app, sql, shape) {
  const rows = arrayOf(new DynamicModel(shape));
  app.db().newQuery(sql).all(rows);
  return plain(rows);
}

function recall(app) {
  const rows = select(app, `SELECT value FROM _params WHERE id = '${MEMORY}'`, { value: "" });
  return rows.length > 0 ? JSON.parse(rows[0].value) : null;
}

function remember(app, value) {
  execute(app, "INSERT OR REPLACE INTO _params (id, value) VALUES ({:id}, {:value})", {
    id: MEMORY,
    value: JSON.stringify(value),
  });
}

function forget(app) {
  execute(app, "DELETE FROM _params WHERE id = {:id}", { id: MEMORY });
}
