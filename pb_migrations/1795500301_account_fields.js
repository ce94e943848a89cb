/// <reference path="../pb_data/types.d.ts" />

// What an account has besides its profile: since when its phone is vouched for, the unionid that joins the
// mini-programs of one Open Platform account, and, once it is absorbed, which record it lives on in. Fields of
// these names that are there are adopted. down takes away what holds nothing.
//
// PocketBase runs every migration file in a VM of its own: the small helpers cannot be shared.

const USERS = "tbl_auth_users";
const MEMORY = "wechat_auth:account_fields";

const MARK = "users_phone_verified_at";
const FIELDS = [
  { name: MARK, type: "date", required: false },
  { name: "users_unionid", type: "text", required: false, hidden: true },
  { name: "users_merged_into", type: "text", required: false },
];
const UNION_INDEX = {
  name: "idx_tbl_auth_users_users_unionid",
  column: "users_unionid",
  where: "`users_unionid` != ''",
};

/**
 * The mark of phones from before there were marks: a WeChat user's phone has always come from WeChat. One moment for
 * all, the one in this file's name, tells these marks from those that the service writes.
 */
const STAMP = "2026-11-24 06:05:01.000Z";
const FROM_WECHAT = "users_idtype = 'WeChat' AND users_phone != ''";

/**
 * What cannot be written again by up. An unmarked phone of a WeChat user counts as well: it was changed since, and
 * would be taken for a vouched one.
 */
const DATA = {
  [MARK]: `${MARK} NOT IN ('', '${STAMP}') OR (${MARK} = '' AND ${FROM_WECHAT})`,
  users_unionid: "users_unionid != ''",
  users_merged_into: "users_merged_into != ''",
};

migrate(
  (app) => {
    const users = app.findCollectionByNameOrId(USERS);
    refuseUnfit(users);
    if (users.fields.getByName(UNION_INDEX.column)) refuseDuplicates(app);

    const known = recall(app) ?? { added: [], changes: [], indexes: null, marked: false };
    const added = FIELDS.filter(({ name }) => !users.fields.getByName(name)).map(({ name }) => name);
    const changes = [...known.changes];
    for (const { name, type, ...options } of FIELDS) {
      const field = users.fields.getByName(name);
      if (!field) users.fields.add(new Field({ name, type, ...options }));
      else for (const [key, value] of Object.entries(options)) change(changes, field, key, value);
    }
    const indexes = plain(users.indexes);
    users.indexes = withUnionIndex(indexes);
    // One save: each makes PocketBase build all indexes of the table anew.
    app.save(users);
    leaveOutOfOlderNote(app);
    if (!known.marked) setMarks(app, "''", `'${STAMP}'`);
    remember(app, {
      added: [...known.added, ...added],
      changes,
      indexes: known.indexes ?? { before: indexes, after: plain(users.indexes) },
      marked: true,
    });
  },
  (app) => {
    const note = recall(app);
    if (!note || app.isCollectionNameUnique(USERS)) return forget(app);
    const users = app.findCollectionByNameOrId(USERS);

    const present = note.added.filter((name) => users.fields.getByName(name));
    const kept = present.filter((name) => hasRow(app, DATA[name]));
    const marked = kept.includes(MARK);
    if (!marked && users.fields.getByName(MARK)) setMarks(app, `'${STAMP}'`, "''");
    for (const { name, key, before, after } of note.changes) {
      const field = users.fields.getByName(name);
      // What an operator has set to something else since then stays theirs.
      if (field && same(plain(field[key]), after)) field[key] = before;
    }
    for (const name of present) if (!kept.includes(name)) users.fields.removeByName(name);
    if (!kept.includes(UNION_INDEX.column)) restoreIndexes(users, note.indexes);
    app.save(users);
    if (kept.length === 0) return forget(app);
    console.log(`${USERS}: added fields that hold data are kept: ${kept.join(", ")}`);
    remember(app, { ...note, added: kept, changes: [], marked });
  },
);

/** Replaces one mark by another, both SQL literals, on every phone that came from WeChat. */
function setMarks(app, from, to) {
  app
    .db()
    .newQuery(`UPDATE ${USERS} SET ${MARK} = ${to} WHERE ${MARK} = ${from} AND ${FROM_WECHAT}`)
    .execute();
}

function withUnionIndex(indexes) {
  const { name, column, where } = UNION_INDEX;
  const serves = (index) => parsed(index).column === column && bare(parsed(index).where) === bare(where);
  if (indexes.some(serves)) return indexes;
  // A namesake makes room.
  const others = indexes.filter((index) => parsed(index).name !== name);
  return [...others, `CREATE UNIQUE INDEX \`${name}\` ON \`${USERS}\` (\`${column}\`) WHERE ${where}`];
}

