// Generated from src/ by build.mjs: change the source, then run `npm run build`.
"use strict";

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
  const values = body;
  const damaged = Object.keys(words).filter((field) => {
    const value = values[field];
    return typeof value === "string" && value.includes(REPLACEMENT_CHARACTER);
  });
  if (damaged.length === 0) return null;
  return Object.fromEntries(damaged.map((field) => [field, `${words[field]?.title}：包含无法识别的字符`]));
}

// src/errors.ts
var definitions = () => made ??= {
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
var made = null;
var Failure = class extends Error {
  constructor(reason, details = {}) {
    const { status, message } = definitions()[reason];
    super(message);
    this.reason = reason;
    this.details = details;
    this.status = status;
  }
  reason;
  details;
  status;
};
function fieldFailure(reason, field, details = {}) {
  return new Failure(reason, { ...details, fields: { [field]: definitions()[reason].message } });
}

// src/pocketbase/go-errors.ts
function apiErrorStatus(error) {
  const status = error?.value?.status;
  return typeof status === "number" ? status : 0;
}
function describeError(error) {
  if (!(error instanceof Error)) return String(error);
  return error.stack ? `${error.message}
${error.stack}` : error.message;
}

// src/pocketbase/request.ts
function httpRequest(event) {
  return event.request;
}
var USERS = "tbl_auth_users";
function dropQuery(request) {
  request.url.rawQuery = "";
}
function userOfToken(event) {
  const record = event.auth;
  return record?.tableName() === USERS ? record : null;
}
function hasMediaType(request, mediaType) {
  const type = request.header.get("Content-Type").split(";")[0] ?? "";
  return type.trim().toLowerCase() === mediaType;
}
function readJsonObject(request) {
  const text = readBody(request);
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
function readBody(request) {
  if (request.contentLength === 0) return "";
  try {
    return toString(request.body);
  } catch (error) {
    if (apiErrorStatus(error) === 413) throw new Failure("body_too_large");
    throw new Failure("invalid_json", { cause: String(error) });
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
function drainLargeBody(request) {
  if (!mayStayUnread(request)) return;
  const { body } = request;
  const chunk = 256 * 1024;
  try {
    for (let read = 0; read < DRAIN_LIMIT; read += chunk) {
      if (toBytes(body, chunk).length < chunk) return;
    }
  } catch {
  }
}

// src/body.ts
function jsonBody(validate2, words) {
  return (request) => {
    const body = readJsonObject(request);
    const fields = validate2(body) ? damagedFields(body, words) : fieldMessages(validate2.errors ?? [], words);
    if (fields) throw new Failure("validation_failed", { fields });
    return body;
  };
}

// src/domain/phone.ts
function mainlandPhone(text) {
  return text.replace(/[^0-9]/g, "").slice(-11);
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
function userView(id, values, company) {
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
    users_level: values.users_level ?? "",
    users_picture: values.users_picture ?? "",
    openid: values.openid ?? "",
    company_id: values.company_id ?? "",
    users_parent_id: values.users_parent_id ?? "",
    users_promo_code: values.users_promo_code ?? "",
    usergroups_id: values.usergroups_id ?? "",
    company,
    created: values.created ?? "",
    updated: values.updated ?? ""
  };
}

// src/pocketbase/tokens.ts
function satisfiesAuthRule(user) {
  const rule2 = user.collection().authRule;
  return $app.canAccessRecord(user, new RequestInfo(), rule2);
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

// src/pocketbase/users.ts
function findByPhone(users_phone, app = $app) {
  return findUnique(app, USERS, $dbx.hashExp({ users_phone }), $dbx.exp("users_phone != ''"));
}
function statusOf(user) {
  return user.getFloat("users_status");
}
function isDisabled(user) {
  return statusOf(user) < 0;
}
function viewOf(user) {
  const values = user.fieldsData();
  return userView(user.id, values, companyOf(values.company_id ?? ""));
}

// src/pocketbase/answer.ts
var SIGN_IN_MESSAGES = { register_success: "注册成功", login_success: "登录成功" };
function writeSignIn(event, { user, status }) {
  const view = viewOf(user);
  const meta = {
    code: 200,
    msg: SIGN_IN_MESSAGES[status],
    data: { status, is_info_complete: isInfoComplete(view), user: view }
  };
  hideBody(event);
  try {
    $apis.recordAuthResponse(event, user, "", meta);
  } catch (error) {
    if (apiErrorStatus(error) === 403 && !satisfiesAuthRule(user)) throw new Failure("auth_rejected");
    throw error;
  }
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

// src/pocketbase/process.ts
var cachedLogger = null;
var cachedStore = null;
function logger() {
  return cachedLogger ??= $app.logger();
}
function store() {
  return cachedStore ??= $app.store();
}

// src/pocketbase/log.ts
function logOutcome({ event, operation, facts, failure, startedAt }) {
  const user_ip = $app.settings().logs.logIP ? event.realIP() : null;
  const duration = Date.now() - startedAt;
  const { outcome = "success", record_id } = facts;
  if (!failure) {
    logger().info(
      "sign-in",
      "operation",
      operation,
      "outcome",
      outcome,
      "record_id",
      record_id,
      "user_ip",
      user_ip,
      "duration_ms",
      duration
    );
    return;
  }
  const { reason, status, details } = failure;
  const known = {
    operation,
    outcome: "failure",
    reason,
    status,
    // Names alone: a value is the user's.
    fields: details.fields && Object.keys(details.fields).join(" "),
    record_id: record_id ?? details.recordId,
    errcode: details.errcode,
    rid: details.rid,
    cause: details.cause,
    user_ip,
    duration_ms: duration
  };
  const told = Object.entries(known).filter(([, value]) => value !== void 0 && value !== null);
  if (status < 500) logger().warn("sign-in refused", ...told.flat());
  else logger().error("sign-in failed", ...told.flat());
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

// src/dispatch.ts
function dispatch(event, endpoint2) {
  const startedAt = Date.now();
  const request = httpRequest(event);
  const facts = {};
  let failure = null;
  try {
    answer(event, request, endpoint2, facts);
  } catch (error) {
    failure = error instanceof Failure ? error : new Failure("internal_error", { cause: describeError(error) });
    drainLargeBody(request);
    writeFailure(event, failure);
  }
  if (endpoint2.route.logged || failure && failure.status >= 500)
    logOutcome({ event, operation: endpoint2.id, facts, failure, startedAt });
}
function answer(event, request, endpoint2, facts) {
  const { route, readBody: readBody3, write } = endpoint2;
  dropQuery(request);
  isolateLargeBody(event, request);
  passPocketBase(event, request, endpoint2);
  const user = callerOf(event, route.caller, facts);
  const input = readBody3 && !ignoresBody(endpoint2, user) ? readBody3(request) : void 0;
  const result = route.run({ event, input, user, facts });
  if ("status" in result) {
    facts.record_id = result.user.id;
    facts.outcome = result.status;
  }
  write(event, result);
}
function ignoresBody({ route, readBody: readBody3 }, user) {
  return readBody3 === null || route.caller === "optional" && user !== null;
}
function passPocketBase(event, request, endpoint2) {
  try {
    event.next();
  } catch (error) {
    switch (apiErrorStatus(error)) {
      case 429:
        throw new Failure("rate_limited", { retryAfter: rateLimitWindow(event) });
      case 413:
        if (!ignoresBody(endpoint2, userOfToken(event))) throw new Failure("body_too_large");
        drainLargeBody(request);
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
var LARGEST = 999999999;
function wholeNumber(name, fallback, min) {
  const text = $os.getenv(name).trim();
  if (text === "") return fallback;
  const value = /^[0-9]+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= min && value <= LARGEST) return value;
  if (firstTime(`bad_setting:${name}`))
    logger().error(`${name} must be a whole number from ${min} to ${LARGEST}; using ${fallback}`);
  return fallback;
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
  if (isSet && appids.length + secrets.length > 2 && firstTime("bad_setting:WECHAT_APPID")) {
    logger().error(
      "WECHAT_APPID and WECHAT_SECRET must hold as many values each, in the same order, none empty and no appid twice; WeChat sign-in is off"
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
    consoleEnabled: !/^(false|0|no|off)$/i.test($os.getenv("CONSOLE_ENABLED").trim())
  };
  return cached;
}

// src/domain/expiring-table.ts
var ROWS = 8192;
var ENTRIES_PER_ROW = 8;
function rowOf(key) {
  return Number.parseInt(key.slice(0, 8), 16) % ROWS;
}
var formatLine = (key, { count, expiresAt }) => `
${key} ${count} ${expiresAt}`;
var SHORTEST_REST = "\n 1 1800000000000".length;
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
  const expiresAt = expiryOf(line);
  return expiresAt > now ? { count: Number.parseInt(line.slice(key.length + 2), 10), expiresAt } : null;
}
function find(row, key, now) {
  return liveEntry(lineOf(row ?? "", key), key, now);
}
function update(row, key, now, change) {
  const before = row ?? "";
  const line = lineOf(before, key);
  const next = change(liveEntry(line, key, now));
  const others = before.replace(line, "");
  if (!next) return others;
  const written = others + formatLine(key, next);
  return written.length > ENTRIES_PER_ROW * (key.length + SHORTEST_REST) ? tidied(written, now) : written;
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

// src/pocketbase/shared-table.ts
var KEY_DIGITS = 32;
var digest = (what) => $security.sha256(what).slice(0, KEY_DIGITS);
var storeKey = (table, key) => `wechat_auth:${table}:${rowOf(key)}`;
function readEntry(table, what, now) {
  const key = digest(what);
  return find(store().get(storeKey(table, key)), key, now);
}
function changeEntry(table, what, now, next) {
  const key = digest(what);
  let after = null;
  store().setFunc(
    storeKey(table, key),
    (row) => update(row, key, now, (entry) => after = next(entry))
  );
  return after;
}

// src/abuse/password-attempts.ts
function checkPassword(account, matches) {
  return check("accounts", account, matches);
}
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
  const succeeded = (entry) => entry && entry.count > loginMaxFailures ? entry : null;
  if (right && !readEntry(table, account, now)) return true;
  refuseLocked(changeEntry(table, account, now, right ? succeeded : failed), now);
  return right;
}

// src/operations/platform/platformLogin.ts
function platformLogin({ input, facts }) {
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

// src/accounts/identities.ts
var TABLE = "tbl_auth_identities";
var USER_OF_IDENTITY = `id = (SELECT user FROM ${TABLE} WHERE appid = {:appid} AND openid = {:openid})`;
var NOW = "strftime('%Y-%m-%d %H:%M:%fZ', 'now')";
var ASSIGN = `INSERT INTO ${TABLE} (appid, openid, user, created, updated)
  VALUES ({:appid}, {:openid}, {:user}, ${NOW}, ${NOW})
  ON CONFLICT (appid, openid) DO UPDATE SET user = excluded.user, updated = excluded.updated`;

// src/pocketbase/http.ts
var MAX_ANSWER_BYTES = 64 * 1024;

// src/operations/wechat/wechatAvatar.ts
var MAX_BYTES = 2 * 1024 * 1024;

// src/wechat/access-token.ts
var RENEW_BEFORE_MS = 5 * 60 * 1e3;

// src/routes.ts
var platformLogin2 = {
  caller: "anyone",
  logged: true,
  run: platformLogin
};

// src/domain/character-count.ts
var HIGH_SURROGATE = /[\ud800-\udbff]/;
function characterCount(text) {
  return HIGH_SURROGATE.test(text) ? Array.from(text).length : text.length;
}

// src/generated/validators/platformLogin.js
var validate = validate10;
var pattern0 = /^[ -]*(?:(?:\+|0[ -]*0)?[ -]*8[ -]*6[ -]*)?1[ -]*[3-9](?:[ -]*[0-9]){9}[ -]*$/;
function validate12(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
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
        if (characterCount(data0) > 32) {
          const err2 = { instancePath: instancePath + "/users_phone", schemaPath: "#/components/schemas/UsersPhone/maxLength", keyword: "maxLength", params: { limit: 32 } };
          if (vErrors === null) {
            vErrors = [err2];
          } else {
            vErrors.push(err2);
          }
          errors++;
        }
        if (characterCount(data0) < 11) {
          const err3 = { instancePath: instancePath + "/users_phone", schemaPath: "#/components/schemas/UsersPhone/minLength", keyword: "minLength", params: { limit: 11 } };
          if (vErrors === null) {
            vErrors = [err3];
          } else {
            vErrors.push(err3);
          }
          errors++;
        }
        if (!pattern0.test(data0)) {
          const err4 = { instancePath: instancePath + "/users_phone", schemaPath: "#/components/schemas/UsersPhone/pattern", keyword: "pattern", params: { pattern: "^[ -]*(?:(?:\\+|0[ -]*0)?[ -]*8[ -]*6[ -]*)?1[ -]*[3-9](?:[ -]*[0-9]){9}[ -]*$" } };
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
        if (characterCount(data1) > 255) {
          const err6 = { instancePath: instancePath + "/password", schemaPath: "#/properties/password/maxLength", keyword: "maxLength", params: { limit: 255 } };
          if (vErrors === null) {
            vErrors = [err6];
          } else {
            vErrors.push(err6);
          }
          errors++;
        }
        if (characterCount(data1) < 1) {
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
  } else {
    const err9 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" } };
    if (vErrors === null) {
      vErrors = [err9];
    } else {
      vErrors.push(err9);
    }
    errors++;
  }
  validate12.errors = vErrors;
  return errors === 0;
}
function validate10(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  ;
  let vErrors = null;
  let errors = 0;
  if (!validate12(data, { instancePath, parentData, parentDataProperty, rootData })) {
    vErrors = vErrors === null ? validate12.errors : vErrors.concat(validate12.errors);
    errors = vErrors.length;
  }
  validate10.errors = vErrors;
  return errors === 0;
}

// src/generated/entries/platformLogin.ts
var readBody2 = jsonBody(validate, {
  "users_phone": {
    "title": "手机号",
    "pattern": "格式不正确，应为 11 位中国大陆手机号"
  },
  "password": {
    "title": "密码"
  }
});
var endpoint = { id: "platformLogin", route: platformLogin2, readBody: readBody2, write: writeSignIn };
function handle(event) {
  dispatch(event, endpoint);
}
module.exports = {
  handle
};
