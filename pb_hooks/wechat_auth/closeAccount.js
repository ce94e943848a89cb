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
  constructor(reason, details2 = {}, words2) {
    const { status, message } = definitionOf(reason);
    super(words2 ?? message);
    this.reason = reason;
    this.details = details2;
    this.status = status;
  }
  reason;
  details;
  status;
};
var Failure = globalThis.__wechatAuth_Failure ??= ExpectedFailure;
function fieldFailure(reason, field, details2 = {}) {
  return new Failure(reason, { ...details2, fields: { [field]: definitionOf(reason).message } });
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

// src/domain/network-fault.ts
var TLS_FAULTS = [
  [/certificate signed by unknown authority/, "unknown signer"],
  [/certificate is (not )?valid for|cannot validate certificate for|legacy Common Name/, "wrong name"],
  [/expired or is not yet valid: current time \S+ is before/, "not yet valid"],
  [/certificate has expired/, "expired"],
  [/does not look like a TLS handshake/, "the other side speaks no TLS"],
  [/remote error: tls/, "refused by the other side"]
];
var OTHER_FAULTS = [
  [/deadline exceeded|timeout/i, "time-out"],
  [/connection refused/i, "connection refused"],
  [/connection reset|broken pipe|EOF/i, "connection broken off"],
  [/no such host|lookup/i, "host not found"],
  // What Go says of plain HTTP at an https address.
  [/HTTP response to HTTPS client/, "TLS failure: the other side speaks no TLS"]
];
function networkFault(error) {
  const cause = error.replace(/"[^"]*"/, "");
  if (/\b(x509|tls): /.test(cause)) {
    const kind = TLS_FAULTS.find(([words2]) => words2.test(cause))?.[1];
    return kind ? `TLS failure: ${kind}` : "TLS failure";
  }
  return OTHER_FAULTS.find(([words2]) => words2.test(cause))?.[1] ?? "network failure";
}

// src/pocketbase/http.ts
var MAX_JSON_BYTES = 64 * 1024;
var MAX_PICTURE_BYTES = 512 * 1024;
var OPENING_BRACE = 123;
function takeWaitedMs() {
  const taken = globalThis.__wechatAuth_waited ?? null;
  globalThis.__wechatAuth_waited = void 0;
  return taken;
}
function send(request, picture = false) {
  const startedAt = Date.now();
  try {
    const { statusCode, json, body: bytes } = $http.send(request);
    const { length } = bytes;
    if (length > (picture ? MAX_PICTURE_BYTES : MAX_JSON_BYTES)) return { fault: "answer too large" };
    if (picture && bytes[0] !== OPENING_BRACE) return { statusCode, json: null, bytes };
    return { statusCode, json: length === 0 ? void 0 : json ?? lenientJson(bytes) };
  } catch (error) {
    return { fault: networkFault(String(error)) };
  } finally {
    globalThis.__wechatAuth_waited = (globalThis.__wechatAuth_waited ?? 0) + Date.now() - startedAt;
  }
}
function lenientJson(bytes) {
  try {
    return JSON.parse(toString(bytes));
  } catch {
    return null;
  }
}

// src/pocketbase/process.ts
function currentApp() {
  return $app;
}
var cachedFind = null;
var cachedLogger = null;
var cachedInfo = null;
var cachedStore = null;
var cachedMethods = null;
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
function storeMethods() {
  if (cachedMethods) return cachedMethods;
  const { get, setFunc } = store();
  return cachedMethods = { get, setFunc };
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
var LONGEST_STAY_MS = 6e4;
var LOOK_AGAIN_MS = 20;
function inPlace(what, places, patienceMs, work) {
  const key = `wechat_auth:places:${what}`;
  const giveUpAt = Date.now() + patienceMs;
  let mine = "";
  const take = (taken) => {
    const now = Date.now();
    const still = (taken ?? "").split(" ").filter((place) => Number.parseInt(place, 10) > now);
    mine = still.length < places ? `${now + LONGEST_STAY_MS}.${$security.randomString(8)}` : "";
    return [...still, mine].join(" ").trim();
  };
  for (store().setFunc(key, take); mine === ""; store().setFunc(key, take)) {
    if (Date.now() >= giveUpAt) return null;
    sleep(LOOK_AGAIN_MS);
  }
  try {
    return { done: work() };
  } finally {
    store().setFunc(key, (taken) => (taken ?? "").replace(mine, "").trim());
  }
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
  constructor(taken, details2) {
    super("validation_failed", details2);
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
  const details2 = {
    fields,
    // Codes alone: PocketBase's words may quote the value.
    cause: Object.entries(refused).map(([name, { code }]) => `${collection.name}.${name}: ${code}`).join(", "),
    misconfigured: !names.some((name) => Object.hasOwn(clientFields, name))
  };
  const taken = Object.entries(refused).filter(([, { code }]) => code === "validation_not_unique");
  return taken.length > 0 ? new NotUnique(
    taken.map(([name]) => name),
    details2
  ) : new Failure("validation_failed", details2);
}

// src/pocketbase/users.ts
function findUser(id, app = $app) {
  return findUnique(app, USERS, $dbx.hashExp({ id }));
}
var ABSORBED = -2;
var AWAITING_APPROVAL = -3;
var CLOSED = -9;
function statusOf(user) {
  return user.getFloat("users_status");
}
function isGone(user) {
  const status = statusOf(user);
  return status === ABSORBED || status === CLOSED || user.getString("users_merged_into") !== "";
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
var RowQuery = class extends KeptQuery {
  constructor(text, columns) {
    super();
    this.text = text;
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
function lookUpRow(text, columns) {
  const query = new RowQuery(text, columns);
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
var SLOW_SCHEMES = ["leancloud"];
function parseLegacyPassword(text) {
  if (text === "") return null;
  try {
    const parsed = JSON.parse(text);
    return LEGACY_SCHEMES.includes(parsed.scheme) ? parsed : { scheme: "reset" };
  } catch {
    return { scheme: "reset" };
  }
}
function secretOfVersion(setting, version) {
  if (setting === "") return null;
  const entries = setting.split(",").map((entry) => entry.trim());
  const named = entries.filter((entry) => /^[0-9]+:/.test(entry));
  const own = named.find((entry) => entry.startsWith(`${version || "1"}:`));
  if (own) return own.slice(own.indexOf(":") + 1);
  return named.length === 0 ? setting : null;
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

// src/pocketbase/equal-texts.ts
function equalTexts(one, other) {
  return $security.equal(one, other);
}

// src/pocketbase/passwords.ts
var LEGACY_FIELD = "users_password_legacy";
function isPasswordOf(user, password) {
  const kept = user.getString(LEGACY_FIELD);
  if (kept === "") return user.validatePassword(password);
  const legacy = parseLegacyPassword(kept) ?? { scheme: "reset" };
  if (!hashesInTurn(legacy, password).some((hash) => isHashOf(user, legacy, hash))) return false;
  replace(user, kept, password);
  return true;
}
function bcryptOf(text) {
  if (utf8Length(text) > LONGEST) return "";
  const scratch = new Record(currentCollection(USERS));
  scratch.setPassword(text);
  return scratch.getRaw("password").hash;
}
var LONGEST = 72;
function isHashOf(user, legacy, hash) {
  if (legacy.hash !== void 0) return equalTexts(legacy.hash, hash);
  return user.validatePassword(hashes().digestOf(hash));
}
var PLACES = 1;
var PATIENCE_MS = 1e4;
function hashesInTurn(legacy, password) {
  const secret = secretFor(legacy);
  const work = () => hashes().legacyHashes(legacy, password, secret);
  if (!SLOW_SCHEMES.includes(legacy.scheme)) return work();
  const hashing = inPlace("legacy_passwords", PLACES, PATIENCE_MS, work);
  if (!hashing) throw new Failure("rate_limited", { retryAfter: PATIENCE_MS / 1e3 });
  return hashing.done;
}
function secretFor({ scheme, version = "" }) {
  if (scheme === "reset") throw new Failure("password_reset_required");
  if (scheme !== "uni-id-hmac-sha1") return "";
  const secret = secretOfVersion(settings().uniIdPasswordSecret, version);
  if (secret !== null) return secret;
  if (firstTime("uni_id_secret_missing"))
    logger().error(
      "users from uni-id have passwords that need UNI_ID_PASSWORD_SECRET: set it to the project's passwordSecret and restart PocketBase"
    );
  throw new Failure("password_reset_required", {
    cause: "UNI_ID_PASSWORD_SECRET is not set for this version"
  });
}
function replace(user, kept, password) {
  const hash = bcryptOf(password);
  if (hash === "") return;
  const { id } = user;
  const done = $app.db().newQuery(REPLACE).bind({ id, kept, hash }).execute();
  if (done.rowsAffected() === 0) return;
  user.getRaw("password").hash = hash;
  user.setRaw(LEGACY_FIELD, "");
}
var REPLACE = `UPDATE ${USERS} SET password = {:hash}, ${LEGACY_FIELD} = ''
  WHERE id = {:id} AND ${LEGACY_FIELD} = {:kept}`;
var STORE_LEGACY = `UPDATE ${USERS} SET ${LEGACY_FIELD} = {:legacy},
    password = CASE {:hash} WHEN '' THEN password ELSE {:hash} END
  WHERE id = {:id}`;
var hashes = () => bundle("legacy_hashes");

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

// src/accounts/caller.ts
function callerNow(caller, app) {
  const user = findUser(caller.id, app);
  if (!user) throw new Failure("token_invalid");
  refuseDisabled(user);
  if (user.tokenKey() !== caller.tokenKey()) throw new Failure("token_invalid");
  return user;
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

// src/wechat/apps.ts
var REFERER = /^https:\/\/servicewechat\.com\/([^/]+)\//;
function appOfRequest(event, named) {
  return knownApp(event, named) ?? notConfigured();
}
function knownApp(event, named) {
  const { apps } = settings().wechat;
  const first = apps[0];
  if (!first) return null;
  if (named) {
    const app = appNamed(named, apps);
    if (!app) throw unknown();
    return app;
  }
  if (apps.length === 1) return first;
  const sender = REFERER.exec(httpRequest(event).header.get("Referer"))?.[1];
  return appNamed(sender, apps) ?? first;
}
function appNamed(name, apps) {
  return apps.find(({ appid }) => appid === name);
}
function unknown() {
  return fieldFailure("appid_unknown", "wx_appid");
}
function notConfigured() {
  if (firstTime("not_configured")) {
    logger().error(
      "WeChat sign-in is not configured: set WECHAT_APPID and WECHAT_SECRET and restart PocketBase"
    );
  }
  throw new Failure("wechat_not_configured");
}

// src/domain/expiring-table.ts
var ROWS = 8192;
var ENTRIES_PER_ROW = 8;
function rowOf(key) {
  return Number.parseInt(key.slice(0, 8), 16) % ROWS;
}
var formatLine = (key, { count, note, expiresAt }) => note === void 0 ? `
${key} ${count} ${expiresAt}` : `
${key} ${count} ${note} ${expiresAt}`;
var expiryOf = (line) => Number(line.slice(line.lastIndexOf(" ") + 1));
function lineOf(row, key) {
  const start = row.indexOf(`
${key} `);
  if (start < 0) return "";
  const end = row.indexOf("\n", start + 1);
  return end < 0 ? row.slice(start) : row.slice(start, end);
}
function liveEntry(line, key, now) {
  if (line === "") return null;
  const end = line.lastIndexOf(" ");
  const expiresAt = Number(line.slice(end + 1));
  if (expiresAt <= now) return null;
  const counted = line.slice(key.length + 2, end);
  const gap = counted.indexOf(" ");
  if (gap < 0) return { count: Number(counted), expiresAt };
  return { count: Number(counted.slice(0, gap)), note: counted.slice(gap + 1), expiresAt };
}
function find(row, key, now) {
  return liveEntry(lineOf(row ?? "", key), key, now);
}
function put(row, key, now, entry) {
  const before = row ?? "";
  const line = lineOf(before, key);
  const others = line === "" ? before : before.replace(line, "");
  if (!entry) return others;
  const added = formatLine(key, entry);
  const written = others + added;
  return written.length > ENTRIES_PER_ROW * added.length ? tidied(written, now) : written;
}
function tidied(row, now) {
  const lines = row.slice(1).split("\n").filter((line) => expiryOf(line) > now);
  if (lines.length > ENTRIES_PER_ROW) lines.splice(firstToExpire(lines), 1);
  return lines.map((line) => `
${line}`).join("");
}
function firstToExpire(lines) {
  const first = Math.min(...lines.map(expiryOf));
  return lines.findIndex((line) => expiryOf(line) === first);
}

// src/pocketbase/secrets.ts
function digestOf(text) {
  return $security.sha256(text).slice(0, 32);
}

// src/pocketbase/shared-table.ts
var storeKey = (table, key) => `wechat_auth:${table}:${rowOf(key)}`;
function readEntry(table, what, now) {
  const key = digestOf(what);
  return find(textAt(storeKey(table, key)), key, now);
}
function changeEntry(table, what, now, next) {
  const key = digestOf(what);
  const at = storeKey(table, key);
  for (; ; ) {
    const row = textAt(at);
    const entry = next(find(row, key, now));
    if (swap(at, row, put(row, key, now, entry))) return entry;
  }
}
function addEntry(table, what, now, entry) {
  const key = digestOf(what);
  const at = storeKey(table, key);
  for (; ; ) {
    const row = textAt(at);
    const earlier = find(row, key, now);
    if (earlier || swap(at, row, put(row, key, now, entry))) return earlier;
  }
}
function textAt(key) {
  return storeMethods().get(key) ?? "";
}
var expected = "";
var replacement = "";
var swapped = false;
function exchanged(now) {
  swapped = (now ?? "") === expected;
  return swapped ? replacement : now;
}
function swap(key, before, after) {
  if (after === before) return true;
  expected = before;
  replacement = after;
  storeMethods().setFunc(key, exchanged);
  return swapped;
}

// src/abuse/code-guard.ts
function exchangeOnce(code, app, calls, exchange2) {
  const key = `${app.appid} ${code}`;
  const now = Date.now();
  const { codeRepeatSeconds, wechat } = settings();
  const blockedUntil = now + codeRepeatSeconds * 1e3;
  const runningUntil = Math.max(blockedUntil, now + (calls * wechat.timeoutSeconds + 1) * 1e3);
  const earlier = addEntry("codes", key, now, { count: 1, expiresAt: runningUntil });
  if (earlier) {
    const rest = Math.max(1, Math.ceil((earlier.expiresAt - Date.now()) / 1e3));
    throw new Failure("duplicate_request", { retryAfter: rest });
  }
  try {
    return exchange2(code, app);
  } finally {
    if (blockedUntil < runningUntil) blockUntil(blockedUntil, key);
  }
}
function blockUntil(expiresAt, key) {
  const now = Date.now();
  changeEntry("codes", key, now, () => now < expiresAt ? { count: 1, expiresAt } : null);
}

// src/wechat/answers.ts
function read({ statusCode, json }, take) {
  if (statusCode < 200 || statusCode > 299) return { broken: `HTTP ${statusCode}` };
  if (json === void 0) return { broken: "empty body" };
  if (typeof json !== "object" || json === null || Array.isArray(json))
    return { broken: "not a JSON object" };
  const fields = json;
  const { errcode, errmsg } = fields;
  if (errcode === void 0 || errcode === 0) return take(fields);
  if (typeof errcode !== "number") return { broken: "errcode is not a number" };
  return { error: { errcode, errmsg: typeof errmsg === "string" ? errmsg : "" } };
}
var isWhole = (value) => typeof value === "string" && value !== "" && !value.includes(REPLACEMENT_CHARACTER);
function readSession(answer2) {
  return read(answer2, sessionOf);
}
function sessionOf({ openid, unionid }) {
  if (!isWhole(openid)) return { broken: "no openid" };
  return { ok: { openid, unionid: isWhole(unionid) ? unionid : "" } };
}

// src/wechat/call.ts
var JSON_TYPE = { "content-type": "application/json" };
var ownBase = null;
function apiBase() {
  const { apiBases } = settings().wechat;
  return ownBase ??= apiBases[turn("api_base") % apiBases.length];
}
function call(path, query, body, read2, picture = false) {
  const { timeoutSeconds: timeout } = settings().wechat;
  const address = apiBase() + path;
  const url = query === "" ? address : `${address}?${query}`;
  const answer2 = body ? send({ method: "POST", url, timeout, body: JSON.stringify(body), headers: JSON_TYPE }, picture) : send({ method: "GET", url, timeout });
  if ("fault" in answer2) {
    ownBase = null;
    throw new Failure("wechat_unavailable", { cause: `${path}: ${answer2.fault}` });
  }
  const reading = read2(answer2);
  return "broken" in reading ? { broken: `${path}: ${reading.broken}` } : reading;
}
function unwrap(reading, failureOf) {
  if ("ok" in reading) return reading.ok;
  if ("error" in reading) throw failureOf(reading.error);
  throw new Failure("wechat_unavailable", { cause: reading.broken });
}

// src/wechat/errcodes.ts
var RATE_LIMIT_SECONDS = 60;
function ridOf(errmsg) {
  return /\brid: ?([0-9a-f-]+)/i.exec(errmsg)?.[1];
}
function addressOf({ errcode, errmsg }) {
  return errcode === 40164 ? /\binvalid ip ([0-9a-f.:]+)/i.exec(errmsg)?.[1] : void 0;
}
function details(error) {
  const rid = ridOf(error.errmsg);
  const address = addressOf(error);
  return { errcode: error.errcode, ...rid && { rid }, ...address && { address } };
}
function commonFailure(error) {
  switch (error.errcode) {
    case -1:
      return new Failure("wechat_unavailable", details(error));
    case 40226:
      return new Failure("wechat_user_blocked", details(error));
    case 45011:
      return new Failure("wechat_rate_limited", { ...details(error), retryAfter: RATE_LIMIT_SECONDS });
    default:
      return new Failure("wechat_misconfigured", details(error));
  }
}
function loginCodeFailure(error) {
  switch (error.errcode) {
    case 40029:
    case 41008:
      return fieldFailure("wechat_code_invalid", "users_wx_code", details(error));
    case 40163:
      return fieldFailure("wechat_code_used", "users_wx_code", details(error));
    default:
      return commonFailure(error);
  }
}

// src/wechat/session.ts
function accountOfCode(code, app) {
  return exchangeOnce(code, app, 1, exchange);
}
function exchange(code, { appid, secret }) {
  const own = `appid=${encodeURIComponent(appid)}&secret=${encodeURIComponent(secret)}`;
  const query = `${own}&js_code=${encodeURIComponent(code)}&grant_type=authorization_code`;
  const { openid, unionid } = unwrap(call("/sns/jscode2session", query, null, readSession), loginCodeFailure);
  return { appid, openid, unionid };
}

// src/abuse/password-attempts.ts
function checkPassword(account, matches) {
  return check("accounts", account, matches);
}
var unlocked = (maxFailures) => (entry) => entry && entry.count > maxFailures ? entry : null;
function check(table, account, matches) {
  const { loginMaxFailures, loginFailureWindowSeconds } = settings();
  const refuseLocked = (entry, now2) => {
    if (!entry || entry.count <= loginMaxFailures) return;
    throw new Failure("too_many_attempts", { retryAfter: Math.ceil((entry.expiresAt - now2) / 1e3) });
  };
  const before = Date.now();
  refuseLocked(readEntry(table, account, before), before);
  const right = matches();
  const now = Date.now();
  const failed = (entry) => ({
    count: (entry?.count ?? 0) + 1,
    expiresAt: entry?.expiresAt ?? now + loginFailureWindowSeconds * 1e3
  });
  const succeeded = unlocked(loginMaxFailures);
  if (right && !readEntry(table, account, now)) return true;
  refuseLocked(changeEntry(table, account, now, right ? succeeded : failed), now);
  return right;
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

// src/accounts/passwords.ts
function isPlatformUser(user) {
  return user.getString("users_idtype") === "ManagePlatform";
}

// src/operations/account/closeAccount.ts
function closeAccount({
  event,
  input,
  user: caller,
  facts
}) {
  if (!caller) throw new Failure("token_invalid");
  if (input.confirm !== true) throw fieldFailure("confirm_required", "confirm");
  const account = prove(event, input, caller);
  inWriteTransaction((app) => {
    const user = callerNow(caller, app);
    if (account && ownerOf(account, app).user?.id !== user.id)
      throw fieldFailure("proof_rejected", "users_wx_code");
    close(user, app);
  });
  facts.outcome = "closed";
  return { msg: "账号已注销", data: { status: "closed" } };
}
function prove(event, { users_wx_code, password, wx_appid }, caller) {
  if (users_wx_code !== void 0) return accountProved(event, users_wx_code, wx_appid);
  if (password === void 0) throw new Failure("proof_rejected");
  const right = isPlatformUser(caller) && checkPassword(caller.id, () => isPasswordOf(caller, password));
  if (!right) throw fieldFailure("proof_rejected", "password");
  return null;
}
function accountProved(event, code, wx_appid) {
  const app = appOfRequest(event, wx_appid);
  try {
    return accountOfCode(code, app);
  } catch (error) {
    const isNoProof = error instanceof Failure && (error.reason === "wechat_code_invalid" || error.reason === "wechat_code_used");
    throw isNoProof ? fieldFailure("proof_rejected", "users_wx_code", error.details) : error;
  }
}

// src/routes.ts
var closeAccount2 = { caller: "bearer", logged: true, run: closeAccount };

// src/generated/validators/closeAccount.js
var validate = validate11;
var pattern0 = /^[!-~]*$/;
function validate11(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  let vErrors = null;
  let errors = 0;
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.confirm !== void 0) {
      if (typeof data.confirm !== "boolean") {
        const err0 = { instancePath: instancePath + "/confirm", schemaPath: "#/properties/confirm/type", keyword: "type", params: { type: "boolean" } };
        if (vErrors === null) {
          vErrors = [err0];
        } else {
          vErrors.push(err0);
        }
        errors++;
      }
    }
    if (data.users_wx_code !== void 0) {
      let data1 = data.users_wx_code;
      if (typeof data1 === "string") {
        if (data1.length > 512 && characterCount(data1) > 512) {
          const err1 = { instancePath: instancePath + "/users_wx_code", schemaPath: "#/properties/users_wx_code/maxLength", keyword: "maxLength", params: { limit: 512 } };
          if (vErrors === null) {
            vErrors = [err1];
          } else {
            vErrors.push(err1);
          }
          errors++;
        }
        if (data1.length < 1) {
          const err2 = { instancePath: instancePath + "/users_wx_code", schemaPath: "#/properties/users_wx_code/minLength", keyword: "minLength", params: { limit: 1 } };
          if (vErrors === null) {
            vErrors = [err2];
          } else {
            vErrors.push(err2);
          }
          errors++;
        }
        if (!pattern0.test(data1)) {
          const err3 = { instancePath: instancePath + "/users_wx_code", schemaPath: "#/properties/users_wx_code/pattern", keyword: "pattern", params: { pattern: "^[!-~]*$" } };
          if (vErrors === null) {
            vErrors = [err3];
          } else {
            vErrors.push(err3);
          }
          errors++;
        }
      } else {
        const err4 = { instancePath: instancePath + "/users_wx_code", schemaPath: "#/properties/users_wx_code/type", keyword: "type", params: { type: "string" } };
        if (vErrors === null) {
          vErrors = [err4];
        } else {
          vErrors.push(err4);
        }
        errors++;
      }
    }
    if (data.password !== void 0) {
      let data2 = data.password;
      if (typeof data2 === "string") {
        if (data2.length > 255 && characterCount(data2) > 255) {
          const err5 = { instancePath: instancePath + "/password", schemaPath: "#/properties/password/maxLength", keyword: "maxLength", params: { limit: 255 } };
          if (vErrors === null) {
            vErrors = [err5];
          } else {
            vErrors.push(err5);
          }
          errors++;
        }
        if (data2.length < 1) {
          const err6 = { instancePath: instancePath + "/password", schemaPath: "#/properties/password/minLength", keyword: "minLength", params: { limit: 1 } };
          if (vErrors === null) {
            vErrors = [err6];
          } else {
            vErrors.push(err6);
          }
          errors++;
        }
      } else {
        const err7 = { instancePath: instancePath + "/password", schemaPath: "#/properties/password/type", keyword: "type", params: { type: "string" } };
        if (vErrors === null) {
          vErrors = [err7];
        } else {
          vErrors.push(err7);
        }
        errors++;
      }
    }
    if (data.wx_appid !== void 0) {
      let data3 = data.wx_appid;
      if (typeof data3 !== "string" && data3 !== null) {
        const err8 = { instancePath: instancePath + "/wx_appid", schemaPath: "#/components/schemas/WxAppid/type", keyword: "type", params: { type: ["string", "null"] } };
        if (vErrors === null) {
          vErrors = [err8];
        } else {
          vErrors.push(err8);
        }
        errors++;
      }
      if (typeof data3 === "string") {
        if (data3.length > 128 && characterCount(data3) > 128) {
          const err9 = { instancePath: instancePath + "/wx_appid", schemaPath: "#/components/schemas/WxAppid/maxLength", keyword: "maxLength", params: { limit: 128 } };
          if (vErrors === null) {
            vErrors = [err9];
          } else {
            vErrors.push(err9);
          }
          errors++;
        }
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

// src/generated/entries/closeAccount.ts
var readBody = jsonBody(validate, ["confirm", "users_wx_code", "password", "wx_appid"], () => ({
  "confirm": {
    "title": "确认"
  },
  "users_wx_code": {
    "title": "微信登录凭证",
    "pattern": "只能包含可见的英文字符"
  },
  "password": {
    "title": "密码"
  },
  "wx_appid": {
    "title": "小程序 AppID"
  }
}));
var words = {};
var endpoint = { id: "closeAccount", route: closeAccount2, readBody, words, write: writeSuccess };
function handle(event) {
  dispatch(event, endpoint);
}
module.exports = {
  handle
};
