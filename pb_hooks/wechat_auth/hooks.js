// Generated from src/ by build.mjs: change the source, then run `npm run build`.
"use strict";

// src/commands.ts
var commands = [
  {
    name: "pictures",
    does: "Stores avatars of earlier releases anew: smaller, the right way up, without metadata",
    flags: { "dry-run": "only say what would be done" }
  },
  {
    name: "doctor",
    does: "Says what is wrong with this deployment and what to do (exit status: 0 sound, 1 advice, 2 broken)",
    flags: { json: "print one JSON object" },
    failure: 2
  },
  {
    name: "import",
    does: "Brings users in from another system: wechat-auth import --from leancloud|uni-id|casdoor|csv FILE",
    flags: { "dry-run": "only say what would be done; nothing is written" },
    values: {
      from: "where FILE comes from: leancloud, uni-id, casdoor or csv",
      appid: "the mini-program whose openids FILE holds (default: the first of WECHAT_APPID)",
      "on-duplicate": "who gets an openid or unionid that several have: report (nobody but the oldest; the others are left out and named), oldest, newest",
      "auth-data": "LeanCloud: the entry of authData that is the mini-program's, where it is neither lc_weapp nor weapp",
      wrap: "when passwords that another system has hashed are wrapped in bcrypt: now, or later by wechat-auth wrap-passwords"
    }
  },
  {
    name: "wrap-passwords",
    does: "Wraps the passwords in bcrypt that `import --wrap later` has brought in as they came",
    flags: {}
  }
];

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

// src/pocketbase/command-line.ts
function addCommands(lines) {
  const group = new Command({ use: "wechat-auth", short: "Looks after the sign-in kit" });
  for (const line of lines) group.addCommand(commandOf(line));
  $app.rootCmd?.addCommand(group);
}
function commandOf(line) {
  const { name, does, flags, values = {} } = line;
  const command = new Command({
    use: name,
    short: does,
    run: (self, args) => {
      const given = Object.keys(flags).filter((flag) => self.flags()?.getBool(flag) === true);
      const texts = Object.keys(values).map((flag) => [flag, self.flags()?.getString(flag) ?? ""]);
      const print = (text) => void self.outOrStdout().write(toBytes(`${text}
`));
      const status = statusOf(line, args, given, print, Object.fromEntries(texts));
      if (status !== 0) $os.exit(status);
    }
  });
  for (const [flag, help] of Object.entries(flags)) command.flags()?.bool(flag, false, help);
  for (const [flag, help] of Object.entries(values)) command.flags()?.string(flag, "", help);
  return command;
}
function statusOf({ name, failure = 1 }, ...run) {
  try {
    const file = globalThis.require(`${__hooks}/wechat_auth/command_${name}.js`);
    return file.run(...run);
  } catch (error) {
    console.error(`wechat-auth ${name}: ${describeError(error)}`);
    return failure;
  }
}

