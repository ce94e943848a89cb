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
var checksBound = null;
var showingsBound = null;
var anyChecks = () => checksBound ??= $app.onRecordAuthRequest().length() > 0;
var anyShowings = () => showingsBound ??= $app.onRecordEnrich().length() > 0;
function hasChecks() {
  return anyChecks() || anyShowings();
}
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
var PLACEHOLDER_DOMAIN = "@manage.local";
function placeholderEmail(openid) {
  return openid + PLACEHOLDER_DOMAIN;
}

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
var TEMPORARY = /^(?:wxfile:|blob:|data:|https?:\/\/(?:tmp|usr|store)\/|https?:\/\/(?:localhost|127\.[0-9.]+|\[::1\])(?::[0-9]+)?\/(?:[^?#]*\/)?__tmp__\/)/i;
var WEB_URL = /^https?:\/\/(?:\[[0-9a-f:.]+\]|[^\s/?#@:[\]\\<>"]+)(?::[0-9]{1,5})?(?:[/?#][^\s<>"\\]*)?$/i;
function judgePicture(address) {
  if (TEMPORARY.test(address)) return "temporary";
  return WEB_URL.test(address) ? "ok" : "not_a_url";
}
var LONGEST = 2048;
function checkPicture(address) {
  const verdict = judgePicture(address);
  if (verdict === "temporary") throw fieldFailure("picture_is_temporary", "users_picture");
  if (characterCount(address) > LONGEST) throw refused(`最多 ${LONGEST} 个字符`);
  if (verdict === "not_a_url") throw refused("必须是 http 或 https 地址");
}
var refused = (rule) => new Failure("validation_failed", { fields: { users_picture: `头像：${rule}` } });
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
  const refused2 = apiErrorOf(error) ? null : fieldErrorsOf(error);
  if (!refused2) return null;
  const names = Object.keys(refused2);
  if (!names.every((name) => collection.fields.getByName(name))) return null;
  const fields = {};
  for (const [name, { message, ...why }] of Object.entries(refused2)) {
    const known = clientFields[name] ?? name;
    fields[known] = refusalWords(known, { ...why, message: wordsOf(message) });
  }
  const details = {
    fields,
    // Codes alone: PocketBase's words may quote the value.
    cause: Object.entries(refused2).map(([name, { code }]) => `${collection.name}.${name}: ${code}`).join(", "),
    misconfigured: !names.some((name) => Object.hasOwn(clientFields, name))
  };
  const taken = Object.entries(refused2).filter(([, { code }]) => code === "validation_not_unique");
  return taken.length > 0 ? new NotUnique(
    taken.map(([name]) => name),
    details
  ) : new Failure("validation_failed", details);
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
function newGuid() {
  return uuidV4($security.randomStringWithAlphabet(32, "0123456789abcdef"));
}
function newUser(values) {
  return new Record(currentCollection(USERS), values);
}
function createUnlessExists(user, existing, clientFields = {}) {
  try {
    inWriteTransaction((app) => save(app, user, clientFields));
    return user;
  } catch (error) {
    if (error instanceof NotUnique && existing()) return null;
    throw error;
  }
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

// src/domain/password.ts
var MAX_BYTES = 72;
function utf8Length(text) {
  let bytes = 0;
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    bytes += point < 128 ? 1 : point < 2048 ? 2 : point < 65536 ? 3 : 4;
  }
  return bytes;
}
function checkNewPassword(password, confirmation) {
  if (utf8Length(password) > MAX_BYTES) {
    throw new Failure("validation_failed", { fields: { password: `密码：不能超过 ${MAX_BYTES} 字节` } });
  }
  if (password !== confirmation) {
    throw new Failure("validation_failed", { fields: { passwordConfirm: "确认密码：与密码不一致" } });
  }
}

// src/operations/platform/platformRegister.ts
var OPTIONAL_FIELDS = [
  "users_id_number",
  "users_level",
  "company_id",
  "users_parent_id",
  "users_promo_code",
  "usergroups_id"
];
var CLIENT_FIELDS = Object.fromEntries(
  ["users_name", "users_phone", "password", "users_picture", "users_type", ...OPTIONAL_FIELDS].map(
    (field) => [field, field]
  )
);
function platformRegister({ input, facts }) {
  const { platformRegister: gate } = settings();
  if (gate === "closed") throw new Failure("register_closed");
  checkNewPassword(input.password, input.passwordConfirm);
  checkPicture(input.users_picture);
  const phone = mainlandPhone(input.users_phone);
  facts.phone = maskPhone(phone);
  if (findByPhone(phone)) throw fieldFailure("phone_taken", "users_phone");
  if (input.company_id && !companyOf(input.company_id)) throw fieldFailure("company_not_found", "company_id");
  const openid = newGuid();
  const user = newUser({
    openid,
    email: placeholderEmail(openid),
    password: input.password,
    users_idtype: "ManagePlatform",
    users_type: input.users_type ?? "注册用户",
    users_name: input.users_name.trim(),
    users_phone: phone,
    users_picture: input.users_picture
  });
  for (const field of OPTIONAL_FIELDS) user.set(field, input[field] ?? "");
  if (gate === "approval") user.set("users_status", AWAITING_APPROVAL);
  const created = createUnlessExists(user, () => findByPhone(phone), CLIENT_FIELDS);
  if (!created) throw fieldFailure("phone_taken", "users_phone");
  refuseDisabled(created);
  return { user: created, wxOpenid: "", status: "register_success" };
}

// src/routes.ts
var platformRegister2 = {
  caller: "anyone",
  logged: true,
  run: platformRegister
};

// src/generated/validators/platformRegister.js
var validate = validate11;
var pattern0 = /^[ \x80-\xa0\xad͏؜ᅟᅠ ឴឵᠋-᠏ -‏‧-  -⁯⠀　ㅤ︀-️﻾-＀ﾠ￰-￻]*[^\x00-\x1f\x7f \x80-\xa0\xad͏؜ᅟᅠ ឴឵᠋-᠏ -‏‧-  -⁯⠀　ㅤ︀-️﻾-＀ﾠ￰-￻][^\x00-\x1f\x7f]*$/;
var pattern1 = /^[\t ()\[\]\xa0\xad῾-⁰−─⿻-〟ー﹐-！（）－［］-]*(?:(?:[+＋]|[0０][\t ()\[\]\xa0\xad῾-⁰−─⿻-〟ー﹐-！（）－［］-]*[0０])?[\t ()\[\]\xa0\xad῾-⁰−─⿻-〟ー﹐-！（）－［］-]*[8８][\t ()\[\]\xa0\xad῾-⁰−─⿻-〟ー﹐-！（）－［］-]*[6６][\t ()\[\]\xa0\xad῾-⁰−─⿻-〟ー﹐-！（）－［］-]*)?[1１][\t ()\[\]\xa0\xad῾-⁰−─⿻-〟ー﹐-！（）－［］-]*[3-9３-９](?:[\t ()\[\]\xa0\xad῾-⁰−─⿻-〟ー﹐-！（）－［］-]*[0-9０-９]){9}[\t ()\[\]\xa0\xad῾-⁰−─⿻-〟ー﹐-！（）－［］-]*$/;
var pattern2 = /^[^\x00]*$/;
var pattern3 = /^[^\x00-\x20\x7f]*$/;
var pattern4 = /^[^\x00-\x1f\x7f]*$/;
function validate11(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  let vErrors = null;
  let errors = 0;
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.users_name === void 0) {
      const err0 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "users_name" } };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    if (data.users_phone === void 0) {
      const err1 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "users_phone" } };
      if (vErrors === null) {
        vErrors = [err1];
      } else {
        vErrors.push(err1);
      }
      errors++;
    }
    if (data.password === void 0) {
      const err2 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "password" } };
      if (vErrors === null) {
        vErrors = [err2];
      } else {
        vErrors.push(err2);
      }
      errors++;
    }
    if (data.passwordConfirm === void 0) {
      const err3 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "passwordConfirm" } };
      if (vErrors === null) {
        vErrors = [err3];
      } else {
        vErrors.push(err3);
      }
      errors++;
    }
    if (data.users_picture === void 0) {
      const err4 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "users_picture" } };
      if (vErrors === null) {
        vErrors = [err4];
      } else {
        vErrors.push(err4);
      }
      errors++;
    }
    if (data.users_name !== void 0) {
      let data0 = data.users_name;
      if (typeof data0 === "string") {
        if (data0.length > 64 && characterCount(data0) > 64) {
          const err5 = { instancePath: instancePath + "/users_name", schemaPath: "#/components/schemas/UsersName/maxLength", keyword: "maxLength", params: { limit: 64 } };
          if (vErrors === null) {
            vErrors = [err5];
          } else {
            vErrors.push(err5);
          }
          errors++;
        }
        if (data0.length < 1) {
          const err6 = { instancePath: instancePath + "/users_name", schemaPath: "#/components/schemas/UsersName/minLength", keyword: "minLength", params: { limit: 1 } };
          if (vErrors === null) {
            vErrors = [err6];
          } else {
            vErrors.push(err6);
          }
          errors++;
        }
        if (!pattern0.test(data0)) {
          const err7 = { instancePath: instancePath + "/users_name", schemaPath: "#/components/schemas/UsersName/pattern", keyword: "pattern", params: { pattern: "^[ \\x80-\\xa0\\xad͏؜ᅟᅠ ឴឵᠋-᠏ -‏‧-  -⁯⠀　ㅤ︀-️﻾-＀ﾠ￰-￻]*[^\\x00-\\x1f\\x7f \\x80-\\xa0\\xad͏؜ᅟᅠ ឴឵᠋-᠏ -‏‧-  -⁯⠀　ㅤ︀-️﻾-＀ﾠ￰-￻][^\\x00-\\x1f\\x7f]*$" } };
          if (vErrors === null) {
            vErrors = [err7];
          } else {
            vErrors.push(err7);
          }
          errors++;
        }
      } else {
        const err8 = { instancePath: instancePath + "/users_name", schemaPath: "#/components/schemas/UsersName/type", keyword: "type", params: { type: "string" } };
        if (vErrors === null) {
          vErrors = [err8];
        } else {
          vErrors.push(err8);
        }
        errors++;
      }
    }
    if (data.users_phone !== void 0) {
      let data1 = data.users_phone;
      if (typeof data1 === "string") {
        if (data1.length > 64 && characterCount(data1) > 64) {
          const err9 = { instancePath: instancePath + "/users_phone", schemaPath: "#/components/schemas/UsersPhone/maxLength", keyword: "maxLength", params: { limit: 64 } };
          if (vErrors === null) {
            vErrors = [err9];
          } else {
            vErrors.push(err9);
          }
          errors++;
        }
        if (data1.length < 1) {
          const err10 = { instancePath: instancePath + "/users_phone", schemaPath: "#/components/schemas/UsersPhone/minLength", keyword: "minLength", params: { limit: 1 } };
          if (vErrors === null) {
            vErrors = [err10];
          } else {
            vErrors.push(err10);
          }
          errors++;
        }
        if (!pattern1.test(data1)) {
          const err11 = { instancePath: instancePath + "/users_phone", schemaPath: "#/components/schemas/UsersPhone/pattern", keyword: "pattern", params: { pattern: "^[\\t ()\\[\\]\\xa0\\xad῾-⁰−─⿻-〟ー﹐-！（）－［］-]*(?:(?:[+＋]|[0０][\\t ()\\[\\]\\xa0\\xad῾-⁰−─⿻-〟ー﹐-！（）－［］-]*[0０])?[\\t ()\\[\\]\\xa0\\xad῾-⁰−─⿻-〟ー﹐-！（）－［］-]*[8８][\\t ()\\[\\]\\xa0\\xad῾-⁰−─⿻-〟ー﹐-！（）－［］-]*[6６][\\t ()\\[\\]\\xa0\\xad῾-⁰−─⿻-〟ー﹐-！（）－［］-]*)?[1１][\\t ()\\[\\]\\xa0\\xad῾-⁰−─⿻-〟ー﹐-！（）－［］-]*[3-9３-９](?:[\\t ()\\[\\]\\xa0\\xad῾-⁰−─⿻-〟ー﹐-！（）－［］-]*[0-9０-９]){9}[\\t ()\\[\\]\\xa0\\xad῾-⁰−─⿻-〟ー﹐-！（）－［］-]*$" } };
          if (vErrors === null) {
            vErrors = [err11];
          } else {
            vErrors.push(err11);
          }
          errors++;
        }
      } else {
        const err12 = { instancePath: instancePath + "/users_phone", schemaPath: "#/components/schemas/UsersPhone/type", keyword: "type", params: { type: "string" } };
        if (vErrors === null) {
          vErrors = [err12];
        } else {
          vErrors.push(err12);
        }
        errors++;
      }
    }
    if (data.password !== void 0) {
      let data2 = data.password;
      if (typeof data2 === "string") {
        if (data2.length > 71 && characterCount(data2) > 71) {
          const err13 = { instancePath: instancePath + "/password", schemaPath: "#/components/schemas/NewPassword/maxLength", keyword: "maxLength", params: { limit: 71 } };
          if (vErrors === null) {
            vErrors = [err13];
          } else {
            vErrors.push(err13);
          }
          errors++;
        }
        if (characterCount(data2) < 8) {
          const err14 = { instancePath: instancePath + "/password", schemaPath: "#/components/schemas/NewPassword/minLength", keyword: "minLength", params: { limit: 8 } };
          if (vErrors === null) {
            vErrors = [err14];
          } else {
            vErrors.push(err14);
          }
          errors++;
        }
        if (!pattern2.test(data2)) {
          const err15 = { instancePath: instancePath + "/password", schemaPath: "#/components/schemas/NewPassword/pattern", keyword: "pattern", params: { pattern: "^[^\\x00]*$" } };
          if (vErrors === null) {
            vErrors = [err15];
          } else {
            vErrors.push(err15);
          }
          errors++;
        }
      } else {
        const err16 = { instancePath: instancePath + "/password", schemaPath: "#/components/schemas/NewPassword/type", keyword: "type", params: { type: "string" } };
        if (vErrors === null) {
          vErrors = [err16];
        } else {
          vErrors.push(err16);
        }
        errors++;
      }
    }
    if (data.passwordConfirm !== void 0) {
      let data3 = data.passwordConfirm;
      if (typeof data3 === "string") {
        if (data3.length > 71 && characterCount(data3) > 71) {
          const err17 = { instancePath: instancePath + "/passwordConfirm", schemaPath: "#/components/schemas/PasswordConfirm/maxLength", keyword: "maxLength", params: { limit: 71 } };
          if (vErrors === null) {
            vErrors = [err17];
          } else {
            vErrors.push(err17);
          }
          errors++;
        }
        if (data3.length < 1) {
          const err18 = { instancePath: instancePath + "/passwordConfirm", schemaPath: "#/components/schemas/PasswordConfirm/minLength", keyword: "minLength", params: { limit: 1 } };
          if (vErrors === null) {
            vErrors = [err18];
          } else {
            vErrors.push(err18);
          }
          errors++;
        }
      } else {
        const err19 = { instancePath: instancePath + "/passwordConfirm", schemaPath: "#/components/schemas/PasswordConfirm/type", keyword: "type", params: { type: "string" } };
        if (vErrors === null) {
          vErrors = [err19];
        } else {
          vErrors.push(err19);
        }
        errors++;
      }
    }
    if (data.users_picture !== void 0) {
      let data4 = data.users_picture;
      if (typeof data4 === "string") {
        if (data4.length > 65536 && characterCount(data4) > 65536) {
          const err20 = { instancePath: instancePath + "/users_picture", schemaPath: "#/components/schemas/UsersPicture/maxLength", keyword: "maxLength", params: { limit: 65536 } };
          if (vErrors === null) {
            vErrors = [err20];
          } else {
            vErrors.push(err20);
          }
          errors++;
        }
        if (data4.length < 1) {
          const err21 = { instancePath: instancePath + "/users_picture", schemaPath: "#/components/schemas/UsersPicture/minLength", keyword: "minLength", params: { limit: 1 } };
          if (vErrors === null) {
            vErrors = [err21];
          } else {
            vErrors.push(err21);
          }
          errors++;
        }
        if (!pattern3.test(data4)) {
          const err22 = { instancePath: instancePath + "/users_picture", schemaPath: "#/components/schemas/UsersPicture/pattern", keyword: "pattern", params: { pattern: "^[^\\x00-\\x20\\x7f]*$" } };
          if (vErrors === null) {
            vErrors = [err22];
          } else {
            vErrors.push(err22);
          }
          errors++;
        }
      } else {
        const err23 = { instancePath: instancePath + "/users_picture", schemaPath: "#/components/schemas/UsersPicture/type", keyword: "type", params: { type: "string" } };
        if (vErrors === null) {
          vErrors = [err23];
        } else {
          vErrors.push(err23);
        }
        errors++;
      }
    }
    if (data.users_id_number !== void 0) {
      let data5 = data.users_id_number;
      if (typeof data5 !== "string" && data5 !== null) {
        const err24 = { instancePath: instancePath + "/users_id_number", schemaPath: "#/properties/users_id_number/type", keyword: "type", params: { type: ["string", "null"] } };
        if (vErrors === null) {
          vErrors = [err24];
        } else {
          vErrors.push(err24);
        }
        errors++;
      }
      if (typeof data5 === "string") {
        if (data5.length > 255 && characterCount(data5) > 255) {
          const err25 = { instancePath: instancePath + "/users_id_number", schemaPath: "#/properties/users_id_number/maxLength", keyword: "maxLength", params: { limit: 255 } };
          if (vErrors === null) {
            vErrors = [err25];
          } else {
            vErrors.push(err25);
          }
          errors++;
        }
        if (!pattern4.test(data5)) {
          const err26 = { instancePath: instancePath + "/users_id_number", schemaPath: "#/properties/users_id_number/pattern", keyword: "pattern", params: { pattern: "^[^\\x00-\\x1f\\x7f]*$" } };
          if (vErrors === null) {
            vErrors = [err26];
          } else {
            vErrors.push(err26);
          }
          errors++;
        }
      }
    }
    if (data.users_level !== void 0) {
      let data6 = data.users_level;
      if (typeof data6 !== "string" && data6 !== null) {
        const err27 = { instancePath: instancePath + "/users_level", schemaPath: "#/properties/users_level/type", keyword: "type", params: { type: ["string", "null"] } };
        if (vErrors === null) {
          vErrors = [err27];
        } else {
          vErrors.push(err27);
        }
        errors++;
      }
      if (typeof data6 === "string") {
        if (data6.length > 255 && characterCount(data6) > 255) {
          const err28 = { instancePath: instancePath + "/users_level", schemaPath: "#/properties/users_level/maxLength", keyword: "maxLength", params: { limit: 255 } };
          if (vErrors === null) {
            vErrors = [err28];
          } else {
            vErrors.push(err28);
          }
          errors++;
        }
        if (!pattern4.test(data6)) {
          const err29 = { instancePath: instancePath + "/users_level", schemaPath: "#/properties/users_level/pattern", keyword: "pattern", params: { pattern: "^[^\\x00-\\x1f\\x7f]*$" } };
          if (vErrors === null) {
            vErrors = [err29];
          } else {
            vErrors.push(err29);
          }
          errors++;
        }
      }
    }
    if (data.users_type !== void 0) {
      let data7 = data.users_type;
      const _errs21 = errors;
      let valid6 = false;
      const _errs22 = errors;
      if (typeof data7 !== "string") {
        const err30 = { instancePath: instancePath + "/users_type", schemaPath: "#/components/schemas/UsersType/type", keyword: "type", params: { type: "string" } };
        if (vErrors === null) {
          vErrors = [err30];
        } else {
          vErrors.push(err30);
        }
        errors++;
      }
      if (!(data7 === "游客" || data7 === "注册用户")) {
        const err31 = { instancePath: instancePath + "/users_type", schemaPath: "#/components/schemas/UsersType/enum", keyword: "enum", params: { allowedValues: ["游客", "注册用户"] } };
        if (vErrors === null) {
          vErrors = [err31];
        } else {
          vErrors.push(err31);
        }
        errors++;
      }
      var _valid0 = _errs22 === errors;
      valid6 = valid6 || _valid0;
      if (!valid6) {
        const _errs25 = errors;
        if (data7 !== null) {
          const err32 = { instancePath: instancePath + "/users_type", schemaPath: "#/properties/users_type/anyOf/1/type", keyword: "type", params: { type: "null" } };
          if (vErrors === null) {
            vErrors = [err32];
          } else {
            vErrors.push(err32);
          }
          errors++;
        }
        var _valid0 = _errs25 === errors;
        valid6 = valid6 || _valid0;
      }
      if (!valid6) {
        const err33 = { instancePath: instancePath + "/users_type", schemaPath: "#/properties/users_type/anyOf", keyword: "anyOf", params: {} };
        if (vErrors === null) {
          vErrors = [err33];
        } else {
          vErrors.push(err33);
        }
        errors++;
      } else {
        errors = _errs21;
        if (vErrors !== null) {
          if (_errs21) {
            vErrors.length = _errs21;
          } else {
            vErrors = null;
          }
        }
      }
    }
    if (data.company_id !== void 0) {
      let data8 = data.company_id;
      if (typeof data8 !== "string" && data8 !== null) {
        const err34 = { instancePath: instancePath + "/company_id", schemaPath: "#/properties/company_id/type", keyword: "type", params: { type: ["string", "null"] } };
        if (vErrors === null) {
          vErrors = [err34];
        } else {
          vErrors.push(err34);
        }
        errors++;
      }
      if (typeof data8 === "string") {
        if (data8.length > 255 && characterCount(data8) > 255) {
          const err35 = { instancePath: instancePath + "/company_id", schemaPath: "#/properties/company_id/maxLength", keyword: "maxLength", params: { limit: 255 } };
          if (vErrors === null) {
            vErrors = [err35];
          } else {
            vErrors.push(err35);
          }
          errors++;
        }
        if (!pattern4.test(data8)) {
          const err36 = { instancePath: instancePath + "/company_id", schemaPath: "#/properties/company_id/pattern", keyword: "pattern", params: { pattern: "^[^\\x00-\\x1f\\x7f]*$" } };
          if (vErrors === null) {
            vErrors = [err36];
          } else {
            vErrors.push(err36);
          }
          errors++;
        }
      }
    }
    if (data.users_parent_id !== void 0) {
      let data9 = data.users_parent_id;
      if (typeof data9 !== "string" && data9 !== null) {
        const err37 = { instancePath: instancePath + "/users_parent_id", schemaPath: "#/properties/users_parent_id/type", keyword: "type", params: { type: ["string", "null"] } };
        if (vErrors === null) {
          vErrors = [err37];
        } else {
          vErrors.push(err37);
        }
        errors++;
      }
      if (typeof data9 === "string") {
        if (data9.length > 255 && characterCount(data9) > 255) {
          const err38 = { instancePath: instancePath + "/users_parent_id", schemaPath: "#/properties/users_parent_id/maxLength", keyword: "maxLength", params: { limit: 255 } };
          if (vErrors === null) {
            vErrors = [err38];
          } else {
            vErrors.push(err38);
          }
          errors++;
        }
        if (!pattern4.test(data9)) {
          const err39 = { instancePath: instancePath + "/users_parent_id", schemaPath: "#/properties/users_parent_id/pattern", keyword: "pattern", params: { pattern: "^[^\\x00-\\x1f\\x7f]*$" } };
          if (vErrors === null) {
            vErrors = [err39];
          } else {
            vErrors.push(err39);
          }
          errors++;
        }
      }
    }
    if (data.users_promo_code !== void 0) {
      let data10 = data.users_promo_code;
      if (typeof data10 !== "string" && data10 !== null) {
        const err40 = { instancePath: instancePath + "/users_promo_code", schemaPath: "#/properties/users_promo_code/type", keyword: "type", params: { type: ["string", "null"] } };
        if (vErrors === null) {
          vErrors = [err40];
        } else {
          vErrors.push(err40);
        }
        errors++;
      }
      if (typeof data10 === "string") {
        if (data10.length > 255 && characterCount(data10) > 255) {
          const err41 = { instancePath: instancePath + "/users_promo_code", schemaPath: "#/properties/users_promo_code/maxLength", keyword: "maxLength", params: { limit: 255 } };
          if (vErrors === null) {
            vErrors = [err41];
          } else {
            vErrors.push(err41);
          }
          errors++;
        }
        if (!pattern4.test(data10)) {
          const err42 = { instancePath: instancePath + "/users_promo_code", schemaPath: "#/properties/users_promo_code/pattern", keyword: "pattern", params: { pattern: "^[^\\x00-\\x1f\\x7f]*$" } };
          if (vErrors === null) {
            vErrors = [err42];
          } else {
            vErrors.push(err42);
          }
          errors++;
        }
      }
    }
    if (data.usergroups_id !== void 0) {
      let data11 = data.usergroups_id;
      if (typeof data11 !== "string" && data11 !== null) {
        const err43 = { instancePath: instancePath + "/usergroups_id", schemaPath: "#/properties/usergroups_id/type", keyword: "type", params: { type: ["string", "null"] } };
        if (vErrors === null) {
          vErrors = [err43];
        } else {
          vErrors.push(err43);
        }
        errors++;
      }
      if (typeof data11 === "string") {
        if (data11.length > 255 && characterCount(data11) > 255) {
          const err44 = { instancePath: instancePath + "/usergroups_id", schemaPath: "#/properties/usergroups_id/maxLength", keyword: "maxLength", params: { limit: 255 } };
          if (vErrors === null) {
            vErrors = [err44];
          } else {
            vErrors.push(err44);
          }
          errors++;
        }
        if (!pattern4.test(data11)) {
          const err45 = { instancePath: instancePath + "/usergroups_id", schemaPath: "#/properties/usergroups_id/pattern", keyword: "pattern", params: { pattern: "^[^\\x00-\\x1f\\x7f]*$" } };
          if (vErrors === null) {
            vErrors = [err45];
          } else {
            vErrors.push(err45);
          }
          errors++;
        }
      }
    }
  } else {
    const err46 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" } };
    if (vErrors === null) {
      vErrors = [err46];
    } else {
      vErrors.push(err46);
    }
    errors++;
  }
  validate11.errors = vErrors;
  return errors === 0;
}

