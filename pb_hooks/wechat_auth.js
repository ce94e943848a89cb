// Generated from src/ by build.mjs: change the source, then run `npm run build`.
"use strict";
var __defProp = Object.defineProperty;
var __getOwnPropDesc = Object.getOwnPropertyDescriptor;
var __getOwnPropNames = Object.getOwnPropertyNames;
var __hasOwnProp = Object.prototype.hasOwnProperty;
var __defNormalProp = (obj, key, value) => key in obj ? __defProp(obj, key, { enumerable: true, configurable: true, writable: true, value }) : obj[key] = value;
var __commonJS = (cb, mod) => function __require() {
  try {
    return mod || (0, cb[__getOwnPropNames(cb)[0]])((mod = { exports: {} }).exports, mod), mod.exports;
  } catch (e) {
    throw mod = 0, e;
  }
};
var __export = (target, all) => {
  for (var name in all)
    __defProp(target, name, { get: all[name], enumerable: true });
};
var __copyProps = (to, from, except, desc) => {
  if (from && typeof from === "object" || typeof from === "function") {
    for (let key of __getOwnPropNames(from))
      if (!__hasOwnProp.call(to, key) && key !== except)
        __defProp(to, key, { get: () => from[key], enumerable: !(desc = __getOwnPropDesc(from, key)) || desc.enumerable });
  }
  return to;
};
var __toCommonJS = (mod) => __copyProps(__defProp({}, "__esModule", { value: true }), mod);
var __publicField = (obj, key, value) => __defNormalProp(obj, typeof key !== "symbol" ? key + "" : key, value);

// node_modules/ajv/dist/runtime/ucs2length.js
var require_ucs2length = __commonJS({
  "node_modules/ajv/dist/runtime/ucs2length.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    function ucs2length(str) {
      const len = str.length;
      let length = 0;
      let pos = 0;
      let value;
      while (pos < len) {
        length++;
        value = str.charCodeAt(pos++);
        if (value >= 55296 && value <= 56319 && pos < len) {
          value = str.charCodeAt(pos);
          if ((value & 64512) === 56320)
            pos++;
        }
      }
      return length;
    }
    exports.default = ucs2length;
    ucs2length.code = 'require("ajv/dist/runtime/ucs2length").default';
  }
});

// src/main.ts
var main_exports = {};
__export(main_exports, {
  dispatch: () => dispatch,
  dropPlaceholderMail: () => dropPlaceholderMail,
  guardNativePassword: () => guardNativePassword,
  refuseEmailChange: () => refuseEmailChange,
  serveConsole: () => serveConsole,
  serveContract: () => serveContract
});
module.exports = __toCommonJS(main_exports);

// src/errors.ts
var DEFINITIONS = {
  invalid_json: { status: 400, message: "请求体不是合法的 JSON 对象" },
  validation_failed: { status: 400, message: "请求参数有误" },
  wechat_code_invalid: { status: 400, message: "登录凭证无效或已过期，请重新获取" },
  wechat_code_used: { status: 400, message: "登录凭证已使用，请重新获取" },
  phone_code_invalid: { status: 400, message: "手机号凭证无效、已过期或已使用，请重新授权手机号" },
  phone_taken: { status: 400, message: "该手机号已被使用" },
  picture_is_temporary: { status: 400, message: "头像是小程序的临时路径，请先上传" },
  company_not_found: { status: 400, message: "公司不存在" },
  file_missing: { status: 400, message: "没有收到文件" },
  file_type_unsupported: { status: 400, message: "图片格式不受支持，请使用 JPEG、PNG 或 WebP" },
  user_type_mismatch: { status: 400, message: "该手机号属于微信用户，请使用微信登录" },
  password_wrong: { status: 400, message: "密码错误" },
  token_invalid: { status: 401, message: "登录已失效，请重新登录" },
  auth_rejected: { status: 401, message: "当前账号不允许登录" },
  account_disabled: { status: 403, message: "账号已停用，请联系管理员" },
  wechat_user_blocked: { status: 403, message: "微信判定该账号存在风险，暂时无法登录" },
  user_not_found: { status: 404, message: "用户不存在" },
  body_too_large: { status: 413, message: "请求体过大" },
  unsupported_media_type: { status: 415, message: "请求体类型不受支持" },
  rate_limited: { status: 429, message: "请求过于频繁，请稍后再试" },
  duplicate_request: { status: 429, message: "请勿重复提交" },
  too_many_attempts: { status: 429, message: "密码错误次数过多，请稍后再试" },
  wechat_rate_limited: { status: 429, message: "微信登录过于频繁，请稍后再试" },
  internal_error: { status: 500, message: "服务内部错误，请稍后再试" },
  wechat_not_configured: { status: 500, message: "服务端尚未配置微信小程序，请联系管理员" },
  wechat_misconfigured: { status: 500, message: "微信服务配置有误，请联系管理员" },
  identity_missing: { status: 500, message: "账号数据不完整，请联系管理员" },
  wechat_unavailable: { status: 502, message: "微信服务暂时不可用，请稍后再试" },
  database_unavailable: { status: 503, message: "数据库暂时不可用，请稍后再试" }
};
var Failure = class extends Error {
  constructor(reason, details2 = {}) {
    super(DEFINITIONS[reason].message);
    __publicField(this, "reason", reason);
    __publicField(this, "details", details2);
    __publicField(this, "status");
    this.status = DEFINITIONS[reason].status;
  }
};
function fieldFailure(reason, field, details2 = {}) {
  return new Failure(reason, { ...details2, fields: { [field]: DEFINITIONS[reason].message } });
}

// src/pocketbase/go-errors.ts
function apiErrorStatus(error) {
  const status = error?.value?.status;
  return typeof status === "number" ? status : 0;
}
function isNoRows(error) {
  return error instanceof Error && error.message === "sql: no rows in result set";
}
function describeError(error) {
  if (!(error instanceof Error)) return String(error);
  return error.stack ? `${error.message}
${error.stack}` : error.message;
}

// src/pocketbase/log.ts
function logOutcome({ event, operation, facts, failure, startedAt }) {
  const fields = {
    operation,
    outcome: failure ? "failure" : facts.outcome ?? "success",
    ...failure && { reason: failure.reason, status: failure.status },
    // Names alone: a value is the user’s.
    ...failure?.details.fields && { fields: Object.keys(failure.details.fields).join(" ") },
    ...facts.record_id !== void 0 && { record_id: facts.record_id },
    ...failure?.details.errcode !== void 0 && { errcode: failure.details.errcode },
    ...failure?.details.rid !== void 0 && { rid: failure.details.rid },
    ...failure?.details.cause !== void 0 && { cause: failure.details.cause },
    // These routes have no line in PocketBase's own request log, so its setting on addresses holds here.
    ...$app.settings().logs.logIP && { user_ip: event.realIP() },
    duration_ms: Date.now() - startedAt
  };
  const pairs = Object.entries(fields).flat();
  if (!failure) $app.logger().info("sign-in", ...pairs);
  else if (failure.status < 500) $app.logger().warn("sign-in refused", ...pairs);
  else $app.logger().error("sign-in failed", ...pairs);
}

// src/domain/phone.ts
function mainlandPhone(text2) {
  return text2.replace(/[^0-9]/g, "").slice(-11);
}
function verifiedPhone(purePhoneNumber, countryCode) {
  return countryCode === "86" ? purePhoneNumber : `+${countryCode}${purePhoneNumber}`;
}
function maskPhone(phone) {
  if (phone === "") return "";
  if (phone.length < 8) return `****${phone.slice(-2)}`;
  return `${phone.slice(0, 3)}****${phone.slice(-4)}`;
}

// src/domain/user-view.ts
function isInfoComplete(record) {
  return ["users_name", "users_phone", "users_picture"].every((field) => record.getString(field) !== "");
}
function userView(record, company) {
  const text2 = (field) => record.getString(field);
  return {
    pb_id: record.id,
    users_convers_id: text2("users_convers_id"),
    users_id: text2("users_id"),
    users_idtype: text2("users_idtype"),
    users_id_number: text2("users_id_number"),
    users_status: record.getFloat("users_status"),
    users_rank_level: record.getFloat("users_rank_level"),
    users_auth_type: record.getFloat("users_auth_type"),
    users_type: text2("users_type"),
    users_name: text2("users_name"),
    users_phone: text2("users_phone"),
    users_phone_masked: maskPhone(text2("users_phone")),
    users_level: text2("users_level"),
    users_picture: text2("users_picture"),
    openid: text2("openid"),
    company_id: text2("company_id"),
    users_parent_id: text2("users_parent_id"),
    users_promo_code: text2("users_promo_code"),
    usergroups_id: text2("usergroups_id"),
    company,
    created: text2("created"),
    updated: text2("updated")
  };
}

// src/pocketbase/companies.ts
function companyOf(companyId) {
  if (companyId === "") return null;
  const companies = $app.findCachedCollectionByNameOrId("tbl_company");
  try {
    const record = $app.findFirstRecordByData(companies, "company_id", companyId);
    return record.publicExport();
  } catch (error) {
    if (isNoRows(error)) return null;
    throw error;
  }
}

