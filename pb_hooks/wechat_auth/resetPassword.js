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
var cachedLogger = null;
var cachedInfo = null;
var cachedStore = null;
var cachedMethods = null;
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
var AlreadyAnswered = class extends Error {
};

// src/generated/calling-codes.ts
var CALLING_CODES = "\n1 1 10\n7 8 10\n20 0 10\n27 0 5,6,7,8,9 (?:1(?:3492[0-25]|4495[0235]|549(?:20|5[01]))|4[34]492[01])\\d{3}|8[1-4]\\d{3,7}|(?:2[27]|47|54)4950\\d{3}|(?:1(?:049[2-4]|9[12]\\d\\d)|(?:50[0-2]|[67]\\d\\d)\\d\\d|8(?:5\\d{3}|7(?:08[67]|158|28[5-9]|310)))\\d{4}|(?:1[6-8]|28|3[2-69]|4[025689]|5[36-8])4920\\d{3}|(?:12|[2-5]1)492\\d{4}\n30 - 10\n31 0 9,11 (?:6[1-58]|970\\d)\\d{7}\n32 0 9\n33 0 9\n34 - 9\n36 06 9\n39 - 9,10\n40 0 9\n41 0 9\n43 0 7,8,9,10,11,12,13 6(?:485|(?:5[0-3579]|6[013-9]|[7-9]\\d)\\d)\\d{3,9}\n44 0 10\n45 - 8\n46 0 9\n47 - 8\n48 - 9\n49 0 10,11\n51 0 9\n52 - 10\n53 0 8\n54 0 10,11\n55 0 10,11\n56 - 9\n57 0 10\n58 0 10\n60 0 9,10\n61 0 9\n62 0 9,10,11,12 8[1-35-9]\\d{7,10}\n63 0 10\n64 0 8,9,10 2(?:[0-27-9]\\d|6)\\d{6,7}|2(?:1\\d|75)\\d{5}\n65 - 8\n66 0 9\n81 0 10\n82 0 9,10\n84 0 9\n86 0 11\n90 0 10\n91 0 10\n92 0 10\n93 0 9\n94 0 9\n95 0 7,8,9,10 (?:17[01]|9(?:2(?:[0-4]|[56]\\d\\d)|(?:3(?:[0-36]|4\\d)|(?:6\\d|8[89]|9[4-8])\\d|7(?:3|40|[5-9]\\d))\\d|4(?:(?:[0245]\\d|[1379])\\d|88)|5[0-6])\\d)\\d{4}|9[69]1\\d{6}|9(?:[68]\\d|9[089])\\d{5}\n98 0 10\n211 0 9\n212 0 9\n213 0 9\n216 - 8\n218 0 9\n220 - 7,9\n221 - 9\n222 - 8\n223 - 8\n224 - 9\n225 - 10\n226 - 8\n227 - 8\n228 - 8\n229 - 10\n230 - 8\n231 0 7,9\n232 0 8\n233 0 9\n234 0 10\n235 - 8\n236 - 8\n237 - 9\n238 - 7\n239 - 7\n240 - 9\n241 - 7,8\n242 - 9\n243 0 7,9\n244 - 9\n245 - 9\n246 - 7\n247 - 5\n248 - 7\n249 0 9\n250 0 9\n251 0 9\n252 0 7,8,9\n253 - 8\n254 0 9\n255 0 9\n256 0 9\n257 - 8\n258 - 9\n260 0 9\n261 0 9\n262 0 9\n263 0 9\n264 0 9\n265 0 9\n266 - 8\n267 - 8\n268 - 8\n269 - 7\n290 - 5\n291 0 7\n297 - 7\n298 - 6\n299 - 6\n350 - 8\n351 - 9\n352 - 9\n353 0 9\n354 - 7,9\n355 0 9\n356 - 8\n357 - 8\n358 0 6,7,8,9,10 (?:4[0-8]|50)\\d{4,8}\n359 0 8,9\n370 0 8\n371 - 8\n372 - 7,8\n373 0 8\n374 0 8\n375 8 9\n376 - 6,9 690\\d{6}|[356]\\d{5}\n377 0 8,9\n378 - 8\n380 0 9\n381 0 8,9,10\n382 0 8\n383 0 8\n385 0 8,9\n386 0 8\n387 0 8,9\n389 0 8\n420 - 9\n421 0 9\n423 0 7,9\n500 - 5\n501 - 7\n502 - 8\n503 - 8\n504 - 8\n505 - 8\n506 - 8\n507 - 7,8\n508 0 6,9 708(?:4[0-5]|5[0-6])\\d{4}|(?:[236-9]\\d|4[02-489]|5[02-9])\\d{4}\n509 - 8\n590 0 9\n591 0 8\n592 - 7\n593 0 9\n594 0 9\n595 0 9\n596 0 9\n597 - 7\n598 0 8\n599 - 7,8\n670 - 8\n672 - 6\n673 - 7\n674 - 7\n675 - 8\n676 - 7\n677 - 5,7\n678 - 7\n679 - 7\n680 - 7\n681 - 6\n682 - 5\n683 - 4,7 (?:[56]|888[1-9])\\d{3}\n685 - 7,10 (?:7[1-35-8]|8(?:[3-7]|9\\d{3}))\\d{5}\n686 0 8\n687 - 6\n688 - 6,7\n689 - 8\n690 - 4,5,6,7 7[2-4]\\d{2,5}\n691 - 7\n692 1 7\n850 0 10\n852 - 8\n853 - 8\n855 0 8,9\n856 0 9,10\n880 0 10\n886 0 9\n960 - 7\n961 0 7,8\n962 0 9\n963 0 9\n964 0 10\n965 - 8\n966 0 9\n967 0 9\n968 - 8\n970 0 9\n971 0 9\n972 0 9\n973 - 8\n974 - 8\n975 - 8\n976 0 8\n977 0 10\n992 - 9\n993 8 8\n994 0 9\n995 0 9\n996 0 9\n998 - 9\n";

