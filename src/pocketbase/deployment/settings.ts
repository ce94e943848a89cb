/**
 * PocketBase's settings, as far as the service depends on them, and what a request shows of the way it came.
 * @module
 */
import type { LogSettings, Proxy, RateLimiter } from "../../domain/deployment.ts";
import { httpRequest } from "../request.ts";

export function applicationUrl(): string {
  return $app.settings().meta.appURL;
}

export function logSettings(): LogSettings {
  const { maxDays, minLevel } = $app.settings().logs;
  return { maxDays, minLevel };
}

/** @param routes such as `POST /api/wechat/login` */
export function rateLimiter(routes: readonly string[]): RateLimiter {
  const { rateLimits } = $app.settings();
  const perMinute = routes.map((route) => {
    const labels = [route, route.slice(route.indexOf(" ") + 1)];
    const [rule, found] = rateLimits.findRateLimitRule(labels, "", "@guest") as unknown as [
      core.RateLimitRule,
      boolean,
    ];
    return [route, found ? (rule.maxRequests * 60) / Math.max(1, rule.duration) : null] as const;
  });
  return { enabled: rateLimits.enabled, perMinute: Object.fromEntries(perMinute) };
}

/** Headers by which proxies hand the client's address on. */
const ADDRESS_HEADERS = [
  "X-Forwarded-For",
  "X-Real-IP",
  "Forwarded",
  "CF-Connecting-IP",
  "True-Client-IP",
  "X-Client-IP",
  "Fly-Client-IP",
];

export function proxy(event: core.RequestEvent): Proxy {
  const { headers, useLeftmostIP } = $app.settings().trustedProxy;
  const trusted = [...headers];
  const { header } = httpRequest(event);
  return {
    trusted,
    trustsLeftmost: useLeftmostIP,
    forwarded: [...new Set([...ADDRESS_HEADERS, ...trusted])].filter((name) => header.get(name) !== ""),
    peer: event.remoteIP(),
  };
}
