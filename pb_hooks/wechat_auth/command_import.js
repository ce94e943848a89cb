// Generated from src/ by build.mjs: change the source, then run `npm run build`.
"use strict";

// src/generated/reasons.ts
var definitions = () => ({
  invalid_json: { status: 400, message: "请求体不是合法的 JSON 对象" },
  validation_failed: { status: 400, message: "请求参数有误" },
  wechat_code_invalid: { status: 400, message: "登录凭证无效或已过期，请重新获取" },
  wechat_code_used: { status: 400, message: "登录凭证已使用，请重新获取" },
  appid_unknown: { status: 400, message: "服务端没有配置这个小程序" },
  phone_code_invalid: { status: 400, message: "手机号凭证无效、已过期或已使用，请重新授权手机号" },
  phone_taken: { status: 400, message: "该手机号已被使用" },
  picture_is_temporary: { status: 400, message: "头像是小程序的临时路径，请先上传" },
  company_not_found: { status: 400, message: "公司不存在" },
  last_sign_in_method: { status: 400, message: "这是唯一的登录方式，不能解绑" },
  file_missing: { status: 400, message: "没有收到文件" },
  file_type_unsupported: { status: 400, message: "图片格式不受支持，请使用 JPEG、PNG 或 WebP" },
  picture_undecodable: { status: 400, message: "图片已损坏或不完整，请换一张" },
  picture_too_large: { status: 400, message: "图片尺寸过大，不能超过 4000 万像素" },
  user_type_mismatch: { status: 400, message: "该手机号属于微信用户，请使用微信登录" },
  password_wrong: { status: 400, message: "密码错误" },
  password_reset_required: { status: 403, message: "原来的密码无法沿用，请重设密码" },
  password_same: { status: 400, message: "新密码不能与旧密码相同" },
  confirm_required: { status: 400, message: "请确认注销账号" },
  proof_rejected: { status: 400, message: "身份验证未通过，请重新验证后再试" },
  token_invalid: { status: 401, message: "登录已失效，请重新登录" },
  auth_rejected: { status: 401, message: "当前账号不允许登录" },
  account_disabled: { status: 403, message: "账号已停用，请联系管理员" },
  approval_pending: { status: 403, message: "账号正在等待审核" },
  register_closed: { status: 403, message: "暂不开放注册" },
  wechat_user_blocked: { status: 403, message: "微信判定该账号存在风险，暂时无法登录" },
  user_not_found: { status: 404, message: "用户不存在" },
  identity_not_found: { status: 404, message: "没有绑定微信" },
  ticket_not_found: { status: 404, message: "二维码已失效，请刷新后重新扫码" },
  wechat_slot_taken: { status: 409, message: "当前账号已绑定其他微信，请先解绑" },
  wechat_linked_elsewhere: { status: 409, message: "该微信已绑定其他账号" },
  merge_blocked: { status: 409, message: "两个账号的数据有冲突，无法合并，请联系管理员" },
  close_refused: { status: 409, message: "暂时不能注销账号" },
  ticket_taken: { status: 409, message: "这次扫码已被处理，请刷新二维码后重试" },
  ticket_not_confirmed: { status: 409, message: "请先在手机上确认登录" },
  method_not_allowed: { status: 405, message: "请求方法不受支持" },
  body_too_large: { status: 413, message: "请求体不能超过 64 KB" },
  unsupported_media_type: { status: 415, message: "请求体类型不受支持，应为 application/json" },
  rate_limited: { status: 429, message: "请求过于频繁，请稍后再试" },
  duplicate_request: { status: 429, message: "请勿重复提交" },
  too_many_attempts: { status: 429, message: "密码错误次数过多，请稍后再试" },
  wechat_rate_limited: { status: 429, message: "微信登录过于频繁，请稍后再试" },
  internal_error: { status: 500, message: "服务内部错误，请稍后再试" },
  wechat_not_configured: { status: 500, message: "服务端尚未配置微信小程序，请联系管理员" },
  wechat_misconfigured: { status: 500, message: "微信服务配置有误，请联系管理员" },
  identity_missing: { status: 500, message: "账号数据不完整，请联系管理员" },
  wechat_unavailable: { status: 502, message: "微信服务暂时不可用，请稍后再试" },
  database_unavailable: { status: 503, message: "数据库暂时不可用，请稍后再试" },
  scan_unavailable: { status: 503, message: "暂时无法扫码登录，请使用其他登录方式" }
});

// src/errors.ts
var made = null;
var definitionOf = (reason) => (made ??= definitions())[reason];
var ExpectedFailure = class extends Error {
  constructor(reason, details = {}, words) {
    const { status, message } = definitionOf(reason);
    super(words ?? message);
    this.reason = reason;
    this.details = details;
    this.status = status;
  }
  reason;
  details;
  status;
};
var Failure = globalThis.__wechatAuth_Failure ??= ExpectedFailure;

// src/pocketbase/go-errors.ts
function goValue(error) {
  const value = error?.value;
  return typeof value === "object" ? value : null;
}
function origin(error) {
  if (typeof error.unwrap !== "function") return error;
  try {
    const head = error.unwrap()?.[0];
    return head ? origin(head) : error;
  } catch (inner) {
    const wrapped = goValue(inner);
    return wrapped ? origin(wrapped) : error;
  }
}
function apiErrorOf(error) {
  const value = goValue(error);
  const began = value && origin(value);
  return typeof began?.status === "number" ? began : null;
}
function ownError(error) {
  const value = goValue(error);
  const thrown = value && origin(value).value;
  if (typeof thrown !== "function") return error;
  try {
    return thrown();
  } catch {
    return error;
  }
}
function fieldErrorsOf(error) {
  const value = goValue(error);
  return value && readFieldErrors(new ApiError(400, "", value).data);
}
function readFieldErrors(data) {
  const fields = Object.entries(data).filter(
    (entry) => isFieldError(entry[1])
  );
  return fields.length > 0 ? Object.fromEntries(fields) : null;
}
function isFieldError(value) {
  const { code, message } = value ?? {};
  return typeof code === "string" && typeof message === "string";
}
function wordsOf(message) {
  return message.replace(/([^\x20-\x7e])\.$/, "$1");
}
function describeError(error) {
  const { message, stack } = error ?? {};
  const why = apiErrorOf(error)?.rawData();
  return [message ?? error, why, stack].map((part) => part ? String(part) : "").filter((part) => part !== "" && part !== "[object Object]").join("\n");
}

// src/pocketbase/import-notes.ts
var TABLE = "tbl_auth_imports";
function noteKey(source, id) {
  return $security.sha256(`${source}
${id}`);
}
var NotMigrated = class extends Error {
};
function checkMigrated() {
  if (!$app.hasTable(TABLE))
    throw new NotMigrated(
      "the database is not migrated: start PocketBase once, or run `pocketbase migrate up`"
    );
}
function notesOf(keys, app = $app) {
  const rows = arrayOf(new DynamicModel({ key: "", user: "", digest: "", written: "" }));
  app.db().newQuery(
    `SELECT source_key AS [[key]], user, digest, written FROM ${TABLE}
        WHERE source_key IN (SELECT value FROM json_each({:keys}))`
  ).bind({ keys: JSON.stringify(keys) }).all(rows);
  return new Map(
    rows.map(({ key, user, digest, written }) => [
      key,
      { key, user, digest, written }
    ])
  );
}
function keepNotes(notes, app) {
  if (notes.length === 0) return;
  app.db().newQuery(
    `INSERT INTO ${TABLE} (source_key, user, digest, written, created)
        SELECT value->>0, value->>1, value->>2, value->>3, strftime('%Y-%m-%d %H:%M:%fZ', 'now')
        FROM json_each({:rows}) WHERE TRUE
        ON CONFLICT (source_key) DO UPDATE
          SET user = excluded.user, digest = excluded.digest, written = excluded.written`
  ).bind({
    rows: JSON.stringify(notes.map(({ key, user, digest, written }) => [key, user, digest, written]))
  }).execute();
}

// src/pocketbase/process.ts
function currentApp() {
  return $app;
}
var cachedFind = null;
var cachedLogger = null;
var cachedStore = null;
function currentCollection(name) {
  return (cachedFind ??= $app.findCachedCollectionByNameOrId)(name);
}
function logger() {
  return cachedLogger ??= $app.logger();
}
function store() {
  return cachedStore ??= $app.store();
}

// src/pocketbase/secrets.ts
function digestOf(text2) {
  return $security.sha256(text2).slice(0, 32);
}

// src/pocketbase/bundles.ts
var loaded = {};
function bundle(name) {
  return loaded[name] ??= globalThis.require(`${__hooks}/wechat_auth/${name}.js`);
}

// src/pocketbase/request.ts
var USERS = "tbl_auth_users";
var GO_DISCARDS = 256 * 1024;
var DRAIN_LIMIT = 10 * 1024 * 1024;

// src/pocketbase/taken-values.ts
function takenValues({ openids, accounts, phones, unionids }, app) {
  const rows = arrayOf(new DynamicModel({ value: "" }));
  app.db().newQuery(TAKEN).bind({
    openids: JSON.stringify(openids),
    accounts: JSON.stringify(accounts),
    phones: JSON.stringify(phones),
    unionids: JSON.stringify(unionids)
  }).all(rows);
  return new Set(rows.map(({ value }) => value));
}
var TAKEN = `
  SELECT openid AS value FROM ${USERS} WHERE openid IN (SELECT value FROM json_each({:openids}))
  UNION ALL
  SELECT appid || ' ' || openid FROM json_each({:accounts}) AS wanted JOIN tbl_auth_identities
    ON appid = substr(wanted.value, 1, instr(wanted.value, ' ') - 1)
      AND openid = substr(wanted.value, instr(wanted.value, ' ') + 1)
  UNION ALL
  SELECT users_phone FROM ${USERS} WHERE users_phone IN (SELECT value FROM json_each({:phones})) AND users_phone != ''
  UNION ALL
  SELECT users_unionid FROM ${USERS}
    WHERE users_unionid IN (SELECT value FROM json_each({:unionids})) AND users_unionid != ''`;

// src/pocketbase/transaction.ts
function inWriteTransaction(work, app = $app) {
  const locked = (transaction) => {
    transaction.db().newQuery(TAKE_WRITE_LOCK).execute();
    return work(transaction);
  };
  return app.isTransactional() ? locked(app) : startingWithAWrite(locked);
}
function startingWithAWrite(work) {
  const result = {};
  let committed = false;
  try {
    $app.runInTransaction((transaction) => {
      transaction.txInfo().onComplete((failure) => {
        committed = !failure;
      });
      result.value = work(transaction);
    });
  } catch (error) {
    if (!committed) throw ownError(error);
    logFailedHook(error);
  }
  return result.value;
}
var TAKE_WRITE_LOCK = "UPDATE tbl_auth_users_total SET id = id WHERE 0";
function logFailedHook(error) {
  logger().error("a hook failed after its record was stored", "cause", describeError(error));
}

// src/pocketbase/query.ts
function findUnique(app, collection, ...conditions) {
  try {
    const [record] = app.findAllRecords(collection, ...conditions);
    return record ?? null;
  } catch (error) {
    throw new Error(`${collection}: ${String(error)}`, { cause: error });
  }
}

