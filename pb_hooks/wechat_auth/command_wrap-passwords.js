// Generated from src/ by build.mjs: change the source, then run `npm run build`.
"use strict";

// src/pocketbase/bundles.ts
var loaded = {};
function bundle(name) {
  return loaded[name] ??= globalThis.require(`${__hooks}/wechat_auth/${name}.js`);
}

// src/domain/legacy-password.ts
var LEGACY_SCHEMES = [
  "reset",
  "leancloud",
  "uni-id-hmac-sha256",
  "uni-id-hmac-sha1",
  "casdoor-salt",
  "casdoor-sha512-salt",
  "casdoor-md5-salt"
];
function parseLegacyPassword(text) {
  if (text === "") return null;
  try {
    const parsed = JSON.parse(text);
    return LEGACY_SCHEMES.includes(parsed.scheme) ? parsed : { scheme: "reset" };
  } catch {
    return { scheme: "reset" };
  }
}

// src/domain/password.ts
function utf8Length(text) {
  let bytes = 0;
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    bytes += point < 128 ? 1 : point < 2048 ? 2 : point < 65536 ? 3 : 4;
  }
  return bytes;
}

// src/pocketbase/process.ts
var cachedFind = null;
function currentCollection(name) {
  return (cachedFind ??= $app.findCachedCollectionByNameOrId)(name);
}

// src/pocketbase/request.ts
var USERS = "tbl_auth_users";
var GO_DISCARDS = 256 * 1024;
var DRAIN_LIMIT = 10 * 1024 * 1024;

// src/pocketbase/passwords.ts
var LEGACY_FIELD = "users_password_legacy";
function bcryptOf(text) {
  if (utf8Length(text) > LONGEST) return "";
  const scratch = new Record(currentCollection(USERS));
  scratch.setPassword(text);
  return scratch.getRaw("password").hash;
}
var LONGEST = 72;
function wrappedHash(hash) {
  return bcryptOf(hashes().digestOf(hash));
}
var REPLACE = `UPDATE ${USERS} SET password = {:hash}, ${LEGACY_FIELD} = ''
  WHERE id = {:id} AND ${LEGACY_FIELD} = {:kept}`;
var STORE_LEGACY = `UPDATE ${USERS} SET ${LEGACY_FIELD} = {:legacy},
    password = CASE {:hash} WHEN '' THEN password ELSE {:hash} END
  WHERE id = {:id}`;
var PAGE = 200;
function unwrappedAfter(id) {
  const rows = arrayOf(new DynamicModel({ id: "", legacy: "" }));
  $app.db().newQuery(
    `SELECT id, ${LEGACY_FIELD} AS legacy FROM ${USERS}
        WHERE id > {:id} AND ${LEGACY_FIELD} LIKE '%"hash":%' ORDER BY id LIMIT ${PAGE}`
  ).bind({ id }).all(rows);
  return rows.map(({ id: user, legacy }) => ({ id: user, legacy }));
}
function wrapPassword({ id, legacy: kept }) {
  const { hash: came, ...rest } = parseLegacyPassword(kept) ?? { scheme: "reset" };
  if (came === void 0) return;
  const [hash, legacy] = [wrappedHash(came), JSON.stringify(rest)];
  $app.db().newQuery(
    `UPDATE ${USERS} SET password = {:hash}, ${LEGACY_FIELD} = {:legacy}
        WHERE id = {:id} AND ${LEGACY_FIELD} = {:kept}`
  ).bind({ id, hash, legacy, kept }).execute();
}
var hashes = () => bundle("legacy_hashes");

// src/commands/wrap-passwords.ts
var EVERY_MS = 2e3;
function run(_args, _flags, print) {
  let [last, wrapped, saidAt] = ["", 0, Date.now()];
  for (let page = unwrappedAfter(last); page.length > 0; page = unwrappedAfter(last)) {
    for (const one of page) {
      wrapPassword(one);
      wrapped++;
      if (Date.now() - saidAt < EVERY_MS) continue;
      saidAt = Date.now();
      console.error(`${wrapped} passwords wrapped so far`);
    }
    last = page.at(-1)?.id ?? last;
  }
  print(`${wrapped} passwords wrapped`);
  return 0;
}
module.exports = {
  run
};
