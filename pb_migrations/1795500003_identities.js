/// <reference path="../pb_data/types.d.ts" />

// Gives adopted records what the service finds users by: an openid for everyone, the source it came from, the
// placeholder e-mail of platform users, phones in one form. Values are rewritten by set operations (a table may
// hold a million users), and each old value is kept in a table of its own, so that down puts it back.
// Records that need nothing are left alone, and without any the table is not there.
//
// PocketBase runs every migration file in a VM of its own: the small helpers cannot be shared.

const USERS = "tbl_auth_users";
const REWRITES = "_wechat_auth_rewrites";

const UUID_V4 = `lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2) || '-' ||
  substr('89ab', 1 + (random() & 3), 1) || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6)))`;

const BARE_PHONE = "replace(replace(users_phone, ' ', ''), '-', '')";
const LOCAL_PHONE = `CASE
  WHEN ${BARE_PHONE} LIKE '+86%' THEN substr(${BARE_PHONE}, 4)
  WHEN ${BARE_PHONE} LIKE '0086%' THEN substr(${BARE_PHONE}, 5)
  WHEN ${BARE_PHONE} LIKE '86%' THEN substr(${BARE_PHONE}, 3)
  ELSE ${BARE_PHONE} END`;
/** The mainland mobile number without prefix, spaces and hyphens; whatever else a phone holds stays as it is. */
const PHONE = `CASE WHEN ${LOCAL_PHONE} GLOB '1[3-9]${"[0-9]".repeat(9)}' THEN ${LOCAL_PHONE} ELSE users_phone END`;

const GUID_SHAPE = "????????-????-????-????-????????????";

const STEPS = [
  { step: "phone", field: "users_phone", value: PHONE, condition: `users_phone != ${PHONE}` },
  {
    step: "openid_copied",
    field: "openid",
    value: "users_wx_openid",
    condition: "openid = '' AND users_wx_openid != ''",
    needs: "users_wx_openid",
  },
  {
    step: "idtype",
    field: "users_idtype",
    // A GUID is never WeChat's: an earlier release of the service made it for a platform user.
    value: `CASE WHEN openid = '' OR openid GLOB '${GUID_SHAPE}' THEN 'ManagePlatform' ELSE 'WeChat' END`,
    condition: "users_idtype = ''",
  },
  {
    // The address that a platform user signs in by is made of the openid: an earlier release kept only the address.
    step: "openid_from_email",
    field: "openid",
    value: "substr(email, 1, 36)",
    condition: `openid = '' AND email GLOB '${GUID_SHAPE}@manage.local'`,
  },
  { step: "openid_made", field: "openid", value: UUID_V4, condition: "openid = ''", reused: true },
  {
    step: "email",
    field: "email",
    value: "openid || '@manage.local'",
    condition: `email = '' AND users_idtype = 'ManagePlatform'
      AND length(openid) <= 64 AND openid NOT GLOB '*[^A-Za-z0-9_-]*'`,
  },
];

migrate(
  (app) => {
    const fields = app.findCollectionByNameOrId(USERS).fields;
    const steps = STEPS.filter(({ needs }) => !needs || fields.getByName(needs));
    const openid = steps.some(({ needs }) => needs)
      ? "coalesce(nullif(openid, ''), users_wx_openid)"
      : "openid";
    // Ahead of the rewriting, which would otherwise hit an index that is there, and name no record.
    refuseDuplicates(app, "openid", openid);
    refuseDuplicates(app, "users_phone", PHONE);

    createRewrites(app);
    for (const step of steps) rewrite(app, step);
    dropRewritesIfEmpty(app);
  },
  (app) => {
    if (!app.hasTable(REWRITES)) return;
    if (app.hasTable(USERS)) for (const step of [...STEPS].reverse()) undo(app, step);
    dropRewritesIfEmpty(app);
  },
);

/** Writes `value` into `field` of the records that meet `condition`, keeping the old value. */
function rewrite(app, { step, field, value, condition }) {
  // A value that was noted before wins: after down and up, other systems still know the user by it.
  execute(
    app,
    `INSERT INTO ${REWRITES} (id, step, old_value, new_value)
      SELECT id, {:step}, ${field}, ${value} FROM ${USERS} WHERE ${condition}
      ON CONFLICT (id, step) DO UPDATE SET old_value = excluded.old_value,
        new_value = CASE WHEN old_value = excluded.old_value THEN new_value ELSE excluded.new_value END`,
    { step },
  );
  execute(
    app,
    `UPDATE ${USERS} SET ${field} = r.new_value FROM ${REWRITES} r
      WHERE r.step = {:step} AND r.id = ${USERS}.id AND ${USERS}.${field} = r.old_value`,
    { step },
  );
}

/** Puts the old values back where the record still has what the rewrite gave it. Values to be reused stay noted. */
function undo(app, { step, field, reused }) {
  execute(
    app,
    `UPDATE ${USERS} SET ${field} = r.old_value FROM ${REWRITES} r
      WHERE r.step = {:step} AND r.id = ${USERS}.id AND ${USERS}.${field} = r.new_value`,
    { step },
  );
  if (!reused) execute(app, `DELETE FROM ${REWRITES} WHERE step = {:step}`, { step });
}

function createRewrites(app) {
  execute(
    app,
    `CREATE TABLE IF NOT EXISTS ${REWRITES} (id TEXT NOT NULL, step TEXT NOT NULL, old_value TEXT NOT NULL,
      new_value TEXT NOT NULL, PRIMARY KEY (id, step)) WITHOUT ROWID`,
  );
  // Old phones are personal data: they go when their user goes.
  execute(
    app,
    `CREATE TRIGGER IF NOT EXISTS ${REWRITES}_delete AFTER DELETE ON ${USERS}
      BEGIN DELETE FROM ${REWRITES} WHERE id = OLD.id; END`,
  );
}

function dropRewritesIfEmpty(app) {
  if (select(app, `SELECT id FROM ${REWRITES} LIMIT 1`, { id: "" }).length > 0) return;
  execute(app, `DROP TRIGGER IF EXISTS ${REWRITES}_delete`);
  execute(app, `DROP TABLE ${REWRITES}`);
}

/** Stops the migration with the ids of records that share a value; the values themselves are not for a log. */
function refuseDuplicates(app, field, value) {
  const limit = 50;
  const rows = select(
    app,
    `WITH candidates AS (SELECT id, ${value} AS value FROM ${USERS}),
      shared AS (SELECT value, count(*) AS total FROM candidates WHERE value != '' GROUP BY value HAVING total > 1),
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
    `${USERS}.${field} must be unique, but records share a value: ${named.join(", ")}` +
      `${rows.length > limit ? " and more" : ""}. Merge them, or give all but one another value, and start again. ` +
      "Nothing was changed.",
  );
}

function execute(app, sql, params = {}) {
  app.db().newQuery(sql).bind(params).execute();
}

function select(app, sql, shape) {
  const rows = arrayOf(new DynamicModel(shape));
  app.db().newQuery(sql).all(rows);
  return JSON.parse(JSON.stringify(rows));
}