// src/pocketbase/prepared.ts
var COMPILED_FROM_USE = 3;
var KeptQuery = class {
  #uses = 0;
  #statement = null;
  #source;
  /**
   * Not for use within transactions.
   * @param source what the statement is made for: another one gets a statement of its own
   */
  ask(source, values) {
    if (this.#statement && this.#source !== source) this.#drop();
    this.#uses++;
    try {
      if (this.#uses >= COMPILED_FROM_USE && !this.#statement) {
        this.#statement = methodsOf(this.compiled());
        this.#source = source;
      }
      if (this.#statement) return this.read(this.#statement, values);
    } catch {
      this.#drop();
    }
    return this.plain(values);
  }
  #drop() {
    const statement = this.#statement;
    this.#statement = null;
    try {
      statement?.close();
    } catch {
    }
  }
};
function methodsOf(query) {
  const { bind, all, one, close } = query;
  return { bind, all, one, close };
}
var anyRecord = null;
var RecordQuery = class extends KeptQuery {
  constructor(table, condition) {
    super();
    this.table = table;
    this.condition = condition;
  }
  table;
  condition;
  find(values) {
    return this.ask(currentCollection(this.table), values);
  }
  compiled() {
    return $app.recordQuery(this.table).andWhere($dbx.exp(this.condition)).build().prepare();
  }
  read({ bind, all }, values) {
    const records = arrayOf(anyRecord ??= new Record());
    bind(values);
    all(records);
    return records[0] ?? null;
  }
  plain(values) {
    return findUnique($app, this.table, $dbx.exp(this.condition, values));
  }
};
var RowQuery = class extends KeptQuery {
  constructor(text2, columns) {
    super();
    this.text = text2;
    this.columns = columns;
  }
  text;
  columns;
  find(values) {
    return this.ask(null, values);
  }
  compiled() {
    return $app.db().newQuery(this.text).prepare();
  }
  read({ bind, one }, values) {
    const row = new DynamicModel(this.columns);
    bind(values);
    one(row);
    return row;
  }
  plain(values) {
    return this.read($app.db().newQuery(this.text), values);
  }
};
function lookUp(table, condition) {
  const query = new RecordQuery(table, condition);
  return (values) => query.find(values);
}
function lookUpRow(text2, columns) {
  const query = new RowQuery(text2, columns);
  return (values) => query.find(values);
}

// src/accounts/identities.ts
var TABLE2 = "tbl_auth_identities";
var userOfIdentity = lookUp(
  USERS,
  `id = (SELECT user FROM ${TABLE2} WHERE appid = {:appid} AND openid = {:openid})`
);
function identityRow({ appid, openid }, app) {
  const rows = select(
    app,
    `SELECT appid, openid, user, updated FROM ${TABLE2} WHERE appid = {:appid} AND openid = {:openid}`,
    { appid, openid }
  );
  return rows[0] ?? null;
}
function openidIn(appid, user, app = currentApp()) {
  const rows = select(
    app,
    // SQLite takes the unique index, a partial one, only for a query that repeats its condition.
    `SELECT appid, openid, user FROM ${TABLE2} WHERE user = {:user} AND user != '' AND appid = {:appid}`,
    { appid, user }
  );
  return rows[0]?.openid ?? "";
}
function identitiesOf(user, app = currentApp()) {
  return select(app, `SELECT appid, openid, user FROM ${TABLE2} WHERE user = {:user}`, { user });
}
function assignIdentity({ appid, openid }, user, app) {
  app.db().newQuery(ASSIGN).bind({ appid, openid, user }).execute();
}
function assignIdentities(identities, app) {
  if (identities.length === 0) return;
  const rows = JSON.stringify(identities.map(({ appid, openid, user }) => [appid, openid, user]));
  app.db().newQuery(ASSIGN_MANY).bind({ rows }).execute();
}
var NOW = "strftime('%Y-%m-%d %H:%M:%fZ', 'now')";
var ROW = `INTO ${TABLE2} (appid, openid, user, created, updated)
  VALUES ({:appid}, {:openid}, {:user}, ${NOW}, ${NOW})`;
var ADD = `INSERT OR IGNORE ${ROW}`;
var ASSIGN = `INSERT ${ROW}
  ON CONFLICT (appid, openid) DO UPDATE SET user = excluded.user, updated = excluded.updated`;
var ASSIGN_MANY = `INSERT INTO ${TABLE2} (appid, openid, user, created, updated)
  SELECT value->>0, value->>1, value->>2, ${NOW}, ${NOW} FROM json_each({:rows}) WHERE TRUE
  ON CONFLICT (appid, openid) DO UPDATE SET user = excluded.user, updated = excluded.updated`;
function select(app, query, values) {
  const rows = arrayOf(new DynamicModel({ appid: "", openid: "", user: "", updated: "" }));
  app.db().newQuery(query).bind(values).all(rows);
  return rows;
}

// src/domain/guid.ts
function uuidV4(hex) {
  const variant = "89ab".charAt(Number.parseInt(hex.charAt(16), 16) % 4);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32)
  ].join("-");
}
var PLACEHOLDER_DOMAIN = "@manage.local";
function placeholderEmail(openid) {
  return openid + PLACEHOLDER_DOMAIN;
}
function isGuid(text2) {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text2);
}

// src/generated/calling-codes.ts
var CALLING_CODES = "\n1 1 10\n7 8 10\n20 0 10\n27 0 5,6,7,8,9 (?:1(?:3492[0-25]|4495[0235]|549(?:20|5[01]))|4[34]492[01])\\d{3}|8[1-4]\\d{3,7}|(?:2[27]|47|54)4950\\d{3}|(?:1(?:049[2-4]|9[12]\\d\\d)|(?:50[0-2]|[67]\\d\\d)\\d\\d|8(?:5\\d{3}|7(?:08[67]|158|28[5-9]|310)))\\d{4}|(?:1[6-8]|28|3[2-69]|4[025689]|5[36-8])4920\\d{3}|(?:12|[2-5]1)492\\d{4}\n30 - 10\n31 0 9,11 (?:6[1-58]|970\\d)\\d{7}\n32 0 9\n33 0 9\n34 - 9\n36 06 9\n39 - 9,10\n40 0 9\n41 0 9\n43 0 7,8,9,10,11,12,13 6(?:485|(?:5[0-3579]|6[013-9]|[7-9]\\d)\\d)\\d{3,9}\n44 0 10\n45 - 8\n46 0 9\n47 - 8\n48 - 9\n49 0 10,11\n51 0 9\n52 - 10\n53 0 8\n54 0 10,11\n55 0 10,11\n56 - 9\n57 0 10\n58 0 10\n60 0 9,10\n61 0 9\n62 0 9,10,11,12 8[1-35-9]\\d{7,10}\n63 0 10\n64 0 8,9,10 2(?:[0-27-9]\\d|6)\\d{6,7}|2(?:1\\d|75)\\d{5}\n65 - 8\n66 0 9\n81 0 10\n82 0 9,10\n84 0 9\n86 0 11\n90 0 10\n91 0 10\n92 0 10\n93 0 9\n94 0 9\n95 0 7,8,9,10 (?:17[01]|9(?:2(?:[0-4]|[56]\\d\\d)|(?:3(?:[0-36]|4\\d)|(?:6\\d|8[89]|9[4-8])\\d|7(?:3|40|[5-9]\\d))\\d|4(?:(?:[0245]\\d|[1379])\\d|88)|5[0-6])\\d)\\d{4}|9[69]1\\d{6}|9(?:[68]\\d|9[089])\\d{5}\n98 0 10\n211 0 9\n212 0 9\n213 0 9\n216 - 8\n218 0 9\n220 - 7,9\n221 - 9\n222 - 8\n223 - 8\n224 - 9\n225 - 10\n226 - 8\n227 - 8\n228 - 8\n229 - 10\n230 - 8\n231 0 7,9\n232 0 8\n233 0 9\n234 0 10\n235 - 8\n236 - 8\n237 - 9\n238 - 7\n239 - 7\n240 - 9\n241 - 7,8\n242 - 9\n243 0 7,9\n244 - 9\n245 - 9\n246 - 7\n247 - 5\n248 - 7\n249 0 9\n250 0 9\n251 0 9\n252 0 7,8,9\n253 - 8\n254 0 9\n255 0 9\n256 0 9\n257 - 8\n258 - 9\n260 0 9\n261 0 9\n262 0 9\n263 0 9\n264 0 9\n265 0 9\n266 - 8\n267 - 8\n268 - 8\n269 - 7\n290 - 5\n291 0 7\n297 - 7\n298 - 6\n299 - 6\n350 - 8\n351 - 9\n352 - 9\n353 0 9\n354 - 7,9\n355 0 9\n356 - 8\n357 - 8\n358 0 6,7,8,9,10 (?:4[0-8]|50)\\d{4,8}\n359 0 8,9\n370 0 8\n371 - 8\n372 - 7,8\n373 0 8\n374 0 8\n375 8 9\n376 - 6,9 690\\d{6}|[356]\\d{5}\n377 0 8,9\n378 - 8\n380 0 9\n381 0 8,9,10\n382 0 8\n383 0 8\n385 0 8,9\n386 0 8\n387 0 8,9\n389 0 8\n420 - 9\n421 0 9\n423 0 7,9\n500 - 5\n501 - 7\n502 - 8\n503 - 8\n504 - 8\n505 - 8\n506 - 8\n507 - 7,8\n508 0 6,9 708(?:4[0-5]|5[0-6])\\d{4}|(?:[236-9]\\d|4[02-489]|5[02-9])\\d{4}\n509 - 8\n590 0 9\n591 0 8\n592 - 7\n593 0 9\n594 0 9\n595 0 9\n596 0 9\n597 - 7\n598 0 8\n599 - 7,8\n670 - 8\n672 - 6\n673 - 7\n674 - 7\n675 - 8\n676 - 7\n677 - 5,7\n678 - 7\n679 - 7\n680 - 7\n681 - 6\n682 - 5\n683 - 4,7 (?:[56]|888[1-9])\\d{3}\n685 - 7,10 (?:7[1-35-8]|8(?:[3-7]|9\\d{3}))\\d{5}\n686 0 8\n687 - 6\n688 - 6,7\n689 - 8\n690 - 4,5,6,7 7[2-4]\\d{2,5}\n691 - 7\n692 1 7\n850 0 10\n852 - 8\n853 - 8\n855 0 8,9\n856 0 9,10\n880 0 10\n886 0 9\n960 - 7\n961 0 7,8\n962 0 9\n963 0 9\n964 0 10\n965 - 8\n966 0 9\n967 0 9\n968 - 8\n970 0 9\n971 0 9\n972 0 9\n973 - 8\n974 - 8\n975 - 8\n976 0 8\n977 0 10\n992 - 9\n993 8 8\n994 0 9\n995 0 9\n996 0 9\n998 - 9\n";

