/**
 * Sign-in codes. Each works once, so whatever is sent again needs another one.
 * @module
 */
import { within } from "./caller.ts";
import type { WechatAuthError } from "./errors.ts";
import { failed } from "./failures.ts";
import { MINUTE, SECOND, wait } from "./time.ts";

/** Sends a body with a fresh code. `check` throws when what it is for is no longer wanted. */
export type WithCode = <T>(
  check: () => void,
  send: (body: { users_wx_code: string }) => Promise<T>,
) => Promise<T>;

/** Somebody on the way has sent the code before, and kept the answer. */
const USED_UP = /^(duplicate_request|wechat_code_used)$/;

/** Waits while the service is busy: twenty phones behind one address have their turn, with a budget of one as well. */
const MOST_WAITS = 20;
const LONGEST_WAIT = 2 * MINUTE;
/** Where a 429 does not say how long. */
const USUAL_WAIT = 10 * SECOND;
/** Those who were sent away together must not come back together. */
const SPREAD = 0.25;

/** @param onWait is told the seconds of each wait */
export function createCodes(
  askCode: () => Promise<string>,
  timeout: number,
  onWait: (seconds: number) => void,
): WithCode {
  const freshCode = () =>
    within(timeout, Promise.resolve().then(askCode))
      .then((code) => {
        if (!code) throw new Error("no code");
        return code;
      })
      .catch((thrown: unknown) => {
        throw failed("wx_login_failed", thrown);
      });

  return <T>(check: () => void, send: (body: { users_wx_code: string }) => Promise<T>) => {
    let waits = 0;
    let replaced = false;

    const attempt = (): Promise<T> =>
      Promise.resolve()
        .then(check)
        .then(freshCode)
        .then((users_wx_code) => {
          check();
          return send({ users_wx_code });
        })
        .catch(recover);

    function recover(error: WechatAuthError): Promise<T> {
      check();
      const usedUp = USED_UP.test(error.reason);
      if (usedUp && !replaced) {
        replaced = true;
        return attempt();
      }
      const pause = Number(error.retryAfter) * SECOND || USUAL_WAIT;
      if (error.status !== 429 || usedUp || pause > LONGEST_WAIT || waits === MOST_WAITS) throw error;
      waits += 1;
      const milliseconds = pause * (1 + SPREAD * Math.random());
      onWait(Math.ceil(milliseconds / SECOND));
      return wait(milliseconds).then(attempt);
    }
    return attempt();
  };
}
