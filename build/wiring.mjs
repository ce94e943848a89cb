// @ts-check
/**
 * The text of the wiring file: the only hook file PocketBase loads. PocketBase turns every callback into text and
 * compiles it again in another runtime, so each one is a literal one-liner that sees nothing but globals.
 * @module
 */

/** File names inside pb_hooks; operators keep their own hooks beside them. */
export const WIRING_FILE = "wechat_auth.pb.js";
export const BUNDLE_FILE = "wechat_auth.js";
export const CONTRACT_FILE = "openapi.yaml";

/**
 * Between PocketBase's panic recovery (-1030) and its token loading (-1020): everything PocketBase itself may
 * refuse with (rate limit, size, token) happens inside our one entry and leaves through our one exit.
 */
const MIDDLEWARE_PRIORITY = -1025;

/** Resolving a module's path costs more than most handlers do, so each runtime keeps the loaded bundle. */
const call = (/** @type {string} */ rest) =>
  `(e) => (globalThis.__wechatAuth ??= require(\`\${__hooks}/${BUNDLE_FILE}\`)).${rest}`;

/** @param {import("./contract.mjs").ContractOperation[]} operations @param {Record<string, number>} bodyLimits */
export function wiringSource(operations, bodyLimits) {
  const routes = operations.map(({ id, method, path, body }) => {
    const limit = body ? bodyLimits[body] : bodyLimits.none;
    if (limit === undefined) throw new Error(`${id}: no size limit is set for a body of ${body}`);
    const entry = `new Middleware(${call(`dispatch(e, "${id}")`)}, ${MIDDLEWARE_PRIORITY})`;
    // The native action only bounds the body; the answer is written by our entry after it returns. PocketBase's own
    // request log is left out because every sign-in event gets a richer line of ours (src/pocketbase/log.ts).
    return `routerAdd("${method}", "${path}", $apis.bodyLimit(${limit}).func, ${entry}, $apis.skipSuccessActivityLog());`;
  });
  return [
    "// Generated from openapi.yaml by build.mjs: change the contract, then run `npm run build`.",
    ...routes,
    `routerAdd("GET", "/${CONTRACT_FILE}", ${call("serveContract(e)")});`,
    `routerAdd("GET", "/console", ${call("serveConsole(e)")});`,
    `routerAdd("GET", "/console/{file}", ${call("serveConsole(e)")});`,
    `onRecordAuthWithPasswordRequest(${call("guardNativePassword(e)")}, "tbl_auth_users");`,
    `onRecordRequestEmailChangeRequest(${call("refuseEmailChange()")}, "tbl_auth_users");`,
    `onRecordConfirmEmailChangeRequest(${call("refuseEmailChange()")}, "tbl_auth_users");`,
    `onMailerSend(${call("dropPlaceholderMail(e)")});`,
    "",
  ].join("\n");
}
