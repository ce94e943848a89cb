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
var GO_DISCARDS = 256 * 1024;
function mayStayUnread({ contentLength }) {
  return contentLength < 0 || contentLength > GO_DISCARDS;
}
function isolateLargeBody(event, request) {
  if (mayStayUnread(request)) event.response.header().set("Connection", "close");
}
var DRAIN_LIMIT = 10 * 1024 * 1024;

// src/body.ts
function multipartBody() {
  return (request) => {
    if (!hasMediaType(request, "multipart/form-data")) throw new Failure("unsupported_media_type");
    return void 0;
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

// src/domain/picture.ts
var STAND_IN = /^https?:\/\/[^?#]*\/console\/avatar\.svg$/i;
var STORED_FILE = /^https?:\/\/[^?#]*(\/api\/files\/[^/?#]+\/[^/?#]+\/)([^/?#]+)(?:[?#].*)?$/i;
var NAME = /^avatar_[A-Za-z0-9]{10}\.[a-z]+$/;
function isUploadedAvatar(address, { path, current }) {
  if (!address.includes("/api/files/")) return false;
  const [, folder, name = ""] = STORED_FILE.exec(address) ?? [];
  return folder === path && (NAME.test(name) || name === encodeURIComponent(current));
}
function isOurPicture(address, field) {
  return STAND_IN.test(address) || isUploadedAvatar(address, field);
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
var LONGEST_STAY_MS = 6e4;
var LOOK_AGAIN_MS = 20;
function inPlace(what, places, patienceMs, work) {
  const key = `wechat_auth:places:${what}`;
  const giveUpAt = Date.now() + patienceMs;
  let mine = "";
  const take = (taken) => {
    const now = Date.now();
    const still = (taken ?? "").split(" ").filter((place) => Number.parseInt(place, 10) > now);
    mine = still.length < places ? `${now + LONGEST_STAY_MS}.${$security.randomString(8)}` : "";
    return [...still, mine].join(" ").trim();
  };
  for (store().setFunc(key, take); mine === ""; store().setFunc(key, take)) {
    if (Date.now() >= giveUpAt) return null;
    sleep(LOOK_AGAIN_MS);
  }
  try {
    return { done: work() };
  } finally {
    store().setFunc(key, (taken) => (taken ?? "").replace(mine, "").trim());
  }
}

// src/pocketbase/avatars.ts
var AVATAR = "users_avatar";
function avatarField(user) {
  return fieldOf(user.collection().id, user.id, user.getString(AVATAR));
}
function fieldOf(collection, id, current) {
  return { path: `/api/files/${collection}/${id}/`, current };
}
function avatarFile(content, type) {
  const file = $filesystem.fileFromBytes(content, "avatar");
  file.name = `avatar_${$security.randomString(10)}.${type}`;
  return file;
}
function avatarAddress({ path }, filename) {
  return baseAddress($app.settings().meta.appURL).url + path + encodeURIComponent(filename);
}
function addressComplaint() {
  const { complaint } = baseAddress($app.settings().meta.appURL);
  if (complaint === "") return "";
  return `avatar addresses begin with PocketBase's Application URL: ${complaint}. Set it to the address at which clients reach the service (dashboard, Settings, Application)`;
}
function checkApplicationUrl() {
  const complaint = addressComplaint();
  if (complaint !== "" && firstTime(`application_url:${complaint}`)) logger().warn(complaint);
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
function saveWithFile(record, field, file, clientFields) {
  record.set(field, file);
  if (!$app.settings().s3.enabled) return inWriteTransaction((app) => save(app, record, clientFields));
  try {
    save($app, record, clientFields);
  } catch (error) {
    const { id } = record;
    const [stored] = $app.findAllRecords(record.collection(), $dbx.hashExp({ id }));
    if (stored?.getString(field) !== file.name) throw error;
    logFailedHook(error);
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
  const details = {
    fields,
    // Codes alone: PocketBase's words may quote the value.
    cause: Object.entries(refused).map(([name, { code }]) => `${collection.name}.${name}: ${code}`).join(", "),
    misconfigured: !names.some((name) => Object.hasOwn(clientFields, name))
  };
  const taken = Object.entries(refused).filter(([, { code }]) => code === "validation_not_unique");
  return taken.length > 0 ? new NotUnique(
    taken.map(([name]) => name),
    details
  ) : new Failure("validation_failed", details);
}

// src/pocketbase/users.ts
function findUser(id, app = $app) {
  return findUnique(app, USERS, $dbx.hashExp({ id }));
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

// src/domain/image.ts
var MAX_STEPS = 1e3;
var text = (bytes, from, to) => String.fromCharCode(...bytes.slice(from, to));
function numberOf(...bytes) {
  return bytes.reduce((sum, byte) => sum * 256 + (byte ?? Number.NaN), 0) || 0;
}
function imageHeader(read) {
  const start = read(0, 12);
  if (start[0] === 255 && start[1] === 216 && start[2] === 255) return jpegHeader(read);
  if (text(start, 0, 8) === "PNG\r\n\n") return pngHeader(read);
  if (text(start, 0, 4) === "RIFF" && text(start, 8, 12) === "WEBP") return webpHeader(read);
  return null;
}
function jpegHeader(read) {
  const found = { width: 0, height: 0, animated: false, storedAs: "jpg" };
  let offset = 2;
  for (let step = 0; step < MAX_STEPS; step++) {
    const [mark, marker = 0, high, low, , top, bottom, left, right] = read(offset, 9);
    if (mark === void 0) break;
    const kind = mark === 255 ? segmentKind(marker) : "no segment";
    if (kind === "frame") return { ...found, width: numberOf(left, right), height: numberOf(top, bottom) };
    if (kind === "other") {
      const length = numberOf(high, low);
      if (length < 2) break;
      offset += 2 + length;
    } else {
      offset += mark === 255 && marker !== 255 ? 2 : 1;
    }
  }
  return found;
}
function segmentKind(marker) {
  const isRestart = marker >= 208 && marker <= 215;
  if (marker === 0 || marker === 255 || isRestart) return "no segment";
  return marker >= 192 && marker <= 207 && ![196, 200, 204].includes(marker) ? "frame" : "other";
}
function pngHeader(read) {
  const start = read(12, 12);
  const isHeader = text(start, 0, 4) === "IHDR";
  return {
    width: isHeader ? numberOf(...start.slice(4, 8)) : 0,
    height: isHeader ? numberOf(...start.slice(8, 12)) : 0,
    animated: isAnimatedPng(read),
    storedAs: "png"
  };
}
function isAnimatedPng(read) {
  let offset = 8;
  for (let step = 0; step < MAX_STEPS; step++) {
    const chunk = read(offset, 8);
    const name = text(chunk, 4, 8);
    if (name === "acTL") return true;
    if (name.length < 4 || name === "IDAT") return false;
    offset += 12 + numberOf(...chunk.slice(0, 4));
  }
  return false;
}
function webpHeader(read) {
  let offset = 12;
  for (let step = 0; step < MAX_STEPS; step++) {
    const chunk = read(offset, 18);
    const data = chunk.slice(8);
    switch (text(chunk, 0, 4)) {
      case "VP8X": {
        const [flags = 0] = data;
        return {
          width: 1 + numberOf(data[6], data[5], data[4]),
          height: 1 + numberOf(data[9], data[8], data[7]),
          animated: (flags & 2) !== 0,
          storedAs: (flags & 16) !== 0 ? "png" : "jpg"
        };
      }
      case "VP8 ":
        return {
          width: numberOf(data[7], data[6]) & 16383,
          height: numberOf(data[9], data[8]) & 16383,
          animated: false,
          storedAs: "jpg"
        };
      case "VP8L": {
        const bits = numberOf(data[4], data[3], data[2], data[1]);
        return {
          width: 1 + (bits & 16383),
          height: 1 + (bits >>> 14 & 16383),
          animated: false,
          storedAs: (bits >>> 28 & 1) === 1 ? "png" : "jpg"
        };
      }
    }
    const length = numberOf(chunk[7], chunk[6], chunk[5], chunk[4]);
    if (chunk.length < 8) break;
    offset += 8 + length + length % 2;
  }
  return { width: 0, height: 0, animated: false, storedAs: "png" };
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
function withParts(file, work) {
  const reader = file.reader?.open();
  if (!reader) throw new Error("the uploaded file cannot be opened");
  try {
    return work((offset, count) => {
      reader.seek(offset, FROM_START);
      return [...toBytes(reader, count)];
    });
  } finally {
    reader.close();
  }
}
var FROM_START = 0;
function contentOf(file) {
  const reader = file.reader?.open();
  if (!reader) throw new Error("the uploaded file cannot be opened");
  try {
    return toBytes(reader, file.size);
  } finally {
    reader.close();
  }
}

// src/pocketbase/reencoding.ts
var LONGEST_SIDE = 640;
var MAX_PIXELS = 4e7;
var SIGNATURES = { jpg: [255, 216, 255], png: [137, 80, 78, 71, 13, 10, 26, 10] };
function prospectOf(file) {
  const header = withParts(file, imageHeader);
  if (!header || header.animated) return { refused: "file_type_unsupported" };
  const pixels = header.width * header.height;
  if (pixels === 0) return { refused: "picture_undecodable" };
  if (pixels > MAX_PIXELS) return { refused: "picture_too_large" };
  return { type: header.storedAs };
}
var PRIVATE = 384;
function reencoded(file, type) {
  const name = `avatar_${$security.randomString(20)}`;
  const folder = `${$app.dataDir()}/.pb_temp_to_delete/${name}`;
  let stored = false;
  try {
    const files = $filesystem.local(folder);
    try {
      files.upload(SIGNATURES[type], "original");
      $os.writeFile(`${folder}/original`, contentOf(file), PRIVATE);
      stored = true;
      files.createThumb("original", "thumb", `${LONGEST_SIDE}x${LONGEST_SIDE}f`);
    } finally {
      files.close();
    }
    return toBytes($os.readFile(`${folder}/thumb`));
  } catch (error) {
    if (!stored || String(error).includes(name)) throw error;
    return null;
  } finally {
    $os.removeAll(folder);
  }
}

// src/operations/wechat/wechatAvatar.ts
var MAX_BYTES = 2 * 1024 * 1024;
var PLACES = 1;
var PATIENCE_MS = 1e4;
function wechatAvatar({ event, user }) {
  const picture = reencodedPicture(uploadedFile(event, "file"));
  return { msg: "头像已上传", data: { users_picture: store2(user?.id ?? "", picture) } };
}
function reencodedPicture(file) {
  if (file.size > MAX_BYTES) throw new Failure("body_too_large");
  const prospect = prospectOf(file);
  if ("refused" in prospect) throw fieldFailure(prospect.refused, "file");
  const { type } = prospect;
  const decoding = inPlace("pictures", PLACES, PATIENCE_MS, () => reencoded(file, type));
  if (!decoding) throw new Failure("rate_limited", { retryAfter: PATIENCE_MS / 1e3 });
  if (!decoding.done) throw fieldFailure("picture_undecodable", "file");
  return avatarFile(decoding.done, type);
}
function store2(id, picture) {
  const user = findUser(id);
  if (!user) throw new Failure("token_invalid");
  refuseDisabled(user);
  checkApplicationUrl();
  const field = avatarField(user);
  const address = avatarAddress(field, picture.name);
  if (isOurPicture(user.getString("users_picture"), field)) user.set("users_picture", address);
  saveWithFile(user, AVATAR, picture, { [AVATAR]: "file", users_picture: "file" });
  return address;
}

// src/routes.ts
var wechatAvatar2 = { caller: "bearer", logged: true, run: wechatAvatar };

// src/generated/entries/wechatAvatar.ts
var readBody = multipartBody();
var words = { "body_too_large": { "message": "头像不能超过 2 MB", "field": "file" }, "unsupported_media_type": { "message": "请以 multipart/form-data 上传文件" } };
var endpoint = { id: "wechatAvatar", route: wechatAvatar2, readBody, words, write: writeSuccess };
function handle(event) {
  dispatch(event, endpoint);
}
module.exports = {
  handle
};
