/**
 * WeChat's time beside ours.
 * @module
 */
import type { Clock } from "../domain/deployment.ts";
import { serverTime } from "../pocketbase/http.ts";
import { settings } from "../pocketbase/settings.ts";

/** A proxy on this machine may put its own time into answers. */
const LOCAL = /^https?:\/\/(?:localhost|127\.|\[::1\])/i;

/** @throws Error when WeChat cannot be reached, or tells no time */
export function wechatClock(): Clock {
  const { apiBases, timeoutSeconds } = settings().wechat;
  const [base = ""] = apiBases;
  const startedAt = Date.now();
  const told = serverTime(`${base}/`, timeoutSeconds);
  // A header has whole seconds: in the middle of its second and of our wait both are as near as can be told.
  return { aheadMs: (startedAt + Date.now()) / 2 - (told + 500), isLocal: LOCAL.test(base) };
}
