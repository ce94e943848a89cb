/// <reference path="../pb_data/types.d.ts" />

// The collections as another server had them. A snapshot (`pocketbase migrate collections`) or a file that
// PocketBase's automigrate wrote there brings them along under the ids, and with the types of fields, that they have
// there; in an empty database the service's own would stand in its way, because such a file mostly comes later. So what it
// says of them is made first, and the migrations behind this one adopt it, as they did on that server.
//
// PocketBase runs every migration file in a VM of its own: the small helpers cannot be shared.

const MEMORY = "wechat_auth:brought_along";
/** In the order in which they may refer to each other. */
const OURS = { tbl_company: "base", tbl_auth_users: "auth", tbl_auth_identities: "base" };

migrate(
  (app) => {
    const missing = Object.keys(OURS).filter((name) => app.isCollectionNameUnique(name));
    // Whoever has users already is the other server itself, or goes by ids of its own.
    if (!missing.includes("tbl_auth_users")) return;
    const brought = {};
    for (const file of pendingFiles(app)) {
      for (const found of collectionsIn(file)) {
        if (missing.includes(found.collection.name)) brought[found.collection.name] ??= found;
      }
    }
    const made = Object.keys(OURS).filter((name) => brought[name]);
    if (made.length === 0) return;
    const ids = made.map((name) => brought[name].collection.id);
    app.importCollections(
      made.map((name) => standingAlone(app, brought[name].collection, ids)),
      false,
    );
    // What such a file makes, it would make a second time.
    for (const { creates, file } of Object.values(brought)) if (creates) setApplied(app, file);
    remember(app, made);
  },
  (app) => {
    for (const name of (recall(app) ?? []).reverse()) {
      if (app.isCollectionNameUnique(name) || hasRow(app, `SELECT 1 AS found FROM ${name} LIMIT 1`)) continue;
      app.delete(app.findCollectionByNameOrId(name));
    }
    forget(app);
  },
);

/** An operator's migration files that have not run yet: their names and texts. */
function pendingFiles(app) {
  const folder = migrationsFolder(app);
  let entries = [];
  try {
    entries = $os.readDir(folder);
  } catch {
    // PocketBase found this file somewhere else, and no other can be looked for.
  }
  return entries
    .map((entry) => entry.name())
    .filter((name) => /\.[jt]s$/.test(name) && !isApplied(app, name))
    .sort()
    .map((name) => ({ name, text: toString($os.readFile($filepath.join(folder, name))) }))
    .filter(({ text }) => !text.includes("wechat_auth:"));
}

/** As PocketBase finds it. */
function migrationsFolder(app) {
  const args = [...$os.args];
  const at = args.findIndex((arg) => /^--migrationsDir(=|$)/.test(arg));
  if (at === -1) return $filepath.join(app.dataDir(), "..", "pb_migrations");
  return args[at].includes("=") ? args[at].replace(/^[^=]*=/, "") : args[at + 1];
}

/** What a file that PocketBase itself wrote says of our collections. Files that somebody wrote by hand say nothing here. */
function collectionsIn({ name: file, text }) {
  const up = text.split("\n}, (app) => {")[0];
  const snapshot = parsed(between(up, "const snapshot = ", ";\n\n  return app.importCollections"));
  if (snapshot) return snapshot.filter(({ name }) => name in OURS).map((collection) => ({ collection }));

  const created = parsed(between(up, "const collection = new Collection(", ");\n\n  return app.save"));
  if (created) return created.name in OURS ? [{ collection: created, file, creates: true }] : [];

  const [, name] = /_updated_(\w+)\.[jt]s$/.exec(file) ?? [];
  const id = between(up, 'findCollectionByNameOrId("', '")');
  if (!(name in OURS) || !id || id === name) return [];
  return [{ collection: { id, name, type: OURS[name], fields: updatedFields(up) } }];
}

/** The fields that an update takes for granted, as it leaves them. */
function updatedFields(up) {
  return up
    .split("// update field\n")
    .slice(1)
    .map((part) => parsed(between(part, "new Field(", "))\n")))
    .filter((field) => field !== null);
}

function between(text, start, end) {
  const from = text.indexOf(start);
  if (from === -1) return "";
  const to = text.indexOf(end, from);
  return to === -1 ? "" : text.slice(from + start.length, to);
}

/** PocketBase writes its literals as JSON. */
function parsed(json) {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}

/**
 * A collection without what may lead to others that are not there yet: the file itself adds it when its turn comes.
 * @param ids of the collections that are made with it
 */
function standingAlone(app, { id, name, type, fields, indexes = [], authRule }, ids) {
  const leads = ({ type, collectionId }) =>
    type === "relation" && !ids.includes(collectionId) && !hasCollection(app, collectionId);
  const left = fields.filter(leads).map((field) => field.name);
  return {
    id,
    name,
    type,
    fields: fields.filter((field) => !leads(field)),
    indexes: indexes.filter((index) => !left.some((field) => index.includes(field))),
    ...(typeof authRule === "string" && !authRule.includes("@collection") && { authRule }),
  };
}

function hasCollection(app, id) {
  try {
    return Boolean(app.findCollectionByNameOrId(id));
  } catch {
    return false;
  }
}

function isApplied(app, file) {
  return hasRow(app, "SELECT 1 AS found FROM _migrations WHERE file = {:file}", { file });
}

function setApplied(app, file) {
  execute(app, "INSERT INTO _migrations (file, applied) VALUES ({:file}, {:applied})", {
    file,
    // In microseconds, as PocketBase's own.
    applied: Date.now() * 1000,
  });
}

function hasRow(app, sql, params = {}) {
  const rows = arrayOf(new DynamicModel({ found: 0 }));
  app.db().newQuery(sql).bind(params).all(rows);
  return rows.length > 0;
}

function execute(app, sql, params) {
  app.db().newQuery(sql).bind(params).execute();
}

function recall(app) {
  const rows = arrayOf(new DynamicModel({ value: "" }));
  app.db().newQuery("SELECT value FROM _params WHERE id = {:id}").bind({ id: MEMORY }).all(rows);
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
