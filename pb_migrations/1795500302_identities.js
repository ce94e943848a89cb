/// <reference path="../pb_data/types.d.ts" />

// tbl_auth_identities: which user a WeChat account, an openid of one mini-program, signs in as. Created where it is
// missing; one that is there is adopted by adding what it lacks. What was changed is written down in PocketBase's
// _params table, so that down puts it back; down keeps identities as long as there are users.
//
// PocketBase runs every migration file in a VM of its own: the small helpers cannot be shared.

const USERS = "tbl_auth_users";
const IDENTITIES = "tbl_auth_identities";
const MEMORY = "wechat_auth:identities";

const RULES = { listRule: null, viewRule: null, createRule: null, updateRule: null, deleteRule: null };
const fieldsFor = (users) => [
  { name: "appid", type: "text", required: true, max: 128 },
  { name: "openid", type: "text", required: true, max: 128 },
  {
    name: "user",
    type: "relation",
    required: false,
    collectionId: users.id,
    cascadeDelete: true,
    minSelect: 0,
    maxSelect: 1,
  },
  { name: "created", type: "autodate", onCreate: true },
  { name: "updated", type: "autodate", onCreate: true, onUpdate: true },
];
/** Options that an adopted field must have; a largest length is only ever raised. */
const DEMANDED = ["required", "max", "cascadeDelete", "minSelect"];
const ADOPTABLE = { text: ["text"], relation: ["relation"], autodate: ["autodate", "date"] };

const INDEXES = [
  { name: "idx_tbl_auth_identities_appid_openid", unique: true, columns: ["appid", "openid"], where: "" },
  {
    name: "idx_tbl_auth_identities_user_appid",
    unique: true,
    columns: ["user", "appid"],
    where: "`user` != ''",
  },
  // SQLite takes a partial index only for a query that repeats its condition, which PocketBase's cascades do not.
  { name: "idx_tbl_auth_identities_user", unique: false, columns: ["user"], where: "" },
];

migrate(
  (app) => {
    const users = app.findCollectionByNameOrId(USERS);
    const existing = app.isCollectionNameUnique(IDENTITIES) ? null : app.findCollectionByNameOrId(IDENTITIES);
    const collection = existing ?? new Collection({ type: "base", name: IDENTITIES });
    const known = recall(app) ?? { created: !existing, added: [], changes: [], indexes: null };
    const fields = fieldsFor(users);
    if (existing) refuseUnfit(existing, users, fields);

    const added = fields.filter(({ name }) => !collection.fields.getByName(name)).map(({ name }) => name);
    const changes = [...known.changes];
    for (const { name, type, ...options } of fields) {
      const field = collection.fields.getByName(name);
      if (!field) collection.fields.add(new Field({ name, type, ...options }));
      else {
        for (const key of DEMANDED.filter((option) => option in options && option in plain(field))) {
          change(changes, collection, `field:${name}`, key, options[key]);
        }
      }
    }
    for (const [key, value] of Object.entries(RULES)) change(changes, collection, "", key, value);
    if (existing)
      for (const index of INDEXES.filter(({ unique }) => unique)) refuseDuplicates(app, index, added);
    const indexes = plain(collection.indexes);
    collection.indexes = withOurs(indexes);
    app.save(collection);
    remember(app, {
      created: known.created,
      added: [...known.added, ...added],
      changes,
      indexes: known.indexes ?? { before: indexes, after: plain(collection.indexes) },
    });
    warnOfDemandingFields(collection, fields);
  },
  (app) => {
    const note = recall(app);
    if (!note || app.isCollectionNameUnique(IDENTITIES)) return forget(app);
    const collection = app.findCollectionByNameOrId(IDENTITIES);
    const holdsData = hasRow(app, IDENTITIES) && !app.isCollectionNameUnique(USERS) && hasRow(app, USERS);
    if (note.created) {
      if (holdsData) {
        console.log(
          `${IDENTITIES} holds records and is kept as it is; with no records in it, it would be removed.`,
        );
        return;
      }
      app.delete(collection);
      return forget(app);
    }

    for (const { at, key, before, after } of note.changes) {
      const target = part(collection, at);
      // What an operator has set to something else since then stays theirs.
      if (target && same(plain(target[key]), after)) target[key] = before;
    }
    const present = note.added.filter((name) => collection.fields.getByName(name));
    const kept = holdsData ? present.filter((name) => hasRow(app, IDENTITIES, `${name} != ''`)) : [];
    for (const name of present) {
      const field = collection.fields.getByName(name);
      if (!kept.includes(name)) collection.fields.removeByName(name);
      else if (plain(field).required) field.required = false;
    }
    restoreIndexes(collection, note.indexes);
    app.save(collection);
    if (kept.length === 0) return forget(app);
    console.log(`${IDENTITIES}: added fields that hold data are kept: ${kept.join(", ")}`);
    remember(app, { created: false, added: kept, changes: [], indexes: null });
  },
);

