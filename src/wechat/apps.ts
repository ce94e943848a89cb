/**
 * Which mini-program a request is from: a hint for routing, not a proof. The code exchange proves it.
 * @module
 */
import { Failure } from "../errors.ts";
import { logger } from "../pocketbase/process.ts";
import { httpRequest } from "../pocketbase/request.ts";
import { type MiniProgram, settings } from "../pocketbase/settings.ts";
import { firstTime } from "../pocketbase/turns.ts";

/** WeChat sets it on every `wx.request`; the page cannot change it. */
const REFERER = /^https:\/\/servicewechat\.com\/([^/]+)\//;

/**
 * The mini-program of a request: that of its Referer, else the first configured one.
 * @throws Failure wechat_not_configured; what to set is said once in the log
 */
export function appOfRequest(event: core.RequestEvent): MiniProgram {
  return knownApp(event) ?? notConfigured();
}

function knownApp(event: core.RequestEvent): MiniProgram | null {
  const { apps } = settings().wechat;
  const [first] = apps;
  if (!first) return null;
  if (apps.length === 1) return first;
  const sender = REFERER.exec(httpRequest(event).header.get("Referer"))?.[1];
  return apps.find(({ appid }) => appid === sender) ?? first;
}

function notConfigured(): never {
  if (firstTime("not_configured")) {
    logger().error(
      "WeChat sign-in is not configured: set WECHAT_APPID and WECHAT_SECRET and restart PocketBase",
    );
  }
  throw new Failure("wechat_not_configured");
}
