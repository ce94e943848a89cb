/// <reference path="../pb_data/types.d.ts" />

// The older layout kept WeChat's id in tbl_auth_users.users_wx_openid and had no openid: this renames the
// field, so that the column and its data move along, and everything in the database that names it.
// Where both fields exist nothing happens here: a later migration copies the values.
//
// PocketBase runs every migration file in a VM of its own: the small helpers cannot be shared.

const USERS = "tbl_auth_users";
const OLD = "users_wx_openid";
const NEW = "openid";
const MEMORY = "wechat_auth:older_layout_openid";

const RULES = ["listRule", "viewRule", "createRule", "updateRule", "deleteRule", "authRule", "manageRule"];

migrate(
  (app) => {
    const users = findCollection(app, USERS);
    const field = users?.fields.getByName(OLD);
    if (!field || users.fields.getByName(NEW)) return;
    if (field.type() !== "text") {
      throw new Error(
        `${USERS}.${OLD} is a ${field.type()} field, a text field is needed. Nothing was changed.`,
      );
    }
    renameField(app, users, OLD, NEW);
    remember(app, { renamed: true });
  },
  (app) => {
    if (!recall(app)) return;
    const users = findCollection(app, USERS);
    if (users?.fields.getByName(NEW) && !users.fields.getByName(OLD)) renameField(app, users, NEW, OLD);
    forget(app);
  },
);

/** Renames the field together with its mentions in indexes, identity fields and access rules. */
function renameField(app, users, from, to) {
  refuseViews(app, from, to);
  const word = new RegExp(`\\b${from}\\b`, "g");

  users.fields.getByName(from).name = to;
  users.indexes = plain(users.indexes).map((index) => index.replace(word, to));
  for (const key of RULES) {
    const rule = plain(users[key]);
    if (rule) users[key] = rule.replace(word, to);
  }
  users.mfa.rule = users.mfa.rule.replace(word, to);
  users.passwordAuth.identityFields = plain(users.passwordAuth.identityFields).map((name) =>
    name === from ? to : name,
  );
  for (const [key, name] of Object.entries(plain(users.oauth2.mappedFields))) {
    if (name === from) users.oauth2.mappedFields[key] = to;
  }
  saveKeepingTokens(app, users);

  for (const other of app.findAllCollections()) {
    if (other.id === users.id || other.system || other.type === "view") continue;
    renameInRules(app, other, users, from, to);
  }
}

/** Rules of other collections reach the field as `@request.auth.x`, `@collection.tbl_auth_users.x` or `relation.x`. */
function renameInRules(app, collection, users, from, to) {
  const mentioning = RULES.filter((key) => new RegExp(`\\.${from}\\b`).test(plain(collection[key]) ?? ""));
  if (mentioning.length === 0) return;
  const relations = plain(collection)
    .fields.filter((field) => field.type === "relation" && field.collectionId === users.id)
    .map((field) => field.name);
  const owners = ["@request\\.auth", `@collection\\.${USERS}(?::\\w+)?`, ...relations].join("|");
  const mention = new RegExp(`(^|\\W)(${owners})\\.${from}\\b`, "g");

  for (const key of mentioning) collection[key] = plain(collection[key]).replace(mention, `$1$2.${to}`);
  try {
    saveKeepingTokens(app, collection);
  } catch (error) {
    // A longer way to the field, through further collections, which PocketBase no longer finds.
    throw new Error(
      `${collection.name} has a rule on ${USERS}.${from}, which is about to be renamed to ${to}, that must be ` +
        `changed by hand first. Nothing was changed. ${error}`,
      { cause: error },
    );
  }
}

/** A view's columns are its public names: only the operator knows what their readers expect after a rename. */
function refuseViews(app, from, to) {
  const views = app
    .findAllCollections("view")
    .filter((view) => view.viewQuery.includes(USERS) && new RegExp(`\\b${from}\\b`).test(view.viewQuery))
    .map((view) => view.name);
  if (views.length === 0) return;
  throw new Error(
    `View collections read ${USERS}.${from}, which is about to be renamed to ${to}: ${views.join(", ")}. ` +
      `Take ${from} out of their queries and start again; afterwards they may select "${to} AS ${from}". ` +
      "Nothing was changed.",
  );
}

/** PocketBase makes a new token secret when authRule's text changes, which would sign every user out. */
function saveKeepingTokens(app, collection) {
  const secret = collection.authToken.secret;
  app.save(collection);
  if (collection.authToken.secret === secret) return;
  collection.authToken.secret = secret;
  app.save(collection);
}

function findCollection(app, name) {
  return app.isCollectionNameUnique(name) ? null : app.findCollectionByNameOrId(name);
}

/** A plain JS copy of a Go value (null stays null). */
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