// src/domain/hook-files.ts
var OURS = "POST /api/wechat/login";
var COMMENT_LINE = /^\s*\/\/.*$/gm;
var REGISTRATION = /\brouterAdd\(\s*["'`](\w+)["'`]\s*,\s*["'`]([^"'`]+)["'`]/g;
function routesIn(source) {
  const code = source.replace(COMMENT_LINE, "");
  return [...code.matchAll(REGISTRATION)].map(([, method, path]) => `${method?.toUpperCase()} ${path}`);
}
function secondCopy(files) {
  const names = Object.keys(files).sort();
  const ours = names.find((name) => files[name]?.includes(OURS));
  if (!ours) return null;
  for (const name of names) {
    const shared = files[name]?.find((route) => files[ours]?.includes(route));
    if (name === ours || !shared) continue;
    return `${ours} and ${name} both register ${shared}: these look like two copies of one file. Keep one of them in the hooks folder (the newer one, under the name wechat_auth.pb.js) and start again.`;
  }
  return null;
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
function refuseSecondCopy() {
  const texts = Object.entries(hookFileTexts());
  const problem = secondCopy(Object.fromEntries(texts.map(([name, text]) => [name, routesIn(text)])));
  if (!problem) return;
  console.error(problem);
  $os.exit(1);
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

// src/pocketbase/sign-in-checks.ts
var PATTERN = "wechat_auth:auth_request_event";
function keepEventPattern() {
  let pattern = null;
  const hook = $app.onRecordAuthRequest();
  const id = hook.bind({
    id: PATTERN,
    priority: Number.MIN_SAFE_INTEGER,
    func: (event) => {
      pattern = event;
    }
  });
  hook.trigger({});
  hook.unbind(id);
  store().set(PATTERN, pattern);
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

// src/pocketbase/native-password.ts
function hooksOfNativePassword() {
  return $app.onRecordAuthWithPasswordRequest().length();
}
function answerNativePassword(event, user) {
  $apis.recordAuthResponse(event, user, "password", null);
}

// src/pocketbase/http.ts
var MAX_JSON_BYTES = 64 * 1024;
var MAX_PICTURE_BYTES = 512 * 1024;
function takeWaitedMs() {
  const taken = globalThis.__wechatAuth_waited ?? null;
  globalThis.__wechatAuth_waited = void 0;
  return taken;
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

// src/pocketbase/bundles.ts
var loaded = {};
function bundle(name) {
  return loaded[name] ??= globalThis.require(`${__hooks}/wechat_auth/${name}.js`);
}

// src/domain/legacy-password.ts
var LEGACY_SCHEMES = [
  "reset",
  "leancloud",
  "uni-id-hmac-sha256",
  "uni-id-hmac-sha1",
  "casdoor-salt",
  "casdoor-sha512-salt",
  "casdoor-md5-salt"
];
var SLOW_SCHEMES = ["leancloud"];
function parseLegacyPassword(text) {
  if (text === "") return null;
  try {
    const parsed = JSON.parse(text);
    return LEGACY_SCHEMES.includes(parsed.scheme) ? parsed : { scheme: "reset" };
  } catch {
    return { scheme: "reset" };
  }
}
function secretOfVersion(setting, version) {
  if (setting === "") return null;
  const entries = setting.split(",").map((entry) => entry.trim());
  const named = entries.filter((entry) => /^[0-9]+:/.test(entry));
  const own = named.find((entry) => entry.startsWith(`${version || "1"}:`));
  if (own) return own.slice(own.indexOf(":") + 1);
  return named.length === 0 ? setting : null;
}

// src/domain/password.ts
function utf8Length(text) {
  let bytes = 0;
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    bytes += point < 128 ? 1 : point < 2048 ? 2 : point < 65536 ? 3 : 4;
  }
  return bytes;
}

// src/pocketbase/equal-texts.ts
function equalTexts(one, other) {
  return $security.equal(one, other);
}

// src/pocketbase/request.ts
function httpRequest(event) {
  return event.request;
}
var USERS = "tbl_auth_users";
function dropQuery(request) {
  if (request.requestURI.includes("?")) request.url.rawQuery = "";
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
function word(name, words, fallback, safest) {
  const text = $os.getenv(name).trim().toLowerCase();
  if (text === "") return fallback;
  const known = words.find((candidate) => candidate === text);
  if (known) return known;
  complain(name, `must be one of ${words.join(", ")}; using ${safest}`);
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

// src/pocketbase/passwords.ts
var LEGACY_FIELD = "users_password_legacy";
function isPasswordOf(user, password) {
  const kept = user.getString(LEGACY_FIELD);
  if (kept === "") return user.validatePassword(password);
  const legacy = parseLegacyPassword(kept) ?? { scheme: "reset" };
  if (!hashesInTurn(legacy, password).some((hash) => isHashOf(user, legacy, hash))) return false;
  replace(user, kept, password);
  return true;
}
function bcryptOf(text) {
  if (utf8Length(text) > LONGEST) return "";
  const scratch = new Record(currentCollection(USERS));
  scratch.setPassword(text);
  return scratch.getRaw("password").hash;
}
var LONGEST = 72;
function isHashOf(user, legacy, hash) {
  if (legacy.hash !== void 0) return equalTexts(legacy.hash, hash);
  return user.validatePassword(hashes().digestOf(hash));
}
var PLACES = 1;
var PATIENCE_MS = 1e4;
function hashesInTurn(legacy, password) {
  const secret = secretFor(legacy);
  const work = () => hashes().legacyHashes(legacy, password, secret);
  if (!SLOW_SCHEMES.includes(legacy.scheme)) return work();
  const hashing = inPlace("legacy_passwords", PLACES, PATIENCE_MS, work);
  if (!hashing) throw new Failure("rate_limited", { retryAfter: PATIENCE_MS / 1e3 });
  return hashing.done;
}
function secretFor({ scheme, version = "" }) {
  if (scheme === "reset") throw new Failure("password_reset_required");
  if (scheme !== "uni-id-hmac-sha1") return "";
  const secret = secretOfVersion(settings().uniIdPasswordSecret, version);
  if (secret !== null) return secret;
  if (firstTime("uni_id_secret_missing"))
    logger().error(
      "users from uni-id have passwords that need UNI_ID_PASSWORD_SECRET: set it to the project's passwordSecret and restart PocketBase"
    );
  throw new Failure("password_reset_required", {
    cause: "UNI_ID_PASSWORD_SECRET is not set for this version"
  });
}
function replace(user, kept, password) {
  const hash = bcryptOf(password);
  if (hash === "") return;
  const { id } = user;
  const done = $app.db().newQuery(REPLACE).bind({ id, kept, hash }).execute();
  if (done.rowsAffected() === 0) return;
  user.getRaw("password").hash = hash;
  user.setRaw(LEGACY_FIELD, "");
}
var REPLACE = `UPDATE ${USERS} SET password = {:hash}, ${LEGACY_FIELD} = ''
  WHERE id = {:id} AND ${LEGACY_FIELD} = {:kept}`;
var STORE_LEGACY = `UPDATE ${USERS} SET ${LEGACY_FIELD} = {:legacy},
    password = CASE {:hash} WHEN '' THEN password ELSE {:hash} END
  WHERE id = {:id}`;
var hashes = () => bundle("legacy_hashes");

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

// src/pocketbase/tokens.ts
function isAuthRuleRefusal(error) {
  const refusal2 = apiErrorOf(error);
  return refusal2?.status === 403 && refusal2.message === "The request doesn't satisfy the collection requirements to authenticate.";
}

// src/domain/guid.ts
var PLACEHOLDER_DOMAIN = "@manage.local";
function isPlaceholderEmail(address) {
  return address.toLowerCase().endsWith(PLACEHOLDER_DOMAIN);
}

// src/pocketbase/avatars.ts
var AVATAR = "users_avatar";

// src/pocketbase/query.ts
function findUnique(app, collection, ...conditions) {
  try {
    const [record] = app.findAllRecords(collection, ...conditions);
    return record ?? null;
  } catch (error) {
    throw new Error(`${collection}: ${String(error)}`, { cause: error });
  }
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

// src/pocketbase/users.ts
function findUser(id, app = $app) {
  return findUnique(app, USERS, $dbx.hashExp({ id }));
}
var ABSORBED = -2;
var AWAITING_APPROVAL = -3;
var CLOSED = -9;
function statusOf2(user) {
  return user.getFloat("users_status");
}
function isGone(user) {
  const status = statusOf2(user);
  return status === ABSORBED || status === CLOSED || user.getString("users_merged_into") !== "";
}
function barredReason(user) {
  return statusOf2(user) === AWAITING_APPROVAL ? "approval_pending" : "account_disabled";
}
function isDisabled(user) {
  return statusOf2(user) < 0;
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
  const start2 = row.indexOf(`
${key} `);
  if (start2 < 0) return "";
  const end = row.indexOf("\n", start2 + 1);
  return end < 0 ? row.slice(start2) : row.slice(start2, end);
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

// src/abuse/password-attempts.ts
function checkPassword(account, matches) {
  return check("accounts", account, matches);
}
function checkStranger(name, matches) {
  return check("strangers", name, matches);
}
function forgiveAccount(account) {
  changeEntry("accounts", account, Date.now(), unlocked(settings().loginMaxFailures));
}
var unlocked = (maxFailures) => (entry) => entry && entry.count > maxFailures ? entry : null;
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
  const succeeded = unlocked(loginMaxFailures);
  if (right && !readEntry(table, account, now)) return true;
  refuseLocked(changeEntry(table, account, now, right ? succeeded : failed), now);
  return right;
}

// src/abuse/native-password.ts
function guardNativePassword(event) {
  const startedAt = Date.now();
  const { record, requestEvent } = event;
  const facts = { outcome: "login_success", ...record && { record_id: record.id } };
  const line = { event: requestEvent, operation: "auth-with-password", facts, startedAt };
  try {
    if (!record) refuseStranger(event);
    else if (hooksOfNativePassword() > 1) signInThroughHooks(event, record);
    else signIn(requestEvent, record, event.password);
  } catch (error) {
    logFailure(line, outcomeFor(requestEvent, error, record));
    throw nativeError(requestEvent, error);
  }
  logSuccess(line);
}
function signIn(event, record, password) {
  if (!checkPassword(record.id, () => isPasswordOf(record, password))) throw new Failure("password_wrong");
  answerNativePassword(event, record);
}
function signInThroughHooks(event, record) {
  const right = checkPassword(record.id, () => isPasswordOf(record, event.password));
  try {
    event.next();
  } catch (error) {
    throw isWrongPassword(error) ? new Failure("password_wrong") : error;
  }
  if (!right) forgiveAccount(record.id);
}
function refuseStranger(event) {
  const known = checkStranger(event.identity, () => {
    try {
      event.next();
      return true;
    } catch (error) {
      if (isWrongPassword(error)) return false;
      throw error;
    }
  });
  if (!known) throw new Failure("user_not_found");
}
function isWrongPassword(error) {
  const refusal2 = apiErrorOf(error);
  return refusal2?.status === 400 && refusal2.message === WRONG_PASSWORD;
}
var WRONG_PASSWORD = "Failed to authenticate.";
function outcomeFor(event, error, record) {
  if (record && isAuthRuleRefusal(error))
    return new Failure(isDisabled(record) ? barredReason(record) : "auth_rejected");
  return outcomeOf(event, error);
}
function nativeError(event, error) {
  if (!(error instanceof Failure)) return error;
  const { retryAfter } = error.details;
  if (retryAfter === void 0) return new BadRequestError(WRONG_PASSWORD, {});
  event.response.header().set("Retry-After", String(retryAfter));
  return new TooManyRequestsError(error.message, {});
}

// src/pocketbase/stale-writes.ts
function updateFresh(event, settle) {
  const { app } = event;
  const record = event.model;
  inWriteTransaction((transaction) => {
    const stored = findUnique(transaction, record.tableName(), $dbx.hashExp({ id: record.id }));
    if (stored) {
      const before = record.original();
      const update = { record, before, stored, app: transaction };
      keepOthersChanges(update);
      settle(update);
    }
    event.app = transaction;
    try {
      event.next();
    } finally {
      event.app = app;
    }
  }, app);
}
function keepOthersChanges({ record, before, stored, app }) {
  const columns = (state) => state.dbExport(app);
  const [was, is] = [columns(before), columns(stored)];
  if (same(was, is)) return;
  const mine = columns(record);
  for (const column of Object.keys(is)) {
    const changedByOthers = !same(was[column], is[column]);
    const leftAlone = same(was[column], mine[column]);
    if (changedByOthers && leftAlone) record.setRaw(column, stored.getRaw(column));
  }
}
function same(a, b) {
  return JSON.stringify(a) === JSON.stringify(b);
}

// src/pocketbase/stored-avatars.ts
function withStorage(work) {
  const storage = $app.newFilesystem();
  try {
    work(storage);
  } finally {
    storage.close();
  }
}
function dropUploads(record) {
  const uploads = record.getUnsavedFiles(AVATAR);
  if (uploads.length === 0) return;
  withStorage((storage) => {
    for (const file of uploads) if (file) storage.delete(`${record.baseFilesPath()}/${file.name}`);
  });
}

// src/accounts/personal-fields.ts
var PHONE = ["users_phone", "users_phone_verified_at"];
var HANDED_OVER = [...PHONE, "users_unionid"];
var PERSONAL = [
  ...HANDED_OVER,
  "users_name",
  "users_picture",
  AVATAR,
  "users_id_number",
  "users_convers_id",
  "users_id",
  "users_parent_id",
  "users_promo_code",
  LEGACY_FIELD,
  "email"
];

// src/accounts/user-updates.ts
function guardUserUpdate(event) {
  updateFresh(event, (update) => {
    refuseRevival(update);
    stayGone(update);
    settlePhoneMark(update);
    settleTokenKey(update);
    settleLegacyPassword(update);
  });
}
function guardIdentityUpdate(event) {
  updateFresh(event, () => {
  });
}
function refuseRevival({ record, before, stored, app }) {
  if (mergedInto(before) !== "" && statusOf2(record) !== statusOf2(before)) {
    throw refusal(
      "users_status",
      `This account was absorbed into ${mergedInto(before)}. Reload it; to part the two, empty users_merged_into first.`
    );
  }
  if (record.getString("openid") !== stored.getString("openid") && isForgotten(before, app)) {
    throw refusal("openid", "This account was closed, and its openid with it. Reload it.");
  }
}
function stayGone({ record, before, stored }) {
  const hasGone = isGone(stored) && !isGone(before);
  const wasForgotten = hasGone && statusOf2(stored) === CLOSED || isGone(stored) && stored.getString("openid") !== before.getString("openid");
  if (!hasGone && !wasForgotten) return;
  record.set("users_status", statusOf2(stored));
  if (wasForgotten) dropUploads(record);
  const kept = wasForgotten ? [...PERSONAL, "openid", "password"] : HANDED_OVER;
  for (const field of kept) record.setRaw(field, stored.getRaw(field));
}
function isForgotten(user, app) {
  if (statusOf2(user) === CLOSED) return true;
  const into = mergedInto(user);
  const survivor = into === "" ? null : findUser(into, app);
  return survivor !== null && statusOf2(survivor) === CLOSED;
}
function settlePhoneMark({ record, before, stored }) {
  const mark = record.getString("users_phone_verified_at");
  const isOwnMark = mark !== before.getString("users_phone_verified_at") && mark !== stored.getString("users_phone_verified_at");
  const phone = record.getString("users_phone");
  if (mark === "" || phone !== "" && (isOwnMark || phone === stored.getString("users_phone"))) return;
  record.set("users_phone_verified_at", "");
}
function settleTokenKey({ record, stored }) {
  if (record.tokenKey() !== stored.tokenKey()) return;
  const sameCredentials = record.email() === stored.email() && record.getString("password:hash") === stored.getString("password:hash");
  if (!sameCredentials) record.refreshTokenKey();
}
function settleLegacyPassword({ record, stored }) {
  const kept = record.getString(LEGACY_FIELD);
  if (kept === "" || kept !== stored.getString(LEGACY_FIELD)) return;
  if (record.getString("password:hash") !== stored.getString("password:hash")) record.set(LEGACY_FIELD, "");
}
function mergedInto(user) {
  return user.getString("users_merged_into");
}
function refusal(field, message) {
  return new BadRequestError("Failed to update record.", {
    [field]: new ValidationError("validation_account_gone", message)
  });
}

// src/pocketbase/console-files.ts
var FILES = {
  "": { file: "index.html", type: "text/html; charset=utf-8" },
  "style.css": { file: "style.css", type: "text/css; charset=utf-8" },
  "app.js": { file: "app.js", type: "text/javascript; charset=utf-8" },
  desk: { file: "desk.html", type: "text/html; charset=utf-8" },
  "desk-style.css": { file: "desk-style.css", type: "text/css; charset=utf-8" },
  "desk.js": { file: "desk.js", type: "text/javascript; charset=utf-8" },
  // Users who registered without a picture have its address in their record, wherever that is shown.
  "avatar.svg": { file: "avatar.svg", type: "image/svg+xml", always: true }
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
  if (!found || !(found.always || settings().consoleEnabled)) throw new NotFoundError("", {});
  const headers = event.response.header();
  headers.set("Content-Type", found.type);
  headers.set("Content-Security-Policy", CONTENT_SECURITY_POLICY);
  headers.set("Referrer-Policy", "no-referrer");
  headers.set("Cache-Control", "no-cache");
  event.fileFS($os.dirFS(`${__hooks}/console`), found.file);
}

// src/pocketbase/counter.ts
function totals() {
  const found = new DynamicModel({ total: 0, users: 0 });
  $app.db().newQuery(
    `SELECT coalesce((SELECT total FROM tbl_auth_users_total WHERE id = 1), -1) AS total,
        (SELECT count(*) FROM tbl_auth_users) AS users`
  ).one(found);
  return { total: found.total, users: found.users };
}
function mendTotal() {
  const found = totals();
  if (found.total === found.users) return;
  $app.nonconcurrentDB().newQuery(
    `INSERT INTO tbl_auth_users_total (id, total) SELECT 1, count(*) FROM tbl_auth_users WHERE true
        ON CONFLICT (id) DO UPDATE SET total = excluded.total`
  ).execute();
  logger().warn("users_total_mended", "total", found.total, "users", found.users);
}
function mendTotalOnce(job) {
  $app.cron().remove(job);
  mendTotal();
}

// src/pocketbase/contract-file.ts
var UNSET = "http://localhost:8090";
function ownServer() {
  const address = $app.settings().meta.appURL.replace(/\/+$/, "");
  return /^https?:\/\/[^\s"\\]+$/.test(address) && address !== UNSET ? address : "./";
}
function serveContract(event, file) {
  event.response.header().set("Content-Type", "application/yaml; charset=utf-8");
  const text = toString($os.readFile(`${__hooks}/${file}`));
  const server = `  - url: "${ownServer()}"
    description: 本服务
`;
  event.string(
    200,
    text.replace("\nservers:\n", (line) => line + server)
  );
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

// src/pocketbase/methods.ts
function refuseMethod(event, allowed) {
  const request = httpRequest(event);
  isolateLargeBody(event, request);
  drainLargeBody(request);
  dropQuery(request);
  event.response.header().set("Allow", allowed);
  writeFailure(event, new Failure("method_not_allowed"));
}

// src/pocketbase/placeholder-mail.ts
function refuseEmailChange() {
  throw new ForbiddenError("The e-mail of this collection's users cannot be changed.", {});
}
function dropPlaceholderMail(event) {
  const { to = [], subject = "" } = event.message ?? {};
  if (to.length > 0 && to.every(({ address }) => isPlaceholderEmail(address))) {
    logger().warn("a mail to a placeholder address was not sent", "subject", subject);
    return;
  }
  event.next();
}

// src/hooks.ts
function start() {
  refuseSecondCopy();
  keepEventPattern();
  addCommands(commands);
}
module.exports = {
  dropPlaceholderMail,
  guardIdentityUpdate,
  guardNativePassword,
  guardUserUpdate,
  mendTotal,
  mendTotalOnce,
  refuseEmailChange,
  refuseMethod,
  serveConsole,
  serveContract,
  start
};
