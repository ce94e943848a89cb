// Generated from src/ by build.mjs: change the source, then run `npm run build`.
"use strict";

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

// src/pocketbase/users.ts
function statusOf(user) {
  return user.getFloat("users_status");
}
function isDisabled(user) {
  return statusOf(user) < 0;
}

// src/pocketbase/answer.ts
function writeSuccess(event, { msg, data }) {
  event.json(200, { code: 200, msg, data });
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
function logger() {
  return cachedLogger ??= $app.logger();
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
  const [rule] = $app.settings().rateLimits.findRateLimitRule(labels, "", audience);
  return Math.max(1, rule.duration);
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
  const { route, readBody: readBody2, write } = endpoint2;
  dropQuery(request);
  isolateLargeBody(event, request);
  passPocketBase(event, request, endpoint2);
  const user = callerOf(event, route.caller, facts);
  const input = readBody2 && !ignoresBody(endpoint2, user) ? readBody2(request) : void 0;
  const result = route.run({ event, input, user, facts });
  if ("status" in result) {
    facts.record_id = result.user.id;
    facts.outcome = result.status;
  }
  write(event, result);
}
function ignoresBody({ route, readBody: readBody2 }, user) {
  return readBody2 === null || route.caller === "optional" && user !== null;
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

// src/pocketbase/counter.ts
function totalUsers() {
  const row = new DynamicModel({ total: 0 });
  $app.db().newQuery("SELECT total FROM tbl_auth_users_total WHERE id = 1").one(row);
  return row.total;
}

// src/operations/system/health.ts
function health() {
  try {
    totalUsers();
  } catch (error) {
    throw new Failure("database_unavailable", { cause: String(error) });
  }
  return { msg: "服务正常", data: { status: "healthy", timestamp: (/* @__PURE__ */ new Date()).toISOString() } };
}

// src/domain/expiring-table.ts
var SHORTEST_REST = "\n 1 1800000000000".length;

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
var health2 = { caller: "anyone", logged: false, run: health };

// src/generated/entries/health.ts
var readBody = null;
var endpoint = { id: "health", route: health2, readBody, write: writeSuccess };
function handle(event) {
  dispatch(event, endpoint);
}
module.exports = {
  handle
};
