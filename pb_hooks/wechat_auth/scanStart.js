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

// src/wechat/apps.ts
var REFERER = /^https:\/\/servicewechat\.com\/([^/]+)\//;
function appOfRequest(event, named2) {
  return knownApp(event, named2) ?? notConfigured();
}
function knownApp(event, named2) {
  const { apps } = settings().wechat;
  const first = apps[0];
  if (!first) return null;
  if (named2) {
    const app = appNamed(named2, apps);
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
  const counted2 = line.slice(key.length + 2, end);
  const gap = counted2.indexOf(" ");
  if (gap < 0) return { count: Number(counted2), expiresAt };
  return { count: Number(counted2.slice(0, gap)), note: counted2.slice(gap + 1), expiresAt };
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
var LETTERS_AND_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
function randomText(length, alphabet = LETTERS_AND_DIGITS) {
  return $security.randomStringWithAlphabet(length, alphabet);
}
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
function changeCount(what, next) {
  const at = `wechat_auth:count:${what}`;
  for (; ; ) {
    const before = textAt(at);
    if (swap(at, before, next(before))) return;
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
var MARKS = [
  {
    type: "png",
    start: [137, 80, 78, 71, 13, 10, 26, 10],
    end: [73, 69, 78, 68, 174, 66, 96, 130]
  },
  { type: "jpeg", start: [255, 216, 255], end: [255, 217] }
];
var MOST_BEHIND = 64;
function readPicture(answer2) {
  const reading = read(answer2, () => ({ broken: "no picture" }));
  if ("error" in reading) return reading;
  const { bytes } = answer2;
  if (answer2.statusCode < 200 || answer2.statusCode > 299 || !bytes) return reading;
  const isAt = (offset, mark) => mark.every((byte, i) => bytes[offset + i] === byte);
  const kind = MARKS.find(({ start }) => isAt(0, start));
  if (!kind) return { broken: "no picture" };
  const { type, end } = kind;
  for (let behind = 0; behind <= MOST_BEHIND; behind++)
    if (isAt(bytes.length - end.length - behind, end)) return { ok: { type, bytes } };
  return { broken: "a picture without its end" };
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
function pictureFailure(error) {
  return new Failure("scan_unavailable", details(error));
}
function isStaleToken({ errcode }) {
  return errcode === 40001 || errcode === 40014 || errcode === 42001;
}

// src/wechat/access-token.ts
var storeKey2 = ({ appid }) => `wechat_auth:access_token:${appid}`;
var RENEW_BEFORE_MS = 5 * 60 * 1e3;
var PAUSE_MS = 3e4;
function readCache(app) {
  const text = store().get(storeKey2(app));
  return text ? JSON.parse(text) : null;
}
function accessToken(app) {
  const now = Date.now();
  const cached2 = readCache(app);
  if (cached2 && now < cached2.renewAt) return cached2.token;
  try {
    return fetchToken(app);
  } catch (error) {
    if (!(error instanceof Failure && cached2 && Date.now() < cached2.expiresAt)) throw error;
    postponeRenewal(app, cached2, error);
    return cached2.token;
  }
}
function postponeRenewal(app, cached2, { reason, details: { errcode, rid, address, cause } }) {
  const facts = Object.entries({ reason, errcode, rid, address, cause }).filter(
    ([, value]) => value !== void 0
  );
  logger().warn("WeChat's access token could not be renewed, the old one still works", ...facts.flat());
  replace(app, cached2.token, { ...cached2, renewAt: Math.min(Date.now() + PAUSE_MS, cached2.expiresAt) });
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
  store().set(storeKey2(app), JSON.stringify(cached2));
  return token;
}
function forgetAccessToken(app, token) {
  replace(app, token, null);
}
function replace(app, token, next) {
  const text = next ? JSON.stringify(next) : "";
  store().setFunc(
    storeKey2(app),
    (cached2) => cached2 && JSON.parse(cached2).token === token ? text : cached2
  );
}

// src/domain/scan-ticket-text.ts
var TIME_DIGITS = 13;
var SECRET_DIGITS = 32;
var SECRET_AT = TIME_DIGITS + 1;
var STATE_AT = SECRET_AT + SECRET_DIGITS + 1;
function formatTicket({ origin, ...ticket }) {
  return [
    String(ticket.polledAt).padStart(TIME_DIGITS, "0"),
    ticket.secret,
    ticket.state,
    ticket.expiresAt,
    encodeURIComponent(ticket.user),
    ticket.checkCode,
    ticket.tokenKey,
    origin.time,
    ...[origin.address, origin.userAgent].map(encodeURIComponent)
  ].join("|");
}

// src/domain/user-agent.ts
var BROWSERS = [
  [/\bMicroMessenger\//i, "微信浏览器"],
  [/\bDingTalk\//i, "钉钉浏览器"],
  [/\bLark\/|\bFeishu\//i, "飞书浏览器"],
  [/\bEdg(e|A|iOS)?\//, "Edge 浏览器"],
  [/\bOPR\/|\bOpera\b/, "Opera 浏览器"],
  [/\bM?QQBrowser\//i, "QQ 浏览器"],
  [/\bQihoo|\bQHBrowser|\b360SE\b|\b360EE\b/i, "360 浏览器"],
  [/\bHuaweiBrowser\//, "华为浏览器"],
  [/\bMiuiBrowser\//, "小米浏览器"],
  [/\bUCBrowser\//, "UC 浏览器"],
  [/\bFirefox\/|\bFxiOS\//, "Firefox 浏览器"],
  [/\bChrome\/|\bCriOS\/|\bChromium\//, "Chrome 浏览器"],
  [/\bSafari\//, "Safari 浏览器"]
];
var SYSTEMS = [
  [/\bOpenHarmony\b|\bHarmonyOS\b/, "鸿蒙"],
  [/\bAndroid\b/, "安卓"],
  [/\biPad\b/, "iPad"],
  [/\biPhone\b|\biPod\b/, "iPhone"],
  [/\bWindows\b/, "Windows"],
  [/\bMac OS X\b|\bMacintosh\b/, "Mac"],
  [/\bCrOS\b/, "ChromeOS"],
  [/\bLinux\b|\bX11\b/, "Linux"]
];
var named = (names, text) => names.find(([pattern]) => pattern.test(text))?.[1];
var isLatin = (letter) => /^\w$/.test(letter ?? "");
function userAgentInWords(userAgent) {
  const browser = named(BROWSERS, userAgent) ?? "未知浏览器";
  const system = named(SYSTEMS, userAgent);
  if (system === void 0) return browser;
  return `${system}${isLatin(system.at(-1)) ? " " : ""}上的${isLatin(browser[0]) ? " " : ""}${browser}`;
}

// src/domain/sliding-count.ts
function parse(text) {
  if (text === "") return [];
  return text.split(",").map((part) => part.split(":").map(Number));
}
var format = (buckets) => buckets.map((bucket) => bucket.join(":")).join(",");
var secondOf = (time) => Math.floor(time / 1e3);
function within(text, now, { seconds }) {
  return parse(text).filter(([second]) => (second + seconds + 1) * 1e3 > now);
}
function secondsUntilFree(text, now, window) {
  const buckets = within(text, now, window);
  let over = buckets.reduce((sum, [, count]) => sum + count, 0) - (window.max - 1);
  for (const [second, count] of buckets) {
    if (over <= 0) return 0;
    over -= count;
    if (over <= 0) return Math.max(1, Math.ceil(second + window.seconds + 1 - now / 1e3));
  }
  return 0;
}
function counted(text, now, window) {
  const buckets = within(text, now, window);
  const last = buckets.at(-1);
  const second = secondOf(now);
  if (last?.[0] === second) last[1] += 1;
  else buckets.push([second, 1]);
  return format(buckets);
}
function uncounted(text, time) {
  const second = secondOf(time);
  const buckets = parse(text).map(([at, count]) => [at, at === second ? count - 1 : count]);
  return format(buckets.filter(([, count]) => count > 0));
}

// src/scanning/places.ts
var LIFE_SECONDS = 120;
var IN_ALL = { seconds: LIFE_SECONDS, max: 1e4 };
var TICKETS = "tickets";
function takePlace(address) {
  const { scanMaxStarts, scanMaxPending } = settings();
  const startWindow = { seconds: 60, max: scanMaxStarts };
  const pendingWindow = { seconds: LIFE_SECONDS, max: scanMaxPending };
  const time = Date.now();
  let wait = 0;
  changeEntry("scanners", address, time, (entry) => {
    const [starts, pending] = countsOf(entry?.note);
    wait = Math.max(
      secondsUntilFree(starts, time, startWindow),
      secondsUntilFree(pending, time, pendingWindow)
    );
    if (wait > 0) return entry;
    const note = noteOf(counted(starts, time, startWindow), counted(pending, time, pendingWindow));
    return { count: 1, note, expiresAt: time + (LIFE_SECONDS + 1) * 1e3 };
  });
  if (wait > 0) throw new Failure("rate_limited", { retryAfter: wait });
  let isFull = false;
  changeCount(TICKETS, (tickets) => {
    isFull = secondsUntilFree(tickets, time, IN_ALL) > 0;
    return isFull ? tickets : counted(tickets, time, IN_ALL);
  });
  const place = { address, time };
  if (isFull) {
    stopWaiting(place);
    throw new Failure("scan_unavailable", { cause: `${IN_ALL.max} tickets are alive` });
  }
  return place;
}
function stopWaiting({ address, time }) {
  changeEntry("scanners", address, Date.now(), (entry) => {
    if (!entry) return null;
    const [starts, pending] = countsOf(entry.note);
    return { ...entry, note: noteOf(starts, uncounted(pending, time)) };
  });
}
function leavePlace({ time }) {
  changeCount(TICKETS, (tickets) => uncounted(tickets, time));
}
var countsOf = (note = "/") => note.split("/");
var noteOf = (starts, pending) => `${starts}/${pending}`;

// src/scanning/tickets.ts
var TICKET_LENGTH = 22;
var SECRET_LENGTH = 32;
var REMEMBERED_MS = 6e4;
function nameInLog(ticket) {
  return digestOf(ticket).slice(0, 8);
}
function newTicket() {
  return randomText(TICKET_LENGTH);
}
function keepTicket(ticket, { address, time }, userAgent) {
  const secret = randomText(SECRET_LENGTH);
  const checkCode = randomText(2, "0123456789");
  const now = Date.now();
  const expiresAt = now + LIFE_SECONDS * 1e3;
  const note = formatTicket({
    state: "pending",
    expiresAt,
    polledAt: 0,
    secret: digestOf(secret),
    checkCode,
    origin: { userAgent: userAgentInWords(userAgent), address, time },
    user: "",
    tokenKey: ""
  });
  changeEntry("tickets", ticket, now, () => ({ count: 1, note, expiresAt: expiresAt + REMEMBERED_MS }));
  return { secret, checkCode };
}

// src/pocketbase/base64.ts
function base64(bytes) {
  const record = new Record(currentCollection(USERS));
  record.withCustomData(true);
  record.set("bytes", bytes);
  return JSON.parse(JSON.stringify(record)).bytes;
}

// src/wechat/mini-program-code.ts
var WIDTH = 280;
function miniProgramCode(app, { scene, page, envVersion }) {
  const body = {
    scene,
    // An operator may set up the door before the page is published.
    check_path: false,
    env_version: envVersion,
    width: WIDTH,
    ...page !== "" && { page }
  };
  const attempt = (token2) => call("/wxa/getwxacodeunlimit", `access_token=${encodeURIComponent(token2)}`, body, readPicture, true);
  const token = tokenForPicture(app);
  let reading = attempt(token);
  if ("error" in reading && isStaleToken(reading.error)) {
    forgetAccessToken(app, token);
    reading = attempt(tokenForPicture(app));
  }
  return unwrap(reading, pictureFailure);
}
function tokenForPicture(app) {
  try {
    return accessToken(app);
  } catch (error) {
    const isRefused = error instanceof Failure && error.details.errcode !== void 0;
    throw isRefused && error.reason !== "wechat_unavailable" ? new Failure("scan_unavailable", error.details) : error;
  }
}

// src/operations/platform/scanStart.ts
function scanStart({ event, facts }) {
  const ticket = newTicket();
  facts.ticket = nameInLog(ticket);
  const place = takePlace(event.realIP());
  try {
    const code = codeOf(event, ticket);
    const userAgent = httpRequest(event).header.get("User-Agent");
    const { secret, checkCode } = keepTicket(ticket, place, userAgent);
    facts.outcome = "scan_started";
    return {
      msg: "请用微信扫码",
      data: {
        ticket,
        secret,
        check_code: checkCode,
        ...code,
        expires_in: LIFE_SECONDS,
        interval: Math.max(1, settings().scanPollSeconds)
      }
    };
  } catch (error) {
    stopWaiting(place);
    leavePlace(place);
    throw error;
  }
}
function codeOf(event, ticket) {
  const { scanLinkBase, scanPage, scanEnvVersion } = settings();
  if (scanLinkBase !== "")
    return { link: `${scanLinkBase}${scanLinkBase.includes("?") ? "&" : "?"}ticket=${ticket}` };
  const app = appOfRequest(event, null);
  const { type, bytes } = miniProgramCode(app, {
    scene: ticket,
    page: scanPage,
    envVersion: scanEnvVersion
  });
  return { image: `data:image/${type};base64,${base64(bytes)}` };
}

// src/routes.ts
var scanStart2 = { caller: "anyone", logged: true, run: scanStart };

// src/generated/entries/scanStart.ts
var readBody = null;
var words = {};
var endpoint = { id: "scanStart", route: scanStart2, readBody, words, write: writeSuccess };
function handle(event) {
  dispatch(event, endpoint);
}
module.exports = {
  handle
};