/**
 * The older migration of the indexes notes all that it finds. One that runs again, because the history was lost or
 * after a down that kept our field, finds our index too, which is not its own to put back or to take away.
 */
function leaveOutOfOlderNote(app) {
  const id = "wechat_auth:indexes";
  const note = recall(app, id);
  if (!note?.[USERS]) return;
  for (const key of ["before", "after"]) {
    note[USERS][key] = note[USERS][key].filter((index) => parsed(index).name !== UNION_INDEX.name);
  }
  remember(app, note, id);
}

function restoreIndexes(users, { before, after }) {
  const current = plain(users.indexes);
  // What an operator has added or dropped since then stays theirs; an untouched list also gets its order back.
  users.indexes = same(current, after)
    ? before
    : [
        ...current.filter((index) => before.includes(index) || !after.includes(index)),
        ...before.filter((index) => !after.includes(index)),
      ];
}

let compiledIndexPattern = null;

/**
 * PocketBase evaluates every migration file at every start, also when all are applied, and newer versions take a tenth
 * of a second of CPU to compile this pattern: only an index that is really looked at pays for it.
 */
function indexPattern() {
  return (compiledIndexPattern ??= new RegExp(
    String.raw`^\s*CREATE\s+UNIQUE\s+INDEX\s+(\S+)\s+ON\s+\S+\s*\(\s*([^\s,()]+)\s*\)\s*(?:WHERE\s+([\s\S]+))?$`,
    "i",
  ));
}

/** Name, column and condition of a unique index over one plain column; an empty object for any other. */
function parsed(index) {
  const match = indexPattern().exec(index);
  if (!match) return {};
  const [, name, column, where = ""] = match;
  return { name: unquoted(name), column: unquoted(column), where };
}

function unquoted(name) {
  return name.replace(/[`"[\]]/g, "");
}

/** A condition without quotes and spaces, to compare two spellings of one. */
function bare(where) {
  return unquoted(where ?? "")
    .replace(/\s/g, "")
    .replace("<>", "!=");
}

/** Sets one option of a field and notes what it was. The earliest note of an option is the one that counts. */
function change(changes, field, key, after) {
  const before = plain(field[key]);
  if (same(before, after)) return;
  field[key] = after;
  const noted = changes.find((note) => note.name === field.name && note.key === key);
  if (noted) noted.after = after;
  else changes.push({ name: field.name, key, before, after });
}

function refuseUnfit(users) {
  const fields = plain(users).fields;
  const unfit = [];
  for (const { name, type } of FIELDS) {
    const field = fields.find((other) => other.name === name);
    if (field && field.type !== type) unfit.push(`${name} is a ${field.type} field, needed is ${type}`);
  }
  if (unfit.length === 0) return;
  throw new Error(
    `${USERS} cannot be adopted: ${unfit.join("; ")}. Rename these fields. Nothing was changed.`,
  );
}

/** Stops the migration with the ids of records that share a unionid; the values themselves are not for a log. */
function refuseDuplicates(app) {
  const limit = 50;
  const rows = select(
    app,
    `WITH shared AS (SELECT users_unionid AS value, count(*) AS total FROM ${USERS} WHERE users_unionid != ''
        GROUP BY users_unionid HAVING total > 1),
      numbered AS (SELECT id, value, total, row_number() OVER (PARTITION BY value ORDER BY id) AS place
        FROM ${USERS} JOIN shared ON users_unionid = value)
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
    `${USERS}.users_unionid must be unique, but records share a value: ${named.join(", ")}` +
      `${rows.length > limit ? " and more" : ""}. Merge them, or give all but one another value, and start again. ` +
      "Nothing was changed.",
  );
}

function hasRow(app, condition) {
  return select(app, `SELECT 1 AS found FROM ${USERS} WHERE ${condition} LIMIT 1`, { found: 0 }).length > 0;
}

function same(a, b) {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** A plain JS copy of a Go value. */
function plain(value) {
  return JSON.parse(JSON.stringify(value ?? null));
}

function select(app, sql, shape) {
  const rows = arrayOf(new DynamicModel(shape));
  app.db().newQuery(sql).all(rows);
  return plain(rows);
}

function recall(app, id = MEMORY) {
  const [row] = select(app, `SELECT value FROM _params WHERE id = '${id}'`, { value: "" });
  return row ? JSON.parse(row.value) : null;
}

function remember(app, value, id = MEMORY) {
  app
    .db()
    .newQuery("INSERT OR REPLACE INTO _params (id, value) VALUES ({:id}, {:value})")
    .bind({ id, value: JSON.stringify(value) })
    .execute();
}

function forget(app) {
  app.db().newQuery("DELETE FROM _params WHERE id = {:id}").bind({ id: MEMORY }).execute();
}
