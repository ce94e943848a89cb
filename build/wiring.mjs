// @ts-check
/**
 * The text of the wiring file: the only hook file PocketBase loads. PocketBase turns every callback into text and
 * compiles it again in another runtime, so each one is a literal one-liner that sees nothing but globals.
 * @module
 */

/** File names inside pb_hooks; operators keep their own hooks beside them. */
export const WIRING_FILE = "wechat_auth.pb.js";
/** One bundle for each operation, by its id, and one for the other callbacks. */
export const BUNDLE_FOLDER = "wechat_auth";
export const HOOKS_BUNDLE = "hooks";
export const PUSH_BUNDLE = "push";
export const CONTRACT_FILE = "openapi.yaml";
export const RENDITION_FILE = "openapi-3.0.yaml";

/**
 * Between PocketBase's panic recovery (-1030) and its token loading (-1020): everything PocketBase itself may
 * refuse with (rate limit, size, token) happens inside our one entry and leaves through our one exit.
 */
const MIDDLEWARE_PRIORITY = -1025;

/**
 * Behind every middleware of an operator's, so that what it leaves behind tells that they all went on
 * (src/pocketbase/middlewares.ts).
 */
const LAST_PRIORITY = 9999;

/**
 * What is answered 405 where the contract has no such method. One route without a method would take them all, but
 * PocketBase's own `GET /{path...}`, which serves pb_public, forbids that: Go's router wants one of two patterns to be
 * the narrower. GET takes HEAD along, and OPTIONS belongs to PocketBase's CORS.
 */
const OTHER_METHODS = ["DELETE", "GET", "PATCH", "POST", "PUT", "TRACE"];

/** The job that counts the users once after each start. */
const COUNT_ONCE = "wechat_auth_users_total_at_start";
/** In UTC: half past three in China, when few sign in and PocketBase's own nightly jobs are done. */
const COUNT_AT = "30 19 * * *";

/**
 * Resolving a module's path costs more than most handlers do, so each runtime keeps the bundles that it has loaded.
 * @param {string} bundle @param {string} rest
 */
const call = (bundle, rest) =>
  `(e) => (globalThis.__wechatAuth_${bundle} ??= require(\`\${__hooks}/${BUNDLE_FOLDER}/${bundle}.js\`)).${rest}`;

/** @param {import("./contract/operations.mjs").ContractOperation[]} operations @param {Record<string, number>} bodyLimits */
export function wiringSource(operations, bodyLimits) {
  const routes = operations.map(({ id, answeredBy, method, path, body }) => {
    const limit = body ? bodyLimits[body] : bodyLimits.none;
    if (limit === undefined) throw new Error(`${id}: no size limit is set for a body of ${body}`);
    const entry = `new Middleware(${call(answeredBy, "handle(e)")}, ${MIDDLEWARE_PRIORITY})`;
    // The native action only bounds the body; the answer is written by our entry after it returns. PocketBase's own
    // request log is left out because every sign-in event gets a richer line of ours (src/pocketbase/log.ts).
    const last = `Object.assign($apis.skipSuccessActivityLog(), { priority: ${LAST_PRIORITY} })`;
    return `routerAdd("${method}", "${path}", $apis.bodyLimit(${limit}).func, ${entry}, ${last});`;
  });
  const refusals = [...new Set(operations.map(({ path }) => path))].flatMap((path) => {
    const allowed = operations.filter((operation) => operation.path === path).map(({ method }) => method);
    const refusal = call(HOOKS_BUNDLE, `refuseMethod(e, "${allowed.sort().join(", ")}")`);
    // Nothing of PocketBase's needs to look at such a request.
    const entry = `new Middleware(${refusal}, ${MIDDLEWARE_PRIORITY})`;
    return OTHER_METHODS.filter((method) => !allowed.includes(method)).map(
      (method) => `routerAdd("${method}", "${path}", $apis.bodyLimit(${bodyLimits.none}).func, ${entry});`,
    );
  });
  return [
    "// Generated from openapi.yaml by build.mjs: change the contract, then run `npm run build`.",
    // Ahead of everything else: it may find that this file must not be loaded.
    `require(\`\${__hooks}/${BUNDLE_FOLDER}/${HOOKS_BUNDLE}.js\`).start();`,
    ...routes,
    ...refusals,
    ...[CONTRACT_FILE, RENDITION_FILE].map(
      (file) => `routerAdd("GET", "/${file}", ${call(HOOKS_BUNDLE, `serveContract(e, "${file}")`)});`,
    ),
    ...["GET", "POST"].map(
      (method) =>
        `routerAdd("${method}", "/api/wechat/push", ${call(PUSH_BUNDLE, method === "GET" ? "checkPushAddress(e)" : "receivePush(e)")}, $apis.bodyLimit(${bodyLimits.none}), $apis.skipSuccessActivityLog());`,
    ),
    // Pages travel over slow lines; they are the only answers of ours that are large and text.
    `routerAdd("GET", "/console", ${call(HOOKS_BUNDLE, "serveConsole(e)")}, $apis.gzip());`,
    `routerAdd("GET", "/console/{file}", ${call(HOOKS_BUNDLE, "serveConsole(e)")}, $apis.gzip());`,
    `onRecordAuthWithPasswordRequest(${call(HOOKS_BUNDLE, "guardNativePassword(e)")}, "tbl_auth_users");`,
    `onRecordRequestEmailChangeRequest(${call(HOOKS_BUNDLE, "refuseEmailChange()")}, "tbl_auth_users");`,
    `onRecordConfirmEmailChangeRequest(${call(HOOKS_BUNDLE, "refuseEmailChange()")}, "tbl_auth_users");`,
    `onModelUpdateExecute(${call(HOOKS_BUNDLE, "guardUserUpdate(e)")}, "tbl_auth_users");`,
    `onModelUpdateExecute(${call(HOOKS_BUNDLE, "guardIdentityUpdate(e)")}, "tbl_auth_identities");`,
    `onMailerSend(${call(HOOKS_BUNDLE, "dropPlaceholderMail(e)")});`,
    // PocketBase's jobs run in the background, from the first full minute on.
    `cronAdd("${COUNT_ONCE}", "* * * * *", ${call(HOOKS_BUNDLE, `mendTotalOnce("${COUNT_ONCE}")`)});`,
    `cronAdd("wechat_auth_users_total", "${COUNT_AT}", ${call(HOOKS_BUNDLE, "mendTotal()")});`,
    "",
  ].join("\n");
}
