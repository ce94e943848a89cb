// Generated from src/ by build.mjs: change the source, then run `npm run build`.
"use strict";

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

// src/pocketbase/process.ts
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
  const names = Object.keys(refused);
  if (!names.every((name) => collection.fields.getByName(name))) return null;
  const fields = {};
  for (const [name, { message, ...why }] of Object.entries(refused)) {
    const known = clientFields[name] ?? name;
    fields[known] = refusalWords(known, { ...why, message: wordsOf(message) });
  }
  const details = {
    fields,
    // Codes alone: PocketBase's words may quote the value.
    cause: Object.entries(refused).map(([name, { code }]) => `${collection.name}.${name}: ${code}`).join(", "),
    misconfigured: !names.some((name) => Object.hasOwn(clientFields, name))
  };
  const taken = Object.entries(refused).filter(([, { code }]) => code === "validation_not_unique");
  return taken.length > 0 ? new NotUnique(
    taken.map(([name]) => name),
    details
  ) : new Failure("validation_failed", details);
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

// src/pocketbase/avatars.ts
var AVATAR = "users_avatar";

// src/pocketbase/query.ts
function findUnique(app, collection, ...conditions) {
  try {
    const [record] = app.findAllRecords(collection, ...conditions);
    return record ?? null;
  } catch (error) {
    throw new Error(`${collection}: ${String(error)}`, { cause: error });
  }
}

// src/pocketbase/bundles.ts
var loaded = {};
function bundle(name) {
  return loaded[name] ??= globalThis.require(`${__hooks}/wechat_auth/${name}.js`);
}

// src/pocketbase/failing-bundle.ts
var failing = () => bundle("failing");

// src/pocketbase/request.ts
function httpRequest(event) {
  return event.request;
}
var USERS = "tbl_auth_users";
function requestText(request) {
  if (request.contentLength === 0) return "";
  try {
    return toString(request.body);
  } catch (error) {
    throw failing().unreadableBody(error);
  }
}
var GO_DISCARDS = 256 * 1024;
var DRAIN_LIMIT = 10 * 1024 * 1024;

