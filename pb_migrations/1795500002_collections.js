/// <reference path="../pb_data/types.d.ts" />

// tbl_auth_users and tbl_company: created where missing; where they exist, adopted by adding what is missing
// and by setting the access rules and sign-in options. Extra fields stay. Every change is written down in
// PocketBase's _params table, so that down puts back what was there; down never drops what holds data.
//
// PocketBase runs every migration file in a VM of its own: the small helpers cannot be shared.

const ACTIVE = "users_status >= 0";
const OWN_RECORD = `id = @request.auth.id && ${ACTIVE}`;
const SUPERUSER_ONLY = {
  listRule: null,
  viewRule: null,
  createRule: null,
  updateRule: null,
  deleteRule: null,
};

// required: false is spelled out because it is set on adopted fields as well: a new user lacks most values.
const text = (name) => ({ name, type: "text", required: false });
const number = (name) => ({ name, type: "number", required: false });
const choice = (name, values) => ({ name, type: "select", required: false, maxSelect: 1, values });
const AVATAR = {
  type: "file",
  maxSelect: 1,
  maxSize: 2 * 1024 * 1024,
  mimeTypes: ["image/jpeg", "image/png", "image/webp"],
};

const COLLECTIONS = [
  {
    name: "tbl_company",
    type: "base",
    fields: [{ ...text("company_id"), required: true }, text("company_name")],
    indexes: ["CREATE UNIQUE INDEX `idx_tbl_company_company_id` ON `tbl_company` (`company_id`)"],
    settings: { "": SUPERUSER_ONLY },
  },
  {
    name: "tbl_auth_users",
    type: "auth",
    fields: [
      text("users_convers_id"),
      text("users_id"),
      choice("users_idtype", ["WeChat", "ManagePlatform"]),
      text("users_id_number"),
      number("users_status"),
      number("users_rank_level"),
      number("users_auth_type"),
      choice("users_type", ["游客", "注册用户"]),
      text("users_name"),
      text("users_phone"),
      text("users_level"),
      { ...text("users_picture"), max: 2048 },
      { ...text("openid"), required: true, max: 128 },
      text("company_id"),
      text("users_parent_id"),
      text("users_promo_code"),
      text("usergroups_id"),
      { ...AVATAR, name: "users_avatar", required: false },
      { name: "created", type: "autodate", onCreate: true },
      { name: "updated", type: "autodate", onCreate: true, onUpdate: true },
    ],
    indexes: [
      "CREATE UNIQUE INDEX `idx_tbl_auth_users_openid` ON `tbl_auth_users` (`openid`)",
      "CREATE UNIQUE INDEX `idx_tbl_auth_users_users_phone` ON `tbl_auth_users` (`users_phone`) WHERE `users_phone` != ''",
      // For PocketBase's `email = ?`, which its own index, a partial one, cannot answer.
      "CREATE INDEX `idx_tbl_auth_users_email` ON `tbl_auth_users` (`email`)",
    ],
    settings: {
      "": { ...SUPERUSER_ONLY, viewRule: OWN_RECORD, authRule: ACTIVE, manageRule: null },
      "field:email": { required: false, onlyDomains: ["manage.local"] },
      // The older layout's field, where it is kept beside openid: no longer written.
      "field:users_wx_openid": { required: false },
      passwordAuth: { enabled: true, identityFields: ["email"] },
      otp: { enabled: false },
      mfa: { enabled: false },
      oauth2: { enabled: false },
      // The addresses are placeholders: an alert about a new device would go nowhere.
      authAlert: { enabled: false },
    },
  },
];

/** Field types that hold the same values, and may stay what they are in an adopted collection. */
const ADOPTABLE = {
  text: ["text", "url", "editor", "select"],
  select: ["select", "text"],
  number: ["number"],
  file: ["file"],
  autodate: ["autodate", "date"],
};

/** Settings that are combined with what an operator has; all others are replaced. */
const COMBINE = {
  authRule: narrowedRule,
  identityFields: union,
  onlyDomains: (before, ours) => (before?.length > 0 ? union(before, ours) : before),
  values: union,
  max: (before, ours) => (before > 0 ? Math.max(before, ours) : before),
};

migrate(
  (app) => {
    for (const spec of COLLECTIONS) createOrAdopt(app, spec);
  },
  (app) => {
    for (const spec of [...COLLECTIONS].reverse()) restore(app, spec);
  },
);

function createOrAdopt(app, spec) {
  const existing = app.isCollectionNameUnique(spec.name) ? null : app.findCollectionByNameOrId(spec.name);
  if (existing) refuseUnfit(existing, spec);
  const collection = existing ?? new Collection({ type: spec.type, name: spec.name, indexes: spec.indexes });
  const known = recall(app, spec.name);
  const added = [];
  const changes = known?.changes ?? [];

  for (const { name, type, ...options } of spec.fields) {
    if (!collection.fields.getByName(name)) {
      collection.fields.add(new Field({ name, type, ...options }));
      added.push(name);
      continue;
    }
    if (known?.added.includes(name)) added.push(name);
    for (const key of ["required", "max", "values"]) {
      if (key in options && key in plain(part(collection, `field:${name}`))) {
        change(changes, collection, `field:${name}`, key, options[key]);
      }
    }
  }
  for (const [at, settings] of Object.entries(spec.settings)) {
    for (const [key, value] of Object.entries(settings)) change(changes, collection, at, key, value);
  }
  saveKeepingTokens(app, collection);
  remember(app, spec.name, { created: !existing || known?.created === true, added, changes });
  if (spec.type === "auth") warnOfDemandingFields(collection, spec);
}

