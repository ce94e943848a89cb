/**
 * Keeps one WeChat code from being sent twice: WeChat accepts it once, and the phone exchange costs money.
 * @module
 */
import { Failure } from "../errors.ts";
import { settings } from "../pocketbase/settings.ts";
import { sharedTable } from "../pocketbase/shared-table.ts";

const codes = sharedTable("codes");

/**
 * Runs the exchange of a code that nobody else is exchanging and nobody sent within the last seconds.
 * @throws Failure duplicate_request, with the seconds until the code is looked at again
 */
export function exchangeOnce<T>(code: string, exchange: () => T): T {
  const now = Date.now();
  const blockedUntil = now + settings().codeRepeatSeconds * 1000;
  // While it runs, the code stays blocked even if WeChat takes longer than the repeat window.
  const runningUntil = Math.max(blockedUntil, now + (settings().wechat.timeoutSeconds + 1) * 1000);
  let earlier = 0;
  codes.change(code, now, (entry) => {
    if (!entry) return { key: code, count: 1, expiresAt: runningUntil };
    earlier = entry.expiresAt;
    return entry;
  });
  if (earlier > 0) {
    throw new Failure("duplicate_request", { retryAfter: Math.max(1, Math.ceil((earlier - now) / 1000)) });
  }
  try {
    return exchange();
  } finally {
    if (blockedUntil < runningUntil) {
      codes.change(code, Date.now(), () => ({ key: code, count: 1, expiresAt: blockedUntil }));
    }
  }
}
