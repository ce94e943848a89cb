/// <reference path="../pb_data/types.d.ts" />

// What bringing users in from elsewhere needs: how a password is checked that another system has hashed, and which line
// of which system has become which user. What is there by these names is adopted. down takes away what holds nothing.
//
// PocketBase runs every migration file in a VM of its own: the small helpers cannot be shared.

const USERS = "tbl_auth_users";
const IMPORTS = "tbl_auth_imports";
const MEMORY = "wechat_auth:moving_in";

const LEGACY = { name: "users_password_legacy", type: "text", required: false, hidden: true };

const RULES = { listRule: null, viewRule: null, createRule: null, updateRule: null, deleteRule: null };
const fieldsFor = (users) => [
  { name: "source_key", type: "text", required: true, max: 128 },
  {
    name: "user",
    type: "relation",
    required: false,
    collectionId: users.id,
    cascadeDelete: false,
    minSelect: 0,
    maxSelect: 1,
  },
  { name: "digest", type: "text", required: false },
  { name: "written", type: "text", required: false },
  { name: "created", type: "autodate", onCreate: true },
];
const INDEXES = [
  `CREATE UNIQUE INDEX \`idx_tbl_auth_imports_source_key\` ON \`${IMPORTS}\` (\`source_key\`)`,
  `CREATE INDEX \`idx_tbl_auth_imports_user\` ON \`${IMPORTS}\` (\`user\`)`,
];

migrate(
  (app) => {
    const users = app.findCollectionByNameOrId(USERS);
    const existing = app.isCollectionNameUnique(IMPORTS) ? null : app.findCollectionByNameOrId(IMPORTS);
    refuseUnfit(users, existing);
    const known = recall(app) ?? { field: false, collection: false, hidden: null };

    const field = users.fields.getByName(LEGACY.name);
    if (!field) {
      users.fields.add(new Field(LEGACY));
      app.save(users);
      known.field = true;
    } else if (!field.hidden) {
      field.hidden = true;
      app.save(users);
      known.hidden = false;
    }

    const collection = existing ?? new Collection({ type: "base", name: IMPORTS });
    for (const { name, ...options } of fieldsFor(users)) {
      if (!collection.fields.getByName(name)) collection.fields.add(new Field({ name, ...options }));
    }
    for (const [rule, value] of Object.entries(RULES)) collection[rule] = value;
    const indexes = plain(collection.indexes);
    collection.indexes = [...indexes, ...INDEXES.filter((index) => !indexes.includes(index))];
    app.save(collection);
    if (!existing) known.collection = true;
    remember(app, known);
  },
  (app) => {
    const note = recall(app);
    if (!note || app.isCollectionNameUnique(USERS)) return forget(app);
    const users = app.findCollectionByNameOrId(USERS);
    const field = users.fields.getByName(LEGACY.name);
    const keepsField = note.field && field && hasRow(app, USERS, `${LEGACY.name} != ''`);
    if (note.field && field && !keepsField) {
      users.fields.removeByName(LEGACY.name);
      app.save(users);
    } else if (note.hidden === false && field) {
      field.hidden = false;
      app.save(users);
    }
    const isThere = note.collection && !app.isCollectionNameUnique(IMPORTS);
    const keepsCollection = isThere && hasRow(app, IMPORTS) && hasRow(app, USERS);
    if (isThere && !keepsCollection) app.delete(app.findCollectionByNameOrId(IMPORTS));
    if (!keepsField && !keepsCollection) return forget(app);
    // A second import must not make everybody anew, and nobody's password may get lost.
    const kept = [keepsField && `${USERS}.${LEGACY.name}`, keepsCollection && IMPORTS].filter(Boolean);
    console.log(`${kept.join(" and ")} hold data and are kept as they are.`);
    remember(app, { field: Boolean(keepsField), collection: Boolean(keepsCollection), hidden: null });
  },
);

function refuseUnfit(users, imports) {
  const unfit = [];
  const legacy = users.fields.getByName(LEGACY.name);
  if (legacy && legacy.type() !== LEGACY.type) {
    unfit.push(`${USERS}.${LEGACY.name} is a ${legacy.type()} field, needed is ${LEGACY.type}`);
  }
  if (imports && imports.type !== "base") unfit.push(`${IMPORTS} is no base collection`);
  for (const { name, type, collectionId } of imports ? fieldsFor(users) : []) {
    const field = plain(imports).fields.find((other) => other.name === name);
    if (!field) continue;
    if (field.type !== type) unfit.push(`${IMPORTS}.${name} is a ${field.type} field, needed is ${type}`);
    else if (collectionId && (field.collectionId !== collectionId || field.maxSelect > 1)) {
      unfit.push(`${IMPORTS}.${name} must be a single relation to ${USERS}`);
    }
  }
  if (unfit.length === 0) return;
  throw new Error(`What is there cannot be adopted: ${unfit.join("; ")}. Rename it. Nothing was changed.`);
}

function hasRow(app, table, condition = "TRUE") {
  const rows = arrayOf(new DynamicModel({ found: 0 }));
  app.db().newQuery(`SELECT 1 AS found FROM ${table} WHERE ${condition} LIMIT 1`).all(rows);
  return rows.length > 0;
}

/** A plain JS copy of a Go value. */
function plain(value) {
  return JSON.parse(JSON.stringify(value ?? null));
}

function recall(app) {
  const rows = arrayOf(new DynamicModel({ value: "" }));
  app.db().newQuery("SELECT value FROM _params WHERE id = {:id}").bind({ id: MEMORY }).all(rows);
  return rows.length > 0 ? JSON.parse(rows[0].value) : null;
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