// src/domain/phone.ts
var MAINLAND = "86";
var SHORTEST = 4;
var LONGEST = 20;
var MAINLAND_MOBILE = /^1[3-9][0-9]{9}$/;
function digitsOf(text) {
  return text.replace(/[\uff10-\uff19]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 65248)).replace(/[^0-9]/g, "");
}
var plans = /* @__PURE__ */ new Map();
function planOf(code) {
  const known = plans.get(code);
  if (known !== void 0) return known;
  const plan = readPlan(code);
  if (plans.size < MOST_PLANS) plans.set(code, plan);
  return plan;
}
var MOST_PLANS = 1500;
function readPlan(code) {
  const start = CALLING_CODES.indexOf(`
${code} `) + 1;
  if (start === 0) return null;
  const [, trunk, lengths, pattern] = CALLING_CODES.slice(start, CALLING_CODES.indexOf("\n", start)).split(
    " "
  );
  const known = `,${lengths},`;
  const whole = pattern && new RegExp(`^(?:${pattern})$`);
  return {
    code,
    trunk: trunk === "-" ? "" : trunk ?? "",
    matches: (number) => known.includes(`,${number.length},`) && (!whole || whole.test(number)),
    prefix: new RegExp(`^0*${code}`)
  };
}
function planOfInternational(digits) {
  return planOf(digits.slice(0, 1)) ?? planOf(digits.slice(0, 2)) ?? planOf(digits.slice(0, 3));
}
function withoutTrunk(number, { trunk, matches }) {
  const rest = number.slice(trunk.length);
  return trunk !== "" && number.startsWith(trunk) && matches(rest) ? rest : number;
}
function stored(digits, plan) {
  const { code, matches, prefix } = plan;
  const spellings = [digits, digits.replace(prefix, "")];
  const national = spellings.map((spelling) => withoutTrunk(spelling, plan)).find(matches) ?? digits;
  return code === MAINLAND && MAINLAND_MOBILE.test(national) ? national : `+${code}${national}`;
}
function storedInternational(digits) {
  const bare = digits.replace(/^0+/, "");
  const plan = planOfInternational(bare);
  return plan ? stored(bare.slice(plan.code.length), plan) : `+${bare}`;
}
function verifiedPhone(number, countryCode) {
  const digits = digitsOf(number);
  const code = digitsOf(countryCode).replace(/^0+/, "");
  if (digits.length < SHORTEST || digits.length > LONGEST) return null;
  if (code === "") {
    if (/^[^0-9]*[+\uff0b]|^00/.test(number)) return storedInternational(digits);
    return MAINLAND_MOBILE.test(digits) ? digits : null;
  }
  const plan = planOf(code);
  if (plan) return stored(digits, plan);
  const area = planOfInternational(code);
  return area?.matches(digits) ? stored(digits, area) : storedInternational(code + digits);
}
function maskPhone(phone) {
  if (phone === "") return "";
  if (phone.length < 8) return `****${phone.slice(-2)}`;
  return `${phone.slice(0, 3)}****${phone.slice(-4)}`;
}

