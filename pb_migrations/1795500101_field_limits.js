/// <reference path="../pb_data/types.d.ts" />

// Fields that were there before the service came may have limits of their own, which refuse what the service has
// to store: a name of 8 characters at most, a phone without a country's prefix, an openid of 28 characters at
// least. What contradicts is lifted and written down, so that down puts it back; limits that an operator sets
// afterwards are theirs, and a value that they refuse is answered with the name of the field.
//
// PocketBase runs every migration file in a VM of its own: the small helpers cannot be shared.

const USERS = "tbl_auth_users";
const MEMORY = "wechat_auth:field_limits";

/** The longest text that the service stores in each field, in characters. */
const TEXTS = {
  openid: 128,
  users_idtype: 14,
  users_type: 4,
  users_name: 64,
  users_phone: 32,
  users_picture: 2048,
  users_id_number: 255,
  users_level: 255,
  company_id: 255,
  users_parent_id: 255,
  users_promo_code: 255,
  usergroups_id: 255,
  users_unionid: 128,
  users_merged_into: 128,
};

/** Any of these may be as long as that, or a single character. */
const textLimits = (longest) => ({
  text: {
    max: (max) => (max > 0 ? Math.max(max, longest) : max),
    min: (min) => Math.min(min, 1),
    pattern: () => "",
  },
  // In bytes, of which a character has at most four.
  editor: { maxSize: (size) => (size > 0 ? Math.max(size, longest * 4) : size) },
  url: { exceptDomains: () => [], onlyDomains: () => [] },
});

const AVATAR_BYTES = 2 * 1024 * 1024;
const AVATAR_TYPES = ["image/jpeg", "image/png", "image/webp"];
/** The lowest status that the service knows. */
const CLOSED = -9;

/** Field → its type → option → what the option has to be, given what it is. */
const LIMITS = {
  ...Object.fromEntries(Object.entries(TEXTS).map(([name, longest]) => [name, textLimits(longest)])),
  users_status: {
    number: {
      min: (min) => (min !== null && min > CLOSED ? null : min),
      max: (max) => (max !== null && max < 0 ? null : max),
    },
  },
  users_phone_verified_at: { date: { min: () => "", max: () => "" } },
  users_avatar: {
    file: {
      maxSize: (size) => (size > 0 ? Math.max(size, AVATAR_BYTES) : size),
      mimeTypes: (types) => (types?.length > 0 ? [...new Set([...types, ...AVATAR_TYPES])] : types),
    },
  },
  password: {
    password: {
      min: (min) => Math.min(min, 8),
      max: (max) => (max > 0 ? Math.max(max, 71) : max),
      pattern: () => "",
    },
  },
  email: {
    email: { exceptDomains: (domains) => domains?.filter((domain) => domain !== "manage.local") ?? domains },
  },
};

migrate(
  (app) => {
    const users = app.findCollectionByNameOrId(USERS);
    refuseFixedAnchor(users);
    const changes = recall(app) ?? [];
    const lifted = [];
    for (const [name, types] of Object.entries(LIMITS)) {
      const field = users.fields.getByName(name);
      for (const [key, needed] of Object.entries((field && types[field.type()]) ?? {})) {
        const before = plain(field[key]);
        const after = needed(before);
        if (isSame(before, after)) continue;
        field[key] = after;
        lifted.push(`${name} (${key} ${JSON.stringify(before)})`);
        const noted = changes.find((note) => note.name === name && note.key === key);
        if (noted) noted.after = after;
        else changes.push({ name, key, before, after });
      }
    }
    if (lifted.length === 0) return;
    app.save(users);
    remember(app, changes);
    console.log(`${USERS}: limits that refuse what has to be stored are lifted: ${lifted.join(", ")}`);
  },
  (app) => {
    const changes = recall(app);
    if (!changes || app.isCollectionNameUnique(USERS)) return forget(app);
    const users = app.findCollectionByNameOrId(USERS);
    for (const { name, key, before, after } of changes) {
      const field = users.fields.getByName(name);
      // What an operator has set to something else since then stays theirs.
      if (field && isSame(plain(field[key]), after)) field[key] = before;
    }
    app.save(users);
    forget(app);
  },
);

/** No list can name the people who will come. */
function refuseFixedAnchor(users) {
  if (users.fields.getByName("openid").type() !== "select") return;
  throw new Error(`${USERS}.openid is a select field, a text field is needed. Nothing was changed.`);
}

/** PocketBase does not always tell no value from an empty one. */
function isSame(a, b) {
  const bare = (value) => (Array.isArray(value) && value.length === 0 ? null : (value ?? null));
  return JSON.stringify(bare(a)) === JSON.stringify(bare(b));
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