// src/pocketbase/users.ts
function findUser(id, app = $app) {
  return findUnique(app, USERS, $dbx.hashExp({ id }));
}
function findByOpenid(openid, app = $app) {
  return findUnique(app, USERS, $dbx.hashExp({ openid }));
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

// src/pocketbase/settings.ts
var unusable = [];
function complain(name, must) {
  unusable.push(name);
  if (firstTime(`bad_setting:${name}`)) logger().error(`${name} ${must}`);
}
var LARGEST = 999999999;
function wholeNumber(name, fallback, min) {
  const text = $os.getenv(name).trim();
  if (text === "") return fallback;
  const value = /^[0-9]+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= min && value <= LARGEST) return value;
  complain(name, `must be a whole number from ${min} to ${LARGEST}; using ${fallback}`);
  return fallback;
}
var isOff = (name) => /^(false|0|no|off)$/i.test($os.getenv(name).trim());
function word(name, words, fallback, safest) {
  const text = $os.getenv(name).trim().toLowerCase();
  if (text === "") return fallback;
  const known = words.find((candidate) => candidate === text);
  if (known) return known;
  complain(name, `must be one of ${words.join(", ")}; using ${safest}`);
  return safest;
}
function link(name) {
  const text = $os.getenv(name).trim();
  if (text === "" || /^https?:\/\/[^\s#]+$/.test(text)) return text;
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

// src/pocketbase/equal-texts.ts
function equalTexts(one, other) {
  return $security.equal(one, other);
}

// src/pocketbase/passwords.ts
var LEGACY_FIELD = "users_password_legacy";
var REPLACE = `UPDATE ${USERS} SET password = {:hash}, ${LEGACY_FIELD} = ''
  WHERE id = {:id} AND ${LEGACY_FIELD} = {:kept}`;
var STORE_LEGACY = `UPDATE ${USERS} SET ${LEGACY_FIELD} = {:legacy},
    password = CASE {:hash} WHEN '' THEN password ELSE {:hash} END
  WHERE id = {:id}`;

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

// src/accounts/traces.ts
var SYSTEM_TABLES = ["_authOrigins", "_externalAuths", "_mfas", "_otps"];
function forgetPerson(id, app) {
  const run = (query) => app.db().newQuery(query).bind({ id }).execute();
  app.db().newQuery("PRAGMA secure_delete = ON").execute();
  run("DELETE FROM tbl_auth_identities WHERE user = {:id}");
  run("UPDATE tbl_auth_imports SET user = '', digest = '', written = '' WHERE user = {:id}");
  for (const table of SYSTEM_TABLES) run(`DELETE FROM {{${table}}} WHERE recordRef = {:id}`);
}

// src/accounts/closing.ts
function close(user, app) {
  const records = [...absorbedBy(user.id, app), user];
  try {
    for (const record of records) {
      forgetPerson(record.id, app);
      if (settings().accountCloseMode === "delete") app.delete(record);
      else anonymise(record, record.id === user.id, app);
    }
  } catch (error) {
    throw refusedBy(error) ?? error;
  }
}
function absorbedBy(id, app) {
  const condition = $dbx.exp("users_merged_into = {:id} AND users_merged_into != ''", { id });
  return app.findAllRecords(USERS, condition);
}
function anonymise(record, isOwn, app) {
  record.load({ ...emptied(PERSONAL), emailVisibility: false, verified: false, openid: newGuid() });
  if (isOwn) record.set("users_status", CLOSED);
  setUnusablePassword(record);
  record.refreshTokenKey();
  save(app, record);
}
function refusedBy(error) {
  const refusal = apiErrorOf(error);
  if (refusal) return new Failure("close_refused", {}, wordsOf(refusal.message));
  const text = describeError(error);
  if (/part of a required reference|required relation reference/i.test(text))
    return new Failure("close_refused", { cause: text }, "账号下还有关联的数据，暂时不能注销");
  return null;
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
  const { bind, all, one, close: close2 } = query;
  return { bind, all, one, close: close2 };
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
function lookUp(table, condition) {
  const query = new RecordQuery(table, condition);
  return (values) => query.find(values);
}

// src/accounts/identities.ts
var TABLE = "tbl_auth_identities";
var userOfIdentity = lookUp(
  USERS,
  `id = (SELECT user FROM ${TABLE} WHERE appid = {:appid} AND openid = {:openid})`
);
function identityRow({ appid, openid }, app) {
  const rows = select(
    app,
    `SELECT appid, openid, user, updated FROM ${TABLE} WHERE appid = {:appid} AND openid = {:openid}`,
    { appid, openid }
  );
  return rows[0] ?? null;
}
var NOW = "strftime('%Y-%m-%d %H:%M:%fZ', 'now')";
var ROW = `INTO ${TABLE} (appid, openid, user, created, updated)
  VALUES ({:appid}, {:openid}, {:user}, ${NOW}, ${NOW})`;
var ADD = `INSERT OR IGNORE ${ROW}`;
var ASSIGN = `INSERT ${ROW}
  ON CONFLICT (appid, openid) DO UPDATE SET user = excluded.user, updated = excluded.updated`;
var ASSIGN_MANY = `INSERT INTO ${TABLE} (appid, openid, user, created, updated)
  SELECT value->>0, value->>1, value->>2, ${NOW}, ${NOW} FROM json_each({:rows}) WHERE TRUE
  ON CONFLICT (appid, openid) DO UPDATE SET user = excluded.user, updated = excluded.updated`;
function select(app, query, values) {
  const rows = arrayOf(new DynamicModel({ appid: "", openid: "", user: "", updated: "" }));
  app.db().newQuery(query).bind(values).all(rows);
  return rows;
}

// src/accounts/withdrawals.ts
function withdraw(event) {
  if (event.change === "other") return { recordId: "", outcome: "ignored" };
  return inWriteTransaction((app) => {
    const row = identityRow(event, app);
    const user = row ? findUser(row.user, app) : anchoredUser(event.openid, app);
    if (!user || isGone(user)) return { recordId: "", outcome: "unknown_user" };
    if (isOutdated(event, user, row)) return { recordId: user.id, outcome: "outdated" };
    if (event.change === "closed") {
      close(user, app);
      return { recordId: user.id, outcome: "closed" };
    }
    return { recordId: user.id, outcome: empty(user, event, app) ? "emptied" : "nothing_to_do" };
  });
}
function anchoredUser(openid, app) {
  return openid === "" ? null : findByOpenid(openid, app);
}
function isOutdated({ createTime }, user, row) {
  return [user.getString("created"), row?.updated ?? ""].some((date) => seconds(date) > createTime);
}
function empty(user, event, app) {
  const { change, revoked, createTime } = event;
  const values = {};
  if (revoked.phone && seconds(user.getString("users_phone_verified_at")) <= createTime)
    Object.assign(values, emptied(PHONE));
  if (change === "modified" || revoked.nameAndPicture)
    Object.assign(values, { users_name: "", users_picture: "", users_avatar: "" });
  const filled = Object.keys(values).filter((field) => user.getString(field) !== "");
  if (filled.length === 0) return false;
  user.load(values);
  save(app, user);
  return true;
}
function seconds(date) {
  return date === "" ? 0 : Math.floor(Date.parse(date.replace(" ", "T")) / 1e3);
}

// node_modules/@noble/hashes/_u64.js
var fromNumH = (n) => n / 2 ** 32 | 0;
var fromNumL = (n) => n >>> 0;
function setU64FromNum(view, byteOffset, n, isLE) {
  const h = fromNumH(n);
  const l = fromNumL(n);
  view.setUint32(byteOffset, isLE ? l : h, isLE);
  view.setUint32(byteOffset + 4, isLE ? h : l, isLE);
}

// node_modules/@noble/hashes/utils.js
function isBytes(a) {
  return a instanceof Uint8Array || ArrayBuffer.isView(a) && a.constructor.name === "Uint8Array" && "BYTES_PER_ELEMENT" in a && a.BYTES_PER_ELEMENT === 1;
}
var atitle = (title) => title ? `"${title}" ` : "";
function anumber(n, title = "") {
  if (typeof n !== "number")
    throw new TypeError(atitle(title) + "expected number, got " + typeof n);
  if (!Number.isSafeInteger(n) || n < 0)
    throw new RangeError(atitle(title) + "expected integer >= 0, got " + n);
  return n;
}
function abytes(value, length, title = "") {
  if (isBytes(value) && (length === void 0 || value.length === length))
    return value;
  if (length !== void 0)
    anumber(length, "length");
  const bytes = isBytes(value);
  const ofLen = length !== void 0 ? ` of length ${length}` : "";
  const got = bytes ? `length=${value.length}` : `type=${typeof value}`;
  const message = atitle(title) + "expected Uint8Array" + ofLen + ", got " + got;
  if (!bytes)
    throw new TypeError(message);
  throw new RangeError(message);
}
var aobject = (value, label) => {
  if (value === null || typeof value !== "object" || Array.isArray(value))
    throw new TypeError((label === "object" ? "" : `"${label}" `) + "expected object, got type=" + typeof value);
};
var aopts = (value, label) => {
  aobject(value, label);
  const proto = Object.getPrototypeOf(value);
  if (proto !== Object.prototype && proto !== null)
    throw new TypeError(`"${label}" expected plain object`);
  if (Object.hasOwn(value, "__proto__"))
    throw new TypeError(`"${label}.__proto__" is not allowed`);
};
function aexists(instance, checkFinished = true) {
  if (instance.destroyed)
    throw new Error("hash was destroyed");
  if (checkFinished && instance.finished)
    throw new Error("digest() was already called");
}
function aoutput(out, instance) {
  abytes(out, void 0, "output");
  const min = instance.outputLen;
  if (!(out.length >= min)) {
    throw new RangeError('"output" expected length >= ' + min);
  }
}
function clean(...arrays) {
  for (let i = 0; i < arrays.length; i++) {
    arrays[i].fill(0);
  }
}
function createView(arr) {
  return new DataView(arr.buffer, arr.byteOffset, arr.byteLength);
}
function rotl(word2, shift) {
  return word2 << shift | word2 >>> 32 - shift >>> 0;
}
var hasHexBuiltin = /* @__PURE__ */ (() => (
  // @ts-ignore
  typeof Uint8Array.from([]).toHex === "function" && typeof Uint8Array.fromHex === "function"
))();
var hexes = /* @__PURE__ */ Array.from({ length: 256 }, (_, i) => i.toString(16).padStart(2, "0"));
function bytesToHex(bytes) {
  abytes(bytes);
  if (hasHexBuiltin)
    return bytes.toHex();
  let hex = "";
  for (let i = 0; i < bytes.length; i++) {
    hex += hexes[bytes[i]];
  }
  return hex;
}
function checkOpts(defaults, opts, title = "opts") {
  aopts(defaults, "defaults");
  if (opts !== void 0)
    aopts(opts, title);
  const merged = Object.assign(/* @__PURE__ */ Object.create(null), defaults, opts);
  return merged;
}
function createHasher(hashCons, info = {}) {
  if (typeof hashCons !== "function")
    throw new TypeError('"hashCons" expected function, got type=' + typeof hashCons);
  info = checkOpts({}, info, "info");
  const hashC = (msg, opts) => hashCons(opts).update(msg).digest();
  const tmp = hashCons(void 0);
  hashC.outputLen = tmp.outputLen;
  hashC.blockLen = tmp.blockLen;
  hashC.canXOF = tmp.canXOF;
  hashC.create = (opts) => hashCons(opts);
  Object.assign(hashC, info);
  return Object.freeze(hashC);
}

// node_modules/@noble/hashes/_md.js
function Chi(a, b, c) {
  return a & b ^ ~a & c;
}
function Maj(a, b, c) {
  return a & b ^ a & c ^ b & c;
}
var HashMD = class {
  blockLen;
  outputLen;
  canXOF = false;
  padOffset;
  isLE;
  // For partial updates less than block size
  buffer;
  view;
  finished = false;
  length = 0;
  pos = 0;
  destroyed = false;
  constructor(blockLen, outputLen, padOffset, isLE) {
    this.blockLen = blockLen;
    this.outputLen = outputLen;
    this.padOffset = padOffset;
    this.isLE = isLE;
    this.buffer = new Uint8Array(blockLen);
    this.view = createView(this.buffer);
  }
  update(data) {
    aexists(this);
    abytes(data);
    const { view, buffer, blockLen } = this;
    const len = data.length;
    let processed = false;
    for (let pos = 0; pos < len; ) {
      const take = Math.min(blockLen - this.pos, len - pos);
      if (take === blockLen) {
        const dataView = createView(data);
        for (; blockLen <= len - pos; pos += blockLen)
          this.process(dataView, pos);
        processed = true;
        continue;
      }
      buffer.set(pos === 0 && take === len ? data : data.subarray(pos, pos + take), this.pos);
      this.pos += take;
      pos += take;
      if (this.pos === blockLen) {
        this.process(view, 0);
        this.pos = 0;
        processed = true;
      }
    }
    this.length += data.length;
    if (processed)
      this.roundClean();
    return this;
  }
  digestInto(out) {
    aexists(this);
    aoutput(out, this);
    this.finished = true;
    const { buffer, view, blockLen, isLE } = this;
    let { pos } = this;
    buffer[pos++] = 128;
    buffer.fill(0, pos);
    if (this.padOffset > blockLen - pos) {
      this.process(view, 0);
      buffer.fill(0);
    }
    setU64FromNum(view, blockLen - 8, this.length * 8, isLE);
    this.process(view, 0);
    this.roundClean();
    const oview = out === buffer ? view : createView(out);
    const len = this.outputLen;
    const outLen = len / 4;
    const state = this.get();
    if (len % 4 || outLen > state.length)
      throw new Error("invalid outputLen");
    for (let i = 0; i < outLen; i++)
      oview.setUint32(4 * i, state[i], isLE);
  }
  digest() {
    const { buffer, outputLen } = this;
    this.digestInto(buffer);
    const res = buffer.slice(0, outputLen);
    this.destroy();
    return res;
  }
  _cloneIntoMeta(to) {
    const { buffer, length, finished, destroyed, pos } = this;
    to.destroyed = destroyed;
    to.finished = finished;
    to.length = length;
    to.pos = pos;
    if (pos)
      to.buffer.set(buffer);
    return to;
  }
  clone() {
    return this._cloneInto();
  }
};

// node_modules/@noble/hashes/legacy.js
var SHA1_IV = /* @__PURE__ */ Uint32Array.from([
  1732584193,
  4023233417,
  2562383102,
  271733878,
  3285377520
]);
var SHA1_W = /* @__PURE__ */ new Uint32Array(80);
var _SHA1 = class extends HashMD {
  A = SHA1_IV[0] | 0;
  B = SHA1_IV[1] | 0;
  C = SHA1_IV[2] | 0;
  D = SHA1_IV[3] | 0;
  E = SHA1_IV[4] | 0;
  constructor() {
    super(64, 20, 8, false);
  }
  get() {
    const { A, B, C, D, E } = this;
    return [A, B, C, D, E];
  }
  set(A, B, C, D, E) {
    this.A = A | 0;
    this.B = B | 0;
    this.C = C | 0;
    this.D = D | 0;
    this.E = E | 0;
  }
  _cloneInto(to) {
    (to ||= new this.constructor()).set(...this.get());
    return this._cloneIntoMeta(to);
  }
  process(view, offset) {
    for (let i = 0; i < 16; i++, offset += 4)
      SHA1_W[i] = view.getUint32(offset, false);
    for (let i = 16; i < 80; i++)
      SHA1_W[i] = rotl(SHA1_W[i - 3] ^ SHA1_W[i - 8] ^ SHA1_W[i - 14] ^ SHA1_W[i - 16], 1);
    let { A, B, C, D, E } = this;
    for (let i = 0; i < 80; i++) {
      let F, K;
      if (i < 20) {
        F = Chi(B, C, D);
        K = 1518500249;
      } else if (i < 40) {
        F = B ^ C ^ D;
        K = 1859775393;
      } else if (i < 60) {
        F = Maj(B, C, D);
        K = 2400959708;
      } else {
        F = B ^ C ^ D;
        K = 3395469782;
      }
      const T = rotl(A, 5) + F + E + K + SHA1_W[i] | 0;
      E = D;
      D = C;
      C = rotl(B, 30);
      B = A;
      A = T;
    }
    A = A + this.A | 0;
    B = B + this.B | 0;
    C = C + this.C | 0;
    D = D + this.D | 0;
    E = E + this.E | 0;
    this.set(A, B, C, D, E);
  }
  roundClean() {
    clean(SHA1_W);
  }
  destroy() {
    this.destroyed = true;
    this.set(0, 0, 0, 0, 0);
    clean(this.buffer);
  }
};
var sha1 = /* @__PURE__ */ createHasher(() => new _SHA1());

// src/domain/wechat-push.ts
function pushSignature(token, { timestamp, nonce }) {
  const text = [token, timestamp, nonce].sort().join("");
  return bytesToHex(
    sha1(Uint8Array.from([...unescape(encodeURIComponent(text))].map((c) => c.charCodeAt(0))))
  );
}
function readPush(body) {
  if (body.trimStart().startsWith("<")) return { mode: "xml" };
  const fields = fieldsOf(body);
  if (!fields) return { broken: true };
  if (fields.Encrypt !== void 0 && fields.Event === void 0) return { mode: "encrypted" };
  const { Event: name = "", OpenID: openid = "", AppID: appid = "", CreateTime, RevokeInfo = "" } = fields;
  return {
    ok: {
      appid,
      openid,
      createTime: Number(CreateTime) || 0,
      change: CHANGES[name] ?? "other",
      name,
      revoked: revokedBy(RevokeInfo)
    }
  };
}
var CHANGES = {
  user_authorization_cancellation: "closed",
  user_authorization_revoke: "revoked",
  user_info_modified: "modified"
};
function fieldsOf(body) {
  let value;
  try {
    value = JSON.parse(body);
  } catch {
    return null;
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
  return Object.fromEntries(
    Object.entries(value).filter(([, field]) => typeof field === "string" || typeof field === "number").map(([name, field]) => [name.trim(), String(field).trim()])
  );
}
var PHONE2 = "8";
var NAME_AND_PICTURE = ["6", "19", "20"];
function revokedBy(info) {
  const numbers = info.match(/\d+/g) ?? [];
  return {
    phone: numbers.includes(PHONE2),
    nameAndPicture: NAME_AND_PICTURE.some((number) => numbers.includes(number))
  };
}

// src/push.ts
var MODE_WORDS = "choose plain mode (明文模式) and JSON where WeChat sends its pushes (消息推送)";
function checkPushAddress(event) {
  if (!isFromWechat(event)) return;
  event.string(200, queryOf(event).echostr);
}
function receivePush(event) {
  if (!isFromWechat(event)) return;
  const reading = readingOf(event);
  if ("mode" in reading) return refuse(event, 400, `push in ${reading.mode} mode: ${MODE_WORDS}`);
  if ("broken" in reading) return refuse(event, 400, "push that is no JSON object");
  const push = reading.ok;
  const facts = ["event", push.name, "appid", push.appid];
  if (!settings().wechat.apps.some(({ appid }) => appid === push.appid)) {
    logger().warn("wechat push", ...facts, "outcome", "unknown_app");
  } else {
    try {
      const { recordId, outcome } = withdraw(push);
      logger().info("wechat push", ...facts, "outcome", outcome, "record_id", recordId);
    } catch (error) {
      const why = error instanceof Failure ? `${error.reason}: ${error.message}` : describeError(error);
      logger().error("wechat push", ...facts, "outcome", "refused", "cause", why);
    }
  }
  event.string(200, "success");
}
function readingOf(event) {
  try {
    return readPush(requestText(httpRequest(event)));
  } catch {
    return { broken: true };
  }
}
function isFromWechat(event) {
  const { pushToken } = settings();
  if (pushToken === "") {
    refuse(event, 404, "push, but WECHAT_PUSH_TOKEN is not set");
    return false;
  }
  const query = queryOf(event);
  if (equalTexts(pushSignature(pushToken, query), query.signature)) return true;
  refuse(
    event,
    403,
    "push with a wrong signature: WECHAT_PUSH_TOKEN must be the token that is set at WeChat"
  );
  return false;
}
function refuse(event, status, why) {
  logger().warn("wechat push refused", "cause", why);
  event.string(status, "refused");
}
function queryOf(event) {
  const query = httpRequest(event).url.query();
  return {
    signature: query.get("signature"),
    timestamp: query.get("timestamp"),
    nonce: query.get("nonce"),
    echostr: query.get("echostr")
  };
}
module.exports = {
  checkPushAddress,
  receivePush
};