// src/domain/character-count.ts
var HIGH_SURROGATE = /[\ud800-\udbff]/;
function characterCount(text) {
  return HIGH_SURROGATE.test(text) ? Array.from(text).length : text.length;
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

// src/pocketbase/query.ts
function findUnique(app, collection, ...conditions) {
  try {
    const [record] = app.findAllRecords(collection, ...conditions);
    return record ?? null;
  } catch (error) {
    throw new Error(`${collection}: ${String(error)}`, { cause: error });
  }
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
function exchangeOnce(code, app, calls, exchange) {
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
    return exchange(code, app);
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
function readAccessToken(answer2) {
  return read(answer2, ({ access_token, expires_in }) => {
    if (!isWhole(access_token)) return { broken: "no access_token" };
    if (typeof expires_in !== "number" || !(expires_in > 0)) return { broken: "no expires_in" };
    return { ok: { token: access_token, expiresIn: expires_in } };
  });
}
var textOf = (value) => typeof value === "string" || typeof value === "number" ? String(value) : "";
function readPhone(answer2, appid) {
  return read(answer2, ({ phone_info }) => {
    if (typeof phone_info !== "object" || phone_info === null) return { broken: "no phone_info" };
    const { phoneNumber, purePhoneNumber, countryCode, watermark } = phone_info;
    if (watermark?.appid !== appid)
      return { broken: "watermark of another app" };
    const phone = verifiedPhone(textOf(purePhoneNumber) || textOf(phoneNumber), textOf(countryCode));
    return phone === null ? { broken: "no phone number of a known country" } : { ok: phone };
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

// src/abuse/password-attempts.ts
function openLock(account) {
  changeEntry("accounts", account, Date.now(), () => null);
}

// src/accounts/passwords.ts
var CLIENT_FIELDS = { password: "password" };
function isPlatformUser(user) {
  return user.getString("users_idtype") === "ManagePlatform";
}
function setPassword(user, password, prepare) {
  user.setPassword(password);
  return inWriteTransaction((app) => {
    const now = findUser(user.id, app);
    if (!now) throw new Failure("token_invalid");
    refuseDisabled(now);
    user.load(prepare(now, app));
    save(app, user, CLIENT_FIELDS);
    return user;
  });
}

// src/accounts/phone-holder.ts
function provedPhone({ phone, provedAt }) {
  return { users_phone: phone, users_phone_verified_at: markOf(provedAt) };
}
var markOf = (time) => new Date(time).toISOString().replace("T", " ");

// src/pocketbase/sealed.ts
var keyOf = (words2) => $security.sha256(`wechat_auth:seal:${words2}`).slice(0, 32);
function seal(text, words2) {
  return $security.encrypt(text, keyOf(words2));
}
function unseal(sealed, words2) {
  try {
    return $security.decrypt(sealed, keyOf(words2));
  } catch {
    return null;
  }
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

// src/wechat/phone-number.ts
var LONGEST_EXCHANGE = 4;
function phoneOf(code, app) {
  const attempt = (token2) => {
    const query = `access_token=${encodeURIComponent(token2)}`;
    return call(
      "/wxa/business/getuserphonenumber",
      query,
      { code },
      (answer2) => readPhone(answer2, app.appid)
    );
  };
  const token = accessToken(app);
  let reading = attempt(token);
  if ("error" in reading && isStaleToken(reading.error)) {
    forgetAccessToken(app, token);
    reading = attempt(accessToken(app));
  }
  return unwrap(reading, phoneCodeFailure);
}

// src/accounts/phone-proofs.ts
var LIFETIME_MS = 10 * 60 * 1e3;
function provePhone(code, app, sender) {
  const sent = { key: `${app.appid} ${code}`, words: `${code} ${nameOf(sender)}` };
  const known = recall(sent);
  if (known) return known;
  try {
    return exchangeOnce(
      code,
      app,
      LONGEST_EXCHANGE,
      // Another request may have ended between the look above and this one's turn.
      () => recall(sent) ?? remember(sent, phoneOf(code, app))
    );
  } catch (error) {
    const isLate = error instanceof Failure && error.reason === "duplicate_request";
    const proof = isLate ? recall(sent) : null;
    if (proof) return proof;
    throw error;
  }
}
var nameOf = (sender) => "user" in sender ? `user ${sender.user}` : `address ${sender.address}`;
function recall({ key, words: words2 }) {
  const entry = readEntry("phones", key, Date.now());
  if (!entry) return null;
  const phone = unseal(entry.note ?? "", words2);
  if (phone === null)
    throw fieldFailure("phone_code_invalid", "users_phone_code", { cause: "the code is somebody else's" });
  return { phone, provedAt: entry.expiresAt - LIFETIME_MS };
}
function remember({ key, words: words2 }, phone) {
  const provedAt = Date.now();
  const entry = { count: 1, note: seal(phone, words2), expiresAt: provedAt + LIFETIME_MS };
  changeEntry("phones", key, provedAt, () => entry);
  return { phone, provedAt };
}

// src/operations/platform/resetPassword.ts
function resetPassword({
  event,
  input,
  facts
}) {
  checkNewPassword(input.password, input.passwordConfirm);
  const proof = provePhone(input.users_phone_code, appOfRequest(event, input.wx_appid), {
    address: event.realIP()
  });
  facts.phone = maskPhone(proof.phone);
  const user = platformUserOf(proof.phone);
  facts.record_id = user.id;
  refuseDisabled(user);
  setPassword(user, input.password, (_, app) => {
    if (platformUserOf(proof.phone, app).id !== user.id)
      throw fieldFailure("user_not_found", "users_phone_code");
    return provedPhone(proof);
  });
  openLock(user.id);
  facts.outcome = "password_reset";
  return { msg: "密码已重设，请用新密码登录", data: { status: "password_reset" } };
}
function platformUserOf(phone, app) {
  const user = findByPhone(phone, app);
  if (!user) throw fieldFailure("user_not_found", "users_phone_code");
  if (!isPlatformUser(user)) throw fieldFailure("user_type_mismatch", "users_phone_code");
  return user;
}

// src/routes.ts
var resetPassword2 = {
  caller: "anyone",
  logged: true,
  run: resetPassword
};

// src/generated/validators/resetPassword.js
var validate = validate11;
var pattern0 = /^[!-~]*$/;
var pattern1 = /^[^\x00]*$/;
function validate11(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  let vErrors = null;
  let errors = 0;
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.users_phone_code === void 0) {
      const err0 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "users_phone_code" } };
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
    if (data.passwordConfirm === void 0) {
      const err2 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "passwordConfirm" } };
      if (vErrors === null) {
        vErrors = [err2];
      } else {
        vErrors.push(err2);
      }
      errors++;
    }
    if (data.users_phone_code !== void 0) {
      let data0 = data.users_phone_code;
      if (typeof data0 === "string") {
        if (data0.length > 512 && characterCount(data0) > 512) {
          const err3 = { instancePath: instancePath + "/users_phone_code", schemaPath: "#/properties/users_phone_code/maxLength", keyword: "maxLength", params: { limit: 512 } };
          if (vErrors === null) {
            vErrors = [err3];
          } else {
            vErrors.push(err3);
          }
          errors++;
        }
        if (data0.length < 1) {
          const err4 = { instancePath: instancePath + "/users_phone_code", schemaPath: "#/properties/users_phone_code/minLength", keyword: "minLength", params: { limit: 1 } };
          if (vErrors === null) {
            vErrors = [err4];
          } else {
            vErrors.push(err4);
          }
          errors++;
        }
        if (!pattern0.test(data0)) {
          const err5 = { instancePath: instancePath + "/users_phone_code", schemaPath: "#/properties/users_phone_code/pattern", keyword: "pattern", params: { pattern: "^[!-~]*$" } };
          if (vErrors === null) {
            vErrors = [err5];
          } else {
            vErrors.push(err5);
          }
          errors++;
        }
      } else {
        const err6 = { instancePath: instancePath + "/users_phone_code", schemaPath: "#/properties/users_phone_code/type", keyword: "type", params: { type: "string" } };
        if (vErrors === null) {
          vErrors = [err6];
        } else {
          vErrors.push(err6);
        }
        errors++;
      }
    }
    if (data.password !== void 0) {
      let data1 = data.password;
      if (typeof data1 === "string") {
        if (data1.length > 71 && characterCount(data1) > 71) {
          const err7 = { instancePath: instancePath + "/password", schemaPath: "#/components/schemas/NewPassword/maxLength", keyword: "maxLength", params: { limit: 71 } };
          if (vErrors === null) {
            vErrors = [err7];
          } else {
            vErrors.push(err7);
          }
          errors++;
        }
        if (characterCount(data1) < 8) {
          const err8 = { instancePath: instancePath + "/password", schemaPath: "#/components/schemas/NewPassword/minLength", keyword: "minLength", params: { limit: 8 } };
          if (vErrors === null) {
            vErrors = [err8];
          } else {
            vErrors.push(err8);
          }
          errors++;
        }
        if (!pattern1.test(data1)) {
          const err9 = { instancePath: instancePath + "/password", schemaPath: "#/components/schemas/NewPassword/pattern", keyword: "pattern", params: { pattern: "^[^\\x00]*$" } };
          if (vErrors === null) {
            vErrors = [err9];
          } else {
            vErrors.push(err9);
          }
          errors++;
        }
      } else {
        const err10 = { instancePath: instancePath + "/password", schemaPath: "#/components/schemas/NewPassword/type", keyword: "type", params: { type: "string" } };
        if (vErrors === null) {
          vErrors = [err10];
        } else {
          vErrors.push(err10);
        }
        errors++;
      }
    }
    if (data.passwordConfirm !== void 0) {
      let data2 = data.passwordConfirm;
      if (typeof data2 === "string") {
        if (data2.length > 71 && characterCount(data2) > 71) {
          const err11 = { instancePath: instancePath + "/passwordConfirm", schemaPath: "#/components/schemas/PasswordConfirm/maxLength", keyword: "maxLength", params: { limit: 71 } };
          if (vErrors === null) {
            vErrors = [err11];
          } else {
            vErrors.push(err11);
          }
          errors++;
        }
        if (data2.length < 1) {
          const err12 = { instancePath: instancePath + "/passwordConfirm", schemaPath: "#/components/schemas/PasswordConfirm/minLength", keyword: "minLength", params: { limit: 1 } };
          if (vErrors === null) {
            vErrors = [err12];
          } else {
            vErrors.push(err12);
          }
          errors++;
        }
      } else {
        const err13 = { instancePath: instancePath + "/passwordConfirm", schemaPath: "#/components/schemas/PasswordConfirm/type", keyword: "type", params: { type: "string" } };
        if (vErrors === null) {
          vErrors = [err13];
        } else {
          vErrors.push(err13);
        }
        errors++;
      }
    }
    if (data.wx_appid !== void 0) {
      let data3 = data.wx_appid;
      if (typeof data3 !== "string" && data3 !== null) {
        const err14 = { instancePath: instancePath + "/wx_appid", schemaPath: "#/components/schemas/WxAppid/type", keyword: "type", params: { type: ["string", "null"] } };
        if (vErrors === null) {
          vErrors = [err14];
        } else {
          vErrors.push(err14);
        }
        errors++;
      }
      if (typeof data3 === "string") {
        if (data3.length > 128 && characterCount(data3) > 128) {
          const err15 = { instancePath: instancePath + "/wx_appid", schemaPath: "#/components/schemas/WxAppid/maxLength", keyword: "maxLength", params: { limit: 128 } };
          if (vErrors === null) {
            vErrors = [err15];
          } else {
            vErrors.push(err15);
          }
          errors++;
        }
      }
    }
  } else {
    const err16 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" } };
    if (vErrors === null) {
      vErrors = [err16];
    } else {
      vErrors.push(err16);
    }
    errors++;
  }
  validate11.errors = vErrors;
  return errors === 0;
}

// src/generated/entries/resetPassword.ts
var readBody = jsonBody(validate, ["users_phone_code", "password", "passwordConfirm", "wx_appid"], () => ({
  "users_phone_code": {
    "title": "手机号凭证",
    "pattern": "只能包含可见的英文字符"
  },
  "password": {
    "title": "密码",
    "pattern": "不能包含空字符"
  },
  "passwordConfirm": {
    "title": "确认密码"
  },
  "wx_appid": {
    "title": "小程序 AppID"
  }
}));
var words = {};
var endpoint = { id: "resetPassword", route: resetPassword2, readBody, words, write: writeSuccess };
function handle(event) {
  dispatch(event, endpoint);
}
module.exports = {
  handle
};