// src/pocketbase/request.ts
function httpRequest(event) {
  return event.request;
}
var USERS = "tbl_auth_users";
function dropQuery(event) {
  httpRequest(event).url.rawQuery = "";
}
function userOfToken(event) {
  const record = event.auth;
  return record && record.collection().name === USERS ? record : null;
}
function hasRefreshableToken(event) {
  const token = httpRequest(event).header.get("Authorization").replace(/^Bearer /i, "");
  return $security.parseUnverifiedJWT(token).refreshable === true;
}
function hasMediaType(event, mediaType) {
  const [type = ""] = httpRequest(event).header.get("Content-Type").split(";");
  return type.trim().toLowerCase() === mediaType;
}
function readJsonObject(event) {
  const text2 = readBody(event);
  if (text2 === "") return {};
  if (!hasMediaType(event, "application/json")) throw new Failure("unsupported_media_type");
  let value;
  try {
    value = JSON.parse(text2);
  } catch {
    throw new Failure("invalid_json");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new Failure("invalid_json");
  return value;
}
function readBody(event) {
  if (httpRequest(event).contentLength === 0) return "";
  try {
    return toString(httpRequest(event).body);
  } catch (error) {
    if (apiErrorStatus(error) === 413) throw new Failure("body_too_large");
    throw new Failure("invalid_json", { cause: String(error) });
  }
}
function hideBody(event) {
  httpRequest(event).contentLength = 0;
}
var GO_DISCARDS = 256 * 1024;
function mayStayUnread(event) {
  const { contentLength } = httpRequest(event);
  return contentLength < 0 || contentLength > GO_DISCARDS;
}
function isolateLargeBody(event) {
  if (mayStayUnread(event)) event.response.header().set("Connection", "close");
}
var DRAIN_LIMIT = 10 * 1024 * 1024;
function drainLargeBody(event) {
  if (!mayStayUnread(event)) return;
  const { body } = httpRequest(event);
  const chunk = 256 * 1024;
  try {
    for (let read2 = 0; read2 < DRAIN_LIMIT; read2 += chunk) {
      if (toBytes(body, chunk).length < chunk) return;
    }
  } catch {
  }
}

// src/pocketbase/users.ts
function collection() {
  return $app.findCachedCollectionByNameOrId(USERS);
}
var LOOKUPS = {
  openid: "openid = {:value}",
  users_phone: "users_phone = {:value} AND users_phone != ''"
};
function findBy(field, value, app = $app) {
  const users = collection();
  const found = new Record();
  try {
    app.recordQuery(users).andWhere($dbx.exp(LOOKUPS[field], { value })).limit(1).one(found);
    return found;
  } catch (error) {
    if (isNoRows(error)) return null;
    throw error;
  }
}
function findByOpenid(openid, app) {
  return findBy("openid", openid, app);
}
function findByPhone(phone, app) {
  return findBy("users_phone", phone, app);
}
function isDisabled(user) {
  return user.getFloat("users_status") < 0;
}
function newUser(values) {
  const user = new Record(collection());
  for (const [field, value] of Object.entries(values)) user.set(field, value);
  return user;
}
function setUnusablePassword(user) {
  const { cost } = collection().fields.getByName("password");
  const digest = $security.randomStringWithAlphabet(53, BCRYPT_ALPHABET);
  user.getRaw("password").hash = `$2a$${String(cost || BCRYPT_COST).padStart(2, "0")}$${digest}`;
}
var BCRYPT_ALPHABET = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
var BCRYPT_COST = 10;
function createUnlessExists(user, existing) {
  try {
    $app.save(user);
    return user;
  } catch (error) {
    if (existing()) return null;
    throw error;
  }
}
function viewOf(user) {
  return userView(user, companyOf(user.getString("company_id")));
}

// src/pocketbase/first-time.ts
function firstTime(what) {
  let first = false;
  $app.store().setFunc(`wechat_auth:done:${what}`, (done) => {
    first = !done;
    return true;
  });
  return first;
}

// src/pocketbase/settings.ts
var LARGEST = 999999999;
function wholeNumber(name, fallback, min) {
  const text2 = $os.getenv(name).trim();
  if (text2 === "") return fallback;
  const value = /^[0-9]+$/.test(text2) ? Number(text2) : Number.NaN;
  if (value >= min && value <= LARGEST) return value;
  if (firstTime(`bad_setting:${name}`))
    $app.logger().error(`${name} must be a whole number from ${min} to ${LARGEST}; using ${fallback}`);
  return fallback;
}
var cached = null;
function settings() {
  cached ?? (cached = {
    wechat: {
      appid: $os.getenv("WECHAT_APPID").trim(),
      secret: $os.getenv("WECHAT_SECRET").trim(),
      apiBase: ($os.getenv("WECHAT_API_BASE").trim() || "https://api.weixin.qq.com").replace(/\/+$/, ""),
      timeoutSeconds: wholeNumber("WECHAT_TIMEOUT_SECONDS", 5, 1)
    },
    codeRepeatSeconds: wholeNumber("WECHAT_CODE_REPEAT_SECONDS", 10, 0),
    loginMaxFailures: wholeNumber("LOGIN_MAX_FAILURES", 5, 1),
    loginFailureWindowSeconds: wholeNumber("LOGIN_FAILURE_WINDOW_SECONDS", 900, 1),
    consoleEnabled: !/^(false|0|no|off)$/i.test($os.getenv("CONSOLE_ENABLED").trim())
  });
  return cached;
}

// src/domain/expiring-table.ts
var ROWS = 8192;
var ENTRIES_PER_ROW = 8;
function rowOf(key) {
  let hash = 2166136261;
  for (let i = 0; i < key.length; i++) {
    hash = Math.imul(hash ^ key.charCodeAt(i), 16777619);
  }
  return (hash >>> 0) % ROWS;
}
function parseRow(text2, now) {
  if (!text2) return [];
  return JSON.parse(text2).map(([key, count, expiresAt]) => ({ key, count, expiresAt })).filter((entry) => entry.expiresAt > now);
}
function formatRow(entries) {
  if (entries.length === 0) return "";
  return JSON.stringify(entries.map(({ key, count, expiresAt }) => [key, count, expiresAt]));
}
function find(text2, key, now) {
  return parseRow(text2, now).find((entry) => entry.key === key) ?? null;
}
function update(text2, key, now, change) {
  const entries = parseRow(text2, now);
  const current = entries.find((entry) => entry.key === key) ?? null;
  const next = change(current);
  const others = entries.filter((entry) => entry !== current);
  if (next) {
    others.push(next);
    others.sort((a, b) => b.expiresAt - a.expiresAt);
  }
  return formatRow(others.slice(0, ENTRIES_PER_ROW));
}

// src/pocketbase/shared-table.ts
function sharedTable(name) {
  const storeKey = (key) => `wechat_auth:${name}:${rowOf(key)}`;
  return {
    read: (key, now) => find($app.store().get(storeKey(key)), key, now),
    change: (key, now, next) => {
      let after = null;
      $app.store().setFunc(
        storeKey(key),
        (row) => update(row, key, now, (entry) => after = next(entry))
      );
      return after;
    }
  };
}

// src/abuse/password-attempts.ts
var accounts = sharedTable("attempts");
var strangers = sharedTable("strangers");
function checkPassword(account, matches) {
  return check(accounts, account, matches);
}
function checkStranger(name, matches) {
  return check(strangers, $security.sha256(name), matches);
}
function check(table, key, matches) {
  const { loginMaxFailures, loginFailureWindowSeconds } = settings();
  const refuseLocked = (entry, now2) => {
    if (!entry || entry.count <= loginMaxFailures) return;
    throw new Failure("too_many_attempts", { retryAfter: Math.ceil((entry.expiresAt - now2) / 1e3) });
  };
  const before = Date.now();
  refuseLocked(table.read(key, before), before);
  const right = matches();
  const now = Date.now();
  const failed = (entry) => ({
    key,
    count: (entry?.count ?? 0) + 1,
    expiresAt: entry?.expiresAt ?? now + loginFailureWindowSeconds * 1e3
  });
  const succeeded = (entry) => entry && entry.count > loginMaxFailures ? entry : null;
  if (right && !table.read(key, now)) return true;
  refuseLocked(table.change(key, now, right ? succeeded : failed), now);
  return right;
}

// src/abuse/native-password.ts
function guardNativePassword(event) {
  const startedAt = Date.now();
  const { record, requestEvent } = event;
  const facts = { outcome: "login_success", ...record && { record_id: record.id } };
  const log = (failure) => logOutcome({ event: requestEvent, operation: "auth-with-password", facts, failure, startedAt });
  try {
    if (record) signIn(requestEvent, record, event.password);
    else refuseStranger(event);
  } catch (error) {
    log(failureOf(error, record));
    throw nativeError(requestEvent, error);
  }
  log(null);
}
function signIn(event, record, password) {
  if (!checkPassword(record.id, () => record.validatePassword(password))) throw new Failure("password_wrong");
  $apis.recordAuthResponse(event, record, "password", null);
}
function refuseStranger(event) {
  const known = checkStranger(event.identity, () => {
    try {
      event.next();
      return true;
    } catch (error) {
      if (apiErrorStatus(error) === 400) return false;
      throw error;
    }
  });
  if (!known) throw new Failure("user_not_found");
}
function failureOf(error, record) {
  if (error instanceof Failure) return error;
  if (record && apiErrorStatus(error) === 403)
    return new Failure(isDisabled(record) ? "account_disabled" : "auth_rejected");
  return new Failure("internal_error", { cause: String(error) });
}
function nativeError(event, error) {
  if (!(error instanceof Failure)) return error;
  const { retryAfter } = error.details;
  if (retryAfter === void 0) return new BadRequestError("Failed to authenticate.", {});
  event.response.header().set("Retry-After", String(retryAfter));
  return new TooManyRequestsError(error.message, {});
}

// src/domain/validation.ts
var TYPE_NAMES = {
  string: "文本",
  number: "数字",
  integer: "整数",
  boolean: "布尔值",
  object: "对象",
  array: "数组"
};
function typeRule(type) {
  const types = String(Array.isArray(type) ? type.join(",") : type).split(",");
  const named = types.filter((name) => name !== "null").map((name) => TYPE_NAMES[name] ?? name);
  return `必须是${named.join("或")}`;
}
function rule(violation, words) {
  const { keyword, params } = violation;
  switch (keyword) {
    case "required":
      return "不能为空";
    case "type":
      return typeRule(params.type);
    case "minLength":
      return params.limit === 1 ? "不能为空" : `至少 ${params.limit} 个字符`;
    case "maxLength":
      return `最多 ${params.limit} 个字符`;
    case "pattern":
      return words.pattern ?? "格式不正确";
    case "enum":
      return `只能是${params.allowedValues.filter((value) => value !== null).map((value) => `“${value}”`).join("或")}`;
    default:
      return `不符合规则 ${keyword}`;
  }
}
function fieldMessages(violations, words) {
  const messages = {};
  for (const violation of violations) {
    const field = violation.keyword === "required" ? String(violation.params.missingProperty) : violation.instancePath.split("/")[1] ?? "";
    if (field === "" || Object.hasOwn(messages, field)) continue;
    const known = Object.hasOwn(words, field) ? words[field] : void 0;
    messages[field] = `${known?.title ?? field}：${rule(violation, known ?? {})}`;
  }
  return messages;
}
var REPLACEMENT_CHARACTER = "�";
function damagedFields(body, words) {
  const damaged = Object.entries(body).filter(
    ([field, value]) => Object.hasOwn(words, field) && typeof value === "string" && value.includes(REPLACEMENT_CHARACTER)
  );
  return Object.fromEntries(
    damaged.map(([field]) => [field, `${words[field]?.title ?? field}：包含无法识别的字符`])
  );
}

// src/generated/contract.ts
var operations = [
  {
    "id": "helloWorld",
    "method": "POST",
    "path": "/api/system/test-helloworld",
    "body": null
  },
  {
    "id": "health",
    "method": "POST",
    "path": "/api/system/health",
    "body": null
  },
  {
    "id": "usersCount",
    "method": "POST",
    "path": "/api/system/users-count",
    "body": null
  },
  {
    "id": "refreshToken",
    "method": "POST",
    "path": "/api/system/refresh-token",
    "body": "application/json"
  },
  {
    "id": "wechatLogin",
    "method": "POST",
    "path": "/api/wechat/login",
    "body": "application/json"
  },
  {
    "id": "wechatProfile",
    "method": "POST",
    "path": "/api/wechat/profile",
    "body": "application/json"
  },
  {
    "id": "wechatAvatar",
    "method": "POST",
    "path": "/api/wechat/avatar",
    "body": "multipart/form-data"
  },
  {
    "id": "platformRegister",
    "method": "POST",
    "path": "/api/platform/register",
    "body": "application/json"
  },
  {
    "id": "platformLogin",
    "method": "POST",
    "path": "/api/platform/login",
    "body": "application/json"
  }
];
var fieldWords = {
  "refreshToken": {
    "users_wx_code": {
      "title": "微信登录凭证",
      "pattern": "只能包含可见的英文字符"
    }
  },
  "wechatLogin": {
    "users_wx_code": {
      "title": "微信登录凭证",
      "pattern": "只能包含可见的英文字符"
    }
  },
  "wechatProfile": {
    "users_name": {
      "title": "姓名",
      "pattern": "不能只有空白，也不能包含控制字符"
    },
    "users_phone_code": {
      "title": "手机号凭证",
      "pattern": "只能包含可见的英文字符"
    },
    "users_picture": {
      "title": "头像",
      "pattern": "不能包含空白或控制字符"
    }
  },
  "platformRegister": {
    "users_name": {
      "title": "姓名",
      "pattern": "不能只有空白，也不能包含控制字符"
    },
    "users_phone": {
      "title": "手机号",
      "pattern": "格式不正确，应为 11 位中国大陆手机号"
    },
    "password": {
      "title": "密码"
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
  },
  "platformLogin": {
    "users_phone": {
      "title": "手机号",
      "pattern": "格式不正确，应为 11 位中国大陆手机号"
    },
    "password": {
      "title": "密码"
    }
  }
};

// src/generated/validators.js
var validators_exports = {};
__export(validators_exports, {
  platformLogin: () => platformLogin,
  platformRegister: () => platformRegister,
  refreshToken: () => refreshToken,
  wechatLogin: () => wechatLogin,
  wechatProfile: () => wechatProfile
});
var refreshToken = validate10;
var schema13 = { "type": "object", "properties": { "users_wx_code": { "title": "微信登录凭证", "type": ["string", "null"], "maxLength": 512, "pattern": "^[!-~]*$", "x-pattern-message": "只能包含可见的英文字符", "description": "`wx.login` 返回的 code；令牌有效时不需要", "examples": ["0a1B2c3D4e5F6g7H8i9J"] } } };
var func2 = require_ucs2length().default;
var pattern0 = new RegExp("^[!-~]*$", "");
function validate10(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  ;
  let vErrors = null;
  let errors = 0;
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.users_wx_code !== void 0) {
      let data0 = data.users_wx_code;
      if (typeof data0 !== "string" && data0 !== null) {
        const err0 = { instancePath: instancePath + "/users_wx_code", schemaPath: "contract#/components/schemas/RefreshTokenRequest/properties/users_wx_code/type", keyword: "type", params: { type: schema13.properties.users_wx_code.type }, message: "must be string,null" };
        if (vErrors === null) {
          vErrors = [err0];
        } else {
          vErrors.push(err0);
        }
        errors++;
      }
      if (typeof data0 === "string") {
        if (func2(data0) > 512) {
          const err1 = { instancePath: instancePath + "/users_wx_code", schemaPath: "contract#/components/schemas/RefreshTokenRequest/properties/users_wx_code/maxLength", keyword: "maxLength", params: { limit: 512 }, message: "must NOT have more than 512 characters" };
          if (vErrors === null) {
            vErrors = [err1];
          } else {
            vErrors.push(err1);
          }
          errors++;
        }
        if (!pattern0.test(data0)) {
          const err2 = { instancePath: instancePath + "/users_wx_code", schemaPath: "contract#/components/schemas/RefreshTokenRequest/properties/users_wx_code/pattern", keyword: "pattern", params: { pattern: "^[!-~]*$" }, message: 'must match pattern "^[!-~]*$"' };
          if (vErrors === null) {
            vErrors = [err2];
          } else {
            vErrors.push(err2);
          }
          errors++;
        }
      }
    }
  } else {
    const err3 = { instancePath, schemaPath: "contract#/components/schemas/RefreshTokenRequest/type", keyword: "type", params: { type: "object" }, message: "must be object" };
    if (vErrors === null) {
      vErrors = [err3];
    } else {
      vErrors.push(err3);
    }
    errors++;
  }
  validate10.errors = vErrors;
  return errors === 0;
}
var wechatLogin = validate12;
function validate12(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  ;
  let vErrors = null;
  let errors = 0;
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.users_wx_code === void 0) {
      const err0 = { instancePath, schemaPath: "contract#/components/schemas/WechatLoginRequest/required", keyword: "required", params: { missingProperty: "users_wx_code" }, message: "must have required property 'users_wx_code'" };
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
        if (func2(data0) > 512) {
          const err1 = { instancePath: instancePath + "/users_wx_code", schemaPath: "contract#/components/schemas/WechatLoginRequest/properties/users_wx_code/maxLength", keyword: "maxLength", params: { limit: 512 }, message: "must NOT have more than 512 characters" };
          if (vErrors === null) {
            vErrors = [err1];
          } else {
            vErrors.push(err1);
          }
          errors++;
        }
        if (func2(data0) < 1) {
          const err2 = { instancePath: instancePath + "/users_wx_code", schemaPath: "contract#/components/schemas/WechatLoginRequest/properties/users_wx_code/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" };
          if (vErrors === null) {
            vErrors = [err2];
          } else {
            vErrors.push(err2);
          }
          errors++;
        }
        if (!pattern0.test(data0)) {
          const err3 = { instancePath: instancePath + "/users_wx_code", schemaPath: "contract#/components/schemas/WechatLoginRequest/properties/users_wx_code/pattern", keyword: "pattern", params: { pattern: "^[!-~]*$" }, message: 'must match pattern "^[!-~]*$"' };
          if (vErrors === null) {
            vErrors = [err3];
          } else {
            vErrors.push(err3);
          }
          errors++;
        }
      } else {
        const err4 = { instancePath: instancePath + "/users_wx_code", schemaPath: "contract#/components/schemas/WechatLoginRequest/properties/users_wx_code/type", keyword: "type", params: { type: "string" }, message: "must be string" };
        if (vErrors === null) {
          vErrors = [err4];
        } else {
          vErrors.push(err4);
        }
        errors++;
      }
    }
  } else {
    const err5 = { instancePath, schemaPath: "contract#/components/schemas/WechatLoginRequest/type", keyword: "type", params: { type: "object" }, message: "must be object" };
    if (vErrors === null) {
      vErrors = [err5];
    } else {
      vErrors.push(err5);
    }
    errors++;
  }
  validate12.errors = vErrors;
  return errors === 0;
}
var wechatProfile = validate13;
var pattern2 = new RegExp("^(?=[\\s\\S]*\\S)[^\\u0000-\\u001f\\u007f]*$", "");
var pattern4 = new RegExp("^[^\\u0000-\\u0020\\u007f]*$", "");
function validate14(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  let vErrors = null;
  let errors = 0;
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.users_name === void 0) {
      const err0 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "users_name" }, message: "must have required property 'users_name'" };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    if (data.users_phone_code === void 0) {
      const err1 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "users_phone_code" }, message: "must have required property 'users_phone_code'" };
      if (vErrors === null) {
        vErrors = [err1];
      } else {
        vErrors.push(err1);
      }
      errors++;
    }
    if (data.users_picture === void 0) {
      const err2 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "users_picture" }, message: "must have required property 'users_picture'" };
      if (vErrors === null) {
        vErrors = [err2];
      } else {
        vErrors.push(err2);
      }
      errors++;
    }
    if (data.users_name !== void 0) {
      let data0 = data.users_name;
      if (typeof data0 === "string") {
        if (func2(data0) > 64) {
          const err3 = { instancePath: instancePath + "/users_name", schemaPath: "#/components/schemas/UsersName/maxLength", keyword: "maxLength", params: { limit: 64 }, message: "must NOT have more than 64 characters" };
          if (vErrors === null) {
            vErrors = [err3];
          } else {
            vErrors.push(err3);
          }
          errors++;
        }
        if (func2(data0) < 1) {
          const err4 = { instancePath: instancePath + "/users_name", schemaPath: "#/components/schemas/UsersName/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" };
          if (vErrors === null) {
            vErrors = [err4];
          } else {
            vErrors.push(err4);
          }
          errors++;
        }
        if (!pattern2.test(data0)) {
          const err5 = { instancePath: instancePath + "/users_name", schemaPath: "#/components/schemas/UsersName/pattern", keyword: "pattern", params: { pattern: "^(?=[\\s\\S]*\\S)[^\\u0000-\\u001f\\u007f]*$" }, message: 'must match pattern "^(?=[\\s\\S]*\\S)[^\\u0000-\\u001f\\u007f]*$"' };
          if (vErrors === null) {
            vErrors = [err5];
          } else {
            vErrors.push(err5);
          }
          errors++;
        }
      } else {
        const err6 = { instancePath: instancePath + "/users_name", schemaPath: "#/components/schemas/UsersName/type", keyword: "type", params: { type: "string" }, message: "must be string" };
        if (vErrors === null) {
          vErrors = [err6];
        } else {
          vErrors.push(err6);
        }
        errors++;
      }
    }
    if (data.users_phone_code !== void 0) {
      let data1 = data.users_phone_code;
      if (typeof data1 === "string") {
        if (func2(data1) > 512) {
          const err7 = { instancePath: instancePath + "/users_phone_code", schemaPath: "#/properties/users_phone_code/maxLength", keyword: "maxLength", params: { limit: 512 }, message: "must NOT have more than 512 characters" };
          if (vErrors === null) {
            vErrors = [err7];
          } else {
            vErrors.push(err7);
          }
          errors++;
        }
        if (func2(data1) < 1) {
          const err8 = { instancePath: instancePath + "/users_phone_code", schemaPath: "#/properties/users_phone_code/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" };
          if (vErrors === null) {
            vErrors = [err8];
          } else {
            vErrors.push(err8);
          }
          errors++;
        }
        if (!pattern0.test(data1)) {
          const err9 = { instancePath: instancePath + "/users_phone_code", schemaPath: "#/properties/users_phone_code/pattern", keyword: "pattern", params: { pattern: "^[!-~]*$" }, message: 'must match pattern "^[!-~]*$"' };
          if (vErrors === null) {
            vErrors = [err9];
          } else {
            vErrors.push(err9);
          }
          errors++;
        }
      } else {
        const err10 = { instancePath: instancePath + "/users_phone_code", schemaPath: "#/properties/users_phone_code/type", keyword: "type", params: { type: "string" }, message: "must be string" };
        if (vErrors === null) {
          vErrors = [err10];
        } else {
          vErrors.push(err10);
        }
        errors++;
      }
    }
    if (data.users_picture !== void 0) {
      let data2 = data.users_picture;
      if (typeof data2 === "string") {
        if (func2(data2) > 2048) {
          const err11 = { instancePath: instancePath + "/users_picture", schemaPath: "#/components/schemas/UsersPicture/maxLength", keyword: "maxLength", params: { limit: 2048 }, message: "must NOT have more than 2048 characters" };
          if (vErrors === null) {
            vErrors = [err11];
          } else {
            vErrors.push(err11);
          }
          errors++;
        }
        if (func2(data2) < 1) {
          const err12 = { instancePath: instancePath + "/users_picture", schemaPath: "#/components/schemas/UsersPicture/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" };
          if (vErrors === null) {
            vErrors = [err12];
          } else {
            vErrors.push(err12);
          }
          errors++;
        }
        if (!pattern4.test(data2)) {
          const err13 = { instancePath: instancePath + "/users_picture", schemaPath: "#/components/schemas/UsersPicture/pattern", keyword: "pattern", params: { pattern: "^[^\\u0000-\\u0020\\u007f]*$" }, message: 'must match pattern "^[^\\u0000-\\u0020\\u007f]*$"' };
          if (vErrors === null) {
            vErrors = [err13];
          } else {
            vErrors.push(err13);
          }
          errors++;
        }
      } else {
        const err14 = { instancePath: instancePath + "/users_picture", schemaPath: "#/components/schemas/UsersPicture/type", keyword: "type", params: { type: "string" }, message: "must be string" };
        if (vErrors === null) {
          vErrors = [err14];
        } else {
          vErrors.push(err14);
        }
        errors++;
      }
    }
  } else {
    const err15 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object" };
    if (vErrors === null) {
      vErrors = [err15];
    } else {
      vErrors.push(err15);
    }
    errors++;
  }
  validate14.errors = vErrors;
  return errors === 0;
}
function validate13(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  ;
  let vErrors = null;
  let errors = 0;
  if (!validate14(data, { instancePath, parentData, parentDataProperty, rootData })) {
    vErrors = vErrors === null ? validate14.errors : vErrors.concat(validate14.errors);
    errors = vErrors.length;
  }
  validate13.errors = vErrors;
  return errors === 0;
}
var platformRegister = validate16;
var schema21 = { "type": "object", "required": ["users_name", "users_phone", "password", "passwordConfirm", "users_picture"], "properties": { "users_name": { "$ref": "#/components/schemas/UsersName" }, "users_phone": { "$ref": "#/components/schemas/UsersPhone" }, "password": { "title": "密码", "type": "string", "minLength": 8, "maxLength": 71, "description": "8 到 71 个字符，且 UTF-8 编码不超过 72 字节", "examples": ["correct-horse-8"] }, "passwordConfirm": { "title": "确认密码", "type": "string", "minLength": 1, "maxLength": 71, "description": "必须与 `password` 相同", "examples": ["correct-horse-8"] }, "users_picture": { "$ref": "#/components/schemas/UsersPicture" }, "users_id_number": { "title": "证件号", "type": ["string", "null"], "maxLength": 255, "pattern": "^[^\\u0000-\\u001f\\u007f]*$", "x-pattern-message": "不能包含控制字符", "examples": ["110101199001011234"] }, "users_level": { "title": "用户等级", "type": ["string", "null"], "maxLength": 255, "pattern": "^[^\\u0000-\\u001f\\u007f]*$", "x-pattern-message": "不能包含控制字符", "examples": ["normal"] }, "users_type": { "title": "用户类型", "type": ["string", "null"], "enum": ["游客", "注册用户", null], "description": "默认“注册用户”", "examples": ["注册用户"] }, "company_id": { "title": "公司", "type": ["string", "null"], "maxLength": 255, "pattern": "^[^\\u0000-\\u001f\\u007f]*$", "x-pattern-message": "不能包含控制字符", "description": "必须是已存在的公司的 `company_id`", "examples": ["C001"] }, "users_parent_id": { "title": "上级用户", "type": ["string", "null"], "maxLength": 255, "pattern": "^[^\\u0000-\\u001f\\u007f]*$", "x-pattern-message": "不能包含控制字符", "examples": ["P001"] }, "users_promo_code": { "title": "推广码", "type": ["string", "null"], "maxLength": 255, "pattern": "^[^\\u0000-\\u001f\\u007f]*$", "x-pattern-message": "不能包含控制字符", "examples": ["SPRING"] }, "usergroups_id": { "title": "用户组", "type": ["string", "null"], "maxLength": 255, "pattern": "^[^\\u0000-\\u001f\\u007f]*$", "x-pattern-message": "不能包含控制字符", "examples": ["G001"] } } };
var pattern6 = new RegExp("^[ -]*(?:(?:\\+|0[ -]*0)?[ -]*8[ -]*6[ -]*)?1[ -]*[3-9](?:[ -]*[0-9]){9}[ -]*$", "");
var pattern8 = new RegExp("^[^\\u0000-\\u001f\\u007f]*$", "");
function validate17(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  let vErrors = null;
  let errors = 0;
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.users_name === void 0) {
      const err0 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "users_name" }, message: "must have required property 'users_name'" };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    if (data.users_phone === void 0) {
      const err1 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "users_phone" }, message: "must have required property 'users_phone'" };
      if (vErrors === null) {
        vErrors = [err1];
      } else {
        vErrors.push(err1);
      }
      errors++;
    }
    if (data.password === void 0) {
      const err2 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "password" }, message: "must have required property 'password'" };
      if (vErrors === null) {
        vErrors = [err2];
      } else {
        vErrors.push(err2);
      }
      errors++;
    }
    if (data.passwordConfirm === void 0) {
      const err3 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "passwordConfirm" }, message: "must have required property 'passwordConfirm'" };
      if (vErrors === null) {
        vErrors = [err3];
      } else {
        vErrors.push(err3);
      }
      errors++;
    }
    if (data.users_picture === void 0) {
      const err4 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "users_picture" }, message: "must have required property 'users_picture'" };
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
        if (func2(data0) > 64) {
          const err5 = { instancePath: instancePath + "/users_name", schemaPath: "#/components/schemas/UsersName/maxLength", keyword: "maxLength", params: { limit: 64 }, message: "must NOT have more than 64 characters" };
          if (vErrors === null) {
            vErrors = [err5];
          } else {
            vErrors.push(err5);
          }
          errors++;
        }
        if (func2(data0) < 1) {
          const err6 = { instancePath: instancePath + "/users_name", schemaPath: "#/components/schemas/UsersName/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" };
          if (vErrors === null) {
            vErrors = [err6];
          } else {
            vErrors.push(err6);
          }
          errors++;
        }
        if (!pattern2.test(data0)) {
          const err7 = { instancePath: instancePath + "/users_name", schemaPath: "#/components/schemas/UsersName/pattern", keyword: "pattern", params: { pattern: "^(?=[\\s\\S]*\\S)[^\\u0000-\\u001f\\u007f]*$" }, message: 'must match pattern "^(?=[\\s\\S]*\\S)[^\\u0000-\\u001f\\u007f]*$"' };
          if (vErrors === null) {
            vErrors = [err7];
          } else {
            vErrors.push(err7);
          }
          errors++;
        }
      } else {
        const err8 = { instancePath: instancePath + "/users_name", schemaPath: "#/components/schemas/UsersName/type", keyword: "type", params: { type: "string" }, message: "must be string" };
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
        if (func2(data1) > 32) {
          const err9 = { instancePath: instancePath + "/users_phone", schemaPath: "#/components/schemas/UsersPhone/maxLength", keyword: "maxLength", params: { limit: 32 }, message: "must NOT have more than 32 characters" };
          if (vErrors === null) {
            vErrors = [err9];
          } else {
            vErrors.push(err9);
          }
          errors++;
        }
        if (func2(data1) < 11) {
          const err10 = { instancePath: instancePath + "/users_phone", schemaPath: "#/components/schemas/UsersPhone/minLength", keyword: "minLength", params: { limit: 11 }, message: "must NOT have fewer than 11 characters" };
          if (vErrors === null) {
            vErrors = [err10];
          } else {
            vErrors.push(err10);
          }
          errors++;
        }
        if (!pattern6.test(data1)) {
          const err11 = { instancePath: instancePath + "/users_phone", schemaPath: "#/components/schemas/UsersPhone/pattern", keyword: "pattern", params: { pattern: "^[ -]*(?:(?:\\+|0[ -]*0)?[ -]*8[ -]*6[ -]*)?1[ -]*[3-9](?:[ -]*[0-9]){9}[ -]*$" }, message: 'must match pattern "^[ -]*(?:(?:\\+|0[ -]*0)?[ -]*8[ -]*6[ -]*)?1[ -]*[3-9](?:[ -]*[0-9]){9}[ -]*$"' };
          if (vErrors === null) {
            vErrors = [err11];
          } else {
            vErrors.push(err11);
          }
          errors++;
        }
      } else {
        const err12 = { instancePath: instancePath + "/users_phone", schemaPath: "#/components/schemas/UsersPhone/type", keyword: "type", params: { type: "string" }, message: "must be string" };
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
        if (func2(data2) > 71) {
          const err13 = { instancePath: instancePath + "/password", schemaPath: "#/properties/password/maxLength", keyword: "maxLength", params: { limit: 71 }, message: "must NOT have more than 71 characters" };
          if (vErrors === null) {
            vErrors = [err13];
          } else {
            vErrors.push(err13);
          }
          errors++;
        }
        if (func2(data2) < 8) {
          const err14 = { instancePath: instancePath + "/password", schemaPath: "#/properties/password/minLength", keyword: "minLength", params: { limit: 8 }, message: "must NOT have fewer than 8 characters" };
          if (vErrors === null) {
            vErrors = [err14];
          } else {
            vErrors.push(err14);
          }
          errors++;
        }
      } else {
        const err15 = { instancePath: instancePath + "/password", schemaPath: "#/properties/password/type", keyword: "type", params: { type: "string" }, message: "must be string" };
        if (vErrors === null) {
          vErrors = [err15];
        } else {
          vErrors.push(err15);
        }
        errors++;
      }
    }
    if (data.passwordConfirm !== void 0) {
      let data3 = data.passwordConfirm;
      if (typeof data3 === "string") {
        if (func2(data3) > 71) {
          const err16 = { instancePath: instancePath + "/passwordConfirm", schemaPath: "#/properties/passwordConfirm/maxLength", keyword: "maxLength", params: { limit: 71 }, message: "must NOT have more than 71 characters" };
          if (vErrors === null) {
            vErrors = [err16];
          } else {
            vErrors.push(err16);
          }
          errors++;
        }
        if (func2(data3) < 1) {
          const err17 = { instancePath: instancePath + "/passwordConfirm", schemaPath: "#/properties/passwordConfirm/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" };
          if (vErrors === null) {
            vErrors = [err17];
          } else {
            vErrors.push(err17);
          }
          errors++;
        }
      } else {
        const err18 = { instancePath: instancePath + "/passwordConfirm", schemaPath: "#/properties/passwordConfirm/type", keyword: "type", params: { type: "string" }, message: "must be string" };
        if (vErrors === null) {
          vErrors = [err18];
        } else {
          vErrors.push(err18);
        }
        errors++;
      }
    }
    if (data.users_picture !== void 0) {
      let data4 = data.users_picture;
      if (typeof data4 === "string") {
        if (func2(data4) > 2048) {
          const err19 = { instancePath: instancePath + "/users_picture", schemaPath: "#/components/schemas/UsersPicture/maxLength", keyword: "maxLength", params: { limit: 2048 }, message: "must NOT have more than 2048 characters" };
          if (vErrors === null) {
            vErrors = [err19];
          } else {
            vErrors.push(err19);
          }
          errors++;
        }
        if (func2(data4) < 1) {
          const err20 = { instancePath: instancePath + "/users_picture", schemaPath: "#/components/schemas/UsersPicture/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" };
          if (vErrors === null) {
            vErrors = [err20];
          } else {
            vErrors.push(err20);
          }
          errors++;
        }
        if (!pattern4.test(data4)) {
          const err21 = { instancePath: instancePath + "/users_picture", schemaPath: "#/components/schemas/UsersPicture/pattern", keyword: "pattern", params: { pattern: "^[^\\u0000-\\u0020\\u007f]*$" }, message: 'must match pattern "^[^\\u0000-\\u0020\\u007f]*$"' };
          if (vErrors === null) {
            vErrors = [err21];
          } else {
            vErrors.push(err21);
          }
          errors++;
        }
      } else {
        const err22 = { instancePath: instancePath + "/users_picture", schemaPath: "#/components/schemas/UsersPicture/type", keyword: "type", params: { type: "string" }, message: "must be string" };
        if (vErrors === null) {
          vErrors = [err22];
        } else {
          vErrors.push(err22);
        }
        errors++;
      }
    }
    if (data.users_id_number !== void 0) {
      let data5 = data.users_id_number;
      if (typeof data5 !== "string" && data5 !== null) {
        const err23 = { instancePath: instancePath + "/users_id_number", schemaPath: "#/properties/users_id_number/type", keyword: "type", params: { type: schema21.properties.users_id_number.type }, message: "must be string,null" };
        if (vErrors === null) {
          vErrors = [err23];
        } else {
          vErrors.push(err23);
        }
        errors++;
      }
      if (typeof data5 === "string") {
        if (func2(data5) > 255) {
          const err24 = { instancePath: instancePath + "/users_id_number", schemaPath: "#/properties/users_id_number/maxLength", keyword: "maxLength", params: { limit: 255 }, message: "must NOT have more than 255 characters" };
          if (vErrors === null) {
            vErrors = [err24];
          } else {
            vErrors.push(err24);
          }
          errors++;
        }
        if (!pattern8.test(data5)) {
          const err25 = { instancePath: instancePath + "/users_id_number", schemaPath: "#/properties/users_id_number/pattern", keyword: "pattern", params: { pattern: "^[^\\u0000-\\u001f\\u007f]*$" }, message: 'must match pattern "^[^\\u0000-\\u001f\\u007f]*$"' };
          if (vErrors === null) {
            vErrors = [err25];
          } else {
            vErrors.push(err25);
          }
          errors++;
        }
      }
    }
    if (data.users_level !== void 0) {
      let data6 = data.users_level;
      if (typeof data6 !== "string" && data6 !== null) {
        const err26 = { instancePath: instancePath + "/users_level", schemaPath: "#/properties/users_level/type", keyword: "type", params: { type: schema21.properties.users_level.type }, message: "must be string,null" };
        if (vErrors === null) {
          vErrors = [err26];
        } else {
          vErrors.push(err26);
        }
        errors++;
      }
      if (typeof data6 === "string") {
        if (func2(data6) > 255) {
          const err27 = { instancePath: instancePath + "/users_level", schemaPath: "#/properties/users_level/maxLength", keyword: "maxLength", params: { limit: 255 }, message: "must NOT have more than 255 characters" };
          if (vErrors === null) {
            vErrors = [err27];
          } else {
            vErrors.push(err27);
          }
          errors++;
        }
        if (!pattern8.test(data6)) {
          const err28 = { instancePath: instancePath + "/users_level", schemaPath: "#/properties/users_level/pattern", keyword: "pattern", params: { pattern: "^[^\\u0000-\\u001f\\u007f]*$" }, message: 'must match pattern "^[^\\u0000-\\u001f\\u007f]*$"' };
          if (vErrors === null) {
            vErrors = [err28];
          } else {
            vErrors.push(err28);
          }
          errors++;
        }
      }
    }
    if (data.users_type !== void 0) {
      let data7 = data.users_type;
      if (typeof data7 !== "string" && data7 !== null) {
        const err29 = { instancePath: instancePath + "/users_type", schemaPath: "#/properties/users_type/type", keyword: "type", params: { type: schema21.properties.users_type.type }, message: "must be string,null" };
        if (vErrors === null) {
          vErrors = [err29];
        } else {
          vErrors.push(err29);
        }
        errors++;
      }
      if (!(data7 === "游客" || data7 === "注册用户" || data7 === null)) {
        const err30 = { instancePath: instancePath + "/users_type", schemaPath: "#/properties/users_type/enum", keyword: "enum", params: { allowedValues: schema21.properties.users_type.enum }, message: "must be equal to one of the allowed values" };
        if (vErrors === null) {
          vErrors = [err30];
        } else {
          vErrors.push(err30);
        }
        errors++;
      }
    }
    if (data.company_id !== void 0) {
      let data8 = data.company_id;
      if (typeof data8 !== "string" && data8 !== null) {
        const err31 = { instancePath: instancePath + "/company_id", schemaPath: "#/properties/company_id/type", keyword: "type", params: { type: schema21.properties.company_id.type }, message: "must be string,null" };
        if (vErrors === null) {
          vErrors = [err31];
        } else {
          vErrors.push(err31);
        }
        errors++;
      }
      if (typeof data8 === "string") {
        if (func2(data8) > 255) {
          const err32 = { instancePath: instancePath + "/company_id", schemaPath: "#/properties/company_id/maxLength", keyword: "maxLength", params: { limit: 255 }, message: "must NOT have more than 255 characters" };
          if (vErrors === null) {
            vErrors = [err32];
          } else {
            vErrors.push(err32);
          }
          errors++;
        }
        if (!pattern8.test(data8)) {
          const err33 = { instancePath: instancePath + "/company_id", schemaPath: "#/properties/company_id/pattern", keyword: "pattern", params: { pattern: "^[^\\u0000-\\u001f\\u007f]*$" }, message: 'must match pattern "^[^\\u0000-\\u001f\\u007f]*$"' };
          if (vErrors === null) {
            vErrors = [err33];
          } else {
            vErrors.push(err33);
          }
          errors++;
        }
      }
    }
    if (data.users_parent_id !== void 0) {
      let data9 = data.users_parent_id;
      if (typeof data9 !== "string" && data9 !== null) {
        const err34 = { instancePath: instancePath + "/users_parent_id", schemaPath: "#/properties/users_parent_id/type", keyword: "type", params: { type: schema21.properties.users_parent_id.type }, message: "must be string,null" };
        if (vErrors === null) {
          vErrors = [err34];
        } else {
          vErrors.push(err34);
        }
        errors++;
      }
      if (typeof data9 === "string") {
        if (func2(data9) > 255) {
          const err35 = { instancePath: instancePath + "/users_parent_id", schemaPath: "#/properties/users_parent_id/maxLength", keyword: "maxLength", params: { limit: 255 }, message: "must NOT have more than 255 characters" };
          if (vErrors === null) {
            vErrors = [err35];
          } else {
            vErrors.push(err35);
          }
          errors++;
        }
        if (!pattern8.test(data9)) {
          const err36 = { instancePath: instancePath + "/users_parent_id", schemaPath: "#/properties/users_parent_id/pattern", keyword: "pattern", params: { pattern: "^[^\\u0000-\\u001f\\u007f]*$" }, message: 'must match pattern "^[^\\u0000-\\u001f\\u007f]*$"' };
          if (vErrors === null) {
            vErrors = [err36];
          } else {
            vErrors.push(err36);
          }
          errors++;
        }
      }
    }
    if (data.users_promo_code !== void 0) {
      let data10 = data.users_promo_code;
      if (typeof data10 !== "string" && data10 !== null) {
        const err37 = { instancePath: instancePath + "/users_promo_code", schemaPath: "#/properties/users_promo_code/type", keyword: "type", params: { type: schema21.properties.users_promo_code.type }, message: "must be string,null" };
        if (vErrors === null) {
          vErrors = [err37];
        } else {
          vErrors.push(err37);
        }
        errors++;
      }
      if (typeof data10 === "string") {
        if (func2(data10) > 255) {
          const err38 = { instancePath: instancePath + "/users_promo_code", schemaPath: "#/properties/users_promo_code/maxLength", keyword: "maxLength", params: { limit: 255 }, message: "must NOT have more than 255 characters" };
          if (vErrors === null) {
            vErrors = [err38];
          } else {
            vErrors.push(err38);
          }
          errors++;
        }
        if (!pattern8.test(data10)) {
          const err39 = { instancePath: instancePath + "/users_promo_code", schemaPath: "#/properties/users_promo_code/pattern", keyword: "pattern", params: { pattern: "^[^\\u0000-\\u001f\\u007f]*$" }, message: 'must match pattern "^[^\\u0000-\\u001f\\u007f]*$"' };
          if (vErrors === null) {
            vErrors = [err39];
          } else {
            vErrors.push(err39);
          }
          errors++;
        }
      }
    }
    if (data.usergroups_id !== void 0) {
      let data11 = data.usergroups_id;
      if (typeof data11 !== "string" && data11 !== null) {
        const err40 = { instancePath: instancePath + "/usergroups_id", schemaPath: "#/properties/usergroups_id/type", keyword: "type", params: { type: schema21.properties.usergroups_id.type }, message: "must be string,null" };
        if (vErrors === null) {
          vErrors = [err40];
        } else {
          vErrors.push(err40);
        }
        errors++;
      }
      if (typeof data11 === "string") {
        if (func2(data11) > 255) {
          const err41 = { instancePath: instancePath + "/usergroups_id", schemaPath: "#/properties/usergroups_id/maxLength", keyword: "maxLength", params: { limit: 255 }, message: "must NOT have more than 255 characters" };
          if (vErrors === null) {
            vErrors = [err41];
          } else {
            vErrors.push(err41);
          }
          errors++;
        }
        if (!pattern8.test(data11)) {
          const err42 = { instancePath: instancePath + "/usergroups_id", schemaPath: "#/properties/usergroups_id/pattern", keyword: "pattern", params: { pattern: "^[^\\u0000-\\u001f\\u007f]*$" }, message: 'must match pattern "^[^\\u0000-\\u001f\\u007f]*$"' };
          if (vErrors === null) {
            vErrors = [err42];
          } else {
            vErrors.push(err42);
          }
          errors++;
        }
      }
    }
  } else {
    const err43 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object" };
    if (vErrors === null) {
      vErrors = [err43];
    } else {
      vErrors.push(err43);
    }
    errors++;
  }
  validate17.errors = vErrors;
  return errors === 0;
}
function validate16(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  ;
  let vErrors = null;
  let errors = 0;
  if (!validate17(data, { instancePath, parentData, parentDataProperty, rootData })) {
    vErrors = vErrors === null ? validate17.errors : vErrors.concat(validate17.errors);
    errors = vErrors.length;
  }
  validate16.errors = vErrors;
  return errors === 0;
}
var platformLogin = validate19;
function validate20(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  let vErrors = null;
  let errors = 0;
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.users_phone === void 0) {
      const err0 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "users_phone" }, message: "must have required property 'users_phone'" };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    if (data.password === void 0) {
      const err1 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "password" }, message: "must have required property 'password'" };
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
        if (func2(data0) > 32) {
          const err2 = { instancePath: instancePath + "/users_phone", schemaPath: "#/components/schemas/UsersPhone/maxLength", keyword: "maxLength", params: { limit: 32 }, message: "must NOT have more than 32 characters" };
          if (vErrors === null) {
            vErrors = [err2];
          } else {
            vErrors.push(err2);
          }
          errors++;
        }
        if (func2(data0) < 11) {
          const err3 = { instancePath: instancePath + "/users_phone", schemaPath: "#/components/schemas/UsersPhone/minLength", keyword: "minLength", params: { limit: 11 }, message: "must NOT have fewer than 11 characters" };
          if (vErrors === null) {
            vErrors = [err3];
          } else {
            vErrors.push(err3);
          }
          errors++;
        }
        if (!pattern6.test(data0)) {
          const err4 = { instancePath: instancePath + "/users_phone", schemaPath: "#/components/schemas/UsersPhone/pattern", keyword: "pattern", params: { pattern: "^[ -]*(?:(?:\\+|0[ -]*0)?[ -]*8[ -]*6[ -]*)?1[ -]*[3-9](?:[ -]*[0-9]){9}[ -]*$" }, message: 'must match pattern "^[ -]*(?:(?:\\+|0[ -]*0)?[ -]*8[ -]*6[ -]*)?1[ -]*[3-9](?:[ -]*[0-9]){9}[ -]*$"' };
          if (vErrors === null) {
            vErrors = [err4];
          } else {
            vErrors.push(err4);
          }
          errors++;
        }
      } else {
        const err5 = { instancePath: instancePath + "/users_phone", schemaPath: "#/components/schemas/UsersPhone/type", keyword: "type", params: { type: "string" }, message: "must be string" };
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
        if (func2(data1) > 255) {
          const err6 = { instancePath: instancePath + "/password", schemaPath: "#/properties/password/maxLength", keyword: "maxLength", params: { limit: 255 }, message: "must NOT have more than 255 characters" };
          if (vErrors === null) {
            vErrors = [err6];
          } else {
            vErrors.push(err6);
          }
          errors++;
        }
        if (func2(data1) < 1) {
          const err7 = { instancePath: instancePath + "/password", schemaPath: "#/properties/password/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" };
          if (vErrors === null) {
            vErrors = [err7];
          } else {
            vErrors.push(err7);
          }
          errors++;
        }
      } else {
        const err8 = { instancePath: instancePath + "/password", schemaPath: "#/properties/password/type", keyword: "type", params: { type: "string" }, message: "must be string" };
        if (vErrors === null) {
          vErrors = [err8];
        } else {
          vErrors.push(err8);
        }
        errors++;
      }
    }
  } else {
    const err9 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object" };
    if (vErrors === null) {
      vErrors = [err9];
    } else {
      vErrors.push(err9);
    }
    errors++;
  }
  validate20.errors = vErrors;
  return errors === 0;
}
function validate19(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  ;
  let vErrors = null;
  let errors = 0;
  if (!validate20(data, { instancePath, parentData, parentDataProperty, rootData })) {
    vErrors = vErrors === null ? validate20.errors : vErrors.concat(validate20.errors);
    errors = vErrors.length;
  }
  validate19.errors = vErrors;
  return errors === 0;
}