// src/generated/entries/platformRegister.ts
var readBody = jsonBody(validate, ["users_name", "users_phone", "password", "passwordConfirm", "users_picture", "users_id_number", "users_level", "users_type", "company_id", "users_parent_id", "users_promo_code", "usergroups_id"], () => ({
  "users_name": {
    "title": "姓名",
    "pattern": "不能只有空白或不可见字符，也不能包含控制字符"
  },
  "users_phone": {
    "title": "手机号",
    "pattern": "格式不正确，应为 11 位中国大陆手机号（不支持港澳台和境外号码）"
  },
  "password": {
    "title": "密码",
    "pattern": "不能包含空字符"
  },
  "passwordConfirm": {
    "title": "确认密码"
  },
  "users_picture": {
    "title": "头像",
    "pattern": "不能包含空白或控制字符"
  },
  "users_id_number": {
    "title": "证件号",
    "pattern": "不能包含控制字符"
  },
  "users_level": {
    "title": "用户等级",
    "pattern": "不能包含控制字符"
  },
  "users_type": {
    "title": "用户类型"
  },
  "company_id": {
    "title": "公司",
    "pattern": "不能包含控制字符"
  },
  "users_parent_id": {
    "title": "上级用户",
    "pattern": "不能包含控制字符"
  },
  "users_promo_code": {
    "title": "推广码",
    "pattern": "不能包含控制字符"
  },
  "usergroups_id": {
    "title": "用户组",
    "pattern": "不能包含控制字符"
  }
}));
var words = { "approval_pending": { "message": "注册已提交，请等待审核" } };
var endpoint = { id: "platformRegister", route: platformRegister2, readBody, words, write: writeSignIn };
function handle(event) {
  dispatch(event, endpoint);
}
module.exports = {
  handle
};
