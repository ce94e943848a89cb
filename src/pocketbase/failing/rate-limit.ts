/**
 * PocketBase's rate limiter counts the requests; this only reads its rules.
 * @module
 */

import { httpRequest } from "../request.ts";

/**
 * Whole seconds after which the limiter certainly lets the client through again: it counts in fixed windows that
 * begin with a client's first request and does not tell when that was, so this is the length of the whole window.
 */
export function rateLimitWindow(event: core.RequestEvent): number {
  const { method, url } = httpRequest(event);
  const path = (url as url.URL).path;
  const labels = [`${method} ${path}`, path];
  const audience = event.auth ? "@auth" : "@guest";
  const [rule] = $app.settings().rateLimits.findRateLimitRule(labels, "", audience) as unknown as [
    core.RateLimitRule,
    boolean,
  ];
  return Math.max(1, rule.duration);
}