// src/pocketbase/answer.ts
var SIGN_IN_MESSAGES = { register_success: "注册成功", login_success: "登录成功" };
function writeSuccess(event, msg, data) {
  event.json(200, { code: 200, msg, data });
}
function writeSignIn(event, { user, status }) {
  const meta = {
    code: 200,
    msg: SIGN_IN_MESSAGES[status],
    data: { status, is_info_complete: isInfoComplete(user), user: viewOf(user) }
  };
  hideBody(event);
  try {
    $apis.recordAuthResponse(event, user, "", meta);
  } catch (error) {
    if (apiErrorStatus(error) === 403 && !satisfiesAuthRule(user)) throw new Failure("auth_rejected");
    throw error;
  }
}
function satisfiesAuthRule(user) {
  return $app.canAccessRecord(user, new RequestInfo(), user.collection().authRule);
}
function writeFailure(event, failure) {
  const { fields, retryAfter } = failure.details;
  if (retryAfter !== void 0) event.response.header().set("Retry-After", String(retryAfter));
  event.json(failure.status, {
    code: failure.status,
    msg: failure.message,
    data: fields ? { reason: failure.reason, fields } : { reason: failure.reason }
  });
}

// src/pocketbase/rate-limit.ts
function rateLimitWindow(event) {
  const { method, url } = httpRequest(event);
  const path = url.path;
  const labels = [`${method} ${path}`, path];
  const audience = event.auth ? "@auth" : "@guest";
  const [rule2] = $app.settings().rateLimits.findRateLimitRule(labels, "", audience);
  return Math.max(1, rule2.duration);
}

