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
function hideBody(event) {
  httpRequest(event).contentLength = 0;
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
var checksBound = null;
var showingsBound = null;
var anyChecks = () => checksBound ??= $app.onRecordAuthRequest().length() > 0;
var anyShowings = () => showingsBound ??= $app.onRecordEnrich().length() > 0;
function hasChecks() {
  return anyChecks() || anyShowings();
}
var AlreadyAnswered = class extends Error {
};

// src/domain/phone.ts
function digitsOf(text) {
  return text.replace(/[\uff10-\uff19]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 65248)).replace(/[^0-9]/g, "");
}
function mainlandPhone(text) {
  return digitsOf(text).slice(-11);
}
function maskPhone(phone) {
  if (phone === "") return "";
  if (phone.length < 8) return `****${phone.slice(-2)}`;
  return `${phone.slice(0, 3)}****${phone.slice(-4)}`;
}

// src/domain/user-view.ts
function isInfoComplete(user) {
  return user.users_name !== "" && user.users_phone !== "" && user.users_picture !== "";
}
function userView(id, values, wxOpenid, company) {
  return {
    pb_id: id,
    users_convers_id: values.users_convers_id ?? "",
    users_id: values.users_id ?? "",
    users_idtype: values.users_idtype ?? "",
    users_id_number: values.users_id_number ?? "",
    users_status: values.users_status ?? 0,
    users_rank_level: values.users_rank_level ?? 0,
    users_auth_type: values.users_auth_type ?? 0,
    users_type: values.users_type ?? "",
    users_name: values.users_name ?? "",
    users_phone: values.users_phone ?? "",
    users_phone_masked: maskPhone(values.users_phone ?? ""),
    users_phone_verified: String(values.users_phone_verified_at ?? "") !== "",
    users_level: values.users_level ?? "",
    users_picture: values.users_picture ?? "",
    openid: values.openid ?? "",
    wx_openid: wxOpenid,
    company_id: values.company_id ?? "",
    users_parent_id: values.users_parent_id ?? "",
    users_promo_code: values.users_promo_code ?? "",
    usergroups_id: values.usergroups_id ?? "",
    company,
    created: rfc3339(values.created),
    updated: rfc3339(values.updated)
  };
}
function rfc3339(date) {
  const text = String(date ?? "");
  return text === "" ? null : text.replace(" ", "T");
}

