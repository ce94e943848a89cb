// Generated from src/ by build.mjs: change the source, then run `npm run build`.
"use strict";

// src/domain/validation.ts
var REPLACEMENT_CHARACTER = "�";
function isDamaged(value) {
  return typeof value === "string" && value.includes(REPLACEMENT_CHARACTER);
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
  constructor(reason, details = {}, words2) {
    const { status, message } = definitionOf(reason);
    super(words2 ?? message);
    this.reason = reason;
    this.details = details;
    this.status = status;
  }
  reason;
  details;
  status;
};
var Failure = globalThis.__wechatAuth_Failure ??= ExpectedFailure;
function fieldFailure(reason, field, details = {}) {
  return new Failure(reason, { ...details, fields: { [field]: definitionOf(reason).message } });
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
function dropQuery(request) {
  if (request.requestURI.includes("?")) request.url.rawQuery = "";
}
function userOfToken(event) {
  const record = event.auth;
  return record?.tableName() === USERS ? record : null;
}
function hasMediaType(request, mediaType) {
  const type = request.header.get("Content-Type");
  return type === mediaType || (type.split(";")[0] ?? "").trim().toLowerCase() === mediaType;
}
function readJsonObject(request) {
  const text = requestText(request);
  if (text === "") return {};
  if (!hasMediaType(request, "application/json")) throw new Failure("unsupported_media_type");
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Failure("invalid_json");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new Failure("invalid_json");
  return value;
}
function requestText(request) {
  if (request.contentLength === 0) return "";
  try {
    return toString(request.body);
  } catch (error) {
    throw failing().unreadableBody(error);
  }
}
var GO_DISCARDS = 256 * 1024;
function mayStayUnread({ contentLength }) {
  return contentLength < 0 || contentLength > GO_DISCARDS;
}
function isolateLargeBody(event, request) {
  if (mayStayUnread(request)) event.response.header().set("Connection", "close");
}
var DRAIN_LIMIT = 10 * 1024 * 1024;

// src/body.ts
var NO_CONTEXT = {};
function jsonBody(validate2, fields, words2) {
  return (request) => {
    const body = readJsonObject(request);
    if (!validate2(body, NO_CONTEXT)) throw failing().invalidBody(validate2.errors ?? [], words2());
    for (let i = 0; i < fields.length; i++)
      if (isDamaged(body[fields[i]])) throw failing().damagedBody(body, words2());
    return body;
  };
}

// src/pocketbase/http.ts
var MAX_JSON_BYTES = 64 * 1024;
var MAX_PICTURE_BYTES = 512 * 1024;
function takeWaitedMs() {
  const taken = globalThis.__wechatAuth_waited ?? null;
  globalThis.__wechatAuth_waited = void 0;
  return taken;
}

// src/pocketbase/process.ts
function currentApp() {
  return $app;
}
var cachedFind = null;
var cachedLogger = null;
var cachedInfo = null;
var cachedStore = null;
var cachedLogSettings = null;
function currentCollection(name) {
  return (cachedFind ??= $app.findCachedCollectionByNameOrId)(name);
}
function logger() {
  return cachedLogger ??= $app.logger();
}
function info() {
  return cachedInfo ??= logger().info;
}
function logSettings() {
  return cachedLogSettings ??= $app.settings().logs;
}
function store() {
  return cachedStore ??= $app.store();
}

// src/pocketbase/log.ts
function addressInLog(event) {
  return logSettings().logIP ? event.realIP() : null;
}
function logSuccess({ event, operation, facts, startedAt }) {
  const { outcome = "success", record_id, phone, ticket } = facts;
  const told = [
    "sign-in",
    "operation",
    operation,
    "outcome",
    outcome,
    "record_id",
    record_id,
    "user_ip",
    addressInLog(event),
    "duration_ms",
    Date.now() - startedAt
  ];
  const waited = takeWaitedMs();
  if (phone !== void 0) told.push("phone", phone);
  else {
    if (ticket !== void 0) told.push("ticket", ticket);
    if (waited !== null) told.push("wechat_ms", waited);
  }
  info().apply(null, told);
}

// src/pocketbase/middlewares.ts
var PASSED = "__skipSuccessActivityLogger";
function passMiddlewares(event, ignoresBody2, endpoint2) {
  let running = true;
  while (running) {
    try {
      event.next();
      running = false;
    } catch (error) {
      failing().refuse(event, error, ignoresBody2, endpoint2);
    }
  }
  const answered = event.written();
  if (!answered && event.get(PASSED) !== true)
    throw new Error("a middleware neither answered nor called e.next()");
  return answered;
}

// src/pocketbase/sign-in-checks.ts
var AlreadyAnswered = class extends Error {
};

// src/domain/guid.ts
function isGuid(text) {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}

// src/domain/character-count.ts
var HIGH_SURROGATE = /[\ud800-\udbff]/;
function characterCount(text) {
  return HIGH_SURROGATE.test(text) ? Array.from(text).length : text.length;
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

// src/pocketbase/users.ts
function findUser(id, app = $app) {
  return findUnique(app, USERS, $dbx.hashExp({ id }));
}
function findByUnionid(users_unionid, app = $app) {
  if (users_unionid === "") return null;
  return findUnique(app, USERS, $dbx.hashExp({ users_unionid }), $dbx.exp("users_unionid != ''"));
}
var ABSORBED = -2;
var AWAITING_APPROVAL = -3;
function statusOf(user) {
  return user.getFloat("users_status");
}
function refuseDisabled(user) {
  if (isDisabled(user)) throw new Failure(barredReason(user), { recordId: user.id });
}
function barredReason(user) {
  return statusOf(user) === AWAITING_APPROVAL ? "approval_pending" : "account_disabled";
}
function isDisabled(user) {
  return statusOf(user) < 0;
}

// src/dispatch.ts
function dispatch(event, endpoint2) {
  const startedAt = Date.now();
  takeWaitedMs();
  const request = {
    event,
    operation: endpoint2.id,
    facts: {},
    startedAt,
    user: null,
    input: void 0
  };
  try {
    const incoming = httpRequest(event);
    isolateLargeBody(event, incoming);
    if (isAnsweredAhead(event, endpoint2)) return;
    answer(incoming, endpoint2, request);
  } catch (error) {
    if (!(error instanceof AlreadyAnswered))
      failing().fail(request, error, endpoint2.words, endpoint2.route.logged);
    return;
  }
  if (endpoint2.route.logged) logSuccess(request);
}
function isAnsweredAhead(event, endpoint2) {
  try {
    return passMiddlewares(event, leavesBody, endpoint2);
  } catch (error) {
    if (event.written()) return true;
    throw failing().bodyFailure(event, error, leavesBody(event, endpoint2)) ?? error;
  }
}
function leavesBody(event, endpoint2) {
  return ignoresBody(endpoint2, userOfToken(event));
}
function answer(incoming, endpoint2, request) {
  const { route, readBody: readBody2, write } = endpoint2;
  const { event, facts } = request;
  dropQuery(incoming);
  const user = callerOf(event, route.caller, facts);
  request.user = user;
  if (readBody2 && !ignoresBody(endpoint2, user)) request.input = readBody2(incoming);
  const result = route.run(request);
  if ("status" in result) {
    facts.record_id = result.user.id;
    facts.outcome = result.status;
  }
  write(event, result);
}
function ignoresBody({ route, readBody: readBody2 }, user) {
  return readBody2 === null || route.caller === "optional" && user !== null;
}
function callerOf(event, caller, facts) {
  if (caller === "anyone") return null;
  if (caller === "superuser") {
    if (!event.hasSuperuserAuth()) throw new Failure("token_invalid");
    return null;
  }
  const user = userOfToken(event);
  if (user) facts.record_id = user.id;
  if (caller === "bearer" && !user?.getString("openid")) throw new Failure("token_invalid");
  if (user) refuseDisabled(user);
  return user;
}

// src/pocketbase/answer.ts
function writeSuccess(event, { msg, data }) {
  event.json(200, { code: 200, msg, data });
}

// src/domain/merging.ts
var MERGED_FIELDS = [
  "users_name",
  "users_picture",
  "users_phone",
  "users_phone_verified_at",
  "users_unionid",
  "users_type"
];
function gains(own, theirs) {
  const takesPhone = theirs.users_phone !== "" && (own.users_phone === "" || own.users_phone_verified_at === "" && theirs.users_phone_verified_at !== "");
  const { users_phone, users_phone_verified_at } = takesPhone ? theirs : own;
  return {
    users_name: own.users_name || theirs.users_name,
    users_picture: own.users_picture || theirs.users_picture,
    users_phone,
    users_phone_verified_at,
    users_unionid: own.users_unionid || theirs.users_unionid,
    users_type: theirs.users_type === "注册用户" ? theirs.users_type : own.users_type
  };
}

// src/pocketbase/relations.ts
var ReferenceNotUnique = class extends Error {
  constructor(collection, field) {
    super(`${collection}.${field}`);
    this.collection = collection;
    this.field = field;
  }
  collection;
  field;
};
function repointUsers(from, to, app) {
  for (const { collection, field, multiple } of relationsToUsers(app)) {
    const query = multiple ? repointLists(collection, field) : repointSingle(collection, field);
    try {
      app.db().newQuery(query).bind({ from, to }).execute();
    } catch (error) {
      if (String(error).includes("UNIQUE constraint failed")) throw new ReferenceNotUnique(collection, field);
      throw new Error(`${collection}.${field}: ${String(error)}`, { cause: error });
    }
  }
}
function relationsToUsers(app) {
  const { id: users } = app.findCachedCollectionByNameOrId(USERS);
  const rows = arrayOf(new DynamicModel({ collection: "", field: "", most: 0 }));
  app.db().newQuery(RELATIONS).bind({ users }).all(rows);
  return rows.map(({ collection, field, most }) => ({
    collection,
    field,
    multiple: most > 1
  }));
}
var RELATIONS = `SELECT collections.name AS collection, item.value->>'name' AS field,
    coalesce(item.value->>'maxSelect', 0) AS most
  FROM {{_collections}} AS collections, json_each(collections.fields) AS item
  WHERE collections.type IN ('base', 'auth') AND item.value->>'type' = 'relation'
    AND item.value->>'collectionId' = {:users}
  ORDER BY collections.rowid, item.key`;
var repointSingle = (table, field) => `UPDATE {{${table}}} SET [[${field}]] = {:to} WHERE [[${field}]] = {:from}`;
var repointLists = (table, field) => {
  const list2 = `{{${table}}}.[[${field}]]`;
  return `UPDATE {{${table}}} SET [[${field}]] = (
      SELECT json_group_array(target) FROM (
        SELECT CASE item.value WHEN {:from} THEN {:to} ELSE item.value END AS target
        FROM json_each(${list2}) AS item GROUP BY target ORDER BY min(item.key)))
    WHERE instr(${list2}, {:from}) > 0 AND json_valid(${list2})
      AND EXISTS (SELECT 1 FROM json_each(${list2}) AS item WHERE item.value = {:from})`;
};

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
function openidIn(appid, user, app = currentApp()) {
  const rows = select(
    app,
    // SQLite takes the unique index, a partial one, only for a query that repeats its condition.
    `SELECT appid, openid, user FROM ${TABLE} WHERE user = {:user} AND user != '' AND appid = {:appid}`,
    { appid, user }
  );
  return rows[0]?.openid ?? "";
}
function identitiesOf(user, app = currentApp()) {
  return select(app, `SELECT appid, openid, user FROM ${TABLE} WHERE user = {:user}`, { user });
}
function assignIdentity({ appid, openid }, user, app) {
  app.db().newQuery(ASSIGN).bind({ appid, openid, user }).execute();
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
function word(name, words2, fallback, safest) {
  const text = $os.getenv(name).trim().toLowerCase();
  if (text === "") return fallback;
  const known = words2.find((candidate) => candidate === text);
  if (known) return known;
  complain(name, `must be one of ${words2.join(", ")}; using ${safest}`);
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

// src/accounts/absorb.ts
function absorb(survivor, absorbed, account, app) {
  moveAccounts(survivor, absorbed, account, app);
  try {
    repointUsers(absorbed.id, survivor.id, app);
    app.db().newQuery(FOLLOW).bind({ from: absorbed.id, to: survivor.id }).execute();
    return saveBoth(read(survivor.id, app), read(absorbed.id, app), account, app);
  } catch (error) {
    throw blockedBy(error) ?? error;
  }
}
var FOLLOW = `UPDATE ${USERS} SET users_merged_into = {:to}
  WHERE users_merged_into = {:from} AND users_merged_into != ''`;
function moveAccounts(survivor, absorbed, account, app) {
  const before = accountWithoutRow(absorbed, app);
  const theirs = [...identitiesOf(absorbed.id, app), ...before ? [before] : []];
  if (theirs.some(({ appid }) => slotOf(survivor, appid, app) !== "")) throw new Failure("wechat_slot_taken");
  for (const moved of [...account ? [account] : [], ...theirs]) assignIdentity(moved, survivor.id, app);
}
function saveBoth(survivor, absorbed, account, app) {
  const gained = gains(mergeable(survivor), mergeable(absorbed));
  if (account) gained.users_unionid ||= findByUnionid(account.unionid, app) ? "" : account.unionid;
  absorbed.load({
    users_status: ABSORBED,
    users_merged_into: survivor.id,
    ...emptied(HANDED_OVER)
  });
  absorbed.refreshTokenKey();
  save(app, absorbed);
  survivor.load(gained);
  save(app, survivor);
  return survivor;
}
function read(id, app) {
  const user = findUser(id, app);
  if (!user) throw new Error("a record of the merge is gone");
  return user;
}
function mergeable(user) {
  return Object.fromEntries(MERGED_FIELDS.map((field) => [field, user.getString(field)]));
}
function blockedBy(error) {
  if (error instanceof ReferenceNotUnique) {
    return new Failure("merge_blocked", { cause: `${error.collection}.${error.field}: a unique index` });
  }
  if (error instanceof NotUnique) {
    return new Failure("merge_blocked", { cause: `${USERS}.${error.taken.join(", ")}: a unique index` });
  }
  return null;
}

// src/accounts/notices.ts
function accountMerged(user, absorbed, account) {
  const found = account && { appid: account.appid };
  return { message: "account_merged", facts: { record_id: user.id, absorbed_id: absorbed.id, ...found } };
}
function logNotices(notices) {
  if (notices.length === 0) return;
  for (const { message, facts } of notices) logger().warn(message, ...Object.entries(facts).flat());
}

// src/accounts/join.ts
function joinAccounts(survivorId, absorbedId) {
  if (survivorId === absorbedId)
    throw new Failure("validation_failed", { fields: { absorbed_id: "不能与保留的记录相同" } });
  const notice = inWriteTransaction((app) => {
    const survivor = present(survivorId, "survivor_id", app);
    const absorbed = present(absorbedId, "absorbed_id", app);
    absorb(survivor, absorbed, null, app);
    return accountMerged(survivor, absorbed, null);
  });
  logNotices([notice]);
}
function present(id, field, app) {
  const user = findUser(id, app);
  if (!user) throw fieldFailure("user_not_found", field);
  if (isDisabled(user)) throw fieldFailure(barredReason(user), field, { recordId: user.id });
  return user;
}

// src/operations/system/joinUsers.ts
function joinUsers({ input, facts }) {
  facts.record_id = input.survivor_id;
  joinAccounts(input.survivor_id, input.absorbed_id);
  facts.outcome = "joined";
  return { msg: "两个账号已合并", data: { status: "joined" } };
}

// src/routes.ts
var joinUsers2 = { caller: "superuser", logged: true, run: joinUsers };

// src/generated/validators/joinUsers.js
var validate = validate11;
var pattern0 = /^[!-~]*$/;
function validate11(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  let vErrors = null;
  let errors = 0;
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.survivor_id === void 0) {
      const err0 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "survivor_id" } };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    if (data.absorbed_id === void 0) {
      const err1 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "absorbed_id" } };
      if (vErrors === null) {
        vErrors = [err1];
      } else {
        vErrors.push(err1);
      }
      errors++;
    }
    if (data.survivor_id !== void 0) {
      let data0 = data.survivor_id;
      if (typeof data0 === "string") {
        if (data0.length > 64 && characterCount(data0) > 64) {
          const err2 = { instancePath: instancePath + "/survivor_id", schemaPath: "#/properties/survivor_id/maxLength", keyword: "maxLength", params: { limit: 64 } };
          if (vErrors === null) {
            vErrors = [err2];
          } else {
            vErrors.push(err2);
          }
          errors++;
        }
        if (data0.length < 1) {
          const err3 = { instancePath: instancePath + "/survivor_id", schemaPath: "#/properties/survivor_id/minLength", keyword: "minLength", params: { limit: 1 } };
          if (vErrors === null) {
            vErrors = [err3];
          } else {
            vErrors.push(err3);
          }
          errors++;
        }
        if (!pattern0.test(data0)) {
          const err4 = { instancePath: instancePath + "/survivor_id", schemaPath: "#/properties/survivor_id/pattern", keyword: "pattern", params: { pattern: "^[!-~]*$" } };
          if (vErrors === null) {
            vErrors = [err4];
          } else {
            vErrors.push(err4);
          }
          errors++;
        }
      } else {
        const err5 = { instancePath: instancePath + "/survivor_id", schemaPath: "#/properties/survivor_id/type", keyword: "type", params: { type: "string" } };
        if (vErrors === null) {
          vErrors = [err5];
        } else {
          vErrors.push(err5);
        }
        errors++;
      }
    }
    if (data.absorbed_id !== void 0) {
      let data1 = data.absorbed_id;
      if (typeof data1 === "string") {
        if (data1.length > 64 && characterCount(data1) > 64) {
          const err6 = { instancePath: instancePath + "/absorbed_id", schemaPath: "#/properties/absorbed_id/maxLength", keyword: "maxLength", params: { limit: 64 } };
          if (vErrors === null) {
            vErrors = [err6];
          } else {
            vErrors.push(err6);
          }
          errors++;
        }
        if (data1.length < 1) {
          const err7 = { instancePath: instancePath + "/absorbed_id", schemaPath: "#/properties/absorbed_id/minLength", keyword: "minLength", params: { limit: 1 } };
          if (vErrors === null) {
            vErrors = [err7];
          } else {
            vErrors.push(err7);
          }
          errors++;
        }
        if (!pattern0.test(data1)) {
          const err8 = { instancePath: instancePath + "/absorbed_id", schemaPath: "#/properties/absorbed_id/pattern", keyword: "pattern", params: { pattern: "^[!-~]*$" } };
          if (vErrors === null) {
            vErrors = [err8];
          } else {
            vErrors.push(err8);
          }
          errors++;
        }
      } else {
        const err9 = { instancePath: instancePath + "/absorbed_id", schemaPath: "#/properties/absorbed_id/type", keyword: "type", params: { type: "string" } };
        if (vErrors === null) {
          vErrors = [err9];
        } else {
          vErrors.push(err9);
        }
        errors++;
      }
    }
  } else {
    const err10 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" } };
    if (vErrors === null) {
      vErrors = [err10];
    } else {
      vErrors.push(err10);
    }
    errors++;
  }
  validate11.errors = vErrors;
  return errors === 0;
}

// src/generated/entries/joinUsers.ts
var readBody = jsonBody(validate, ["survivor_id", "absorbed_id"], () => ({
  "survivor_id": {
    "title": "保留的记录",
    "pattern": "只能包含可见的英文字符"
  },
  "absorbed_id": {
    "title": "并入的记录",
    "pattern": "只能包含可见的英文字符"
  }
}));
var words = { "token_invalid": { "message": "需要管理员登录" }, "wechat_slot_taken": { "message": "两个账号在同一小程序各有微信，请先解除其中一个的绑定" } };
var endpoint = { id: "joinUsers", route: joinUsers2, readBody, words, write: writeSuccess };
function handle(event) {
  dispatch(event, endpoint);
}
module.exports = {
  handle
};