// src/pocketbase/counter.ts
function totalUsers() {
  const row = new DynamicModel({ total: 0 });
  $app.db().newQuery("SELECT total FROM tbl_auth_users_total WHERE id = 1").one(row);
  return row.total;
}

// src/operations/health.ts
function health() {
  try {
    totalUsers();
  } catch (error) {
    throw new Failure("database_unavailable", { cause: String(error) });
  }
  return { msg: "服务正常", data: { status: "healthy", timestamp: (/* @__PURE__ */ new Date()).toISOString() } };
}

// src/operations/helloWorld.ts
function helloWorld() {
  return {
    msg: "请求成功",
    data: {
      message: "Hello, World!",
      timestamp: (/* @__PURE__ */ new Date()).toISOString(),
      status: "success",
      build_time: null
    }
  };
}

// src/operations/platformLogin.ts
function platformLogin2({ input, facts }) {
  const user = findByPhone(mainlandPhone(input.users_phone));
  if (!user) throw fieldFailure("user_not_found", "users_phone");
  facts.record_id = user.id;
  if (user.getString("users_idtype") !== "ManagePlatform")
    throw fieldFailure("user_type_mismatch", "users_phone");
  if (user.email() === "") throw new Failure("identity_missing");
  if (!checkPassword(user.id, () => user.validatePassword(input.password))) {
    throw fieldFailure("password_wrong", "password");
  }
  if (isDisabled(user)) throw new Failure("account_disabled");
  return { user, status: "login_success" };
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
function isPlaceholderEmail(address) {
  return address.toLowerCase().endsWith(PLACEHOLDER_DOMAIN);
}

// src/domain/password.ts
var MAX_BYTES = 72;
function utf8Length(text2) {
  let bytes = 0;
  for (const character of text2) {
    const point = character.codePointAt(0) ?? 0;
    bytes += point < 128 ? 1 : point < 2048 ? 2 : point < 65536 ? 3 : 4;
  }
  return bytes;
}
function checkNewPassword(password, confirmation) {
  if (utf8Length(password) > MAX_BYTES) {
    throw new Failure("validation_failed", { fields: { password: `密码：不能超过 ${MAX_BYTES} 字节` } });
  }
  if (password.includes("\0")) {
    throw new Failure("validation_failed", { fields: { password: "密码：不能包含空字符" } });
  }
  if (password !== confirmation) {
    throw new Failure("validation_failed", { fields: { passwordConfirm: "确认密码：与密码不一致" } });
  }
}

// src/domain/picture.ts
var TEMPORARY = /^(wxfile:\/\/|https?:\/\/tmp\/)/i;
var WEB_URL = /^https?:\/\/(?:\[[0-9a-f:.]+\]|[^\s/?#@:[\]\\<>"]+)(?::[0-9]{1,5})?(?:[/?#][^\s<>"\\]*)?$/i;
function judgePicture(address) {
  if (TEMPORARY.test(address)) return "temporary";
  return WEB_URL.test(address) ? "ok" : "not_a_url";
}
function checkPicture(address) {
  const verdict = judgePicture(address);
  if (verdict === "temporary") throw fieldFailure("picture_is_temporary", "users_picture");
  if (verdict === "not_a_url") {
    throw new Failure("validation_failed", { fields: { users_picture: "头像：必须是 http 或 https 地址" } });
  }
}

// src/operations/platformRegister.ts
var OPTIONAL_FIELDS = [
  "users_id_number",
  "users_level",
  "company_id",
  "users_parent_id",
  "users_promo_code",
  "usergroups_id"
];
function platformRegister2({ input }) {
  checkNewPassword(input.password, input.passwordConfirm);
  checkPicture(input.users_picture);
  const phone = mainlandPhone(input.users_phone);
  if (findByPhone(phone)) throw fieldFailure("phone_taken", "users_phone");
  if (input.company_id && !companyOf(input.company_id)) throw fieldFailure("company_not_found", "company_id");
  const openid = uuidV4($security.randomStringWithAlphabet(32, "0123456789abcdef"));
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
  const created = createUnlessExists(user, () => findByPhone(phone));
  if (!created) throw fieldFailure("phone_taken", "users_phone");
  return { user: created, status: "register_success" };
}

// src/pocketbase/tokens.ts
var STOCK_AUTH_RULE = "users_status >= 0";
function issueToken(user) {
  const rule2 = user.collection().authRule;
  if (rule2 !== STOCK_AUTH_RULE && !$app.canAccessRecord(user, new RequestInfo(), rule2)) {
    throw new Failure("auth_rejected");
  }
  return user.newAuthToken();
}

// src/abuse/code-guard.ts
var codes = sharedTable("codes");
function exchangeOnce(code, calls, exchange) {
  const key = $security.sha256(code);
  const now = Date.now();
  const { codeRepeatSeconds, wechat } = settings();
  const blockedUntil = now + codeRepeatSeconds * 1e3;
  const runningUntil = Math.max(blockedUntil, now + (calls * wechat.timeoutSeconds + 1) * 1e3);
  const mine = { key, count: 1, expiresAt: runningUntil };
  const entry = codes.change(key, now, (earlier) => earlier ?? mine);
  if (entry && entry !== mine) {
    const rest = Math.max(1, Math.ceil((entry.expiresAt - Date.now()) / 1e3));
    throw new Failure("duplicate_request", { retryAfter: rest });
  }
  try {
    return exchange();
  } finally {
    if (blockedUntil < runningUntil) {
      const ended = Date.now();
      codes.change(key, ended, () => ended < blockedUntil ? { ...mine, expiresAt: blockedUntil } : null);
    }
  }
}

// src/wechat/answers.ts
function readObject(statusCode, body) {
  if (statusCode < 200 || statusCode > 299) return { broken: `HTTP ${statusCode}` };
  try {
    const value = JSON.parse(body);
    if (typeof value === "object" && value !== null && !Array.isArray(value))
      return { fields: value };
  } catch {
  }
  return { broken: body === "" ? "empty body" : "not a JSON object" };
}
function read(statusCode, body, pick) {
  const parsed = readObject(statusCode, body);
  if ("broken" in parsed) return parsed;
  const { errcode, errmsg } = parsed.fields;
  if (errcode !== void 0 && errcode !== 0) {
    if (typeof errcode !== "number") return { broken: "errcode is not a number" };
    return { error: { errcode, errmsg: typeof errmsg === "string" ? errmsg : "" } };
  }
  const picked = pick(parsed.fields);
  return typeof picked === "string" ? { broken: picked } : { ok: picked };
}
function readSession(statusCode, body) {
  return read(
    statusCode,
    body,
    ({ openid }) => typeof openid === "string" && openid !== "" ? { openid } : "no openid"
  );
}
function readAccessToken(statusCode, body) {
  return read(statusCode, body, ({ access_token, expires_in }) => {
    if (typeof access_token !== "string" || access_token === "") return "no access_token";
    if (typeof expires_in !== "number" || !(expires_in > 0)) return "no expires_in";
    return { token: access_token, expiresIn: expires_in };
  });
}
function readPhone(statusCode, body, appid) {
  return read(statusCode, body, ({ phone_info }) => {
    if (typeof phone_info !== "object" || phone_info === null) return "no phone_info";
    const { purePhoneNumber, countryCode, watermark } = phone_info;
    if (watermark?.appid !== appid) return "watermark of another app";
    const country = String(countryCode);
    if (typeof purePhoneNumber !== "string" || !/^[0-9]{4,20}$/.test(purePhoneNumber))
      return "no purePhoneNumber";
    if (!/^[0-9]{1,4}$/.test(country)) return "no countryCode";
    return { phone: verifiedPhone(purePhoneNumber, country) };
  });
}

// src/pocketbase/http.ts
var MAX_ANSWER_BYTES = 64 * 1024;
function send(request) {
  try {
    const answer2 = $http.send({
      method: request.method,
      url: request.url,
      timeout: request.timeoutSeconds,
      ...request.body !== void 0 && {
        body: request.body,
        headers: { "content-type": "application/json" }
      }
    });
    if (answer2.body.length > MAX_ANSWER_BYTES) return { fault: "answer too large" };
    return { statusCode: answer2.statusCode, body: toString(answer2.body) };
  } catch (error) {
    return { fault: faultKind(String(error)) };
  }
}
function faultKind(error) {
  const text2 = error.replace(/"[^"]*"/, "");
  if (/deadline exceeded|timeout/i.test(text2)) return "time-out";
  if (/connection refused/i.test(text2)) return "connection refused";
  if (/connection reset|broken pipe|EOF/i.test(text2)) return "connection broken off";
  if (/no such host|lookup/i.test(text2)) return "host not found";
  if (/certificate|tls:/i.test(text2)) return "TLS failure";
  return "network failure";
}

// src/wechat/call.ts
function credentials() {
  const { appid, secret } = settings().wechat;
  if (appid !== "" && secret !== "") return { appid, secret };
  if (firstTime("not_configured")) {
    $app.logger().error("WeChat sign-in is not configured: set WECHAT_APPID and WECHAT_SECRET and restart PocketBase");
  }
  throw new Failure("wechat_not_configured");
}
function call(path, query, body, read2) {
  const { apiBase, timeoutSeconds } = settings().wechat;
  const pairs = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  const url = `${apiBase}${path}${pairs.length > 0 ? `?${pairs.join("&")}` : ""}`;
  const answer2 = body ? send({ method: "POST", url, body: JSON.stringify(body), timeoutSeconds }) : send({ method: "GET", url, timeoutSeconds });
  if ("fault" in answer2) throw new Failure("wechat_unavailable", { cause: `${path}: ${answer2.fault}` });
  const reading = read2(answer2.statusCode, answer2.body);
  return "broken" in reading ? { broken: `${path}: ${reading.broken}` } : reading;
}
function unwrap(reading, failureOf2) {
  if ("ok" in reading) return reading.ok;
  if ("error" in reading) throw failureOf2(reading.error);
  throw new Failure("wechat_unavailable", { cause: reading.broken });
}

// src/wechat/errcodes.ts
var RATE_LIMIT_SECONDS = 60;
function ridOf(errmsg) {
  return /\brid: ?([0-9a-f-]+)/i.exec(errmsg)?.[1];
}
function details({ errcode, errmsg }) {
  const rid = ridOf(errmsg);
  return rid ? { errcode, rid } : { errcode };
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
function phoneCodeFailure(error) {
  if (error.errcode === 40029 || error.errcode === 40163) {
    return fieldFailure("phone_code_invalid", "users_phone_code", details(error));
  }
  return commonFailure(error);
}
function accessTokenFailure(error) {
  return commonFailure(error);
}
function isStaleToken({ errcode }) {
  return errcode === 40001 || errcode === 40014 || errcode === 42001;
}

// src/wechat/session.ts
function openidOf(code) {
  const { appid, secret } = credentials();
  return exchangeOnce(code, 1, () => {
    const query = { appid, secret, js_code: code, grant_type: "authorization_code" };
    return unwrap(call("/sns/jscode2session", query, null, readSession), loginCodeFailure).openid;
  });
}

// src/operations/refreshToken.ts
function refreshToken2({
  event,
  input,
  user,
  facts
}) {
  const owner = user ? renewable(event, user) : userOfCode(input?.users_wx_code);
  facts.record_id = owner.id;
  facts.outcome = user ? "token_renewed" : "token_issued";
  return { msg: "令牌已续期", data: { token: issueToken(owner) } };
}
function renewable(event, user) {
  if (!hasRefreshableToken(event))
    throw new Failure("token_invalid", { cause: "the token is not refreshable" });
  return user;
}
function userOfCode(code) {
  if (!code) throw new Failure("token_invalid");
  const user = findByOpenid(openidOf(code));
  if (!user) throw new Failure("user_not_found");
  if (isDisabled(user)) throw new Failure("account_disabled");
  return user;
}

// src/operations/usersCount.ts
function usersCount() {
  return { msg: "查询成功", data: { total_users: totalUsers() } };
}

// src/domain/image.ts
var SIGNATURE_LENGTH = 12;
var text = (bytes, from, to) => String.fromCharCode(...bytes.slice(from, to));
function imageExtension(bytes) {
  if (bytes[0] === 255 && bytes[1] === 216 && bytes[2] === 255) return "jpg";
  if (text(bytes, 0, 8) === "PNG\r\n\n") return "png";
  if (text(bytes, 0, 4) === "RIFF" && text(bytes, 8, 12) === "WEBP") return "webp";
  return null;
}

// src/pocketbase/uploads.ts
function uploadedFile(event, field) {
  let files;
  try {
    files = event.findUploadedFiles(field);
  } catch (error) {
    if (apiErrorStatus(error) === 413) throw new Failure("body_too_large");
    throw fieldFailure("file_missing", field, { cause: String(error) });
  }
  const file = files[0];
  if (!file || file.size === 0) throw fieldFailure("file_missing", field);
  return file;
}
function leadingBytes(file, count) {
  const reader = file.reader?.open();
  if (!reader) throw new Error("the uploaded file cannot be opened");
  try {
    return [...toBytes(reader, count)];
  } finally {
    reader.close();
  }
}
function fileUrl(record, filename) {
  if (filename === "") return "";
  const base = $app.settings().meta.appURL.replace(/\/+$/, "");
  return `${base}/api/files/${record.collection().id}/${record.id}/${encodeURIComponent(filename)}`;
}
function isFieldRefusal(error, field) {
  return error instanceof Error && error.message.includes(`${field}: `);
}

// src/operations/wechatAvatar.ts
var FIELD = "users_avatar";
var MAX_BYTES2 = 2 * 1024 * 1024;
function wechatAvatar({ event, user }) {
  const file = uploadedFile(event, "file");
  if (file.size > MAX_BYTES2) throw new Failure("body_too_large");
  const extension = imageExtension(leadingBytes(file, SIGNATURE_LENGTH));
  if (!extension) throw fieldFailure("file_type_unsupported", "file");
  file.name = `avatar_${$security.randomString(10)}.${extension}`;
  return { msg: "头像已上传", data: { users_picture: store(user?.getString("openid") ?? "", file) } };
}
function store(openid, file) {
  const user = findByOpenid(openid);
  if (!user) throw new Failure("token_invalid");
  if (isDisabled(user)) throw new Failure("account_disabled");
  const replaced = fileUrl(user, user.getString(FIELD));
  const address = fileUrl(user, file.name);
  user.set(FIELD, file);
  if (replaced !== "" && user.getString("users_picture") === replaced) user.set("users_picture", address);
  try {
    $app.save(user);
  } catch (error) {
    if (isFieldRefusal(error, FIELD))
      throw fieldFailure("file_type_unsupported", "file", { cause: String(error) });
    throw error;
  }
  return address;
}

// src/operations/wechatLogin.ts
function wechatLogin2({ input, facts }) {
  const openid = openidOf(input.users_wx_code);
  const existing = findByOpenid(openid);
  if (existing) return signIn2(existing, facts);
  const created = register(openid);
  if (created) return { user: created, status: "register_success" };
  const winner = findByOpenid(openid);
  if (!winner) throw new Error("the record of a concurrent sign-up is gone");
  return signIn2(winner, facts);
}
function signIn2(user, facts) {
  facts.record_id = user.id;
  if (isDisabled(user)) throw new Failure("account_disabled");
  return { user, status: "login_success" };
}
function register(openid) {
  const user = newUser({ openid, users_idtype: "WeChat", users_type: "游客" });
  setUnusablePassword(user);
  return createUnlessExists(user, () => findByOpenid(openid));
}

// src/wechat/access-token.ts
var STORE_KEY = "wechat_auth:access_token";
var RENEW_BEFORE_MS = 5 * 60 * 1e3;
var PAUSE_MS = 3e4;
function readCache() {
  const text2 = $app.store().get(STORE_KEY);
  return text2 ? JSON.parse(text2) : null;
}
function accessToken(own) {
  const now = Date.now();
  const cached2 = readCache();
  if (cached2 && now < cached2.renewAt) return cached2.token;
  try {
    return fetchToken(own);
  } catch (error) {
    if (!(error instanceof Failure && cached2 && Date.now() < cached2.expiresAt)) throw error;
    postponeRenewal(cached2, error);
    return cached2.token;
  }
}
function postponeRenewal(cached2, { reason, details: { errcode, rid, cause } }) {
  const facts = Object.entries({ reason, errcode, rid, cause }).filter(([, value]) => value !== void 0);
  $app.logger().warn("WeChat's access token could not be renewed, the old one still works", ...facts.flat());
  replace(cached2.token, { ...cached2, renewAt: Math.min(Date.now() + PAUSE_MS, cached2.expiresAt) });
}
function fetchToken({ appid, secret }) {
  const startedAt = Date.now();
  const body = { grant_type: "client_credential", appid, secret, force_refresh: false };
  const { token, expiresIn } = unwrap(
    call("/cgi-bin/stable_token", {}, body, readAccessToken),
    accessTokenFailure
  );
  const lifetime = expiresIn * 1e3;
  const cached2 = {
    token,
    expiresAt: startedAt + lifetime,
    renewAt: startedAt + Math.max(lifetime - RENEW_BEFORE_MS, Math.min(lifetime / 2, PAUSE_MS))
  };
  $app.store().set(STORE_KEY, JSON.stringify(cached2));
  return token;
}
function forgetAccessToken(token) {
  replace(token, null);
}
function replace(token, next) {
  const text2 = next ? JSON.stringify(next) : "";
  $app.store().setFunc(
    STORE_KEY,
    (cached2) => cached2 && JSON.parse(cached2).token === token ? text2 : cached2
  );
}

// src/wechat/phone-number.ts
var LONGEST_EXCHANGE = 4;
function phoneOf(code) {
  const own = credentials();
  return exchangeOnce(code, LONGEST_EXCHANGE, () => {
    const attempt = (token2) => call(
      "/wxa/business/getuserphonenumber",
      { access_token: token2 },
      { code },
      (status, body) => readPhone(status, body, own.appid)
    );
    const token = accessToken(own);
    let reading = attempt(token);
    if ("error" in reading && isStaleToken(reading.error)) {
      forgetAccessToken(token);
      reading = attempt(accessToken(own));
    }
    return unwrap(reading, phoneCodeFailure).phone;
  });
}

// src/operations/wechatProfile.ts
function wechatProfile2({ input, user }) {
  checkPicture(input.users_picture);
  const openid = user?.getString("openid") ?? "";
  const phone = phoneOf(input.users_phone_code);
  const saved = save(openid, {
    users_name: input.users_name.trim(),
    users_phone: phone,
    users_picture: input.users_picture,
    users_type: "注册用户"
  });
  return { msg: "资料已保存", data: { status: "update_success", user: viewOf(saved) } };
}
function save(openid, values) {
  let saved = null;
  $app.runInTransaction((app) => {
    const user = findByOpenid(openid, app);
    if (!user) throw new Failure("token_invalid");
    if (isDisabled(user)) throw new Failure("account_disabled");
    const holder = findByPhone(values.users_phone, app);
    if (holder && holder.id !== user.id) throw fieldFailure("phone_taken", "users_phone_code");
    for (const [field, value] of Object.entries(values)) user.set(field, value);
    app.save(user);
    saved = user;
  });
  if (!saved) throw new Error("the transaction ended without a record");
  return saved;
}

// src/routes.ts
var routes = {
  helloWorld: { caller: "anyone", logged: false, run: helloWorld },
  health: { caller: "anyone", logged: false, run: health },
  usersCount: { caller: "anyone", logged: false, run: usersCount },
  refreshToken: { caller: "optional", logged: true, run: refreshToken2 },
  wechatLogin: { caller: "anyone", logged: true, run: wechatLogin2 },
  wechatAvatar: { caller: "bearer", logged: true, run: wechatAvatar },
  wechatProfile: { caller: "bearer", logged: true, run: wechatProfile2 },
  platformRegister: { caller: "anyone", logged: true, run: platformRegister2 },
  platformLogin: { caller: "anyone", logged: true, run: platformLogin2 }
};

// src/dispatch.ts
var contractOf = Object.fromEntries(operations.map((operation) => [operation.id, operation]));
var validatorOf = { ...validators_exports };
function dispatch(event, id) {
  const startedAt = Date.now();
  const route = routes[id];
  const facts = {};
  let failure = null;
  try {
    answer(event, id, facts);
  } catch (error) {
    failure = error instanceof Failure ? error : new Failure("internal_error", { cause: describeError(error) });
    drainLargeBody(event);
    writeFailure(event, failure);
  }
  if (route.logged || failure && failure.status >= 500)
    logOutcome({ event, operation: id, facts, failure, startedAt });
}
function answer(event, id, facts) {
  const route = routes[id];
  dropQuery(event);
  isolateLargeBody(event);
  const mediaType = contractOf[id]?.body ?? null;
  const ignoresBody = () => mediaType === null || route.caller === "optional" && userOfToken(event) !== null;
  passPocketBase(event, ignoresBody);
  const user = callerOf(event, route.caller, facts);
  const input = mediaType === null || ignoresBody() ? void 0 : checkedBody(event, id, mediaType);
  const result = route.run({ event, input, user, facts });
  if ("status" in result) {
    facts.record_id = result.user.id;
    facts.outcome = result.status;
    writeSignIn(event, result);
  } else {
    writeSuccess(event, result.msg, result.data);
  }
}
function passPocketBase(event, ignoresBody) {
  try {
    event.next();
  } catch (error) {
    switch (apiErrorStatus(error)) {
      case 429:
        throw new Failure("rate_limited", { retryAfter: rateLimitWindow(event) });
      case 413:
        if (!ignoresBody()) throw new Failure("body_too_large");
        drainLargeBody(event);
        return;
      case 403:
        return;
      default:
        throw error;
    }
  }
}
function callerOf(event, caller, facts) {
  if (caller === "anyone") return null;
  const user = userOfToken(event);
  if (user) facts.record_id = user.id;
  if (caller === "bearer" && !user?.getString("openid")) throw new Failure("token_invalid");
  if (user && isDisabled(user)) throw new Failure("account_disabled");
  return user;
}
function checkedBody(event, id, mediaType) {
  if (mediaType !== "application/json") {
    if (!hasMediaType(event, mediaType)) throw new Failure("unsupported_media_type");
    return void 0;
  }
  const body = readJsonObject(event);
  const validate = validatorOf[id];
  const words = fieldWords[id] ?? {};
  if (validate && !validate(body)) {
    throw new Failure("validation_failed", { fields: fieldMessages(validate.errors ?? [], words) });
  }
  const damaged = damagedFields(body, words);
  if (Object.keys(damaged).length > 0) throw new Failure("validation_failed", { fields: damaged });
  return body;
}

// src/pocketbase/console-files.ts
var FILES = {
  "": { file: "index.html", type: "text/html; charset=utf-8" },
  "style.css": { file: "style.css", type: "text/css; charset=utf-8" },
  "app.js": { file: "app.js", type: "text/javascript; charset=utf-8" }
};
var CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' https: http: data:",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'"
].join("; ");
function serveConsole(event) {
  const name = event.request?.pathValue("file") ?? "";
  const found = Object.hasOwn(FILES, name) ? FILES[name] : void 0;
  if (!found || !settings().consoleEnabled) throw new NotFoundError("", {});
  const headers = event.response.header();
  headers.set("Content-Type", found.type);
  headers.set("Content-Security-Policy", CONTENT_SECURITY_POLICY);
  headers.set("Referrer-Policy", "no-referrer");
  headers.set("Cache-Control", "no-cache");
  event.fileFS($os.dirFS(`${__hooks}/console`), found.file);
}

// src/pocketbase/contract-file.ts
function serveContract(event) {
  event.response.header().set("Content-Type", "application/yaml; charset=utf-8");
  event.fileFS($os.dirFS(__hooks), "openapi.yaml");
}

// src/pocketbase/placeholder-mail.ts
function refuseEmailChange() {
  throw new ForbiddenError("The e-mail of this collection's users cannot be changed.", {});
}
function dropPlaceholderMail(event) {
  const { to = [], subject = "" } = event.message ?? {};
  if (to.length > 0 && to.every(({ address }) => isPlaceholderEmail(address))) {
    $app.logger().warn("a mail to a placeholder address was not sent", "subject", subject);
    return;
  }
  event.next();
}