// src/domain/base-address.ts
var LOOPBACK = /^https?:\/\/(?:localhost|127\.[0-9.]+|\[::1\]|0\.0\.0\.0)(?=[:/]|$)/i;
var LOCAL = /^(?:localhost|[0-9.]+|\[[0-9a-f:.]+\])(?=[:/]|$)/i;
function baseAddress(setting) {
  const bare = setting.trim().replace(/[?#].*$/, "").replace(/^([a-z]+:\/\/)?[^/@]*@/i, "$1").replace(/\/+$/, "");
  const hasScheme = /^https?:\/\//i.test(bare);
  const rest = bare.replace(/^[a-z]*:?\/\//i, "");
  const url = hasScheme ? bare : `${LOCAL.test(rest) ? "http" : "https"}://${rest}`;
  return { url, complaint: complaintOf(url, hasScheme) };
}
function complaintOf(url, hasScheme) {
  if (LOOPBACK.test(url)) return `it is ${url}, where no other machine finds them`;
  return hasScheme ? "" : `it lacks http:// or https://, and ${url} is taken for it`;
}

// src/domain/character-count.ts
var HIGH_SURROGATE = /[\ud800-\udbff]/;
function characterCount(text) {
  return HIGH_SURROGATE.test(text) ? Array.from(text).length : text.length;
}

// src/domain/picture.ts
var STORED_FILE = /^https?:\/\/[^?#]*(\/api\/files\/[^/?#]+\/[^/?#]+\/)([^/?#]+)(?:[?#].*)?$/i;
var NAME = /^avatar_[A-Za-z0-9]{10}\.[a-z]+$/;
function isUploadedAvatar(address, { path, current }) {
  if (!address.includes("/api/files/")) return false;
  const [, folder, name = ""] = STORED_FILE.exec(address) ?? [];
  return folder === path && (NAME.test(name) || name === encodeURIComponent(current));
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
function avatarField(user) {
  return fieldOf(user.collection().id, user.id, user.getString(AVATAR));
}
function fieldOf(collection, id, current) {
  return { path: `/api/files/${collection}/${id}/`, current };
}
function avatarAddress({ path }, filename) {
  return baseAddress($app.settings().meta.appURL).url + path + encodeURIComponent(filename);
}
function currentPicture(user, stored) {
  if (!stored.includes("/api/files/")) return stored;
  const field = avatarField(user);
  return field.current !== "" && isUploadedAvatar(stored, field) ? avatarAddress(field, field.current) : stored;
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

// src/pocketbase/companies.ts
function companyOf(companyId) {
  if (companyId === "") return null;
  const company = findUnique($app, "tbl_company", $dbx.hashExp({ company_id: companyId }));
  return company && company.publicExport();
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
function describeError(error) {
  const { message, stack } = error ?? {};
  const why = apiErrorOf(error)?.rawData();
  return [message ?? error, why, stack].map((part) => part ? String(part) : "").filter((part) => part !== "" && part !== "[object Object]").join("\n");
}

// src/pocketbase/users.ts
function findUser(id, app = $app) {
  return findUnique(app, USERS, $dbx.hashExp({ id }));
}
function findByPhone(users_phone, app = $app) {
  return findUnique(app, USERS, $dbx.hashExp({ users_phone }), $dbx.exp("users_phone != ''"));
}
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
function viewOf(user, wxOpenid) {
  const values = user.fieldsData();
  values.users_picture = currentPicture(user, values.users_picture ?? "");
  return userView(user.id, values, wxOpenid, companyOf(values.company_id ?? ""));
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

// src/pocketbase/tokens.ts
var STOCK_AUTH_RULE = "users_status >= 0";
function isAuthRuleRefusal(error) {
  const refusal = apiErrorOf(error);
  return refusal?.status === 403 && refusal.message === "The request doesn't satisfy the collection requirements to authenticate.";
}
function satisfiesAuthRule(user) {
  const rule = user.collection().authRule;
  return $app.canAccessRecord(user, new RequestInfo(), rule);
}
var judged = null;
function hasStockRule() {
  const collection = currentCollection(USERS);
  if (judged?.collection !== collection) {
    judged = { collection, hasStockRule: String(collection.authRule) === STOCK_AUTH_RULE };
  }
  return judged.hasStockRule;
}
function plainAuthAnswer(user, meta) {
  if (!hasStockRule() || hasChecks()) return null;
  return { token: user.newAuthToken(), record: user.ignoreEmailVisibility(true), meta };
}

// src/pocketbase/answer.ts
var SIGN_IN_MESSAGES = { register_success: "注册成功", login_success: "登录成功" };
function writeSignIn(event, { user, wxOpenid, status, justRead }) {
  const view = viewOf(user, wxOpenid);
  const meta = {
    code: 200,
    msg: SIGN_IN_MESSAGES[status],
    data: { status, is_info_complete: isInfoComplete(view), user: view }
  };
  const plain = justRead === true ? plainAuthAnswer(user, meta) : null;
  if (plain) {
    event.json(200, plain);
    return;
  }
  hideBody(event);
  try {
    $apis.recordAuthResponse(event, user, "", meta);
  } catch (error) {
    if (isAuthRuleRefusal(error)) {
      if (satisfiesAuthRule(user)) {
        throw new Error(`the authRule could not be evaluated: ${describeError(error)}`, { cause: error });
      }
      const now = findUser(user.id);
      if (now) refuseDisabled(now);
      throw new Failure("auth_rejected");
    }
    throw error;
  }
  if (!event.written()) throw new Error("a hook of onRecordAuthRequest neither answered nor called e.next()");
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
function openidIn(appid, user, app = currentApp()) {
  const rows = select(
    app,
    // SQLite takes the unique index, a partial one, only for a query that repeats its condition.
    `SELECT appid, openid, user FROM ${TABLE} WHERE user = {:user} AND user != '' AND appid = {:appid}`,
    { appid, user }
  );
  return rows[0]?.openid ?? "";
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

// src/wechat/apps.ts
var REFERER = /^https:\/\/servicewechat\.com\/([^/]+)\//;
function appidOfRequest(event, named) {
  const app = knownApp(event, named);
  if (!app && named) throw unknown();
  return app?.appid ?? "";
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

// src/abuse/password-attempts.ts
function checkPassword(account, matches) {
  return check("accounts", account, matches);
}
function attemptsLeft(account) {
  const count = readEntry("accounts", account, Date.now())?.count ?? 0;
  return Math.max(0, settings().loginMaxFailures + 1 - count);
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

// src/operations/platform/platformLogin.ts
function platformLogin({ event, input, facts }) {
  const appid = appidOfRequest(event, input.wx_appid);
  const phone = mainlandPhone(input.users_phone);
  facts.phone = maskPhone(phone);
  const user = findByPhone(phone);
  if (!user) throw fieldFailure("user_not_found", "users_phone");
  facts.record_id = user.id;
  if (user.getString("users_idtype") !== "ManagePlatform")
    throw fieldFailure("user_type_mismatch", "users_phone");
  if (user.email() === "") throw new Failure("identity_missing");
  if (!checkPassword(user.id, () => isPasswordOf(user, input.password))) {
    throw fieldFailure("password_wrong", "password", { attemptsLeft: attemptsLeft(user.id) });
  }
  refuseDisabled(user);
  return { user, wxOpenid: appid === "" ? "" : openidIn(appid, user.id), status: "login_success" };
}

// src/routes.ts
var platformLogin2 = {
  caller: "anyone",
  logged: true,
  run: platformLogin
};

// src/generated/validators/platformLogin.js
var validate = validate11;
var pattern0 = /^[\t ()\[\]\xa0\xad῾-⁰−─⿻-〟ー﹐-！（）－［］-]*(?:(?:[+＋]|[0０][\t ()\[\]\xa0\xad῾-⁰−─⿻-〟ー﹐-！（）－［］-]*[0０])?[\t ()\[\]\xa0\xad῾-⁰−─⿻-〟ー﹐-！（）－［］-]*[8８][\t ()\[\]\xa0\xad῾-⁰−─⿻-〟ー﹐-！（）－［］-]*[6６][\t ()\[\]\xa0\xad῾-⁰−─⿻-〟ー﹐-！（）－［］-]*)?[1１][\t ()\[\]\xa0\xad῾-⁰−─⿻-〟ー﹐-！（）－［］-]*[3-9３-９](?:[\t ()\[\]\xa0\xad῾-⁰−─⿻-〟ー﹐-！（）－［］-]*[0-9０-９]){9}[\t ()\[\]\xa0\xad῾-⁰−─⿻-〟ー﹐-！（）－［］-]*$/;
function validate11(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  let vErrors = null;
  let errors = 0;
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.users_phone === void 0) {
      const err0 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "users_phone" } };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    if (data.password === void 0) {
      const err1 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "password" } };
      if (vErrors === null) {
        vErrors = [err1];
      } else {
        vErrors.push(err1);
      }
      errors++;
    }
    if (data.users_phone !== void 0) {
      let data0 = data.users_phone;
      if (typeof data0 === "string") {
        if (data0.length > 64 && characterCount(data0) > 64) {
          const err2 = { instancePath: instancePath + "/users_phone", schemaPath: "#/components/schemas/UsersPhone/maxLength", keyword: "maxLength", params: { limit: 64 } };
          if (vErrors === null) {
            vErrors = [err2];
          } else {
            vErrors.push(err2);
          }
          errors++;
        }
        if (data0.length < 1) {
          const err3 = { instancePath: instancePath + "/users_phone", schemaPath: "#/components/schemas/UsersPhone/minLength", keyword: "minLength", params: { limit: 1 } };
          if (vErrors === null) {
            vErrors = [err3];
          } else {
            vErrors.push(err3);
          }
          errors++;
        }
        if (!pattern0.test(data0)) {
          const err4 = { instancePath: instancePath + "/users_phone", schemaPath: "#/components/schemas/UsersPhone/pattern", keyword: "pattern", params: { pattern: "^[\\t ()\\[\\]\\xa0\\xad῾-⁰−─⿻-〟ー﹐-！（）－［］-]*(?:(?:[+＋]|[0０][\\t ()\\[\\]\\xa0\\xad῾-⁰−─⿻-〟ー﹐-！（）－［］-]*[0０])?[\\t ()\\[\\]\\xa0\\xad῾-⁰−─⿻-〟ー﹐-！（）－［］-]*[8８][\\t ()\\[\\]\\xa0\\xad῾-⁰−─⿻-〟ー﹐-！（）－［］-]*[6６][\\t ()\\[\\]\\xa0\\xad῾-⁰−─⿻-〟ー﹐-！（）－［］-]*)?[1１][\\t ()\\[\\]\\xa0\\xad῾-⁰−─⿻-〟ー﹐-！（）－［］-]*[3-9３-９](?:[\\t ()\\[\\]\\xa0\\xad῾-⁰−─⿻-〟ー﹐-！（）－［］-]*[0-9０-９]){9}[\\t ()\\[\\]\\xa0\\xad῾-⁰−─⿻-〟ー﹐-！（）－［］-]*$" } };
          if (vErrors === null) {
            vErrors = [err4];
          } else {
            vErrors.push(err4);
          }
          errors++;
        }
      } else {
        const err5 = { instancePath: instancePath + "/users_phone", schemaPath: "#/components/schemas/UsersPhone/type", keyword: "type", params: { type: "string" } };
        if (vErrors === null) {
          vErrors = [err5];
        } else {
          vErrors.push(err5);
        }
        errors++;
      }
    }
    if (data.password !== void 0) {
      let data1 = data.password;
      if (typeof data1 === "string") {
        if (data1.length > 255 && characterCount(data1) > 255) {
          const err6 = { instancePath: instancePath + "/password", schemaPath: "#/properties/password/maxLength", keyword: "maxLength", params: { limit: 255 } };
          if (vErrors === null) {
            vErrors = [err6];
          } else {
            vErrors.push(err6);
          }
          errors++;
        }
        if (data1.length < 1) {
          const err7 = { instancePath: instancePath + "/password", schemaPath: "#/properties/password/minLength", keyword: "minLength", params: { limit: 1 } };
          if (vErrors === null) {
            vErrors = [err7];
          } else {
            vErrors.push(err7);
          }
          errors++;
        }
      } else {
        const err8 = { instancePath: instancePath + "/password", schemaPath: "#/properties/password/type", keyword: "type", params: { type: "string" } };
        if (vErrors === null) {
          vErrors = [err8];
        } else {
          vErrors.push(err8);
        }
        errors++;
      }
    }
    if (data.wx_appid !== void 0) {
      let data2 = data.wx_appid;
      if (typeof data2 !== "string" && data2 !== null) {
        const err9 = { instancePath: instancePath + "/wx_appid", schemaPath: "#/components/schemas/WxAppid/type", keyword: "type", params: { type: ["string", "null"] } };
        if (vErrors === null) {
          vErrors = [err9];
        } else {
          vErrors.push(err9);
        }
        errors++;
      }
      if (typeof data2 === "string") {
        if (data2.length > 128 && characterCount(data2) > 128) {
          const err10 = { instancePath: instancePath + "/wx_appid", schemaPath: "#/components/schemas/WxAppid/maxLength", keyword: "maxLength", params: { limit: 128 } };
          if (vErrors === null) {
            vErrors = [err10];
          } else {
            vErrors.push(err10);
          }
          errors++;
        }
      }
    }
  } else {
    const err11 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" } };
    if (vErrors === null) {
      vErrors = [err11];
    } else {
      vErrors.push(err11);
    }
    errors++;
  }
  validate11.errors = vErrors;
  return errors === 0;
}

// src/generated/entries/platformLogin.ts
var readBody = jsonBody(validate, ["users_phone", "password", "wx_appid"], () => ({
  "users_phone": {
    "title": "手机号",
    "pattern": "格式不正确，应为 11 位中国大陆手机号（不支持港澳台和境外号码）"
  },
  "password": {
    "title": "密码"
  },
  "wx_appid": {
    "title": "小程序 AppID"
  }
}));
var words = {};
var endpoint = { id: "platformLogin", route: platformLogin2, readBody, words, write: writeSignIn };
function handle(event) {
  dispatch(event, endpoint);
}
module.exports = {
  handle
};
