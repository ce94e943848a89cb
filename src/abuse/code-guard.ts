/**
 * Keeps one WeChat code from being sent twice: WeChat accepts it once, and the phone exchange costs money.
 * @module
 */
import { Failure } from "../errors.ts";
import { type MiniProgram, settings } from "../pocketbase/settings.ts";
import { addEntry, changeEntry } from "../pocketbase/shared-table.ts";

/**
 * Runs the exchange of a code that nobody else is exchanging and nobody sent within the last seconds.
 * @param app the mini-program that the code is from: each has codes of its own
 * @param calls how many calls to WeChat the exchange makes at most
 * @param exchange gets the code and the mini-program
 * @throws Failure duplicate_request, with the seconds until the code is looked at again
 */
export function exchangeOnce<T>(
  code: string,
  app: MiniProgram,
  calls: number,
  exchange: (code: string, app: MiniProgram) => T,
): T {
  const key = `${app.appid} ${code}`;
  const now = Date.now();
  const { codeRepeatSeconds, wechat } = settings();
  const blockedUntil = now + codeRepeatSeconds * 1000;
  // While it runs, the code stays blocked even if WeChat takes longer than the repeat window.
  const runningUntil = Math.max(blockedUntil, now + (calls * wechat.timeoutSeconds + 1) * 1000);
  const earlier = addEntry("codes", key, now, { count: 1, expiresAt: runningUntil });
  if (earlier) {
    // Counted from here: the winner may have come a moment later than this request took its time.
    const rest = Math.max(1, Math.ceil((earlier.expiresAt - Date.now()) / 1000));
    throw new Failure("duplicate_request", { retryAfter: rest });
  }
  try {
    return exchange(code, app);
  } finally {
    if (blockedUntil < runningUntil) blockUntil(blockedUntil, key);
  }
}

function blockUntil(expiresAt: number, key: string): void {
  const now = Date.now();
  changeEntry("codes", key, now, () => (now < expiresAt ? { count: 1, expiresAt } : null));
}