// src/domain/phone.ts
var MAINLAND = "86";
var SHORTEST = 4;
var LONGEST = 20;
var MAINLAND_MOBILE = /^1[3-9][0-9]{9}$/;
function digitsOf(text2) {
  return text2.replace(/[\uff10-\uff19]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 65248)).replace(/[^0-9]/g, "");
}
var plans = /* @__PURE__ */ new Map();
function planOf(code) {
  const known = plans.get(code);
  if (known !== void 0) return known;
  const plan = readPlan(code);
  if (plans.size < MOST_PLANS) plans.set(code, plan);
  return plan;
}
var MOST_PLANS = 1500;
function readPlan(code) {
  const start = CALLING_CODES.indexOf(`
${code} `) + 1;
  if (start === 0) return null;
  const [, trunk, lengths, pattern] = CALLING_CODES.slice(start, CALLING_CODES.indexOf("\n", start)).split(
    " "
  );
  const known = `,${lengths},`;
  const whole = pattern && new RegExp(`^(?:${pattern})$`);
  return {
    code,
    trunk: trunk === "-" ? "" : trunk ?? "",
    matches: (number) => known.includes(`,${number.length},`) && (!whole || whole.test(number)),
    prefix: new RegExp(`^0*${code}`)
  };
}
function planOfInternational(digits) {
  return planOf(digits.slice(0, 1)) ?? planOf(digits.slice(0, 2)) ?? planOf(digits.slice(0, 3));
}
function withoutTrunk(number, { trunk, matches }) {
  const rest = number.slice(trunk.length);
  return trunk !== "" && number.startsWith(trunk) && matches(rest) ? rest : number;
}
function stored(digits, plan) {
  const { code, matches, prefix } = plan;
  const spellings = [digits, digits.replace(prefix, "")];
  const national = spellings.map((spelling) => withoutTrunk(spelling, plan)).find(matches) ?? digits;
  return code === MAINLAND && MAINLAND_MOBILE.test(national) ? national : `+${code}${national}`;
}
function storedInternational(digits) {
  const bare = digits.replace(/^0+/, "");
  const plan = planOfInternational(bare);
  return plan ? stored(bare.slice(plan.code.length), plan) : `+${bare}`;
}
function verifiedPhone(number, countryCode) {
  const digits = digitsOf(number);
  const code = digitsOf(countryCode).replace(/^0+/, "");
  if (digits.length < SHORTEST || digits.length > LONGEST) return null;
  if (code === "") {
    if (/^[^0-9]*[+\uff0b]|^00/.test(number)) return storedInternational(digits);
    return MAINLAND_MOBILE.test(digits) ? digits : null;
  }
  const plan = planOf(code);
  if (plan) return stored(digits, plan);
  const area = planOfInternational(code);
  return area?.matches(digits) ? stored(digits, area) : storedInternational(code + digits);
}
function maskPhone(phone) {
  if (phone === "") return "";
  if (phone.length < 8) return `****${phone.slice(-2)}`;
  return `${phone.slice(0, 3)}****${phone.slice(-4)}`;
}

