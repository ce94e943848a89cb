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

// src/pocketbase/bundles.ts
var loaded = {};
function bundle(name) {
  return loaded[name] ??= globalThis.require(`${__hooks}/wechat_auth/${name}.js`);
}

// src/pocketbase/failing-bundle.ts
var failing = () => bundle("failing");

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
function serverTime(url, timeoutSeconds) {
  let headers;
  try {
    ({ headers } = $http.send({ method: "GET", url, timeout: timeoutSeconds }));
  } catch (error) {
    throw new Error(networkFault(String(error)), { cause: error });
  }
  const time = Date.parse(headers.Date?.[0] ?? "");
  if (Number.isNaN(time)) throw new Error("the answer has no Date");
  return time;
}
function lenientJson(bytes) {
  try {
    return JSON.parse(toString(bytes));
  } catch {
    return null;
  }
}

// src/pocketbase/process.ts
var cachedLogger = null;
var cachedInfo = null;
var cachedStore = null;
var cachedLogSettings = null;
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
var GO_DISCARDS = 256 * 1024;
function mayStayUnread({ contentLength }) {
  return contentLength < 0 || contentLength > GO_DISCARDS;
}
function isolateLargeBody(event, request) {
  if (mayStayUnread(request)) event.response.header().set("Connection", "close");
}
var DRAIN_LIMIT = 10 * 1024 * 1024;

// src/pocketbase/sign-in-checks.ts
var AlreadyAnswered = class extends Error {
};

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
  const known2 = words2.find((candidate) => candidate === text);
  if (known2) return known2;
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

// src/domain/expiring-table.ts
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
function entriesOf(row, now) {
  const lines = row.split("\n").filter((line) => line !== "");
  return lines.flatMap((line) => liveEntry(`
${line}`, line.slice(0, line.indexOf(" ")), now) ?? []);
}

// src/pocketbase/shared-table.ts
function liveEntries(table, now) {
  const rows2 = store().getAll();
  return Object.keys(rows2).filter((key) => key.startsWith(`wechat_auth:${table}:`)).flatMap((key) => entriesOf(rows2[key], now));
}

