/**
 * Keeps one WeChat code from being sent twice: WeChat accepts it once, and the phone exchange costs money.
 * @module
 */
import type { Entry } from "../domain/expiring-table.ts";
import { Failure } from "../errors.ts";
import { settings } from "../pocketbase/settings.ts";
import { changeEntry } from "../pocketbase/shared-table.ts";

/**
 * Runs the exchange of a code that nobody else is exchanging and nobody sent within the last seconds.
 * @param appid the mini-program, which has codes of its own
 * @param calls how many calls to WeChat the exchange makes at most
 * @throws Failure duplicate_request, with the seconds until the code is looked at again
 */
export function exchangeOnce<T>(appid: string, code: string, calls: number, exchange: () => T): T {
  const key = `${appid} ${code}`;
  const now = Date.now();
  const { codeRepeatSeconds, wechat } = settings();
  const blockedUntil = now + codeRepeatSeconds * 1000;
  // While it runs, the code stays blocked even if WeChat takes longer than the repeat window.
  const runningUntil = Math.max(blockedUntil, now + (calls * wechat.timeoutSeconds + 1) * 1000);
  const mine: Entry = { count: 1, expiresAt: runningUntil };
  const entry = changeEntry("codes", key, now, (earlier) => earlier ?? mine);
  if (entry && entry !== mine) {
    // Counted from here: the winner may have come a moment later than this request took its time.
    const rest = Math.max(1, Math.ceil((entry.expiresAt - Date.now()) / 1000));
    throw new Failure("duplicate_request", { retryAfter: rest });
  }
  try {
    return exchange();
  } finally {
    if (blockedUntil < runningUntil) {
      const ended = Date.now();
      changeEntry("codes", key, ended, () =>
        ended < blockedUntil ? { ...mine, expiresAt: blockedUntil } : null,
      );
    }
  }
}