/** The service creates users without a value for an operator's own fields: that must be allowed. */
function warnOfDemandingFields(collection, spec) {
  const demanding = plain(collection).fields.filter(
    ({ name, required, system, autogeneratePattern }) =>
      required && !system && !autogeneratePattern && !spec.fields.some((ours) => ours.name === name),
  );
  if (demanding.length === 0) return;
  const names = demanding.map(({ name }) => name).join(", ");
  console.log(`${spec.name}: no new user can sign up while these fields are required: ${names}`);
}

function restore(app, spec) {
  const memory = recall(app, spec.name);
  if (!memory || app.isCollectionNameUnique(spec.name)) return forget(app, spec.name);
  const collection = app.findCollectionByNameOrId(spec.name);
  if (memory.created) {
    if (hasRow(app, `SELECT 1 AS found FROM ${spec.name} LIMIT 1`)) {
      console.log(
        `${spec.name} holds records and is kept as it is; with no records in it, it would be removed.`,
      );
      return;
    }
    app.delete(collection);
    return forget(app, spec.name);
  }

  for (const { at, key, before, after } of memory.changes) {
    const target = part(collection, at);
    // What an operator has set to something else since then stays theirs.
    if (target && same(plain(target[key]), after)) target[key] = before;
  }
  const present = memory.added.filter((name) => collection.fields.getByName(name));
  const kept = present.filter((name) =>
    hasRow(app, `SELECT 1 AS found FROM ${spec.name} WHERE coalesce(${name}, '') NOT IN ('', 0) LIMIT 1`),
  );
  for (const name of present) {
    if (!kept.includes(name)) collection.fields.removeByName(name);
    else if (plain(part(collection, `field:${name}`)).required)
      part(collection, `field:${name}`).required = false;
  }
  saveKeepingTokens(app, collection);
  if (kept.length === 0) return forget(app, spec.name);
  console.log(`${spec.name}: added fields that hold data are kept: ${kept.join(", ")}`);
  remember(app, spec.name, { created: false, added: kept, changes: [] });
}

/** Sets one option of the collection and notes what it was. The earliest note of an option is the one that counts. */
function change(changes, collection, at, key, ours) {
  if (!part(collection, at)) return;
  const before = plain(part(collection, at)[key]);
  const after = COMBINE[key] ? COMBINE[key](before, ours) : ours;
  if (same(before, after)) return;
  part(collection, at)[key] = after;
  const noted = changes.find((note) => note.at === at && note.key === key);
  if (noted) noted.after = after;
  else changes.push({ at, key, before, after });
}

/** The part of a collection that `at` names: "" the collection, "field:x" its field x, else an option group. */
function part(collection, at) {
  if (at === "") return collection;
  return at.startsWith("field:") ? collection.fields.getByName(at.slice(6)) : collection[at];
}

/** An operator's rule is only ever narrowed; null, which lets nobody sign in, is the narrowest. */
function narrowedRule(before, ours) {
  if (before === null || before.startsWith(ours)) return before;
  // A comment in the rule would swallow the bracket on its line.
  return before === "" ? ours : `${ours} && (${before}${before.includes("//") ? "\n" : ""})`;
}

function refuseUnfit(collection, spec) {
  if (collection.type !== spec.type) {
    throw new Error(
      `${spec.name} is a ${collection.type} collection, ${spec.type} is needed. Nothing was changed.`,
    );
  }
  const fields = plain(collection).fields;
  const unfit = [];
  for (const wanted of spec.fields) {
    const field = fields.find(({ name }) => name === wanted.name);
    if (!field || (ADOPTABLE[wanted.type].includes(field.type) && !(field.maxSelect > 1))) continue;
    const found = field.maxSelect > 1 ? `${field.type} field of several values` : `${field.type} field`;
    unfit.push(`${wanted.name} is a ${found}, needed is ${ADOPTABLE[wanted.type].join(" or ")}`);
  }
  if (unfit.length === 0) return;
  throw new Error(
    `${spec.name} cannot be adopted: ${unfit.join("; ")}. Rename these fields. Nothing was changed.`,
  );
}

/** PocketBase makes a new token secret when authRule's text changes, which would sign every user out. */
function saveKeepingTokens(app, collection) {
  const secret = collection.authToken.secret;
  app.save(collection);
  if (secret === "" || collection.authToken.secret === secret) return;
  collection.authToken.secret = secret;
  app.save(collection);
}

function union(before, ours) {
  return [...(before ?? []), ...ours.filter((value) => !before?.includes(value))];
}

function same(a, b) {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** A plain JS copy of a Go value; null and "" stay apart. */
function plain(value) {
  return JSON.parse(JSON.stringify(value ?? null));
}

function hasRow(app, query) {
  const rows = arrayOf(new DynamicModel({ found: 0 }));
  app.db().newQuery(query).all(rows);
  return rows.length > 0;
}

function recall(app, name) {
  const rows = arrayOf(new DynamicModel({ value: "" }));
  app
    .db()
    .newQuery("SELECT value FROM _params WHERE id = {:id}")
    .bind({ id: `wechat_auth:${name}` })
    .all(rows);
  return rows.length > 0 ? JSON.parse(rows[0].value) : null;
}

function remember(app, name, value) {
  app
    .db()
    .newQuery("INSERT OR REPLACE INTO _params (id, value) VALUES ({:id}, {:value})")
    .bind({ id: `wechat_auth:${name}`, value: JSON.stringify(value) })
    .execute();
}

function forget(app, name) {
  app
    .db()
    .newQuery("DELETE FROM _params WHERE id = {:id}")
    .bind({ id: `wechat_auth:${name}` })
    .execute();
}