/** The indexes with ours where none serves the same; a namesake makes room. */
function withOurs(existing) {
  let indexes = existing;
  for (const { name, unique, columns, where } of INDEXES) {
    const serves = (index) => {
      const it = parsed(index);
      if (!it.columns || it.unique !== unique || bare(it.where) !== bare(where)) return false;
      return unique ? same([...it.columns].sort(), [...columns].sort()) : it.columns[0] === columns[0];
    };
    if (indexes.some(serves)) continue;
    indexes = [
      ...indexes.filter((index) => parsed(index).name !== name),
      `CREATE ${unique ? "UNIQUE " : ""}INDEX \`${name}\` ON \`${IDENTITIES}\` ` +
        `(${columns.map((column) => `\`${column}\``).join(", ")})${where === "" ? "" : ` WHERE ${where}`}`,
    ];
  }
  return indexes;
}

function restoreIndexes(collection, { before, after }) {
  const current = plain(collection.indexes);
  // What an operator has added or dropped since then stays theirs; an untouched list also gets its order back.
  collection.indexes = same(current, after)
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
    String.raw`^\s*CREATE\s+(UNIQUE\s+)?INDEX\s+(\S+)\s+ON\s+\S+\s*\(([^()]+)\)\s*(?:WHERE\s+([\s\S]+))?$`,
    "i",
  ));
}

/** Name, uniqueness, columns and condition of an index over plain columns; an empty object for any other. */
function parsed(index) {
  const match = indexPattern().exec(index);
  if (!match) return {};
  const [, unique, name, list, where = ""] = match;
  const columns = list.split(",").map((column) => unquoted(column).trim());
  return { unique: unique !== undefined, name: unquoted(name), columns, where };
}

function unquoted(name) {
  return name.replace(/[`"[\]]/g, "");
}

/** A condition without quotes and spaces, to compare two spellings of one. */
function bare(where) {
  return unquoted(where).replace(/\s/g, "").replace("<>", "!=");
}

/** Sets one option of the collection and notes what it was. The earliest note of an option is the one that counts. */
function change(changes, collection, at, key, ours) {
  const before = plain(part(collection, at)[key]);
  const after = key === "max" ? (before > 0 ? Math.max(before, ours) : before) : ours;
  if (same(before, after)) return;
  part(collection, at)[key] = after;
  const noted = changes.find((note) => note.at === at && note.key === key);
  if (noted) noted.after = after;
  else changes.push({ at, key, before, after });
}

/** The part of a collection that `at` names: "" the collection, "field:x" its field x. */
function part(collection, at) {
  return at === "" ? collection : collection.fields.getByName(at.slice(6));
}

function refuseUnfit(collection, users, wantedFields) {
  if (collection.type !== "base") {
    throw new Error(`${IDENTITIES} is a ${collection.type} collection, base is needed. Nothing was changed.`);
  }
  const fields = plain(collection).fields;
  const unfit = [];
  for (const { name, type } of wantedFields) {
    const field = fields.find((other) => other.name === name);
    if (!field) continue;
    if (!ADOPTABLE[type].includes(field.type)) {
      unfit.push(`${name} is a ${field.type} field, needed is ${ADOPTABLE[type].join(" or ")}`);
    } else if (type === "relation" && (field.collectionId !== users.id || field.maxSelect > 1)) {
      unfit.push(`${name} must be a single relation to ${USERS}`);
    }
  }
  if (unfit.length === 0) return;
  throw new Error(
    `${IDENTITIES} cannot be adopted: ${unfit.join("; ")}. Rename these fields. Nothing was changed.`,
  );
}

/** The service creates identities without a value for an operator's own fields: that must be allowed. */
function warnOfDemandingFields(collection, ours) {
  const demanding = plain(collection).fields.filter(
    ({ name, required, system, autogeneratePattern }) =>
      required && !system && !autogeneratePattern && !ours.some((field) => field.name === name),
  );
  if (demanding.length === 0) return;
  const names = demanding.map(({ name }) => name).join(", ");
  console.log(`${IDENTITIES}: no WeChat user can sign up while these fields are required: ${names}`);
}

/** Stops the migration with the ids of records that share the values of a unique index; the values are not for a log. */
function refuseDuplicates(app, { columns, where }, added) {
  if (columns.some((column) => added.includes(column) && column === "user")) return;
  const values = columns
    .map((column) => (added.includes(column) ? "''" : `\`${column}\``))
    .join(" || char(0) || ");
  const limit = 50;
  const rows = select(
    app,
    `WITH candidates AS (SELECT id, ${values} AS value FROM ${IDENTITIES} ${where === "" ? "" : `WHERE ${where}`}),
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
    `${IDENTITIES}: ${columns.join(" and ")} together must be unique, but records share them: ${named.join(", ")}` +
      `${rows.length > limit ? " and more" : ""}. Delete all but one, and start again. Nothing was changed.`,
  );
}

function hasRow(app, table, condition = "TRUE") {
  return select(app, `SELECT 1 AS found FROM ${table} WHERE ${condition} LIMIT 1`, { found: 0 }).length > 0;
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

function recall(app) {
  const [row] = select(app, `SELECT value FROM _params WHERE id = '${MEMORY}'`, { value: "" });
  return row ? JSON.parse(row.value) : null;
}

function remember(app, value) {
  app
    .db()
    .newQuery("INSERT OR REPLACE INTO _params (id, value) VALUES ({:id}, {:value})")
    .bind({ id: MEMORY, value: JSON.stringify(value) })
    .execute();
}

function forget(app) {
  app.db().newQuery("DELETE FROM _params WHERE id = {:id}").bind({ id: MEMORY }).execute();
}
