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
function isGuid(text) {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}

// src/domain/phone.ts
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
function findByUnionid(users_unionid, app = $app) {
  if (users_unionid === "") return null;
  return findUnique(app, USERS, $dbx.hashExp({ users_unionid }), $dbx.exp("users_unionid != ''"));
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
function newUser(values) {
  return new Record(currentCollection(USERS), values);
}
function giveId(user) {
  user.set("id:autogenerate", "");
  return user.id;
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
function assignIdentity({ appid, openid }, user, app) {
  app.db().newQuery(ASSIGN).bind({ appid, openid, user }).execute();
}
function addIdentity({ appid, openid }, user, app) {
  return app.db().newQuery(ADD).bind({ appid, openid, user }).execute().rowsAffected() > 0;
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

// src/accounts/notices.ts
function identityConflict(user, other, { appid }) {
  return { message: "identity_conflict", facts: { record_id: user.id, other_record_id: other.id, appid } };
}
function logNotices(notices) {
  if (notices.length === 0) return;
  for (const { message, facts } of notices) logger().warn(message, ...Object.entries(facts).flat());
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
function isStranger(account) {
  const { assigned, anchored, vouched, unlinked } = claimsNow(account);
  return assigned === "" && anchored === "" && vouched === "" && unlinked === 0;
}

// src/accounts/unionid.ts
function keepUnionid(user, account, app) {
  const { unionid } = account;
  if (unionid === "") return NOTHING;
  const before = user.getString("users_unionid");
  if (unionid === before) return NOTHING;
  const holder = findByUnionid(unionid, app);
  if (holder) return [identityConflict(user, holder, account)];
  const { appid, openid } = account;
  const result = app.db().newQuery(STORE).bind({ id: user.id, unionid, appid, openid }).execute();
  if (before === "" || result.rowsAffected() === 0) return [];
  return [{ message: "unionid_changed", facts: { record_id: user.id, appid } }];
}
var NOTHING = [];
var STORE = `UPDATE OR IGNORE tbl_auth_users SET users_unionid = {:unionid}
  WHERE id = {:id} AND users_status >= 0 AND EXISTS (
    SELECT 1 FROM tbl_auth_identities WHERE appid = {:appid} AND openid = {:openid} AND user = {:id})`;

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

// src/accounts/sign-in.ts
function signInOrRegister(account) {
  const arrival = arrivalOfKnown(account) ?? (isStranger(account) ? registerStranger(account) : null);
  return arrival ?? arrivalOfClaimant(account, register);
}
function arrivalOfKnown(account) {
  const user = userOfIdentity(account);
  if (!user) return null;
  refuseDisabled(user);
  logNotices(keepUnionid(user, account, currentApp()));
  return { user, isNew: false };
}
function arrivalOfClaimant(account, nobodys) {
  const { arrival, notices } = inWriteTransaction((app) => {
    const ownership = ownerOf(account, app);
    const arrival2 = ownership.user ? { user: adopted(ownership.user, ownership, account, app), isNew: false } : nobodys(account, ownership, app);
    return { arrival: arrival2, notices: arrival2 ? settleUnionid(arrival2.user, ownership, account, app) : [] };
  });
  logNotices(notices);
  return arrival;
}
var Overtaken = class extends Error {
};
function registerStranger(account) {
  const user = newWechatUser(account.openid, account.unionid);
  const id = giveId(user);
  try {
    return startingWithAWrite((app) => {
      if (!addIdentity(account, id, app)) throw new Overtaken();
      save(app, user);
      return { user, isNew: true };
    });
  } catch (error) {
    if (error instanceof NotUnique || error instanceof Overtaken) return null;
    throw error;
  }
}
function adopted(user, { row }, account, app) {
  refuseDisabled(user);
  if (row !== "theirs") assignIdentity(account, user.id, app);
  return user;
}
function register(account, { row, anchored, vouched }, app) {
  const anchor = row === "none" && !anchored ? account.openid : newGuid();
  const user = newWechatUser(anchor, vouched ? "" : account.unionid);
  save(app, user);
  assignIdentity(account, user.id, app);
  return { user, isNew: true };
}
function newWechatUser(openid, users_unionid) {
  const user = newUser({ openid, users_unionid, users_idtype: "WeChat", users_type: "游客" });
  setUnusablePassword(user);
  return user;
}
function settleUnionid(user, ownership, account, app) {
  const { row, anchored, vouched } = ownership;
  const passedOver = anchored && row === "none" && !isGone(anchored) ? [anchored] : [];
  const others = [...passedOver, ...vouched ? [vouched] : []].filter(({ id }) => id !== user.id);
  const conflicts = new Map(others.map((other) => [other.id, identityConflict(user, other, account)]));
  return [...conflicts.values(), ...vouched ? [] : keepUnionid(user, account, app)];
}

// src/operations/wechat/wechatLogin.ts
function wechatLogin({ event, input }) {
  const account = accountOfCode(input.users_wx_code, appOfRequest(event, input.wx_appid));
  const { user, isNew } = signInOrRegister(account);
  const status = isNew ? "register_success" : "login_success";
  return { user, wxOpenid: account.openid, status, justRead: true };
}

// src/routes.ts
var wechatLogin2 = { caller: "anyone", logged: true, run: wechatLogin };

// src/generated/validators/wechatLogin.js
var validate = validate11;
var pattern0 = /^[!-~]*$/;
function validate11(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  let vErrors = null;
  let errors = 0;
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.users_wx_code === void 0) {
      const err0 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "users_wx_code" } };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    if (data.users_wx_code !== void 0) {
      let data0 = data.users_wx_code;
      if (typeof data0 === "string") {
        if (data0.length > 512 && characterCount(data0) > 512) {
          const err1 = { instancePath: instancePath + "/users_wx_code", schemaPath: "#/properties/users_wx_code/maxLength", keyword: "maxLength", params: { limit: 512 } };
          if (vErrors === null) {
            vErrors = [err1];
          } else {
            vErrors.push(err1);
          }
          errors++;
        }
        if (data0.length < 1) {
          const err2 = { instancePath: instancePath + "/users_wx_code", schemaPath: "#/properties/users_wx_code/minLength", keyword: "minLength", params: { limit: 1 } };
          if (vErrors === null) {
            vErrors = [err2];
          } else {
            vErrors.push(err2);
          }
          errors++;
        }
        if (!pattern0.test(data0)) {
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
    if (data.wx_appid !== void 0) {
      let data1 = data.wx_appid;
      if (typeof data1 !== "string" && data1 !== null) {
        const err5 = { instancePath: instancePath + "/wx_appid", schemaPath: "#/components/schemas/WxAppid/type", keyword: "type", params: { type: ["string", "null"] } };
        if (vErrors === null) {
          vErrors = [err5];
        } else {
          vErrors.push(err5);
        }
        errors++;
      }
      if (typeof data1 === "string") {
        if (data1.length > 128 && characterCount(data1) > 128) {
          const err6 = { instancePath: instancePath + "/wx_appid", schemaPath: "#/components/schemas/WxAppid/maxLength", keyword: "maxLength", params: { limit: 128 } };
          if (vErrors === null) {
            vErrors = [err6];
          } else {
            vErrors.push(err6);
          }
          errors++;
        }
      }
    }
  } else {
    const err7 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" } };
    if (vErrors === null) {
      vErrors = [err7];
    } else {
      vErrors.push(err7);
    }
    errors++;
  }
  validate11.errors = vErrors;
  return errors === 0;
}

// src/generated/entries/wechatLogin.ts
var readBody = jsonBody(validate, ["users_wx_code", "wx_appid"], () => ({
  "users_wx_code": {
    "title": "微信登录凭证",
    "pattern": "只能包含可见的英文字符"
  },
  "wx_appid": {
    "title": "小程序 AppID"
  }
}));
var words = {};
var endpoint = { id: "wechatLogin", route: wechatLogin2, readBody, words, write: writeSignIn };
function handle(event) {
  dispatch(event, endpoint);
}
module.exports = {
  handle
};
