/**
 * Which mini-program a request is from: a hint for routing, not a proof. The code exchange proves it.
 * @module
 */
import { Failure, fieldFailure } from "../errors.ts";
import { logger } from "../pocketbase/process.ts";
import { httpRequest } from "../pocketbase/request.ts";
import { type MiniProgram, settings } from "../pocketbase/settings.ts";
import { firstTime } from "../pocketbase/turns.ts";

/** WeChat sets it on every `wx.request`; the page cannot change it. */
const REFERER = /^https:\/\/servicewechat\.com\/([^/]+)\//;

/**
 * The mini-program of a request: the one it names, else that of its Referer, else the first configured one.
 * @param named `wx_appid` of the body
 * @throws Failure wechat_not_configured (what to set is said once in the log), appid_unknown
 */
export function appOfRequest(event: core.RequestEvent, named: string | null | undefined): MiniProgram {
  return knownApp(event, named) ?? notConfigured();
}

/**
 * The appid of a request that WeChat is not needed for; "" where none is configured.
 * @throws Failure appid_unknown
 */
export function appidOfRequest(event: core.RequestEvent, named: string | null | undefined): string {
  const app = knownApp(event, named);
  if (!app && named) throw unknown();
  return app?.appid ?? "";
}

/** Null where none is configured. */
function knownApp(event: core.RequestEvent, named: string | null | undefined): MiniProgram | null {
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

function appNamed(name: string | undefined, apps: MiniProgram[]): MiniProgram | undefined {
  return apps.find(({ appid }) => appid === name);
}

function unknown(): Failure {
  return fieldFailure("appid_unknown", "wx_appid");
}

function notConfigured(): never {
  if (firstTime("not_configured")) {
    logger().error(
      "WeChat sign-in is not configured: set WECHAT_APPID and WECHAT_SECRET and restart PocketBase",
    );
  }
  throw new Failure("wechat_not_configured");
}