// src/domain/validation.ts
var REPLACEMENT_CHARACTER = "�";

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
function readAccessToken(answer2) {
  return read(answer2, ({ access_token, expires_in }) => {
    if (!isWhole(access_token)) return { broken: "no access_token" };
    if (typeof expires_in !== "number" || !(expires_in > 0)) return { broken: "no expires_in" };
    return { ok: { token: access_token, expiresIn: expires_in } };
  });
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
function accessTokenFailure(error) {
  return commonFailure(error);
}

// src/abuse/password-attempts.ts
function lockedAccounts() {
  const { loginMaxFailures } = settings();
  const locked = liveEntries("accounts", Date.now()).filter(({ count }) => count > loginMaxFailures);
  return { accounts: locked.length, until: Math.max(0, ...locked.map(({ expiresAt }) => expiresAt)) };
}

// src/wechat/access-token.ts
var storeKey = ({ appid }) => `wechat_auth:access_token:${appid}`;
var RENEW_BEFORE_MS = 5 * 60 * 1e3;
var PAUSE_MS = 3e4;
function credentialsFailure(app) {
  try {
    fetchToken(app);
    return null;
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
}
function fetchToken(app) {
  const { appid, secret } = app;
  const startedAt = Date.now();
  const body = { grant_type: "client_credential", appid, secret, force_refresh: false };
  const { token, expiresIn } = unwrap(
    call("/cgi-bin/stable_token", "", body, readAccessToken),
    accessTokenFailure
  );
  const lifetime = expiresIn * 1e3;
  const cached2 = {
    token,
    expiresAt: startedAt + lifetime,
    renewAt: startedAt + Math.max(lifetime - RENEW_BEFORE_MS, Math.min(lifetime / 2, PAUSE_MS))
  };
  store().set(storeKey(app), JSON.stringify(cached2));
  return token;
}

// src/generated/routes.ts
var ROUTES = [
  "POST /api/system/doctor",
  "POST /api/system/health",
  "GET /api/system/health",
  "POST /api/system/join-users",
  "POST /api/system/refresh-token",
  "POST /api/system/test-helloworld",
  "POST /api/system/users-count",
  "POST /api/wechat/avatar",
  "POST /api/wechat/login",
  "POST /api/wechat/profile",
  "POST /api/wechat/scan-confirm",
  "POST /api/wechat/scan-open",
  "POST /api/platform/change-password",
  "POST /api/platform/login",
  "POST /api/platform/register",
  "POST /api/platform/reset-password",
  "POST /api/platform/scan-login",
  "POST /api/platform/scan-start",
  "POST /api/platform/scan-status",
  "POST /api/account/close",
  "POST /api/account/link-wechat",
  "POST /api/account/unlink-wechat",
  "POST /api/account/revoke-tokens"
];

// src/pocketbase/counter.ts
function totals() {
  const found = new DynamicModel({ total: 0, users: 0 });
  $app.db().newQuery(
    `SELECT coalesce((SELECT total FROM tbl_auth_users_total WHERE id = 1), -1) AS total,
        (SELECT count(*) FROM tbl_auth_users) AS users`
  ).one(found);
  return { total: found.total, users: found.users };
}

// src/pocketbase/deployment/database.ts
var COLLECTIONS = ["tbl_auth_users", "tbl_auth_identities", "tbl_auth_imports", "tbl_company"];
var TRIGGERS = ["tbl_auth_users_total_insert", "tbl_auth_users_total_delete"];
function rows(query, shape) {
  const found = arrayOf(new DynamicModel(shape));
  $app.db().newQuery(query).all(found);
  return JSON.parse(JSON.stringify(found));
}
function appliedMigrations() {
  return rows("SELECT file FROM _migrations", { file: "" }).map(({ file }) => file);
}
function collections() {
  const found = COLLECTIONS.filter((name) => !$app.isCollectionNameUnique(name));
  return Object.fromEntries(
    found.map((name) => [
      name,
      JSON.parse(JSON.stringify($app.findCollectionByNameOrId(name)))
    ])
  );
}
function indexes() {
  const names = COLLECTIONS.map((name) => `'${name}'`).join(", ");
  const found = rows(
    `SELECT t.name AS owner, i.name AS name, i."unique" AS is_unique, i.partial AS is_partial,
        (SELECT group_concat(c.name) FROM pragma_index_info(i.name) AS c) AS columns
      FROM sqlite_master AS t JOIN pragma_index_list(t.name) AS i
      WHERE t.type = 'table' AND t.name IN (${names})`,
    { owner: "", name: "", is_unique: 0, is_partial: 0, columns: "" }
  );
  return found.map(({ owner, name, is_unique, is_partial, columns }) => ({
    table: owner,
    name,
    columns: columns.split(","),
    isUnique: is_unique === 1,
    isPartial: is_partial === 1
  }));
}
function countedUsers() {
  const triggers = rows("SELECT name FROM sqlite_master WHERE type = 'trigger'", { name: "" });
  const { total, users } = totals();
  return {
    noted: total,
    counted: users,
    missingTriggers: TRIGGERS.filter((trigger) => !triggers.some(({ name }) => name === trigger))
  };
}
function settingsEncrypted() {
  const [row] = rows("SELECT CAST(value AS TEXT) AS value FROM _params WHERE id = 'settings'", { value: "" });
  if (!row) throw new Error("there are no settings");
  return !row.value.startsWith("{");
}
function isReplicated() {
  return rows("SELECT name FROM sqlite_master WHERE name = '_litestream_seq'", { name: "" }).length > 0;
}

// src/domain/checksums.ts
function checksumsIn(list2) {
  return [...list2.matchAll(/^([0-9a-f]{64}) {2}(.+)$/gm)].map(([, digest = "", path = ""]) => ({
    digest,
    path
  }));
}

// src/domain/hook-calls.ts
var REGISTRATION = /\b(routerUse|on(?:Record|Model)[A-Z]\w*)\s*\(/g;
var OURS = /["'`](?:tbl_auth_users|tbl_auth_identities|tbl_company)["'`]/;
var FILLS = /\bon(?:Record|Model)(?:Create|Validate)\w*\s*\(/;
var CALLBACK = /^\s*(?:function\b\s*\w*\s*\(\s*([\w$]*)|\(\s*([\w$]*)[^()]*\)[^=(){}]*=>|([\w$]+)\s*=>)/;
function cutOffCalls(source) {
  const code = withoutTexts(source);
  return [...code.matchAll(REGISTRATION)].flatMap(({ 0: head, 1: call2 = "", index }) => {
    const start = index + head.length;
    const end = endOfCall(code, start);
    const found = CALLBACK.exec(code.slice(start, end));
    if (!found) return [];
    const body = code.slice(start + found[0].length, end);
    const event = found[1] ?? found[2] ?? found[3] ?? "";
    if (goesOn(body, event) || isForOthers(source.slice(start + found[0].length, end), body)) return [];
    return [{ line: source.slice(0, index).split("\n").length, call: call2 }];
  });
}
function mayFillRecords(source) {
  return FILLS.test(withoutTexts(source));
}
function goesOn(body, event) {
  if (/\.\s*next\b/.test(body) || /^[\s){]*throw\b/.test(body)) return true;
  const name = event.replace(/\$/g, "\\$&");
  return event !== "" && new RegExp(`(?:[(,=[:]|\\.\\.\\.|\\breturn)\\s*${name}\\s*(?:[),;\\]}\\n]|$)`).test(body);
}
function isForOthers(original, code) {
  const tags = original.slice(Math.max(0, code.lastIndexOf("}")));
  return /["'`]\w+["'`]/.test(tags) && !OURS.test(tags);
}
function endOfCall(code, start) {
  let depth = 1;
  for (let at = start; at < code.length; at++) {
    if (code[at] === "(") depth++;
    else if (code[at] === ")" && --depth === 0) return at;
  }
  return code.length;
}
var TEXTS = /\/\/[^\n]*|\/\*[\s\S]*?\*\/|`(?:\\[\s\S]|[^`\\])*`|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|(?<=[(,=:[!&|?{};]\s*|\breturn\s)\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+\//g;
function withoutTexts(source) {
  return source.replace(TEXTS, (text) => text.replace(/[^\n]/g, " "));
}

// src/domain/hook-files.ts
var OURS2 = "POST /api/wechat/login";
var COMMENT_LINE = /^\s*\/\/.*$/gm;
var REGISTRATION2 = /\brouterAdd\(\s*["'`](\w+)["'`]\s*,\s*["'`]([^"'`]+)["'`]/g;
function routesIn(source) {
  const code = source.replace(COMMENT_LINE, "");
  return [...code.matchAll(REGISTRATION2)].map(([, method, path]) => `${method?.toUpperCase()} ${path}`);
}
function isOurWiring(source) {
  return routesIn(source).includes(OURS2);
}

// src/pocketbase/hook-files.ts
function hookFileTexts() {
  const texts = {};
  for (const entry of $os.readDir(__hooks)) {
    const name = entry?.name() ?? "";
    if (entry?.isDir() || !/\.pb\.(?:js|ts)$/.test(name)) continue;
    texts[name] = toString($os.readFile(`${__hooks}/${name}`));
  }
  return texts;
}

// src/pocketbase/deployment/files.ts
var MANIFEST = "pb_hooks/wechat_auth/SHA256SUMS";
var placeOf = (path) => path.replace(/^pb_hooks(?=\/)/, __hooks).replace(/^pb_migrations(?=\/)/, migrationsFolder());
function migrationsFolder() {
  const given = $app.rootCmd?.persistentFlags()?.getString("migrationsDir");
  return given || `${$app.dataDir()}/../pb_migrations`;
}
var textOf = (path) => toString($os.readFile(placeOf(path)));
function manifest() {
  try {
    return checksumsIn(textOf(MANIFEST));
  } catch {
    return null;
  }
}
function alteredFiles() {
  const listed2 = manifest();
  if (!listed2) return [{ path: MANIFEST, how: "missing" }];
  return listed2.flatMap(({ path, digest }) => {
    try {
      return $security.sha256(textOf(path)) === digest ? [] : [{ path, how: "changed" }];
    } catch {
      return [{ path, how: "missing" }];
    }
  });
}
function shippedMigrations() {
  const ours = (manifest() ?? []).filter(({ path }) => path.startsWith("pb_migrations/"));
  if (ours.length === 0) throw new Error(`${MANIFEST} is missing`);
  return ours.map(({ path }) => path.replace("pb_migrations/", ""));
}
function operatorHooks() {
  const files = Object.entries(hookFileTexts()).filter(([, text]) => !isOurWiring(text));
  return {
    cutOffs: files.flatMap(([file, text]) => cutOffCalls(text).map((call2) => ({ file, ...call2 }))),
    mayFill: files.some(([, text]) => mayFillRecords(text))
  };
}

// src/domain/tool-answers.ts
function diskOf(output) {
  const [, total, , free] = /\s(\d+)\s+(\d+)\s+(-?\d+)\s+\d+%[^\n]*\s*$/.exec(output) ?? [];
  if (free === void 0) throw new Error("df says something else than POSIX has it say");
  return { totalBytes: Number(total) * 1024, freeBytes: Math.max(0, Number(free)) * 1024 };
}
function lastSyncOf(output, name) {
  const { databases } = JSON.parse(output);
  const time = databases?.find(({ path }) => path.endsWith(name))?.last_sync_at;
  const at = Date.parse((time ?? "").replace(/(\.\d{3})\d+/, "$1"));
  return Number.isNaN(at) ? null : at;
}

// src/pocketbase/deployment/machine.ts
function flags() {
  const set = $app.rootCmd?.persistentFlags();
  if (!set) throw new Error("PocketBase's flags cannot be read");
  return set;
}
var pocketbaseVersion = () => $app.rootCmd?.version ?? "";
var hooksWatch = () => flags().getBool("hooksWatch");
var hooksPool = () => flags().getInt("hooksPool");
function printed(program, ...args) {
  return toString($os.exec(program, ...args).output());
}
function disk() {
  return diskOf(printed("df", "-Pk", $app.dataDir()));
}
function backups() {
  const { cron } = $app.settings().backups;
  const storage = $app.newBackupsFilesystem();
  try {
    const times = storage.list("").filter((file) => /\.zip$/.test(file?.key ?? "")).map((file) => file.modTime.unixMilli());
    return { cron, newestAt: times.length > 0 ? Math.max(...times) : null };
  } finally {
    storage.close();
  }
}
function standby() {
  const facts = { isReplicated: isReplicated(), lastSyncAt: null, isDown: false };
  const folder = $os.getenv("STANDBY_STATE").trim();
  if (folder === "") return { ...facts, silence: "环境里没有 STANDBY_STATE，不知道怎么问 Litestream" };
  try {
    const program = $os.getenv("LITESTREAM_BIN").trim() || "litestream";
    const answer2 = printed(program, "list", "-json", "-timeout", "5", "-socket", `${folder}/litestream.sock`);
    const lastSyncAt = lastSyncOf(answer2, "data.db");
    return { isReplicated: true, lastSyncAt, isDown: false, silence: "Litestream 还没有同步过 data.db" };
  } catch (error) {
    const [why = ""] = describeError(error).split("\n");
    const isDown = /exit status/.test(why);
    return { isReplicated: true, lastSyncAt: null, isDown, silence: `运行不了 litestream（${why}）` };
  }
}

// src/pocketbase/deployment/settings.ts
function applicationUrl() {
  return $app.settings().meta.appURL;
}
function logSettings2() {
  const { maxDays, minLevel } = $app.settings().logs;
  return { maxDays, minLevel };
}
function rateLimiter(routes) {
  const { rateLimits } = $app.settings();
  const perMinute = routes.map((route) => {
    const labels = [route, route.slice(route.indexOf(" ") + 1)];
    const [rule, found] = rateLimits.findRateLimitRule(labels, "", "@guest");
    return [route, found ? rule.maxRequests * 60 / Math.max(1, rule.duration) : null];
  });
  return { enabled: rateLimits.enabled, perMinute: Object.fromEntries(perMinute) };
}
var ADDRESS_HEADERS = [
  "X-Forwarded-For",
  "X-Real-IP",
  "Forwarded",
  "CF-Connecting-IP",
  "True-Client-IP",
  "X-Client-IP",
  "Fly-Client-IP"
];
function proxy(event) {
  const { headers, useLeftmostIP } = $app.settings().trustedProxy;
  const trusted = [...headers];
  const { header } = httpRequest(event);
  return {
    trusted,
    trustsLeftmost: useLeftmostIP,
    forwarded: [.../* @__PURE__ */ new Set([...ADDRESS_HEADERS, ...trusted])].filter((name) => header.get(name) !== ""),
    peer: event.remoteIP()
  };
}

// src/wechat/clock.ts
var LOCAL2 = /^https?:\/\/(?:localhost|127\.|\[::1\])/i;
function wechatClock() {
  const { apiBases, timeoutSeconds } = settings().wechat;
  const [base = ""] = apiBases;
  const startedAt = Date.now();
  const told = serverTime(`${base}/`, timeoutSeconds);
  return { aheadMs: (startedAt + Date.now()) / 2 - (told + 500), isLocal: LOCAL2.test(base) };
}

// src/doctor/checks/finding.ts
function sound(seen, means) {
  return { verdict: "sound", seen, means, todo: "" };
}
function advice(seen, means, todo) {
  return { verdict: "advice", seen, means, todo };
}
function broken(seen, means, todo) {
  return { verdict: "broken", seen, means, todo };
}
function notChecked(why) {
  return { verdict: "not_checked", seen: why, means: "这里没有检查，好坏都不能说明。", todo: "" };
}
function judged(fact, judge) {
  return "value" in fact ? judge(fact.value) : notChecked(fact.unknown);
}
function listed(names, most = 8) {
  const shown = names.slice(0, most).join("、");
  return names.length > most ? `${shown} 等 ${names.length} 项` : shown;
}

// src/doctor/checks/access.ts
var ACTIVE = "users_status >= 0";
var OWN_RECORD = `id = @request.auth.id && ${ACTIVE}`;
var RULES = ["listRule", "viewRule", "createRule", "updateRule", "deleteRule", "manageRule"];
var openRules = (collection) => RULES.filter((rule) => collection[rule] !== null && collection[rule] !== void 0);
var HIDDEN = ["users_password_legacy", "users_unionid"];
var PUT_BACK = "在 PocketBase 后台 → 集合 → API 规则里改回 docs/data.md 写的值。";
function judgeUsers(users) {
  const open = openRules(users).filter((rule) => rule !== "viewRule");
  if (open.length > 0)
    return broken(
      `tbl_auth_users 的 ${listed(open)} 不再是“仅超级用户”`,
      "套件之外的人可能列出、创建、修改或删除账号，手机号会泄露，注册和封禁可以被绕过。",
      PUT_BACK
    );
  if (users.viewRule !== null && users.viewRule?.trim() !== OWN_RECORD)
    return broken(
      `tbl_auth_users 的 viewRule 是“${users.viewRule}”`,
      "发布时是“只能看自己的记录，且没有被停用”；现在别人的姓名和手机号可能被看到。",
      PUT_BACK
    );
  if (users.authRule === null)
    return broken("tbl_auth_users 的 authRule 为空（不允许任何人登录）", "所有人都登录不上。", PUT_BACK);
  if (!users.authRule?.includes(ACTIVE))
    return broken(
      `tbl_auth_users 的 authRule 是“${users.authRule}”，其中没有 ${ACTIVE}`,
      "被停用的人仍能从 PocketBase 自带的接口登录。",
      `${PUT_BACK}自己的条件用 && 加在后面。`
    );
  const shown = users.fields.filter(({ name, hidden }) => HIDDEN.includes(name) && !hidden);
  if (shown.length > 0)
    return broken(
      `tbl_auth_users 的 ${listed(shown.map(({ name }) => name))} 不再是隐藏字段`,
      "它会出现在登录的应答和用户自己的记录里。",
      "在 PocketBase 后台 → tbl_auth_users 的字段设置里重新勾选 Hidden。"
    );
  return users.viewRule === null ? advice(
    "tbl_auth_users 的 viewRule 改成了仅超级用户",
    "用户看不到自己的记录，账号页会显示不出资料。",
    PUT_BACK
  ) : null;
}
var accessRules = {
  title: "访问规则",
  judge: (facts) => judged(facts.collections, (all) => {
    const missing = ["tbl_auth_users", "tbl_auth_identities", "tbl_company"].filter((name) => !all[name]);
    if (missing.length > 0)
      return broken(
        `没有集合 ${listed(missing)}`,
        "服务存取账号要用到它们。",
        "执行数据库迁移（见“数据库迁移”）；被改名或删除的，从备份恢复。"
      );
    const { tbl_auth_users: users, tbl_company: companies } = all;
    const trouble = users && judgeUsers(users);
    if (trouble?.verdict === "broken") return trouble;
    for (const name of ["tbl_auth_identities", "tbl_auth_imports"]) {
      const rules = all[name] ? openRules(all[name]) : [];
      if (rules.length > 0)
        return broken(
          `${name} 的 ${listed(rules)} 不再是“仅超级用户”`,
          "能看或能改这个集合的人，能知道谁是谁；能改微信身份的人，能让任何微信号登录成任何人。",
          PUT_BACK
        );
    }
    if (trouble) return trouble;
    const openCompanies = companies ? openRules(companies) : [];
    if (openCompanies.length > 0)
      return advice(
        `tbl_company 的 ${listed(openCompanies)} 不再是“仅超级用户”`,
        "发布时公司资料只有超级用户能看和改；若是有意为之，可以不管。",
        "确认这些规则只给该看的人看，尤其不要放开创建、修改和删除。"
      );
    return sound("规则与发布时一样严", "别人看不到、改不了账号；被停用的人登录不上。");
  })
};
var signInOptions = {
  title: "登录方式",
  judge: (facts) => judged(facts.collections, ({ tbl_auth_users: users }) => {
    if (!users) return notChecked("没有集合 tbl_auth_users");
    const { passwordAuth, oauth2, otp, mfa } = users;
    const on = Object.entries({ OAuth2: oauth2, OTP: otp, MFA: mfa }).filter(([, option]) => option?.enabled).map(([name]) => name);
    if (passwordAuth?.enabled && !passwordAuth.identityFields.includes("email"))
      return advice(
        `密码登录的标识字段是 ${listed(passwordAuth.identityFields)}，没有 email`,
        "PocketBase 自带的密码登录认不出平台用户的占位邮箱；套件自己的登录不受影响。",
        "在 PocketBase 后台 → tbl_auth_users → 选项里把 email 加回标识字段。"
      );
    if (on.length > 0)
      return advice(
        `tbl_auth_users 打开了 ${listed(on)}`,
        "这些是套件之外的入口：占位邮箱收不到验证码，绕过套件注册的人没有 openid。",
        "不是有意打开的话，在 PocketBase 后台 → tbl_auth_users → 选项里关掉。"
      );
    return sound("OAuth2、OTP、MFA 都关着", "只能从套件的接口和 PocketBase 的密码登录进来。");
  })
};

// src/doctor/checks/addresses.ts
var applicationUrl2 = {
  title: "Application URL",
  judge: (facts) => judged(facts.applicationUrl, (setting) => {
    const { url, complaint } = baseAddress(setting);
    const seen = setting === "" ? "没有设置" : setting;
    const todo = "在 PocketBase 后台 → Settings → Application 里填客户端访问服务的地址，带 https:// 和路径前缀，例如 https://api.example.com/pb。";
    if (setting === "" || complaint !== "")
      return broken(seen, "头像的地址以它开头：别的机器打不开这样的头像。", todo);
    return url.startsWith("https://") ? sound(seen, "头像的地址别的机器也打得开。") : advice(seen, "不是 https：小程序正式版不显示这样的头像。", todo);
  })
};
var INTERNAL = /^(?:127\.|10\.|192\.168\.|169\.254\.|172\.(?:1[6-9]|2\d|3[01])\.|::1$|f[cd]|fe80:|::ffff:127\.)/i;
var WHERE = "PocketBase 后台 → Settings → Application → User IP proxy headers";
var trustedProxy = {
  title: "反向代理",
  judge: (facts) => judged(facts.proxy, ({ trusted, trustsLeftmost, forwarded, peer }) => {
    const isTrusted = trusted.some(
      (name) => forwarded.some((other) => other.toLowerCase() === name.toLowerCase())
    );
    if (forwarded.length > 0 && !isTrusted)
      return broken(
        `请求经过代理（带有 ${listed(forwarded)}），PocketBase ${trusted.length === 0 ? "不信任任何转发头" : `只信任 ${listed(trusted)}`}`,
        `所有人在服务看来都来自同一个地址 ${peer}：共用一份限额，一个人就能让所有人被限流，日志里也分不清谁是谁。`,
        `让代理写一个只含客户端地址的头（nginx：proxy_set_header X-Real-IP $remote_addr），并在 ${WHERE} 里填上它。`
      );
    if (forwarded.length > 0 && trustsLeftmost)
      return advice(
        `信任 ${listed(trusted)}，并取最左边的地址`,
        "最左边的地址可以由客户端自己编造，限流能被绕过。",
        `在 ${WHERE} 里改为取最右边的地址，或让代理写一个只含客户端地址的头。`
      );
    if (forwarded.length > 0)
      return sound(`经过代理，信任 ${listed(trusted)}`, "限流和日志看到的是客户端自己的地址。");
    if (trusted.length === 0)
      return sound(`这次请求直接来自 ${peer}，没有转发头`, "看到的就是对方的地址。");
    return INTERNAL.test(peer) ? notChecked(`信任 ${listed(trusted)}，但这次请求没有经过代理；请从公网地址打开运营台再查`) : advice(
      `信任 ${listed(trusted)}，而 ${peer} 不经过代理就连得上`,
      "绕过代理的人可以自己编造这个头，限流就管不住他。",
      "让 PocketBase 只监听 127.0.0.1 或内网地址，或用防火墙只放行代理。"
    );
  })
};

// src/doctor/checks/database.ts
var OURS3 = /^17955\d{5}_/;
var migrations = {
  title: "数据库迁移",
  judge: (facts) => judged(facts.migrations, ({ shipped, applied }) => {
    const pending = shipped.filter((file) => !applied.includes(file));
    const newer = applied.filter((file) => OURS3.test(file) && !shipped.includes(file));
    if (pending.length > 0)
      return broken(
        `没有执行：${listed(pending)}`,
        "数据库还不是这个版本的结构，登录、注册可能失败。",
        "用 ./pocketbase serve 启动一次，迁移会自动执行（或运行 ./pocketbase migrate up）；启动失败时，按它打印的话处理。"
      );
    if (newer.length > 0)
      return advice(
        `数据库里有这个版本不认识的迁移：${listed(newer)}`,
        "数据库被更新的版本升级过，现在运行的文件比它旧。",
        "换回新版本的文件；确实要退回旧版本时，先用新版本的文件运行 ./pocketbase migrate down。"
      );
    return sound(`${shipped.length} 个迁移都已执行`, "数据库的结构与这个版本一致。");
  })
};
var wanted = (table, columns, isUnique, isPartial) => ({
  table,
  columns,
  isUnique,
  isPartial
});
var WANTED = [
  wanted("tbl_auth_users", ["openid"], true, false),
  wanted("tbl_auth_users", ["users_phone"], true, true),
  wanted("tbl_auth_users", ["users_unionid"], true, true),
  wanted("tbl_auth_users", ["email"], false, false),
  wanted("tbl_auth_users", ["users_merged_into"], false, true),
  wanted("tbl_company", ["company_id"], true, false),
  wanted("tbl_auth_identities", ["appid", "openid"], true, false),
  wanted("tbl_auth_identities", ["appid", "user"], true, true),
  wanted("tbl_auth_identities", ["user"], false, false),
  wanted("tbl_auth_imports", ["source_key"], true, false)
];
function serves(index, { table, columns, isUnique, isPartial }) {
  if (index.table !== table || index.isPartial && !isPartial) return false;
  if (!isUnique) return index.columns[0] === columns[0];
  return index.isUnique && [...index.columns].sort().join() === columns.join();
}
var nameOf = ({ table, columns }) => `${table}(${columns.join(", ")})`;
var indexes2 = {
  title: "索引",
  judge: (facts) => judged(facts.indexes, (present) => {
    const missing = WANTED.filter((one) => !present.some((index) => serves(index, one)));
    if (missing.length === 0)
      return sound(
        `需要的 ${WANTED.length} 个索引都在`,
        "同一个微信号、手机号不会出现两条记录，查找不用扫全表。"
      );
    const unique = missing.filter(({ isUnique }) => isUnique);
    const todo = "在 PocketBase 后台 → 集合 → 索引里按 docs/data.md 补上；有重复的值时先合并重复的记录。";
    return unique.length > 0 ? broken(
      `缺少唯一索引：${listed(unique.map(nameOf))}`,
      "并发的登录和注册会产生重复的人，之后他们会登录到不同的记录。",
      todo
    ) : advice(`缺少索引：${listed(missing.map(nameOf))}`, "能用，但人多以后登录会变慢。", todo);
  })
};
var countOfUsers = {
  title: "用户总数",
  judge: (facts) => judged(facts.usersCount, ({ noted, counted, missingTriggers }) => {
    if (missingTriggers.length > 0)
      return broken(
        `缺少触发器：${listed(missingTriggers)}`,
        "新增或删除用户后，users-count 返回的总数不会马上跟着变，每天夜里才改正一次。",
        "照 pb_migrations/1795500005_users_total.js 里的语句重建触发器。"
      );
    if (noted !== counted)
      return advice(
        `计数器是 ${noted}，实际有 ${counted} 人`,
        "users-count 返回的总数不对；常见于恢复备份或用别的程序改过数据库之后。",
        "不用动手：重启后一分钟内、每天夜里会自动改正。要马上改正，在 PocketBase 后台 → Settings → Crons 里运行 wechat_auth_users_total。"
      );
    return sound(`计数器与实际都是 ${counted}`, "users-count 返回的总数是准的。");
  })
};

// src/doctor/checks/fields.ts
var USERS2 = "tbl_auth_users";
var TEXTS2 = {
  openid: 128,
  users_idtype: 14,
  users_type: 4,
  users_name: 64,
  users_phone: 32,
  users_picture: 2048,
  users_id_number: 255,
  users_level: 255,
  company_id: 255,
  users_parent_id: 255,
  users_promo_code: 255,
  usergroups_id: 255,
  users_unionid: 128,
  users_merged_into: 128
};
var NEEDED = [...Object.keys(TEXTS2), "users_status", "users_avatar", "users_phone_verified_at"];
var ALWAYS_FILLED = ["id", "password", "tokenKey", "openid"];
var userFields = {
  title: "用户表的必填字段",
  judge: (facts) => judged(facts.collections, ({ [USERS2]: users }) => {
    if (!users) return notChecked(`没有集合 ${USERS2}`);
    const { fields } = users;
    const missing = NEEDED.filter((name) => !fields.some((field) => field.name === name));
    if (missing.length > 0)
      return broken(
        `${USERS2} 没有字段 ${listed(missing)}`,
        "服务要存的内容没有地方放。",
        "执行数据库迁移（见“数据库迁移”）；被改名的字段请改回原名，内容会跟着回来。"
      );
    const demanding = fields.filter(
      ({ name, required, autogeneratePattern }) => required && !autogeneratePattern && !ALWAYS_FILLED.includes(name)
    ).map(({ name }) => name);
    if (demanding.length === 0) return sound("没有新用户填不了的必填字段", "新用户可以登录和注册。");
    const seen = `${USERS2} 的必填字段：${listed(demanding)}`;
    const todo = "在 PocketBase 后台 → tbl_auth_users 里去掉“必填”，或用 onRecordCreate 钩子给新记录填上值。";
    const mayFill = "value" in facts.operatorHooks && facts.operatorHooks.value.mayFill;
    return mayFill ? advice(seen, "新用户第一次登录时没有这些值；你的钩子若没有填上，他们就注册不了。", todo) : broken(seen, "新用户第一次登录时没有这些值，所有新用户都注册不了。", todo);
  })
};
function refusalOf(field) {
  const longest = TEXTS2[field.name];
  const { min, max, pattern, maxSize, mimeTypes, values, exceptDomains, onlyDomains } = field;
  if (longest !== void 0 && field.type === "text") {
    if (Number(max) > 0 && Number(max) < longest) return `最长 ${max} 个字符（需要 ${longest}）`;
    if (Number(min) > 1) return `最短 ${min} 个字符`;
    if (pattern) return `只接受 ${pattern}`;
  }
  if (field.name === "users_picture" && field.type === "url" && (exceptDomains?.length || onlyDomains?.length))
    return "只接受某些域名";
  if (field.name === "users_status" && typeof min === "number" && min > -9) return `最小 ${min}（需要 -9）`;
  if (field.name === "users_avatar") {
    if (maxSize && maxSize < 2 * 1024 * 1024) return `文件最大 ${maxSize} 字节（需要 2 MiB）`;
    if (mimeTypes?.length && !(mimeTypes.includes("image/jpeg") && mimeTypes.includes("image/png")))
      return "不接受 JPEG 或 PNG";
  }
  if (field.name === "password") {
    if (Number(min) > 8) return `最短 ${min} 个字符（接口允许 8）`;
    if (Number(max) > 0 && Number(max) < 71) return `最长 ${max} 个字符（接口允许 71）`;
    if (pattern) return `只接受 ${pattern}`;
  }
  if (field.name === "email" && (exceptDomains?.includes("manage.local") || onlyDomains?.length && !onlyDomains.includes("manage.local")))
    return "不接受占位邮箱的域名 manage.local";
  const choices = CHOICES[field.name];
  if (choices && field.type === "select" && !choices.every((choice) => values?.includes(choice)))
    return `选项里少了 ${choices.filter((choice) => !values?.includes(choice)).join("、")}`;
  return null;
}
var CHOICES = {
  users_idtype: ["WeChat", "ManagePlatform"],
  users_type: ["游客", "注册用户"]
};
var fieldLimits = {
  title: "用户表的字段限制",
  judge: (facts) => judged(facts.collections, ({ [USERS2]: users }) => {
    if (!users) return notChecked(`没有集合 ${USERS2}`);
    const refusals = users.fields.flatMap((field) => {
      const refusal = refusalOf(field);
      return refusal === null ? [] : [`${field.name}：${refusal}`];
    });
    if (refusals.length === 0) return sound("字段放得下服务要存的内容", "没有字段会拒绝合规的输入。");
    return advice(
      listed(refusals),
      "接口认为合规的输入会被数据库拒绝，用户看到“请求参数有误”。",
      "若不是有意的限制，在 PocketBase 后台 → tbl_auth_users 里放宽。"
    );
  })
};

// src/doctor/checks/files.ts
var isAside = ({ path }) => /^pb_hooks\/(?:console\/|openapi)/.test(path);
var kitFiles = {
  title: "套件的文件",
  judge: (facts) => judged(facts.kitFiles, (altered) => {
    if (altered.length === 0)
      return sound("与发布时逐字节相同", "没有旧版本的文件混在里面，也没有被改动。");
    const seen = listed(
      altered.map(({ path, how }) => `${path}（${how === "missing" ? "缺失" : "与发布时不同"}）`)
    );
    const todo = "用发布包里的 upgrade.sh 重新安装，或重新复制 pb_hooks 和 pb_migrations 两个目录后重启。自己的改动请放进单独的 *.pb.js。";
    return altered.every(isAside) ? advice(seen, "页面或接口文档不是这个版本的，登录不受影响。", todo) : broken(seen, "不同版本的文件混在一起，或文件被改过：行为没有测试过，接口可能出错。", todo);
  })
};
var operatorHooks2 = {
  title: "自己的钩子",
  judge: (facts) => judged(facts.operatorHooks, ({ cutOffs }) => {
    if (cutOffs.length === 0)
      return sound("没有发现会截断后面的钩子", "自己的钩子都会继续（e.next()）或明确拒绝（throw）。");
    return broken(
      listed(cutOffs.map(({ file, line, call: call2 }) => `${file} 第 ${line} 行的 ${call2} 里没有 e.next()`)),
      "排在它后面的钩子不会执行：套件的密码锁、账号保护可能失效，记录可能存不进去，接口会返回 500。钩子文件的加载顺序每次启动都可能不同。",
      "让它在每条路径上都以 e.next() 结束，或者抛出 ApiError 拒绝；改完重启。"
    );
  })
};

// src/doctor/checks/keeping.ts
var HOUR = 36e5;
var DAY = 24 * HOUR;
var age = (ms) => ms < 2 * DAY ? `${Math.max(0, Math.round(ms / HOUR))} 小时` : `${Math.floor(ms / DAY)} 天`;
var settingsEncryption = {
  title: "设置加密",
  judge: (facts) => judged(
    facts.settingsEncrypted,
    (isEncrypted) => isEncrypted ? sound("PocketBase 的设置是加密保存的", "拿到数据库或备份的人看不到其中的邮箱和存储密码。") : advice(
      "PocketBase 的设置以明文保存在数据库里",
      "SMTP、S3 的密码在每一份备份里都能看到。",
      "设一个 32 个字符的环境变量（如 PB_ENCRYPTION_KEY），启动时加 --encryptionEnv=PB_ENCRYPTION_KEY；密钥与备份分开保管。"
    )
  )
};
function isWeekly(cron) {
  const parts = cron.trim().split(/\s+/);
  return parts.length === 1 ? /^@(hourly|daily|midnight|weekly)$/.test(cron.trim()) : parts[2] === "*" && parts[3] === "*";
}
var backups2 = {
  title: "备份",
  judge: (facts) => judged(facts.backups, ({ cron, newestAt }) => {
    const where = "PocketBase 后台 → Settings → Backups";
    const isReplicated2 = "value" in facts.standby && facts.standby.value.isReplicated;
    if (newestAt === null) {
      if (cron === "" && isReplicated2)
        return sound("没有 PocketBase 的备份，有 Litestream 的副本", "数据另有一份。");
      return advice(
        cron === "" ? "没有任何备份，也没有计划" : `有计划（${cron}），还没有备份`,
        "磁盘坏了或误删以后，数据找不回来。另有备份办法时可以不管。",
        cron === "" ? `在 ${where} 里设自动备份，并把备份放到另一台机器或对象存储。` : `等计划执行一次再查，或在 ${where} 里先手动做一份。`
      );
    }
    const old = facts.now - newestAt;
    const seen = `最新的备份是 ${age(old)}前的${cron === "" ? "，没有自动备份的计划" : `，计划 ${cron}`}`;
    const limit = cron !== "" && isWeekly(cron) ? 8 * DAY : 32 * DAY;
    if (cron !== "" && old > limit)
      return broken(
        seen,
        "自动备份没有按计划执行。",
        `查日志里备份的错误（磁盘、对象存储的权限），在 ${where} 里手动试一次。`
      );
    if (old > 8 * DAY && !isReplicated2)
      return advice(
        seen,
        "出事时会丢掉这段时间的数据。",
        `在 ${where} 里设自动备份，例如每天一次（0 3 * * *）。`
      );
    return sound(seen, "出事时可以恢复。每季度试着恢复一次。");
  })
};
var STALE_MS = 6e4;
var standby2 = {
  title: "备机",
  judge: (facts) => judged(facts.standby, ({ isReplicated: isReplicated2, lastSyncAt, isDown, silence }) => {
    if (isDown)
      return broken(
        "Litestream 没有应答",
        "副本没有在更新：这台机器若坏掉，从 Litestream 停下时起的写入都会丢失。",
        "看它是否在运行（systemctl status pocketbase-replicate）和它的日志，恢复以后再查。"
      );
    if (lastSyncAt === null && !isReplicated2)
      return sound(
        "没有配置（没有发现 Litestream）",
        "这台机器坏了以后，要从备份恢复。有付费用户以后建议配一台。"
      );
    if (lastSyncAt === null) return notChecked(`数据库有 Litestream 的副本，多新看不到：${silence}`);
    const old = facts.now - lastSyncAt;
    return old > STALE_MS ? broken(
      `副本上次更新是 ${Math.round(old / 1e3)} 秒前`,
      "副本落后了：现在这台机器若坏掉，这段时间的写入会丢失。",
      "看 Litestream 的日志（网络、存储的权限、磁盘），恢复以后再查。"
    ) : sound(
      `副本 ${Math.max(0, Math.round(old / 1e3))} 秒前更新过`,
      "这台机器坏掉时，大约丢失最后一秒的写入。"
    );
  })
};
var SIX_MONTHS = 183;
var logRetention = {
  title: "日志保留",
  judge: (facts) => judged(facts.logs, ({ maxDays, minLevel }) => {
    const where = "PocketBase 后台 → Settings → Logs";
    if (maxDays <= 0)
      return broken(
        "日志是关着的（保留 0 天）",
        "查不出谁为什么登录不上，运营台的记录和图是空的。",
        `在 ${where} 里把保留天数设为 ${SIX_MONTHS} 或更多。`
      );
    if (minLevel > 0)
      return advice(
        `只记录 ${minLevel} 级以上的日志，保留 ${maxDays} 天`,
        "成功的登录没有记录，出事后无从核对。",
        `在 ${where} 里把最低级别设为 INFO（0）。`
      );
    return maxDays < SIX_MONTHS ? advice(
      `保留 ${maxDays} 天`,
      "《网络安全法》第二十一条要求网络日志至少留存六个月。",
      `在 ${where} 里设为 ${SIX_MONTHS} 天或更多；占多少空间见 docs/privacy.md。`
    ) : sound(`保留 ${maxDays} 天`, "满足六个月的要求。");
  })
};

// src/doctor/checks/limits.ts
var GUESSABLE = [
  "POST /api/platform/login",
  "POST /api/platform/register",
  "POST /api/platform/change-password",
  "POST /api/platform/reset-password",
  "POST /api/account/close"
];
var MOST_GUESSES = 600;
var WHERE2 = "PocketBase 后台 → Settings → Application → Rate limits";
var rateLimiter2 = {
  title: "限流",
  judge: (facts) => judged(facts.rateLimiter, ({ enabled, perMinute }) => {
    const routes = Object.keys(perMinute);
    const uncovered = routes.filter((route) => perMinute[route] === null);
    if (!enabled)
      return broken(
        "PocketBase 的限流关着",
        "一个地址可以无限次地试密码、注册和消耗微信的调用额度。",
        `在 ${WHERE2} 里打开（${routes.length - uncovered.length} 个接口的规则还在）。前面的网关已经按地址限流时，可以不管。`
      );
    const wide = GUESSABLE.filter((route) => (perMinute[route] ?? 0) > MOST_GUESSES);
    if (uncovered.length > 0)
      return advice(
        `没有规则的接口：${listed(uncovered)}`,
        "这些接口不限次数。",
        `在 ${WHERE2} 里为它们各加一条规则：可试密码的每分钟 60 次，其余 600 次。`
      );
    if (wide.length > 0)
      return advice(
        `可试密码的接口限额很宽：${listed(wide.map((route) => `${route} 每分钟 ${perMinute[route]} 次`))}`,
        "一个地址每分钟能试很多个密码或手机号。",
        `在 ${WHERE2} 里收紧；发布时是每分钟 60 次。`
      );
    return sound(`限流开着，${routes.length} 个接口都有规则`, "一个地址每分钟能做的事有上限。");
  })
};
var lockedOut = {
  title: "现在被锁的账号",
  judge: (facts) => judged(facts.lockedOut, ({ accounts, until }) => {
    if (accounts === 0) return sound("没有", "没有人因为输错密码而登录不上。");
    const minutes = Math.max(1, Math.ceil((until - facts.now) / 6e4));
    return advice(
      `${accounts} 个账号因多次输错密码被锁，最晚约 ${minutes} 分钟后解开`,
      "这些人现在用对的密码也登录不上；数量突然变多，可能有人在猜密码。",
      "等锁自己解开，或请本人用手机号重设密码（会立即解锁）。是谁，见“登录记录”里原因为“密码错误次数过多”的记录。"
    );
  })
};

// src/doctor/checks/running.ts
var hooksWatch2 = {
  title: "钩子热加载",
  judge: (facts) => judged(
    facts.hooksWatch,
    (isOn) => isOn ? advice(
      "--hooksWatch 开着（PocketBase 的默认）",
      "复制新版本到一半时服务会自己重启，这时会带着不完整的文件运行，接口可能不见。",
      "启动时加 --hooksWatch=false，更新完再重启。"
    ) : sound("--hooksWatch=false", "更新文件不会让服务在半途重启。")
  )
};
var hooksPool2 = {
  title: "JavaScript 运行时",
  judge: (facts) => judged(
    facts.hooksPool,
    (size) => size <= 0 ? advice(
      `--hooksPool=${size}`,
      "每次请求都新建一个运行时，慢而费内存。",
      "去掉这个参数，或设为 64（见 docs/production.md）。"
    ) : sound(
      `备有 ${size} 个（此刻空闲几个，PocketBase 不提供）`,
      `同时等待微信的登录在 ${size} 个以内时不用另建运行时；更多人同时登录时用 --hooksPool= 调大。`
    )
  )
};
var GIB = 1024 ** 3;
var diskSpace = {
  title: "磁盘空间",
  judge: (facts) => judged(facts.disk, ({ freeBytes, totalBytes }) => {
    const percent = Math.floor(freeBytes / totalBytes * 100);
    const seen = `pb_data 所在的盘还剩 ${(freeBytes / GIB).toFixed(1)} GiB（${percent}%）`;
    const means = "写满以后任何人都注册不了，SQLite 的日志文件也需要空间。";
    const todo = "清理或扩容；旧的备份（pb_data/backups）和日志（auxiliary.db）常常最占地方。";
    if (freeBytes < 0.25 * GIB) return broken(seen, means, todo);
    if (freeBytes < GIB || percent < 5) return advice(seen, means, todo);
    return sound(seen, "够用。");
  })
};

// src/doctor/checks/version.ts
var SAFE = [0, 39, 7];
var TESTED = [0, 39, 11];
var versionOf = (text) => {
  const [, major, minor, patch] = /^v?(\d+)\.(\d+)\.(\d+)/.exec(text) ?? [];
  return patch === void 0 ? null : [Number(major), Number(minor), Number(patch)];
};
function isBelow(version, other) {
  const at = version.findIndex((part, i) => part !== other[i]);
  return at >= 0 && Number(version[at]) < Number(other[at]);
}
var UPGRADE = "换成官方的 0.39.11 或更新的版本：备份 pb_data，替换 pocketbase 程序，重启。";
var pocketbaseVersion2 = {
  title: "PocketBase 版本",
  judge: ({ version }) => judged(version, (text) => {
    const seen = `PocketBase ${text}`;
    const parts = versionOf(text);
    if (!parts) return notChecked(`程序自称“${text}”，看不出是哪个版本`);
    if (isBelow(parts, SAFE))
      return broken(seen, "有漏洞 CVE-2026-82410：任何人都能从外面让服务停下（0.39.7 起修复）。", UPGRADE);
    if (isBelow(parts, TESTED))
      return advice(seen, "CVE-2026-82410 已修复，但这一系列里完整测试过的最旧版本是 0.39.11。", UPGRADE);
    return sound(seen, "没有 CVE-2026-82410。");
  })
};

// src/doctor/checks/wechat.ts
var environment = {
  title: "环境变量",
  judge: (facts) => judged(
    facts.unusableVariables,
    (names) => names.length === 0 ? sound("值都看得懂", "设置按填写的生效。") : broken(
      `值不可用：${listed(names)}`,
      names.includes("WECHAT_APPID") ? "AppID 与密钥对不上：两者要一样多、顺序相同、没有空的，AppID 不重复；现在微信登录是关着的。" : "这些设置没有生效，按默认值或最安全的值运行。",
      "照 README 的设置表改正，然后重启 PocketBase。日志里写着每个变量应当是什么。"
    )
  )
};
var REFUSALS = {
  40001: {
    means: "微信不认这个密钥（AppSecret）。",
    todo: "核对 WECHAT_SECRET；在公众平台重置过密钥时换成新的，然后重启。"
  },
  40013: { means: "微信不认这个 AppID。", todo: "核对 WECHAT_APPID，然后重启。" },
  40125: {
    means: "微信不认这个密钥（AppSecret）。",
    todo: "核对 WECHAT_SECRET；在公众平台重置过密钥时换成新的，然后重启。"
  },
  40164: {
    means: "服务器的地址不在微信的 IP 白名单里：取不到手机号。",
    todo: "公众平台 → 开发管理 → 开发设置 → IP 白名单，加上这个地址。"
  },
  40243: { means: "AppSecret 被冻结了。", todo: "在公众平台解冻 AppSecret。" },
  45009: { means: "今天的调用次数用完了。", todo: "明天会恢复；或在公众平台重置调用次数。" },
  45011: { means: "调用得太频繁。", todo: "一分钟后再查。" }
};
function judgeApp({ refusal }) {
  if (!refusal) return null;
  const known2 = REFUSALS[refusal.errcode ?? 0];
  if (known2) return known2;
  if (refusal.reason === "wechat_unavailable")
    return {
      means: "连不上微信，或微信没有给出能用的应答：登录和取手机号都会失败。",
      todo: "检查服务器能否访问 WECHAT_API_BASE（默认 https://api.weixin.qq.com）：出网、DNS、代理、证书。"
    };
  return { means: "微信拒绝了。", todo: "按 errcode 查微信文档；需要时把 rid 交给微信客服。" };
}
function seenOf({ appid, refusal }) {
  if (!refusal) return `${appid}：微信接受`;
  const { errcode, address, rid, cause } = refusal;
  const facts = [
    errcode !== void 0 && `errcode ${errcode}`,
    address !== void 0 && `微信看到的地址是 ${address}`,
    rid !== void 0 && `rid ${rid}`,
    cause !== void 0 && cause
  ].filter(Boolean);
  return `${appid}：${facts.join("，") || "被拒绝"}`;
}
var wechatCredentials = {
  title: "微信凭据",
  judge: (facts) => judged(facts.apps, (apps) => {
    if (apps.length === 0)
      return broken(
        "没有配置小程序",
        "微信登录、取手机号都会返回 500 wechat_not_configured。",
        "设置 WECHAT_APPID 和 WECHAT_SECRET，重启 PocketBase。"
      );
    const troubles = apps.flatMap((app) => judgeApp(app) ?? []);
    const seen = apps.map(seenOf).join("；");
    if (troubles.length === 0) return sound(seen, "AppID、密钥和 IP 白名单都对，取手机号可用。");
    const distinct = (texts) => [...new Set(texts)].join("");
    return broken(
      seen,
      distinct(troubles.map(({ means }) => means)),
      distinct(troubles.map(({ todo }) => todo))
    );
  })
};
var NOTICEABLE_MS = 1e4;
var HARMFUL_MS = 6e4;
var clock = {
  title: "服务器时钟",
  judge: (facts) => judged(facts.clock, ({ aheadMs: ahead, isLocal }) => {
    const off = Math.abs(ahead);
    if (off < NOTICEABLE_MS && isLocal)
      return notChecked("WECHAT_API_BASE 指向本机，看到的可能是本机代理的时间，不是微信的");
    if (off < NOTICEABLE_MS) return sound("与微信的时间一致", "令牌的期限、记录的时间是准的。");
    const seen = `比微信的时间${ahead > 0 ? "快" : "慢"} ${Math.round(off / 1e3)} 秒`;
    const means = "记录的时间不准；令牌的期限、撤回授权的先后、HTTPS 证书的有效期都会判断错。";
    const todo = "打开系统的时间同步（timedatectl set-ntp true，或 chrony），再查一次。";
    return off < HARMFUL_MS ? advice(seen, means, todo) : broken(seen, means, todo);
  })
};

// src/doctor/checks.ts
var CHECKS = {
  pocketbase_version: pocketbaseVersion2,
  kit_files: kitFiles,
  operator_hooks: operatorHooks2,
  migrations,
  access_rules: accessRules,
  sign_in_options: signInOptions,
  indexes: indexes2,
  users_count: countOfUsers,
  user_fields: userFields,
  field_limits: fieldLimits,
  environment,
  wechat_credentials: wechatCredentials,
  clock,
  application_url: applicationUrl2,
  trusted_proxy: trustedProxy,
  rate_limiter: rateLimiter2,
  locked_out: lockedOut,
  hooks_watch: hooksWatch2,
  hooks_pool: hooksPool2,
  settings_encryption: settingsEncryption,
  backups: backups2,
  standby: standby2,
  log_retention: logRetention,
  disk_space: diskSpace
};

// src/doctor/report.ts
function reportOf(facts) {
  const checks = Object.entries(CHECKS).map(([id, { title, judge }]) => ({
    id,
    title,
    ...judge(facts)
  }));
  const has = (verdict) => checks.some((check) => check.verdict === verdict);
  return {
    verdict: has("broken") ? "broken" : has("advice") ? "advice" : "sound",
    checked_at: new Date(facts.now).toISOString(),
    checks
  };
}

// src/doctor/examine.ts
function examine(event) {
  return reportOf({
    now: Date.now(),
    ...factsOfFiles(),
    ...factsOfSettings(event),
    ...factsOfRunning(event)
  });
}
function factsOfFiles() {
  return {
    version: known(pocketbaseVersion),
    kitFiles: known(alteredFiles),
    operatorHooks: known(operatorHooks),
    migrations: known(() => ({ shipped: shippedMigrations(), applied: appliedMigrations() })),
    collections: known(collections),
    indexes: known(indexes),
    usersCount: known(countedUsers)
  };
}
function factsOfSettings(event) {
  const environment2 = factsOfEnvironment(event);
  const isReached = !("value" in environment2.apps) || environment2.apps.value.every(wasReached);
  return {
    ...environment2,
    clock: isReached ? known(wechatClock) : { unknown: "连不上微信，看不到它的时间" },
    applicationUrl: known(applicationUrl),
    rateLimiter: known(() => rateLimiter(ROUTES)),
    settingsEncrypted: known(settingsEncrypted),
    logs: known(logSettings2),
    proxy: event ? known(() => proxy(event)) : { unknown: "只有经过代理的请求才看得出来" + AT_THE_DESK }
  };
}
function factsOfEnvironment(event) {
  const { wechat, unusable: unusable2 } = settings();
  if (!event && wechat.apps.length === 0 && unusable2.length === 0) {
    const elsewhere = {
      unknown: "这条命令的环境里没有 WECHAT_APPID，看不到服务用的设置；带上服务的环境再运行（set -a; . /etc/pocketbase.env）" + OR_AT_THE_DESK
    };
    return { unusableVariables: elsewhere, apps: elsewhere };
  }
  return {
    unusableVariables: { value: unusable2 },
    apps: known(() => wechat.apps.reduce(withAccess, []))
  };
}
var wasReached = ({ refusal }) => refusal?.reason !== "wechat_unavailable" || refusal.errcode !== void 0;
function withAccess(earlier, app) {
  const outOfReach = earlier.find((access) => !wasReached(access));
  return [...earlier, outOfReach ? { ...outOfReach, appid: app.appid } : accessOf(app)];
}
function factsOfRunning(event) {
  const inServer = (read2) => event ? known(read2) : { unknown: "在运行中的服务里才看得到" + AT_THE_DESK };
  return {
    hooksWatch: inServer(hooksWatch),
    hooksPool: inServer(hooksPool),
    lockedOut: inServer(lockedAccounts),
    backups: known(backups),
    standby: known(standby),
    disk: known(disk)
  };
}
var AT_THE_DESK = "，请在运营台的“体检”里查";
var OR_AT_THE_DESK = "，或在运营台的“体检”里查";
function known(read2) {
  try {
    return { value: read2() };
  } catch (error) {
    const [why = ""] = describeError(error).split("\n");
    return { unknown: `没能查到（${why}）` };
  }
}
function accessOf(app) {
  const failure = credentialsFailure(app);
  if (!failure) return { appid: app.appid, refusal: null };
  const { errcode, rid, address, cause } = failure.details;
  return {
    appid: app.appid,
    refusal: {
      reason: failure.reason,
      ...errcode !== void 0 && { errcode },
      ...rid !== void 0 && { rid },
      ...address !== void 0 && { address },
      ...cause !== void 0 && { cause }
    }
  };
}

// src/operations/system/doctor.ts
function doctor({ event }) {
  return { msg: "检查完成", data: examine(event) };
}

// src/routes.ts
var doctor2 = { caller: "superuser", logged: false, run: doctor };

// src/generated/entries/doctor.ts
var readBody = null;
var words = {};
var endpoint = { id: "doctor", route: doctor2, readBody, words, write: writeSuccess };
function handle(event) {
  dispatch(event, endpoint);
}
module.exports = {
  handle
};
