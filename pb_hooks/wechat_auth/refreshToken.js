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

// src/pocketbase/bundles.ts
var loaded = {};
function bundle(name) {
  return loaded[name] ??= globalThis.require(`${__hooks}/wechat_auth/${name}.js`);
}

// src/pocketbase/failing-bundle.ts
var failing = () => bundle("failing");

// src/domain/token-claims.ts
var REFRESHABLE = ["InJlZnJlc2hhYmxlIjp0cnVl", "JyZWZyZXNoYWJsZSI6dHJ1Z", "icmVmcmVzaGFibGUiOnRydW"];
function saysRefreshable(token) {
  return REFRESHABLE.some((text) => token.includes(text));
}

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
function hasRefreshableToken(event) {
  const authorization = httpRequest(event).header.get("Authorization");
  if (saysRefreshable(authorization)) return true;
  return $security.parseUnverifiedJWT(authorization.replace(/^Bearer /i, "")).refreshable === true;
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
var PATTERN = "wechat_auth:auth_request_event";
var checksBound = null;
var anyChecks = () => checksBound ??= $app.onRecordAuthRequest().length() > 0;
var AlreadyAnswered = class extends Error {
};
function checkedToken(request, record, token) {
  if (!anyChecks()) return token;
  const event = newEvent();
  event.requestEvent = request;
  event.collection = record.collection();
  event.record = record;
  event.token = token;
  let passed = false;
  $app.onRecordAuthRequest().trigger(event, () => {
    passed = true;
  });
  if (request.written()) throw new AlreadyAnswered();
  if (!passed) throw new Error("a hook of onRecordAuthRequest neither answered nor called e.next()");
  return event.token;
}
function newEvent() {
  const events = arrayOf(store().get(PATTERN));
  events.push({});
  return events[0];
}

// src/domain/character-count.ts
var HIGH_SURROGATE = /[\ud800-\udbff]/;
function characterCount(text) {
  return HIGH_SURROGATE.test(text) ? Array.from(text).length : text.length;
}

// src/pocketbase/users.ts
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

// src/pocketbase/tokens.ts
var STOCK_AUTH_RULE = "users_status >= 0";
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
function issueToken(event, user) {
  if (!hasStockRule() && !satisfiesAuthRule(user)) throw new Failure("auth_rejected");
  return checkedToken(event, user, user.newAuthToken());
}

// src/pocketbase/answer.ts
function writeSuccess(event, { msg, data }) {
  event.json(200, { code: 200, msg, data });
}

// src/operations/system/refreshToken.ts
function refreshToken({
  event,
  input,
  user,
  facts
}) {
  const owner = user ? renewable(event, user) : knownByCode(event, input ?? {});
  facts.record_id = owner.id;
  facts.outcome = user ? "token_renewed" : "token_issued";
  return { msg: "令牌已续期", data: { token: issueToken(event, owner) } };
}
function renewable(event, user) {
  if (!hasRefreshableToken(event))
    throw new Failure("token_invalid", { cause: "the token is not refreshable" });
  return user;
}
function knownByCode(event, { users_wx_code: code, wx_appid }) {
  if (!code) throw new Failure("token_invalid");
  const byCode = bundle("by_code");
  const user = byCode.userOfCode(event, code, wx_appid);
  if (!user) throw new Failure("user_not_found");
  return user;
}

// src/routes.ts
var refreshToken2 = { caller: "optional", logged: true, run: refreshToken };

// src/generated/validators/refreshToken.js
var validate = validate11;
var pattern0 = /^[!-~]*$/;
function validate11(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  let vErrors = null;
  let errors = 0;
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.users_wx_code !== void 0) {
      let data0 = data.users_wx_code;
      if (typeof data0 !== "string" && data0 !== null) {
        const err0 = { instancePath: instancePath + "/users_wx_code", schemaPath: "#/properties/users_wx_code/type", keyword: "type", params: { type: ["string", "null"] } };
        if (vErrors === null) {
          vErrors = [err0];
        } else {
          vErrors.push(err0);
        }
        errors++;
      }
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
        if (!pattern0.test(data0)) {
          const err2 = { instancePath: instancePath + "/users_wx_code", schemaPath: "#/properties/users_wx_code/pattern", keyword: "pattern", params: { pattern: "^[!-~]*$" } };
          if (vErrors === null) {
            vErrors = [err2];
          } else {
            vErrors.push(err2);
          }
          errors++;
        }
      }
    }
    if (data.wx_appid !== void 0) {
      let data1 = data.wx_appid;
      if (typeof data1 !== "string" && data1 !== null) {
        const err3 = { instancePath: instancePath + "/wx_appid", schemaPath: "#/components/schemas/WxAppid/type", keyword: "type", params: { type: ["string", "null"] } };
        if (vErrors === null) {
          vErrors = [err3];
        } else {
          vErrors.push(err3);
        }
        errors++;
      }
      if (typeof data1 === "string") {
        if (data1.length > 128 && characterCount(data1) > 128) {
          const err4 = { instancePath: instancePath + "/wx_appid", schemaPath: "#/components/schemas/WxAppid/maxLength", keyword: "maxLength", params: { limit: 128 } };
          if (vErrors === null) {
            vErrors = [err4];
          } else {
            vErrors.push(err4);
          }
          errors++;
        }
      }
    }
  } else {
    const err5 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" } };
    if (vErrors === null) {
      vErrors = [err5];
    } else {
      vErrors.push(err5);
    }
    errors++;
  }
  validate11.errors = vErrors;
  return errors === 0;
}

// src/generated/entries/refreshToken.ts
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
var endpoint = { id: "refreshToken", route: refreshToken2, readBody, words, write: writeSuccess };
function handle(event) {
  dispatch(event, endpoint);
}
module.exports = {
  handle
};
