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
function inOwnWords(failure, words) {
  const own = words[failure.reason];
  if (!own) return failure;
  const { details, reason } = failure;
  const blamed = own.field && { fields: { [own.field]: own.message } };
  return new Failure(reason, { ...details, ...blamed }, own.message);
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
function apiErrorStatus(error) {
  return apiErrorOf(error)?.status ?? 0;
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
function validationErrorWords(error) {
  const value = goValue(error);
  const { code, message, params } = value ? origin(value) : {};
  if (typeof code !== "function" || typeof message !== "function" || typeof params !== "function")
    return null;
  return String(message());
}
function describeError(error) {
  const { message, stack } = error ?? {};
  const why = apiErrorOf(error)?.rawData();
  return [message ?? error, why, stack].map((part) => part ? String(part) : "").filter((part) => part !== "" && part !== "[object Object]").join("\n");
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
function dropQuery(request) {
  if (request.requestURI.includes("?")) request.url.rawQuery = "";
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
function rewindBody({ body }) {
  body?.reread?.();
}
function hideBody(event) {
  httpRequest(event).contentLength = 0;
}
var GO_DISCARDS = 256 * 1024;
function mayStayUnread({ contentLength }) {
  return contentLength < 0 || contentLength > GO_DISCARDS;
}
var DRAIN_LIMIT = 10 * 1024 * 1024;
function drainLargeBody(request) {
  if (!mayStayUnread(request)) return;
  const body = withoutLimit(request);
  const chunk = 256 * 1024;
  try {
    for (let read = 0; read < DRAIN_LIMIT; read += chunk) {
      if (toBytes(body, chunk).length < chunk) return;
    }
  } catch {
  }
}
function withoutLimit({ body }) {
  return body?.readCloser ?? body;
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
  const rule2 = Object.hasOwn(RULES, code) ? RULES[code] : void 0;
  const [bound] = /\d+/.exec(message) ?? [];
  return `${field}：${rule2 ? rule2({ min: bound, max: bound, ...params }) : "不符合要求"}`;
}

// src/refusal.ts
var Refusal = class extends Error {
  /** @param words for the user, as the operator wrote them */
  constructor(status, words, details = {}) {
    super(words);
    this.status = status;
    this.details = details;
  }
  status;
  details;
  reason = "refused";
};

// src/pocketbase/thrown.ts
var WORDLESS = /* @__PURE__ */ new Set([
  "Failed to create auth token.",
  "Something went wrong while processing your request.",
  "Missing or invalid authentication.",
  "You are not allowed to perform this request.",
  "The requested resource wasn't found.",
  "Too Many Requests."
]);
var REFUSED = "请求被拒绝";
var DEFAULT_RETRY_AFTER = 60;
function outcomeOf(event, thrown) {
  const error = ownError(thrown);
  if (error instanceof Failure || error instanceof Refusal) return error;
  const apiError = apiErrorOf(error);
  if (apiError && isRefusal(apiError)) return refusalOf(event, apiError);
  const words = validationErrorWords(error);
  if (words !== null) return new Refusal(400, words);
  return new Failure("internal_error", { cause: describeError(error) });
}
function isRefusal({ status, message }) {
  return status >= 400 && status < 600 && !(status === 500 && WORDLESS.has(message));
}
function refusalOf(event, { status, message, data }) {
  const details = {};
  const fields = readFieldErrors(data);
  if (fields)
    details.fields = Object.fromEntries(
      Object.entries(fields).map(([name, why]) => [
        name,
        refusalWords(name, { ...why, message: wordsOf(why.message) })
      ])
    );
  if (status === 429) details.retryAfter = retryAfterOf(event);
  return new Refusal(status, WORDLESS.has(message) ? REFUSED : wordsOf(message), details);
}
function retryAfterOf(event) {
  const set = event.response.header().get("Retry-After");
  return /^[1-9][0-9]{0,8}$/.test(set) ? Number(set) : DEFAULT_RETRY_AFTER;
}

// src/pocketbase/failing/answer.ts
function writeFailure(event, failure) {
  const { fields, retryAfter, holder, attemptsLeft } = failure.details;
  if (retryAfter !== void 0) {
    event.response.header().set("Retry-After", String(retryAfter));
    event.response.header().add("Access-Control-Expose-Headers", "Retry-After");
  }
  event.json(failure.status, {
    code: failure.status,
    msg: failure.message,
    // Nothing may be undefined: Go would write null.
    data: {
      reason: failure.reason,
      ...fields && { fields },
      ...holder && { holder },
      ...attemptsLeft !== void 0 && { attempts_left: attemptsLeft },
      ...retryAfter !== void 0 && { retry_after: retryAfter }
    }
  });
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
var cachedLogger = null;
var cachedLogSettings = null;
function logger() {
  return cachedLogger ??= $app.logger();
}
function logSettings() {
  return cachedLogSettings ??= $app.settings().logs;
}

// src/pocketbase/log.ts
function addressInLog(event) {
  return logSettings().logIP ? event.realIP() : null;
}

// src/pocketbase/failing/log.ts
function isFault({ reason, status, details }) {
  return reason !== "refused" && (status >= 500 || details.misconfigured === true);
}
function logFailure({ event, operation, facts, startedAt }, failure) {
  const { record_id, phone, ticket } = facts;
  const { reason, status, details } = failure;
  const known = {
    operation,
    outcome: "failure",
    reason,
    status,
    // Names alone: a value is the user's.
    fields: details.fields && Object.keys(details.fields).join(" "),
    record_id: record_id ?? details.recordId,
    phone,
    ticket,
    errcode: details.errcode,
    rid: details.rid,
    address: details.address,
    cause: details.cause,
    user_ip: addressInLog(event),
    duration_ms: Date.now() - startedAt,
    wechat_ms: takeWaitedMs()
  };
  const told = Object.entries(known).filter(([, value]) => value !== void 0 && value !== null);
  if (isFault(failure)) logger().error("sign-in failed", ...told.flat());
  else logger().warn("sign-in refused", ...told.flat());
}

// src/pocketbase/failing/rate-limit.ts
function rateLimitWindow(event) {
  const { method, url } = httpRequest(event);
  const path = url.path;
  const labels = [`${method} ${path}`, path];
  const audience = event.auth ? "@auth" : "@guest";
  const [rule2] = $app.settings().rateLimits.findRateLimitRule(labels, "", audience);
  return Math.max(1, rule2.duration);
}

// src/pocketbase/failing/middleware-refusals.ts
function refuse(event, error, ignoresBody, endpoint) {
  const refusal = apiErrorOf(error);
  if (!refusal || event.written()) throw error;
  if (isRateLimit(refusal)) throw new Failure("rate_limited", { retryAfter: rateLimitWindow(event) });
  if (isBodyLimit(refusal)) {
    const request = httpRequest(event);
    if (!ignoresBody(event, endpoint) || request.contentLength < 0) throw new Failure("body_too_large");
    drainLargeBody(request);
    hideBody(event);
  } else if (isForeignSuperuser(refusal)) {
    event.auth = NOBODY;
  } else {
    throw error;
  }
}
function bodyFailure(event, error, ignored) {
  const unsupported = apiErrorOf(error)?.message === "Unsupported Content-Type.";
  if (error instanceof Failure || apiErrorOf(error) && !unsupported) return null;
  const failure = unsupported ? new Failure("unsupported_media_type") : brokenJson(httpRequest(event));
  return failure && ignored ? new Refusal(failure.status, failure.message) : failure;
}
function brokenJson(request) {
  if (!hasMediaType(request, "application/json")) return null;
  rewindBody(request);
  try {
    readJsonObject(request);
    return null;
  } catch (failure) {
    return failure;
  }
}
var NOBODY = void 0;
var isRateLimit = (refusal) => refusal.status === 429 && /^triggered rate limit rule/.test(String(refusal.rawData()));
var isForeignSuperuser = (refusal) => refusal.status === 403 && String(refusal.rawData()) === "superuser IP is not whitelisted";
var isBodyLimit = ({ status, message }) => status === 413 && message === "Request entity too large.";

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
function isDamaged(value) {
  return typeof value === "string" && value.includes(REPLACEMENT_CHARACTER);
}
function damagedFields(body, words) {
  const values = body;
  const damaged = Object.entries(words).filter(([field]) => isDamaged(values[field]));
  return Object.fromEntries(damaged.map(([field, { title }]) => [field, `${title}：包含无法识别的字符`]));
}

// src/pocketbase/failing/refused-body.ts
function invalidBody(violations, words) {
  return new Failure("validation_failed", { fields: fieldMessages(violations, words) });
}
function damagedBody(body, words) {
  return new Failure("validation_failed", { fields: damagedFields(body, words) });
}

// src/pocketbase/failing/failing.ts
function fail(line, thrown, words, isLogged) {
  const failure = answered(line.event, thrown, words);
  if (isLogged || isFault(failure)) logFailure(line, failure);
}
function answered(event, thrown, words) {
  const outcome = outcomeOf(event, thrown);
  const failure = outcome instanceof Failure ? inOwnWords(outcome, words) : outcome;
  if (!event.written()) {
    const request = httpRequest(event);
    drainLargeBody(request);
    dropQuery(request);
    writeFailure(event, failure);
  }
  return failure;
}
function unreadableBody(error) {
  if (apiErrorStatus(error) === 413) return new Failure("body_too_large");
  return new Failure("invalid_json", { cause: String(error) });
}
module.exports = {
  bodyFailure,
  damagedBody,
  fail,
  invalidBody,
  refuse,
  unreadableBody
};