// src/domain/picture.ts
var TEMPORARY = /^(?:wxfile:|blob:|data:|https?:\/\/(?:tmp|usr|store)\/|https?:\/\/(?:localhost|127\.[0-9.]+|\[::1\])(?::[0-9]+)?\/(?:[^?#]*\/)?__tmp__\/)/i;
var WEB_URL = /^https?:\/\/(?:\[[0-9a-f:.]+\]|[^\s/?#@:[\]\\<>"]+)(?::[0-9]{1,5})?(?:[/?#][^\s<>"\\]*)?$/i;
function judgePicture(address) {
  if (TEMPORARY.test(address)) return "temporary";
  return WEB_URL.test(address) ? "ok" : "not_a_url";
}

// src/moving/person.ts
function isPerson(reading) {
  return !("skipped" in reading);
}
function somebody(id) {
  return {
    id,
    openid: "",
    appid: "",
    unionid: "",
    phone: "",
    phoneProved: false,
    name: "",
    picture: "",
    password: null,
    status: 0,
    created: "",
    updated: "",
    extra: {},
    roles: [],
    left: []
  };
}
function textOf(value) {
  if (typeof value === "number") return String(value);
  return typeof value === "string" ? value.trim() : "";
}
function firstText(...values) {
  return values.map(textOf).find((text2) => text2 !== "") ?? "";
}
function objectOf(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
}
function dateOf(value) {
  if (typeof value === "object" && value !== null) {
    const { iso, $date, $numberLong } = value;
    return dateOf(iso ?? $date ?? $numberLong);
  }
  const text2 = textOf(value);
  const time = /^[0-9]{9,14}$/.test(text2) ? milliseconds(text2) : Date.parse(isoOf(text2));
  if (!(time >= 0 && time < 2534023008e5)) return "";
  return new Date(time).toISOString().replace("T", " ");
}
var milliseconds = (digits) => Number(digits) * (digits.length <= 10 ? 1e3 : 1);
function isoOf(text2) {
  const [, day, time = "00:00:00", zone = "Z"] = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?))?(Z|[+-]\d\d:?\d\d)?$/.exec(text2) ?? [];
  return day ? `${day}T${time.replace(/(\.\d{3})\d+$/, "$1")}${zone}` : "";
}
function setPhone(person, number, countryCode, proved) {
  if (number === "") return;
  const phone = verifiedPhone(number, countryCode);
  if (phone === null) person.left.push("phone_unreadable");
  else Object.assign(person, { phone, phoneProved: proved });
}
function setPicture(person, address) {
  if (address === "") return;
  if (address.length <= LONGEST_PICTURE && judgePicture(address) === "ok") person.picture = address;
  else person.left.push("picture_no_address");
}
var LONGEST_PICTURE = 2048;
function setExtra(person, column, value, fields) {
  if (value === null || value === void 0 || value === "") return;
  if (fields.has(column)) person.extra[column] = plainValue(value);
  else person.left.push(`column:${column}`);
}
function plainValue(value) {
  const { __type: type, objectId, iso, $date, $oid } = objectOf(value);
  if (type === "Pointer") return textOf(objectId);
  if (type === "Date" || iso !== void 0 || $date !== void 0) return dateOf(value);
  return $oid === void 0 ? value : textOf($oid);
}
function isPlatformPerson({ phone, password, openid }) {
  return phone !== "" && (openid === "" || password !== null);
}
function withWayIn(person) {
  const opens = person.openid !== "" || /^1[0-9]{10}$/.test(person.phone);
  if (person.password !== null && !isPlatformPerson(person)) person.left.push("password");
  return opens ? person : { id: person.id, skipped: "no_way_in" };
}

// src/domain/password.ts
function utf8Length(text2) {
  let bytes = 0;
  for (const character of text2) {
    const point = character.codePointAt(0) ?? 0;
    bytes += point < 128 ? 1 : point < 2048 ? 2 : point < 65536 ? 3 : 4;
  }
  return bytes;
}

// src/pocketbase/turns.ts
function turn(what) {
  let before = 0;
  store().setFunc(`wechat_auth:turn:${what}`, (turns) => {
    before = turns ?? 0;
    return before + 1;
  });
  return before;
}
function firstTime(what) {
  return turn(what) === 0;
}

// src/pocketbase/settings.ts
var unusable = [];
function complain(name, must) {
  unusable.push(name);
  if (firstTime(`bad_setting:${name}`)) logger().error(`${name} ${must}`);
}
var LARGEST = 999999999;
function wholeNumber(name, fallback, min) {
  const text2 = $os.getenv(name).trim();
  if (text2 === "") return fallback;
  const value = /^[0-9]+$/.test(text2) ? Number(text2) : Number.NaN;
  if (value >= min && value <= LARGEST) return value;
  complain(name, `must be a whole number from ${min} to ${LARGEST}; using ${fallback}`);
  return fallback;
}
var isOff = (name) => /^(false|0|no|off)$/i.test($os.getenv(name).trim());
function word(name, words, fallback, safest) {
  const text2 = $os.getenv(name).trim().toLowerCase();
  if (text2 === "") return fallback;
  const known = words.find((candidate) => candidate === text2);
  if (known) return known;
  complain(name, `must be one of ${words.join(", ")}; using ${safest}`);
  return safest;
}
function link(name) {
  const text2 = $os.getenv(name).trim();
  if (text2 === "" || /^https?:\/\/[^\s#]+$/.test(text2)) return text2;
  complain(name, "must be an http(s) address without a fragment; it is not used");
  return "";
}
function list(name) {
  return $os.getenv(name).split(",").map((value) => value.trim());
}
function baseUrls(name, fallback) {
  const urls = list(name).map((url) => url.replace(/\/+$/, "")).filter((url) => url !== "");
  return urls.length > 0 ? urls : [fallback];
}
function miniPrograms() {
  const appids = list("WECHAT_APPID");
  const secrets = list("WECHAT_SECRET");
  const complete = [...appids, ...secrets].every((value) => value !== "");
  if (complete && appids.length === secrets.length && new Set(appids).size === appids.length) {
    return appids.map((appid, i) => ({ appid, secret: secrets[i] }));
  }
  const isSet = [...appids, ...secrets].some((value) => value !== "");
  if (isSet && appids.length + secrets.length > 2) {
    complain(
      "WECHAT_APPID",
      "and WECHAT_SECRET must hold as many values each, in the same order, none empty and no appid twice; WeChat sign-in is off"
    );
  }
  return [];
}
var cached = null;
function settings() {
  cached ??= {
    wechat: {
      apps: miniPrograms(),
      apiBases: baseUrls("WECHAT_API_BASE", "https://api.weixin.qq.com"),
      timeoutSeconds: wholeNumber("WECHAT_TIMEOUT_SECONDS", 5, 1)
    },
    codeRepeatSeconds: wholeNumber("WECHAT_CODE_REPEAT_SECONDS", 10, 0),
    loginMaxFailures: wholeNumber("LOGIN_MAX_FAILURES", 5, 1),
    loginFailureWindowSeconds: wholeNumber("LOGIN_FAILURE_WINDOW_SECONDS", 900, 1),
    phoneClaim: !isOff("PHONE_CLAIM"),
    // A slip of the pen must neither open a door nor destroy a record.
    platformRegister: word("PLATFORM_REGISTER", ["open", "approval", "closed"], "open", "closed"),
    accountCloseMode: word("ACCOUNT_CLOSE_MODE", ["anonymise", "delete"], "anonymise", "anonymise"),
    pushToken: $os.getenv("WECHAT_PUSH_TOKEN").trim(),
    scanMaxPending: wholeNumber("SCAN_MAX_PENDING", 5, 1),
    scanMaxStarts: wholeNumber("SCAN_MAX_STARTS", 10, 1),
    scanPollSeconds: wholeNumber("SCAN_POLL_SECONDS", 2, 0),
    scanPage: $os.getenv("SCAN_PAGE").trim().replace(/^\/+/, ""),
    scanEnvVersion: word("SCAN_ENV_VERSION", ["release", "trial", "develop"], "release", "release"),
    scanLinkBase: link("SCAN_LINK_BASE"),
    uniIdPasswordSecret: $os.getenv("UNI_ID_PASSWORD_SECRET").trim(),
    consoleEnabled: !isOff("CONSOLE_ENABLED"),
    unusable
  };
  return cached;
}

// src/pocketbase/passwords.ts
var LEGACY_FIELD = "users_password_legacy";
function bcryptOf(text2) {
  if (utf8Length(text2) > LONGEST2) return "";
  const scratch = new Record(currentCollection(USERS));
  scratch.setPassword(text2);
  return scratch.getRaw("password").hash;
}
var LONGEST2 = 72;
function wrappedHash(hash) {
  return bcryptOf(hashes().digestOf(hash));
}
var REPLACE = `UPDATE ${USERS} SET password = {:hash}, ${LEGACY_FIELD} = ''
  WHERE id = {:id} AND ${LEGACY_FIELD} = {:kept}`;
function storeLegacyPassword(user, { hash, legacy }, app) {
  app.db().newQuery(STORE_LEGACY).bind({ id: user.id, hash, legacy }).execute();
}
var STORE_LEGACY = `UPDATE ${USERS} SET ${LEGACY_FIELD} = {:legacy},
    password = CASE {:hash} WHEN '' THEN password ELSE {:hash} END
  WHERE id = {:id}`;
var hashes = () => bundle("legacy_hashes");

// src/domain/stored-fields.ts
var RULES = {
  validation_required: () => "不能为空",
  validation_not_unique: () => "已被使用",
  validation_min_text_constraint: ({ min }) => `至少 ${min} 个字符`,
  validation_max_text_constraint: ({ max }) => `最多 ${max} 个字符`,
  validation_min_number_constraint: ({ min }) => `不能小于 ${min}`,
  validation_max_number_constraint: ({ max }) => `不能大于 ${max}`,
  validation_invalid_format: () => "格式不正确",
  validation_invalid_url: () => "必须是有效的网址",
  validation_is_url: () => "必须是有效的网址",
  validation_url_domain_not_allowed: () => "该网址的域名不被允许",
  validation_is_email: () => "必须是有效的邮箱地址",
  validation_email_domain_not_allowed: () => "该邮箱的域名不被允许"
};
var NATIVE_CODE = /^validation_/;
var ENGLISH = /^[\x20-\x7e]*$/;
function refusalWords(field, { code, message, params = {} }) {
  if (!ENGLISH.test(message) || !NATIVE_CODE.test(code)) return message;
  const rule = Object.hasOwn(RULES, code) ? RULES[code] : void 0;
  const [bound] = /\d+/.exec(message) ?? [];
  return `${field}：${rule ? rule({ min: bound, max: bound, ...params }) : "不符合要求"}`;
}

// src/pocketbase/saving.ts
var NotUnique = class extends Failure {
  /** @param taken the fields of the index, as they are stored */
  constructor(taken, details) {
    super("validation_failed", details);
    this.taken = taken;
  }
  taken;
};
function save(app, record, clientFields = {}) {
  try {
    app.save(record);
  } catch (error) {
    throw refusedSave(error, record.collection(), clientFields) ?? error;
  }
}
function refusedSave(error, collection, clientFields) {
  const refused = apiErrorOf(error) ? null : fieldErrorsOf(error);
  if (!refused) return null;
  const names2 = Object.keys(refused);
  if (!names2.every((name) => collection.fields.getByName(name))) return null;
  const fields = {};
  for (const [name, { message, ...why }] of Object.entries(refused)) {
    const known = clientFields[name] ?? name;
    fields[known] = refusalWords(known, { ...why, message: wordsOf(message) });
  }
  const details = {
    fields,
    // Codes alone: PocketBase's words may quote the value.
    cause: Object.entries(refused).map(([name, { code }]) => `${collection.name}.${name}: ${code}`).join(", "),
    misconfigured: !names2.some((name) => Object.hasOwn(clientFields, name))
  };
  const taken = Object.entries(refused).filter(([, { code }]) => code === "validation_not_unique");
  return taken.length > 0 ? new NotUnique(
    taken.map(([name]) => name),
    details
  ) : new Failure("validation_failed", details);
}

// src/pocketbase/avatars.ts
var AVATAR = "users_avatar";

// src/pocketbase/users.ts
function findUser(id, app = $app) {
  return findUnique(app, USERS, $dbx.hashExp({ id }));
}
function findByPhone(users_phone, app = $app) {
  return findUnique(app, USERS, $dbx.hashExp({ users_phone }), $dbx.exp("users_phone != ''"));
}
function findByUnionid(users_unionid, app = $app) {
  if (users_unionid === "") return null;
  return findUnique(app, USERS, $dbx.hashExp({ users_unionid }), $dbx.exp("users_unionid != ''"));
}
var ABSORBED = -2;
var CLOSED = -9;
function statusOf(user) {
  return user.getFloat("users_status");
}
function isGone(user) {
  const status = statusOf(user);
  return status === ABSORBED || status === CLOSED || user.getString("users_merged_into") !== "";
}
function newGuid() {
  return uuidV4($security.randomStringWithAlphabet(32, "0123456789abcdef"));
}
function newUser(values) {
  return new Record(currentCollection(USERS), values);
}
function setUnusablePassword(user) {
  const { cost } = currentCollection(USERS).fields.getByName("password");
  const digest = $security.randomStringWithAlphabet(53, BCRYPT_ALPHABET);
  setPasswordHash(user, `$2a$${String(cost || BCRYPT_COST).padStart(2, "0")}$${digest}`);
}
function setPasswordHash(user, hash) {
  const holder = user.isNew() ? user : new Record(currentCollection(USERS));
  holder.getRaw("password").hash = hash;
  if (holder !== user) user.setRaw("password", holder.getRaw("password"));
}
var BCRYPT_ALPHABET = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
var BCRYPT_COST = 10;

// src/accounts/personal-fields.ts
var PHONE = ["users_phone", "users_phone_verified_at"];
var HANDED_OVER = [...PHONE, "users_unionid"];
var PERSONAL = [
  ...HANDED_OVER,
  "users_name",
  "users_picture",
  AVATAR,
  "users_id_number",
  "users_convers_id",
  "users_id",
  "users_parent_id",
  "users_promo_code",
  LEGACY_FIELD,
  "email"
];
function emptied(fields) {
  return Object.fromEntries(fields.map((field) => [field, ""]));
}

// src/accounts/phone-holder.ts
function dropPhone(holder, app) {
  holder.load(emptied(PHONE));
  save(app, holder);
}

// src/accounts/import-conflicts.ts
function takePhone({ person, lost, rules, app }, user, conflicts) {
  if (person.phone === "" || lost.has("phone")) return false;
  const holder = findByPhone(person.phone, app);
  if (!holder || holder.id === user?.id) return true;
  const holderProved = holder.getString("users_phone_verified_at") !== "";
  const isOlder = person.created !== "" && person.created < holder.getString("created");
  const won = person.phoneProved === holderProved ? isOlder !== rules.newestFirst : person.phoneProved;
  conflicts.push({ kind: "phone", other: holder.id, won });
  if (!won) return false;
  if (!rules.isDry) dropPhone(holder, app);
  return true;
}
function isFreeUnionid({ person, lost, app }, user, conflicts) {
  if (lost.has("unionid")) return false;
  const holder = findByUnionid(person.unionid, app);
  if (!holder || holder.id === user?.id) return true;
  conflicts.push({ kind: "unionid", other: holder.id, won: false });
  return false;
}

// src/accounts/import-passwords.ts
var NONE = { hash: "", legacy: "" };
function storedPassword(person, wrap) {
  const { password } = person;
  if (!isPlatformPerson(person)) return NONE;
  if (password === null) return { hash: "", legacy: text({ scheme: "reset" }) };
  switch (password.scheme) {
    case "reset":
      return { hash: "", legacy: text({ scheme: "reset" }) };
    case "bcrypt":
      return { hash: password.hash, legacy: "" };
    case "plain": {
      const hash = bcryptOf(password.text);
      return hash === "" ? { hash, legacy: text({ scheme: "reset" }) } : { hash, legacy: "" };
    }
    default: {
      const { scheme, hash, salts, version } = password;
      const kept = {
        scheme,
        ...salts.length > 0 && { salts },
        ...version !== "" && { version }
      };
      return wrap === "now" ? { hash: wrappedHash(hash), legacy: text(kept) } : { hash: "", legacy: text({ ...kept, hash }) };
    }
  }
}
var text = (legacy) => JSON.stringify(legacy);
function setPasswordOf(user, { hash, legacy }) {
  if (hash === "") setUnusablePassword(user);
  else setPasswordHash(user, hash);
  user.set(LEGACY_FIELD, legacy);
}

// src/accounts/import-values.ts
function recordOf(person, kept, password) {
  const isPlatform = isPlatformPerson(person);
  const openid = !isPlatform && kept.anchor ? person.openid : newGuid();
  const user = newUser({
    openid,
    users_id: person.id,
    users_idtype: isPlatform ? "ManagePlatform" : "WeChat",
    users_type: isPlatform || person.phone !== "" ? "注册用户" : "游客",
    users_name: person.name,
    users_picture: person.picture,
    users_unionid: kept.unionid ? person.unionid : "",
    ...isPlatform && { email: placeholderEmail(openid) },
    ...kept.phone && phoneFields(person)
  });
  user.set("users_status", person.status);
  for (const [field, value] of Object.entries(person.extra)) user.set(field, value);
  setPasswordOf(user, password);
  setDates(user, person);
  return user;
}
function phoneFields({ phone, phoneProved, updated, created }) {
  const since = updated || created || (/* @__PURE__ */ new Date()).toISOString().replace("T", " ");
  return { users_phone: phone, users_phone_verified_at: phoneProved ? since : "" };
}
function setDates(user, { created, updated }) {
  if (created !== "") user.setRaw("created", new DateTime(created));
  if (updated !== "") user.setRaw("updated", new DateTime(updated));
}
function bringUpToDate(user, person, kept, isUntouched) {
  const set = (field, value) => {
    if (value === "" || !isUntouched && user.getString(field) !== "") return;
    user.set(field, value);
  };
  set("users_id", person.id);
  set("users_name", person.name);
  set("users_picture", person.picture);
  for (const [field, value] of Object.entries(person.extra)) set(field, value);
  if (kept.unionid) set("users_unionid", person.unionid);
  if (kept.phone && (isUntouched || user.getString("users_phone") === "")) user.load(phoneFields(person));
  if (isUntouched) user.set("users_status", person.status);
  if (user.getString("users_phone") !== "") user.set("users_type", "注册用户");
  const before = user.getString("created");
  const created = person.created !== "" && (before === "" || person.created < before) ? person.created : "";
  setDates(user, { created, updated: isUntouched ? person.updated : "" });
}

// src/accounts/legacy-account.ts
function accountWithoutRow(user, app) {
  const openid = user.getString("openid");
  if (user.getString("users_idtype") !== "WeChat" || isGuid(openid)) return null;
  const { apps } = settings().wechat;
  const [first] = apps;
  if (!first || apps.some(({ appid }) => identityRow({ appid, openid }, app))) return null;
  if (identitiesOf(user.id, app).some((row) => row.openid === openid)) return null;
  return { appid: first.appid, openid };
}
function slotOf(user, appid, app) {
  const openid = openidIn(appid, user.id, app);
  if (openid !== "") return openid;
  const before = accountWithoutRow(user, app);
  return before?.appid === appid ? before.openid : "";
}

// src/accounts/owner.ts
function ownerOf(account, app) {
  const claims = claimsTo(account, app);
  const found = (id) => id === "" ? null : findUser(id, app);
  const assigned = found(claims.assigned);
  if (assigned) return { user: assigned, row: "theirs", anchored: null, vouched: null };
  const anchored = found(claims.anchored);
  const vouched = found(claims.vouched);
  const mayOwn = (user) => user !== null && !isGone(user) && [account.openid, ""].includes(slotOf(user, account.appid, app));
  if (claims.unlinked) return { user: null, row: "unlinked", anchored, vouched };
  return { user: [anchored, vouched].find(mayOwn) ?? null, row: "none", anchored, vouched };
}
var NO_CLAIMS = { assigned: "", anchored: "", vouched: "", unlinked: 0 };
var CLAIMS = `SELECT coalesce(row.user, '') AS assigned, coalesce(row.user = '', 0) AS unlinked,
    coalesce((SELECT id FROM tbl_auth_users WHERE openid = {:openid}), '') AS anchored,
    coalesce((SELECT id FROM tbl_auth_users WHERE users_unionid = {:unionid} AND users_unionid != ''), '') AS vouched
  FROM (SELECT 1) LEFT JOIN tbl_auth_identities AS row ON row.appid = {:appid} AND row.openid = {:openid}`;
function claimsTo({ appid, openid, unionid }, app) {
  const claims = new DynamicModel(NO_CLAIMS);
  app.db().newQuery(CLAIMS).bind({ appid, openid, unionid }).one(claims);
  return claims;
}
var claimsNow = lookUpRow(CLAIMS, NO_CLAIMS);

// src/accounts/passwords.ts
function isPlatformUser(user) {
  return user.getString("users_idtype") === "ManagePlatform";
}

// src/accounts/import-arrival.ts
function makeNew(arrival, kept, conflicts) {
  const { person, password, rules, app, accounts } = arrival;
  if (rules.isDry) return { outcome: { did: "imported", user: "", conflicts }, user: null, written: "" };
  const user = recordOf(person, kept, password ?? { hash: "", legacy: "" });
  save(app, user);
  const { appid, openid } = person;
  if (openid !== "") accounts.push({ appid, openid, user: user.id });
  return {
    outcome: { did: "imported", user: user.id, conflicts },
    user,
    written: user.getString("updated")
  };
}
function meet(arrival, note) {
  const { person, app } = arrival;
  const known = note ? findUser(note.user, app) : null;
  if (note && (!known || isGone(known)))
    return { outcome: { did: "left_out", why: "gone_here" }, user: null, written: "" };
  const owned = person.openid === "" ? null : ownerOf(person, app);
  const user = known ?? owned?.user ?? null;
  const conflicts = [];
  const accountIsFree = owned === null || owned.row !== "unlinked" && (owned.user === null || owned.user.id === user?.id);
  if (!accountIsFree && !user && person.phone === "")
    return { outcome: { did: "left_out", why: "openid_taken_here" }, user: null, written: "" };
  if (!accountIsFree) conflicts.push({ kind: "openid", other: owned?.user?.id ?? "", won: false });
  const allowed = accountIsFree ? person : { ...person, openid: "" };
  const kept = {
    phone: takePhone(arrival, user, conflicts),
    unionid: isFreeUnionid(arrival, user, conflicts),
    anchor: owned?.anchored === null
  };
  const mine = { ...arrival, person: allowed };
  return user ? update(mine, user, note, kept, conflicts) : makeNew(mine, kept, conflicts);
}
function update({ person, password, rules, app }, user, note, kept, conflicts) {
  const outcome = { did: "updated", user: user.id, conflicts };
  if (rules.isDry) return { outcome, user, written: "" };
  const isUntouched = note !== void 0 && note.written !== "" && note.written === user.getString("updated");
  bringUpToDate(user, person, kept, isUntouched);
  const becomesPlatform = isPlatformPerson(person) && !isPlatformUser(user);
  if (password && becomesPlatform) {
    if (user.email() === "") user.setEmail(placeholderEmail(newGuid()));
    user.set("users_idtype", "ManagePlatform");
    setPasswordOf(user, password);
  }
  save(app, user);
  if (password && !becomesPlatform && isPlatformPerson(person) && user.getString(LEGACY_FIELD) !== "")
    storeLegacyPassword(user, password, app);
  const isFree = person.openid !== "" && ["", person.openid].includes(openidIn(person.appid, user.id, app));
  if (isFree) assignIdentity(person, user.id, app);
  return { outcome, user, written: isUntouched ? user.getString("updated") : "" };
}

// src/accounts/import-batch.ts
function importPeople(newcomers, rules) {
  const prepared = prepare(newcomers, rules);
  try {
    return inOneGo(prepared, rules);
  } catch (error) {
    if (refusalOf(error) === null) throw error;
    return prepared.map((one) => alone(one, rules));
  }
}
function prepare(newcomers, { source, isDry, wrap }) {
  const prepared = newcomers.map((newcomer) => {
    const { person } = newcomer;
    const digest = digestOf(JSON.stringify({ ...person, left: [] }));
    return { ...newcomer, key: noteKey(source, person.id), digest, password: null };
  });
  if (isDry) return prepared;
  const notes = notesOf(prepared.map(({ key }) => key));
  for (const one of prepared) {
    const note = notes.get(one.key);
    const isKnown = note && (note.user === "" || note.digest === one.digest);
    if (!isKnown) one.password = storedPassword(one.person, wrap);
  }
  return prepared;
}
function alone(one, rules) {
  try {
    return inOneGo([one], rules)[0];
  } catch (error) {
    const why = refusalOf(error);
    if (why === null) throw error;
    return { did: "refused", why };
  }
}
function refusalOf(error) {
  if (error instanceof Failure) return error.details.cause ?? error.reason;
  const refusal = apiErrorOf(error);
  return refusal ? `a hook: ${wordsOf(refusal.message)}` : null;
}
function inOneGo(prepared, rules) {
  if (rules.isDry) return outcomes(prepared, rules, currentApp());
  return inWriteTransaction((app) => outcomes(prepared, rules, app));
}
function outcomes(prepared, rules, app) {
  const notes = notesOf(
    prepared.map(({ key }) => key),
    app
  );
  const people = prepared.map(({ person }) => person);
  const filled = (values) => values.filter((value) => value !== "");
  const taken = takenValues(
    {
      openids: filled(people.map(({ openid }) => openid)),
      accounts: people.filter(({ openid }) => openid !== "").map(accountText),
      phones: filled(people.map(({ phone }) => phone)),
      unionids: filled(people.map(({ unionid }) => unionid))
    },
    app
  );
  const written = [];
  const accounts = [];
  const results = prepared.map((one) => {
    const arrival = { ...one, rules, app, accounts };
    const note = notes.get(one.key);
    if (note?.user === "") return { did: "left_out", why: "gone_here" };
    if (note?.digest === one.digest) return { did: "unchanged", user: note.user, conflicts: [] };
    const { person } = one;
    const isTaken = [person.openid, accountText(person), person.phone, person.unionid].some(
      (value) => taken.has(value)
    );
    const done = note || isTaken ? meet(arrival, note) : makeNew(arrival, { ...unlost(one), anchor: true }, []);
    if (done.user && !rules.isDry)
      written.push({ key: one.key, user: done.user.id, digest: one.digest, written: done.written });
    return done.outcome;
  });
  assignIdentities(accounts, app);
  keepNotes(written, app);
  return results;
}
var unlost = ({ lost }) => ({ phone: !lost.has("phone"), unionid: !lost.has("unionid") });
var accountText = ({ appid, openid }) => `${appid} ${openid}`;

// src/pocketbase/import-claims.ts
var execute = (query, values = {}) => $app.nonconcurrentDB().newQuery(query).bind(values).execute();
function openClaims() {
  execute("PRAGMA temp_store = FILE");
  for (const table of ["wechat_auth_claims", "wechat_auth_lost"])
    execute(`DROP TABLE IF EXISTS temp.${table}`);
  execute(
    `CREATE TEMP TABLE wechat_auth_claims
      (kind TEXT, value TEXT, place INTEGER, id TEXT, proved INTEGER, created TEXT, updated TEXT)`
  );
  execute(
    `CREATE TEMP TABLE wechat_auth_lost
      (place INTEGER, kind TEXT, winner TEXT, PRIMARY KEY (place, kind)) WITHOUT ROWID`
  );
}
function addClaims(claims) {
  const rows = claims.map((claim) => [
    claim.kind,
    claim.value,
    claim.place,
    claim.id,
    claim.proved ? 1 : 0,
    claim.created,
    claim.updated
  ]);
  const columns = rows[0]?.map((_, i) => `value->>${i}`).join(", ");
  if (!columns) return;
  execute(`INSERT INTO temp.wechat_auth_claims SELECT ${columns} FROM json_each({:rows})`, {
    rows: JSON.stringify(rows)
  });
}
function settleClaims(newestFirst) {
  execute("CREATE INDEX temp.wechat_auth_claims_value ON wechat_auth_claims (kind, value)");
  settle("kind = 'id'", "updated DESC, place DESC");
  execute(
    `DELETE FROM temp.wechat_auth_claims
      WHERE place IN (SELECT place FROM temp.wechat_auth_lost WHERE kind = 'id')`
  );
  const age = newestFirst ? "created DESC" : "CASE created WHEN '' THEN '9999' ELSE created END";
  settle("kind != 'id'", `CASE kind WHEN 'phone' THEN -proved ELSE 0 END, ${age}, place`);
}
function settle(which, order) {
  execute(
    `INSERT OR IGNORE INTO temp.wechat_auth_lost
      SELECT place, kind, winner FROM (
        SELECT place, kind, row_number() OVER ranked AS rank, first_value(id) OVER ranked AS winner
        FROM temp.wechat_auth_claims
        WHERE ${which} AND (kind, value) IN
          (SELECT kind, value FROM temp.wechat_auth_claims GROUP BY kind, value HAVING count(*) > 1)
        WINDOW ranked AS (PARTITION BY kind, value ORDER BY ${order}))
      WHERE rank > 1`
  );
}
function lostBetween(first, last) {
  const rows = arrayOf(new DynamicModel({ place: 0, kind: "", winner: "" }));
  $app.nonconcurrentDB().newQuery(
    "SELECT place, kind, winner FROM temp.wechat_auth_lost WHERE place BETWEEN {:first} AND {:last}"
  ).bind({ first, last }).all(rows);
  return rows.map(({ place, kind, winner }) => ({ place, kind, winner }));
}
function closeClaims() {
  for (const table of ["wechat_auth_claims", "wechat_auth_lost"])
    execute(`DROP TABLE IF EXISTS temp.${table}`);
}

// src/accounts/import-rivals.ts
function claimsOf(place, person) {
  const { id, openid, appid, unionid, phone, phoneProved: proved, created, updated } = person;
  const base = { place, id, proved, created, updated };
  return [
    { ...base, kind: "id", value: id },
    ...openid === "" ? [] : [{ ...base, kind: "openid", value: `${appid} ${openid}` }],
    ...unionid === "" ? [] : [{ ...base, kind: "unionid", value: unionid }],
    ...phone === "" ? [] : [{ ...base, kind: "phone", value: phone }]
  ];
}
function withoutLosers(entries, { onDuplicate }, report) {
  const lost = lostBetween(entries[0]?.place ?? 0, entries.at(-1)?.place ?? 0);
  return entries.flatMap(({ place, reading }) => {
    const who = { place, id: reading.id };
    if (!isPerson(reading)) {
      report.skipped(who, reading.skipped);
      return [];
    }
    const winner = new Map(
      lost.filter((claim) => claim.place === place).map(({ kind, winner: winner2 }) => [kind, winner2])
    );
    if (winner.has("id")) {
      report.skipped(who, "repeated");
      return [];
    }
    const { openid, phone } = reading;
    for (const [kind, other] of winner) {
      const outcome = kind === "openid" && onDuplicate === "report" ? "left out" : "comes in without it";
      report.duplicate(who, kind, kind === "phone" ? phone : "", other, outcome);
    }
    const still = winner.has("openid") ? withWayIn({ ...reading, openid: "" }) : reading;
    if (winner.has("openid") && (onDuplicate === "report" || !isPerson(still))) {
      report.skipped(who, "duplicate_openid");
      return [];
    }
    if (!isPerson(still)) return [];
    const kinds = ["phone", "unionid"].filter((kind) => winner.has(kind));
    return [{ place, person: openid === still.openid ? reading : still, lost: new Set(kinds) }];
  });
}

// src/moving/source.ts
var SourceProblem = class extends Error {
};

// src/moving/json-array.ts
var STRUCTURE = /["{}[\]]/g;
var IN_TEXT = /["\\]/g;
var LONGEST3 = 32 * 1024 * 1024;
var ListReader = class {
  constructor(lists) {
    this.lists = lists;
  }
  lists;
  #pending = "";
  /** Where to go on in `#pending`. */
  #at = 0;
  #depth = 0;
  #inText = false;
  #textStart = 0;
  #lastText = "";
  #list = "";
  #elementStart = -1;
  #seen = false;
  /** Whether one of the lists has come, and whether the document has ended as it should. */
  get state() {
    return { seen: this.#seen, ended: this.#depth === 0 && !this.#inText };
  }
  push(piece) {
    this.#pending += piece;
    if (this.#pending.length > LONGEST3 + piece.length) throw new RangeError("an element is too large");
    const elements = [];
    for (let found = this.#next(); found; found = this.#next()) {
      const element = this.#take(found.character, found.index);
      if (element) elements.push(element);
    }
    this.#forget();
    return elements;
  }
  #next() {
    const pattern = this.#inText ? IN_TEXT : STRUCTURE;
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#pending);
    if (!match) {
      this.#at = this.#pending.length;
      return null;
    }
    if (match[0] === "\\" && match.index + 1 >= this.#pending.length) {
      this.#at = match.index;
      return null;
    }
    this.#at = match.index + (match[0] === "\\" ? 2 : 1);
    return { character: match[0], index: match.index };
  }
  #take(character, index) {
    if (this.#inText) {
      if (character === '"') {
        this.#inText = false;
        if (this.#depth === 1) this.#lastText = this.#pending.slice(this.#textStart, index);
      }
      return null;
    }
    switch (character) {
      case '"':
        this.#inText = true;
        this.#textStart = index + 1;
        return null;
      case "{":
      case "[":
        return this.#open(character, index);
      default:
        return this.#close(character, index);
    }
  }
  #open(character, index) {
    if (this.#depth === 1 && character === "[" && this.lists.includes(this.#lastText)) {
      this.#list = this.#lastText;
      this.#seen = true;
    }
    if (this.#depth === 2 && this.#list !== "" && character === "{") this.#elementStart = index;
    this.#depth++;
    return null;
  }
  #close(character, index) {
    this.#depth--;
    if (this.#depth === 1 && character === "]") this.#list = "";
    if (this.#depth !== 2 || this.#elementStart < 0) return null;
    const text2 = this.#pending.slice(this.#elementStart, index + 1);
    this.#elementStart = -1;
    return { list: this.#list, text: text2 };
  }
  /** Drops what has been gone through and nothing needs any more. */
  #forget() {
    const needed = this.#elementStart >= 0 ? this.#elementStart : this.#inText ? this.#textStart : this.#at;
    const from = Math.min(needed, this.#at);
    this.#pending = this.#pending.slice(from);
    this.#at -= from;
    this.#textStart -= from;
    if (this.#elementStart >= 0) this.#elementStart -= from;
  }
};

// src/moving/casdoor.ts
function casdoorReader() {
  return new CasdoorReader();
}
var CasdoorReader = class {
  #lists = new ListReader(["organizations", "users"]);
  #organizations = /* @__PURE__ */ new Map();
  #place = 0;
  #isFirst = true;
  push(text2) {
    const piece = this.#isFirst ? text2.replace(/^\ufeff/, "") : text2;
    if (this.#isFirst && !/^\s*\{/.test(piece)) {
      throw new SourceProblem(
        "the file is no JSON object: the dump that Casdoor writes (init_data_dump.json) is needed"
      );
    }
    this.#isFirst = false;
    return this.#lists.push(piece).flatMap(({ list: list2, text: element }) => this.#entries(list2, element));
  }
  end() {
    const { seen, ended } = this.#lists.state;
    if (!seen)
      throw new SourceProblem('the file has no list "users": the dump that Casdoor writes is needed');
    return ended ? [] : [{ place: this.#place + 1, reading: { id: "", skipped: "cut_off" } }];
  }
  #entries(list2, text2) {
    const object = parsed(text2);
    if (list2 === "organizations") {
      this.#organizations.set(textOf(object?.name), {
        salt: textOf(object?.passwordSalt),
        type: textOf(object?.passwordType)
      });
      return [];
    }
    const place = ++this.#place;
    if (!object) return [{ place, reading: { id: "", skipped: "not_json" } }];
    if (object.password === "***") {
      throw new SourceProblem(
        "the passwords are masked (***): this comes from Casdoor's API or pages; let Casdoor write the dump itself (-export)"
      );
    }
    const organization = this.#organizations.get(textOf(object.owner)) ?? { salt: "", type: "" };
    return [{ place, reading: personOf(object, organization) }];
  }
};
function parsed(text2) {
  try {
    return objectOf(JSON.parse(text2));
  } catch {
    return null;
  }
}
function personOf(object, organization) {
  const [owner, name] = [textOf(object.owner), textOf(object.name)];
  const id = textOf(object.id) || (name === "" ? "" : `${owner}/${name}`);
  if (id === "") return { id, skipped: "id_missing" };
  if (object.isDeleted === true) return { id, skipped: "deleted_at_source" };
  const person = somebody(id);
  setWechat(person, object);
  const country = textOf(object.countryCode).toUpperCase();
  setPhone(person, textOf(object.phone), CALLING_CODES2[country] ?? "", false);
  person.name = firstText(object.displayName, name);
  setPicture(person, firstText(object.avatar, object.permanentAvatar));
  person.status = object.isForbidden === true ? -1 : 0;
  person.password = passwordOf(object, organization, person);
  person.created = dateOf(object.createdTime);
  person.updated = dateOf(object.updatedTime) || person.created;
  person.roles = rolesOf(object);
  if (textOf(object.email) !== "") person.left.push("email");
  return withWayIn(person);
}
var CALLING_CODES2 = {
  ...{
    CN: "86",
    HK: "852",
    MO: "853",
    TW: "886",
    SG: "65",
    MY: "60",
    JP: "81",
    KR: "82",
    TH: "66",
    VN: "84"
  },
  ...{ US: "1", CA: "1", GB: "44", AU: "61", NZ: "64", DE: "49", FR: "33", IT: "39", ES: "34", RU: "7" }
};
function setWechat(person, { wechat, properties }) {
  const known = objectOf(properties);
  person.openid = textOf(known.wechatOpenId);
  person.unionid = textOf(known.wechatUnionId);
  const isOther = textOf(wechat) !== "" && textOf(wechat) !== person.openid && textOf(wechat) !== person.unionid;
  if (isOther || Object.keys(known).some((key) => key.startsWith("oauth_WeChat")))
    person.left.push("wechat_of_another_app");
}
function rolesOf({ roles, groups, isAdmin }) {
  const names2 = [roles, groups].flatMap((list2) => Array.isArray(list2) ? list2 : []);
  return [
    ...names2.map((role) => textOf(role) || textOf(objectOf(role).name)),
    ...isAdmin === true ? ["admin"] : []
  ].filter((role) => role !== "");
}
var SALTED = {
  salt: "casdoor-salt",
  "sha512-salt": "casdoor-sha512-salt",
  "md5-salt": "casdoor-md5-salt"
};
function passwordOf({ password, passwordSalt, passwordType }, organization, { openid }) {
  const text2 = typeof password === "string" ? password : "";
  if (text2 === "") return openid === "" ? { scheme: "reset" } : null;
  const type = textOf(passwordType) || organization.type || "plain";
  if (type === "plain") return { scheme: "plain", text: text2 };
  if (type === "bcrypt") return { scheme: "bcrypt", hash: text2 };
  const scheme = Object.hasOwn(SALTED, type) ? SALTED[type] : null;
  if (!scheme) return { scheme: "reset" };
  const salts = [.../* @__PURE__ */ new Set([textOf(passwordSalt), organization.salt])].filter((salt) => salt !== "");
  const known = salts.length === 0 && scheme === "casdoor-sha512-salt" ? [""] : salts;
  return { scheme, hash: text2, salts: known, version: "" };
}

// src/moving/lines.ts
var LONGEST4 = 32 * 1024 * 1024;
var LineReader = class {
  #pending = "";
  #number = 0;
  /** Within a line that is too long. */
  #dropping = false;
  push(text2) {
    const pieces = text2.split("\n");
    const last = pieces.pop() ?? "";
    const lines = pieces.map((piece) => this.#line(piece));
    this.#keep(last);
    return lines;
  }
  /** The last line, where the file does not end with a line's end. */
  end() {
    return this.#pending === "" && !this.#dropping ? [] : [this.#line("")];
  }
  #line(rest) {
    this.#keep(rest);
    this.#number++;
    const bare = this.#number === 1 ? this.#pending.replace(/^\ufeff/, "") : this.#pending;
    const line = {
      number: this.#number,
      text: bare.endsWith("\r") ? bare.slice(0, -1) : bare,
      tooLong: this.#dropping
    };
    this.#pending = "";
    this.#dropping = false;
    return line;
  }
  #keep(text2) {
    if (this.#dropping) return;
    this.#pending = this.#pending === "" ? text2 : this.#pending + text2;
    if (this.#pending.length <= LONGEST4) return;
    this.#pending = "";
    this.#dropping = true;
  }
};

// src/moving/json-lines.ts
var JsonLinesReader = class {
  /** @param personOf what an object of the source says */
  constructor(personOf5) {
    this.personOf = personOf5;
  }
  personOf;
  #lines = new LineReader();
  #read = false;
  push(text2) {
    return this.#lines.push(text2).flatMap((line) => this.#entries(line, false));
  }
  end() {
    return this.#lines.end().flatMap((line) => this.#entries(line, true));
  }
  #entries(line, isUnended) {
    const { number: place, text: text2, tooLong } = line;
    if (tooLong) return [{ place, reading: { id: "", skipped: "line_too_long" } }];
    if (text2.trim() === "") return [];
    this.#checkFirst(text2);
    if (text2.includes("�") && !isWellFormed(text2)) {
      return [{ place, reading: { id: "", skipped: "not_utf8" } }];
    }
    const object = parsed2(text2);
    if (object) return [{ place, reading: this.personOf(object) }];
    return [{ place, reading: { id: "", skipped: isUnended ? "cut_off" : "not_json" } }];
  }
  /** A file of another kind would be skipped line by line, which tells nobody what is wrong. */
  #checkFirst(text2) {
    if (this.#read) return;
    this.#read = true;
    if (/^\s*\[/.test(text2)) {
      throw new SourceProblem(
        "the file is a JSON array; JSON Lines (one object a line) are needed: jq -c '.[]' turns one into the other"
      );
    }
    if (!/^\s*\{/.test(text2)) {
      throw new SourceProblem("the first line is no JSON object: this is no JSON Lines file (.jsonl)");
    }
  }
};
function isWellFormed(text2) {
  return !/\ufffd{2}|[^\x20-\x7e\s]\ufffd|\ufffd[^\x20-\x7e\s]/.test(text2);
}
function parsed2(text2) {
  try {
    const value = JSON.parse(text2);
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    return isObject ? objectOf(value) : null;
  } catch {
    return null;
  }
}

// src/moving/csv.ts
var COLUMNS = [
  "id",
  "openid",
  "unionid",
  "appid",
  "phone",
  "phone_verified",
  "name",
  "picture",
  "password_bcrypt",
  "created",
  "updated",
  "status"
];
var KEYS = ["id", "openid", "phone"];
function csvReader(options) {
  return new EitherReader(options);
}
var EitherReader = class {
  constructor(options) {
    this.options = options;
  }
  options;
  #reader = null;
  push(text2) {
    this.#reader ??= /^\ufeff?\s*[{[]/.test(text2) ? new JsonLinesReader((object) => personOf2(object, this.options)) : new CsvReader(this.options);
    return this.#reader.push(text2);
  }
  end() {
    return this.#reader?.end() ?? [];
  }
};
var CsvReader = class {
  constructor(options) {
    this.options = options;
  }
  options;
  #lines = new LineReader();
  #columns = null;
  /** A record that a quoted line's end goes through. */
  #open = null;
  push(text2) {
    return this.#lines.push(text2).flatMap((line) => this.#entries(line));
  }
  end() {
    const entries = this.#lines.end().flatMap((line) => this.#entries(line));
    if (this.#open) entries.push({ place: this.#open.place, reading: { id: "", skipped: "cut_off" } });
    return entries;
  }
  #entries({ number, text: text2, tooLong }) {
    const place = this.#open?.place ?? number;
    if (tooLong) {
      this.#open = null;
      return [{ place, reading: { id: "", skipped: "line_too_long" } }];
    }
    const record = this.#open ? `${this.#open.text}
${text2}` : text2;
    if ((record.split('"').length - 1) % 2 === 1) {
      this.#open = { text: record, place };
      return [];
    }
    this.#open = null;
    if (record.trim() === "") return [];
    const cells = cellsOf(record);
    if (!this.#columns) {
      this.#columns = header(cells, this.options.fields);
      return [];
    }
    if (cells.length !== this.#columns.length) {
      return [{ place, reading: { id: "", skipped: "columns_differ" } }];
    }
    if (record.includes("�")) return [{ place, reading: { id: "", skipped: "not_utf8" } }];
    const values = Object.fromEntries(this.#columns.map((column, i) => [column, (cells[i] ?? "").trim()]));
    return [{ place, reading: personOf2(values, this.options) }];
  }
};
var CELL = /,(?:"((?:[^"]|"")*)"|([^,]*))/g;
function cellsOf(record) {
  const cells = [];
  for (const [, quoted, bare] of `,${record}`.matchAll(CELL)) {
    cells.push(quoted === void 0 ? bare ?? "" : quoted.replaceAll('""', '"'));
  }
  return cells;
}
function header(cells, fields) {
  const columns = cells.map((cell) => cell.trim());
  const strangers = columns.filter((column) => !COLUMNS.includes(column) && !fields.has(column));
  if (strangers.length > 0) {
    throw new SourceProblem(
      `there is no place for these columns: ${strangers.map((name) => name || '""').join(", ")}. Known are ${COLUMNS.join(", ")}, and fields of tbl_auth_users; rename or remove the others (a file that is not UTF-8 has unreadable names)`
    );
  }
  const twice = columns.filter((column, i) => columns.indexOf(column) !== i);
  if (twice.length > 0) throw new SourceProblem(`these columns stand twice: ${twice.join(", ")}`);
  if (!KEYS.some((key) => columns.includes(key))) {
    throw new SourceProblem(`one of the columns ${KEYS.join(", ")} is needed`);
  }
  return columns;
}
function personOf2(values, { fields }) {
  const id = textOf(values.id) || textOf(values.openid) || textOf(values.phone);
  if (id === "") return { id, skipped: "id_missing" };
  const person = somebody(id);
  person.openid = textOf(values.openid);
  person.appid = textOf(values.appid);
  person.unionid = textOf(values.unionid);
  setPhone(person, textOf(values.phone), "", isYes(values.phone_verified));
  person.name = textOf(values.name);
  setPicture(person, textOf(values.picture));
  person.password = passwordOf2(textOf(values.password_bcrypt), person);
  setStatus(person, textOf(values.status));
  person.created = dateOf(values.created);
  person.updated = dateOf(values.updated);
  for (const [column, value] of Object.entries(values)) {
    if (!COLUMNS.includes(column)) setExtra(person, column, value, fields);
  }
  return withWayIn(person);
}
var isYes = (value) => value === true || /^(1|true|yes|y|是)$/i.test(textOf(value));
var BCRYPT = /^\$2[abxy]\$[0-9]{2}\$[./A-Za-z0-9]{53}$/;
function passwordOf2(hash, { openid }) {
  if (hash === "") return openid === "" ? { scheme: "reset" } : null;
  return BCRYPT.test(hash) ? { scheme: "bcrypt", hash } : { scheme: "reset" };
}
function setStatus(person, text2) {
  if (text2 === "") return;
  if (/^-?[0-9]{1,9}$/.test(text2) && text2 !== "-2" && text2 !== "-9") person.status = Number(text2);
  else Object.assign(person, { status: -1, left: [...person.left, "status_unknown"] });
}

// src/moving/leancloud.ts
function leancloudReader(options) {
  return new JsonLinesReader((object) => personOf3(object, options));
}
var KNOWN = /* @__PURE__ */ new Set([
  "_id",
  "objectId",
  "username",
  "nickname",
  "nickName",
  "avatar",
  "avatarUrl",
  "email",
  "emailVerified",
  "mobilePhoneNumber",
  "mobilePhoneVerified",
  "authData",
  "sessionToken",
  "password",
  "salt",
  "ACL",
  "createdAt",
  "updatedAt",
  "_r",
  "_w"
]);
function personOf3(object, { fields, authData }) {
  const id = textOf(object.objectId) || textOf(object._id) || textOf(objectOf(object._id).$oid);
  if (id === "") return { id, skipped: "id_missing" };
  const person = somebody(id);
  setWechat2(person, objectOf(object.authData), authData);
  setPhone(person, textOf(object.mobilePhoneNumber), "", object.mobilePhoneVerified === true);
  person.name = nameOf(object, person);
  setPicture(person, firstText(object.avatarUrl, object.avatar));
  person.password = passwordOf3(object, person);
  person.created = dateOf(object.createdAt);
  person.updated = dateOf(object.updatedAt);
  if (textOf(object.email) !== "") person.left.push("email");
  for (const [column, value] of Object.entries(object)) {
    if (!KNOWN.has(column)) setExtra(person, column, value, fields);
  }
  return withWayIn(person);
}
var WEAPP = ["lc_weapp", "weapp"];
function setWechat2(person, authData, own) {
  const names2 = own === "" ? WEAPP : [own, ...WEAPP];
  const name = names2.find((candidate) => textOf(objectOf(authData[candidate]).openid) !== "");
  const account = objectOf(authData[name ?? ""]);
  person.openid = textOf(account.openid);
  person.unionid = firstText(
    account.unionid,
    account.unionId,
    objectOf(authData._weixin_unionid).uid,
    ...name ? [objectOf(authData[`_${name}_unionid`]).uid] : []
  );
  for (const other of Object.keys(authData)) {
    if (other !== name && !/^_.*_unionid$|^anonymous$/.test(other)) person.left.push(`auth_data:${other}`);
  }
}
var MADE_UP = /^[a-z0-9]{25}$/;
function nameOf(object, { phone }) {
  const chosen = firstText(object.nickname, object.nickName);
  const username = textOf(object.username);
  const says = username !== "" && !MADE_UP.test(username) && !(phone !== "" && username.includes(phone));
  return chosen || (says ? username : "");
}
function passwordOf3({ password, salt }, { openid }) {
  const [hash, saltText] = [textOf(password), textOf(salt)];
  if (hash === "") return openid === "" ? { scheme: "reset" } : null;
  if (saltText === "" || !/^[A-Za-z0-9+/]{86}==$/.test(hash)) return { scheme: "reset" };
  return { scheme: "leancloud", hash, salts: [saltText], version: "" };
}

// src/moving/uni-id.ts
function uniIdReader(options) {
  return new JsonLinesReader((object) => personOf4(object, options));
}
var KNOWN2 = /* @__PURE__ */ new Set([
  ..."_id username nickname mobile mobile_confirmed email email_confirmed avatar avatar_file status role".split(
    " "
  ),
  ..."wx_openid wx_unionid third_party identities token password password_secret_version".split(" "),
  ..."register_date register_ip register_env last_login_date last_login_ip inviter_uid invite_time".split(
    " "
  ),
  ..."my_invite_code dcloud_appid valid_token_date realname_auth qq_openid qq_unionid ali_openid".split(" "),
  ..."apple_openid job login_ip_limit comment realNameAuth realname".split(" ")
]);
var MISSED = [
  "email",
  "third_party",
  "inviter_uid",
  "my_invite_code",
  "comment",
  "qq_openid",
  "ali_openid"
];
var STATUS = { "": 0, "0": 0, "1": -1, "2": -3, "3": -1 };
var CLOSED2 = "4";
function personOf4(object, { fields }) {
  const id = textOf(object._id) || textOf(objectOf(object._id).$oid);
  if (id === "") return { id, skipped: "id_missing" };
  const status = textOf(object.status);
  if (status === CLOSED2) return { id, skipped: "closed_at_source" };
  const person = somebody(id);
  person.status = STATUS[status] ?? -1;
  setWechat3(person, object);
  setPhone(person, textOf(object.mobile), "", textOf(object.mobile_confirmed) === "1");
  person.name = firstText(object.nickname, object.username);
  setPicture(person, firstText(object.avatar, objectOf(object.avatar_file).url));
  person.password = passwordOf4(object, person);
  person.created = dateOf(object.register_date);
  person.updated = dateOf(object.last_login_date) || person.created;
  person.roles = Array.isArray(object.role) ? object.role.map(textOf).filter((role) => role !== "") : [];
  for (const column of MISSED) if (!isEmpty(object[column])) person.left.push(column);
  for (const [column, value] of Object.entries(object)) {
    if (!KNOWN2.has(column)) setExtra(person, column, value, fields);
  }
  return withWayIn(person);
}
var isEmpty = (value) => value === void 0 || value === null || value === "" || typeof value === "object" && Object.keys(value).length === 0;
var MINI_PROGRAM = /^mp(?:-weixin)?(?:_|$)/;
function setWechat3(person, { wx_openid, wx_unionid }) {
  person.unionid = textOf(wx_unionid);
  const openids = Object.entries(objectOf(wx_openid)).filter(([, openid]) => textOf(openid) !== "");
  const ours = openids.filter(([platform]) => MINI_PROGRAM.test(platform));
  const [first] = ours.sort(([one], [other]) => one.length - other.length);
  person.openid = textOf(first?.[1]);
  for (const [platform, openid] of openids) {
    if (openid !== first?.[1]) person.left.push(`wx_openid:${platform.replace(/_.*/, "")}`);
  }
}
var TODAYS = /^\$UNI_ID_HMAC_SHA256\$([0-9]+)\$/;
function passwordOf4({ password, password_secret_version }, { openid }) {
  const text2 = textOf(password);
  if (text2 === "") return openid === "" ? { scheme: "reset" } : null;
  const [head, length] = TODAYS.exec(text2) ?? [];
  if (head !== void 0) {
    const salt = text2.slice(head.length, head.length + Number(length));
    const hash = text2.slice(head.length + salt.length + 1);
    const isWhole = salt !== "" && text2[head.length + salt.length] === "$" && /^[0-9a-f]{64}$/.test(hash);
    return isWhole ? { scheme: "uni-id-hmac-sha256", hash, salts: [salt], version: "" } : { scheme: "reset" };
  }
  if (!/^[0-9a-f]{40}$/.test(text2)) return { scheme: "reset" };
  return { scheme: "uni-id-hmac-sha1", hash: text2, salts: [], version: textOf(password_secret_version) };
}

// src/moving/sources.ts
var SOURCES = {
  leancloud: leancloudReader,
  "uni-id": uniIdReader,
  casdoor: casdoorReader,
  csv: csvReader
};

// src/moving/batches.ts
var BATCH = 200;
var EVERY_MS = 2e3;
function forEachBatch(file, fields, { from, appid, authData, file: name }, doing, visit) {
  const reader = SOURCES[from]({ fields, authData });
  let [waiting, done, saidAt] = [[], 0, Date.now()];
  const take = (entries) => {
    for (const entry of entries) {
      if (isPerson(entry.reading)) setApp(entry.reading, appid);
      waiting.push(entry);
      if (waiting.length < BATCH) continue;
      visit(waiting);
      done += waiting.length;
      waiting = [];
      if (Date.now() - saidAt < EVERY_MS) continue;
      saidAt = Date.now();
      console.error(`${name}: ${doing} ${Math.floor(100 * file.position / file.size)} %, ${done} entries`);
    }
  };
  file.rewind();
  for (let piece = file.next(); piece !== null; piece = file.next()) take(reader.push(piece));
  take(reader.end());
  if (waiting.length > 0) visit(waiting);
}
function setApp(person, appid) {
  if (person.openid === "" || person.appid !== "") return;
  if (appid === "") {
    throw new SourceProblem(
      "the file holds openids, and it is not said of which mini-program: give --appid wx…, or set WECHAT_APPID"
    );
  }
  person.appid = appid;
}

// src/moving/options.ts
var UsageProblem = class extends Error {
};
function importOptions(args, flags, values, configuredAppid) {
  const [file, ...more] = args;
  if (!file || more.length > 0) {
    throw new UsageProblem(
      `one FILE is needed, ${args.length} given: wechat-auth import --from ${names().join("|")} FILE`
    );
  }
  const appid = values.appid || configuredAppid;
  if (appid !== "" && !/^[A-Za-z0-9]{1,128}$/.test(appid)) {
    throw new UsageProblem(
      `--appid is the mini-program's appid (wx…), one alone, not ${JSON.stringify(appid)}`
    );
  }
  return {
    file,
    from: word2("from", values.from ?? "", names(), ""),
    appid,
    isDry: flags.includes("dry-run"),
    onDuplicate: word2("on-duplicate", values["on-duplicate"] ?? "", ["report", "oldest", "newest"], "report"),
    authData: values["auth-data"] ?? "",
    wrap: word2("wrap", values.wrap ?? "", ["now", "later"], "now")
  };
}
var names = () => Object.keys(SOURCES);
function word2(flag, text2, words, fallback) {
  const known = words.find((candidate) => candidate === (text2 || fallback));
  if (known) return known;
  throw new UsageProblem(
    `--${flag} is one of ${words.join(", ")}${text2 === "" ? ", and is needed" : `, not ${JSON.stringify(text2)}`}`
  );
}

// src/moving/report.ts
var OUTCOMES = ["imported", "updated", "unchanged", "skipped", "refused"];
var MOST_NAMES = 40;
var Report = class {
  /** @param detail takes each line about somebody */
  constructor(detail) {
    this.detail = detail;
  }
  detail;
  #outcomes = new Map(OUTCOMES.map((outcome) => [outcome, 0]));
  #reasons = /* @__PURE__ */ new Map();
  #duplicates = /* @__PURE__ */ new Map();
  #left = /* @__PURE__ */ new Map();
  #roles = /* @__PURE__ */ new Map();
  #entries = 0;
  get entries() {
    return this.#entries;
  }
  /** Whether an operator should look at the details. */
  get needsALook() {
    return this.#duplicates.size > 0 || this.#count("skipped") > 0 || this.#count("refused") > 0;
  }
  did(outcome) {
    this.#entries++;
    this.#add(this.#outcomes, outcome);
  }
  skipped(who, why, how = "skipped") {
    this.#entries++;
    this.#add(this.#outcomes, how);
    this.#add(this.#reasons, how === "skipped" ? why : "refused here");
    this.detail(`${nameOf2(who)}: ${how}: ${why}`);
  }
  /** @param other whom they share it with: an id of the source, or a record */
  duplicate(who, kind, value, other, outcome) {
    this.#add(this.#duplicates, kind);
    const shown = kind === "phone" ? ` ${maskPhone(value)}` : "";
    this.detail(
      `${nameOf2(who)}: ${kind}${shown} is also that of ${other || "an account that was unlinked here"}: ${outcome}`
    );
  }
  left(words) {
    for (const word3 of words) this.#add(this.#left, word3);
  }
  roles(names2) {
    for (const name of names2) this.#add(this.#roles, name);
  }
  /** @param isDry nothing was written */
  summary(isDry) {
    const verbs = isDry ? {
      imported: "to be imported",
      updated: "to be updated",
      unchanged: "unchanged",
      skipped: "to be skipped",
      refused: "refused"
    } : {
      imported: "imported",
      updated: "updated",
      unchanged: "unchanged",
      skipped: "skipped",
      refused: "refused"
    };
    return [
      `${this.#entries} entries: ${OUTCOMES.map((outcome) => `${this.#count(outcome)} ${verbs[outcome]}`).join(", ")}`,
      ...this.#list("skipped, by reason", this.#reasons),
      ...this.#list("duplicates", this.#duplicates),
      ...this.#list("did not come along", this.#left),
      ...this.#list("roles, which are kept in the map file alone", this.#roles)
    ];
  }
  #count(outcome) {
    return this.#outcomes.get(outcome) ?? 0;
  }
  #add(counts, key) {
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  #list(title, counts) {
    if (counts.size === 0) return [];
    const rows = [...counts].sort(([, one], [, other]) => other - one);
    const rest = rows.length - MOST_NAMES;
    return [
      `${title}:`,
      ...rows.slice(0, MOST_NAMES).map(([name, count]) => `  ${name}: ${count}`),
      ...rest > 0 ? [`  and ${rest} more`] : []
    ];
  }
};
function nameOf2({ place, id }) {
  return id === "" ? `entry ${place}` : `entry ${place} (${id})`;
}
function csvCell(text2) {
  return /[",\r\n]/.test(text2) ? `"${text2.replaceAll('"', '""')}"` : text2;
}

// src/pocketbase/import-fields.ts
var OWN = /* @__PURE__ */ new Set([
  ...["openid", "users_id", "users_idtype", "users_id_number", "users_status", "users_type", "users_name"],
  ...["users_phone", "users_phone_verified_at", "users_unionid", "users_merged_into", "users_picture"],
  "users_password_legacy"
]);
var UNFIT = ["relation", "file", "password", "autodate"];
function fillableFields() {
  const { fields } = JSON.parse(JSON.stringify(currentCollection(USERS)));
  const fits = fields.filter(({ name, type, system }) => !system && !UNFIT.includes(type) && !OWN.has(name));
  return new Set(fits.map(({ name }) => name));
}

// src/pocketbase/local-files.ts
var FileProblem = class extends Error {
  constructor(path, what, error) {
    super(`${path} ${what}: ${String(error).replace(/^(?:GoError|Error): /, "")}`, { cause: error });
  }
};
var PIECE = 1024 * 1024;
var FROM_START = 0;
var TextFile = class {
  size;
  #reader;
  #at = 0;
  /** @throws FileProblem */
  constructor(path) {
    try {
      const file = $filesystem.fileFromPath(path);
      const reader = file.reader?.open();
      if (!reader) throw new Error("no file");
      this.#reader = reader;
      this.size = file.size;
    } catch (error) {
      throw new FileProblem(path, "cannot be read", error);
    }
  }
  /** How many bytes have been read. */
  get position() {
    return this.#at;
  }
  /** Goes back to the beginning. */
  rewind() {
    this.#at = 0;
  }
  /** The next piece, which ends between two characters; null at the end. */
  next() {
    const length = Math.min(PIECE, this.size - this.#at);
    if (length <= 0) return null;
    const whole = length === PIECE ? length - this.#cutOff(length) : length;
    this.#reader.seek(this.#at, FROM_START);
    this.#at += whole;
    return toString(this.#reader, whole);
  }
  close() {
    this.#reader.close();
  }
  /** How many of the last bytes belong to a character that goes on behind them. */
  #cutOff(length) {
    this.#reader.seek(this.#at + length - LONGEST_CHARACTER, FROM_START);
    const last = toBytes(this.#reader, LONGEST_CHARACTER);
    for (let back = 1; back <= LONGEST_CHARACTER; back++) {
      const byte = last[LONGEST_CHARACTER - back] ?? 0;
      if ((byte & 192) === 128) continue;
      const size = byte >= 240 ? 4 : byte >= 224 ? 3 : byte >= 192 ? 2 : 1;
      return size > back ? back : 0;
    }
    return 0;
  }
};
var LONGEST_CHARACTER = 4;
var KEPT = 64 * 1024;
var OWNER_ONLY = 384;
var TextSink = class {
  #root;
  #name;
  #file;
  #kept = "";
  /** @throws FileProblem */
  constructor(path) {
    this.#name = $filepath.base(path);
    try {
      this.#root = $os.openRoot($filepath.dir(path));
      this.#file = this.#root.create(this.#part);
      this.#root.chmod(this.#part, OWNER_ONLY);
    } catch (error) {
      throw new FileProblem(path, "cannot be written", error);
    }
  }
  line(text2) {
    this.#kept += `${text2}
`;
    if (this.#kept.length > KEPT) this.#flush();
  }
  /** Puts another file's content behind. */
  append(other) {
    for (let piece = other.next(); piece !== null; piece = other.next()) {
      this.#kept += piece;
      this.#flush();
    }
  }
  /** Closes it under its own name. */
  finish() {
    this.#flush();
    this.#file.close();
    this.#root.rename(this.#part, this.#name);
    this.#root.close();
  }
  /** What has been written so far, to be read; nothing more is to be written. */
  reread() {
    this.#flush();
    this.#file.close();
    return new TextFile($filepath.join(this.#root.name(), this.#part));
  }
  /** Takes it away. */
  discard() {
    this.#root.remove(this.#part);
    this.#root.close();
  }
  get #part() {
    return `${this.#name}.part`;
  }
  #flush() {
    if (this.#kept !== "") this.#file.writeString(this.#kept);
    this.#kept = "";
  }
};

// src/commands/import.ts
function run(args, flags, print, values) {
  try {
    const options = importOptions(args, flags, values, settings().wechat.apps[0]?.appid ?? "");
    checkMigrated();
    return withFile(options, print);
  } catch (error) {
    if (![UsageProblem, SourceProblem, FileProblem, NotMigrated].some((Expected) => error instanceof Expected))
      throw error;
    console.error(`wechat-auth import: ${error.message}`);
    return 2;
  }
}
function withFile(options, print) {
  const file = new TextFile(options.file);
  try {
    openClaims();
    look(file, options);
    settleClaims(options.onDuplicate === "newest");
    return options.isDry ? rehearse(file, options, print) : bringIn(file, options, print);
  } finally {
    closeClaims();
    file.close();
  }
}
function look(file, options) {
  let people = 0;
  forEachBatch(file, fillableFields(), options, "read", (entries) => {
    const claims = entries.flatMap(
      ({ place, reading }) => isPerson(reading) ? claimsOf(place, reading) : []
    );
    people += entries.length;
    addClaims(claims);
  });
  if (people === 0) throw new SourceProblem(`${options.file} holds nobody`);
}
function rehearse(file, options, print) {
  const report = new Report((line) => print(line));
  writeOrPlan(file, options, report, () => {
  });
  for (const line of report.summary(true)) print(line);
  print("nothing was written (--dry-run)");
  return report.needsALook ? 1 : 0;
}
function bringIn(file, options, print) {
  const paths = { report: `${options.file}.report.txt`, map: `${options.file}.map.csv` };
  const details = new TextSink(`${paths.report}.details`);
  const map = new TextSink(paths.map);
  map.line("id,record_id,roles");
  const report = new Report((line) => details.line(line));
  writeOrPlan(
    file,
    options,
    report,
    ({ id, roles }, record) => map.line([id, record, roles.join(" ")].map(csvCell).join(","))
  );
  map.finish();
  const summary = report.summary(false);
  writeReport(paths.report, summary, details);
  for (const line of summary) print(line);
  print(`report: ${paths.report}`);
  print(`old id → record id: ${paths.map}`);
  return report.needsALook ? 1 : 0;
}
function writeReport(path, summary, details) {
  const written = details.reread();
  const report = new TextSink(path);
  for (const line of [...summary, ""]) report.line(line);
  report.append(written);
  written.close();
  report.finish();
  details.discard();
}
function writeOrPlan(file, options, report, arrived) {
  const rules = {
    source: options.from,
    isDry: options.isDry,
    wrap: options.wrap,
    newestFirst: options.onDuplicate === "newest"
  };
  forEachBatch(file, fillableFields(), options, options.isDry ? "looked up" : "imported", (entries) => {
    const newcomers = withoutLosers(entries, options, report);
    const outcomes2 = importPeople(newcomers, rules);
    newcomers.forEach((newcomer, i) => {
      const outcome = outcomes2[i];
      tell(newcomer, outcome, report);
      if ("user" in outcome) arrived(newcomer.person, outcome.user);
    });
  });
}
function tell({ place, person }, outcome, report) {
  const who = { place, id: person.id };
  if (outcome.did === "left_out") return report.skipped(who, outcome.why);
  if (outcome.did === "refused") return report.skipped(who, outcome.why, "refused");
  for (const { kind, other, won } of outcome.conflicts) {
    const value = kind === "phone" ? person.phone : "";
    report.duplicate(
      who,
      kind,
      value,
      other && `the record ${other}`,
      won ? "has it now" : "comes in without it"
    );
  }
  report.did(outcome.did);
  if (outcome.did === "unchanged") return;
  report.left(person.left);
  report.roles(person.roles);
}
module.exports = {
  run
};
