/**
 * Phone codes: what the `getPhoneNumber` button gave to the mini-program becomes a WeChat-verified phone number.
 * @module
 */
import { exchangeOnce } from "../abuse/code-guard.ts";
import { accessToken, forgetAccessToken } from "./access-token.ts";
import { readPhone } from "./answers.ts";
import { call, credentials, unwrap } from "./call.ts";
import { isStaleToken, phoneCodeFailure } from "./errcodes.ts";

/** Calls to WeChat: a token and the code, and both once more. */
const LONGEST_EXCHANGE = 4;

/**
 * Exchanges a phone code. WeChat bills each success, and the code works once: the call is repeated only when WeChat
 * refused the access token, before it looked at the code, and then exactly once.
 * @returns the number as stored (see `verifiedPhone`)
 * @throws Failure see `phoneCodeFailure`; duplicate_request; wechat_not_configured; wechat_unavailable
 */
export function phoneOf(code: string): string {
  const own = credentials();
  return exchangeOnce(code, LONGEST_EXCHANGE, () => {
    const attempt = (token: string) => {
      const query = `access_token=${encodeURIComponent(token)}`;
      return call("/wxa/business/getuserphonenumber", query, { code }, (answer) =>
        readPhone(answer, own.appid),
      );
    };
    const token = accessToken(own);
    let reading = attempt(token);
    if ("error" in reading && isStaleToken(reading.error)) {
      forgetAccessToken(token);
      reading = attempt(accessToken(own));
    }
    return unwrap(reading, phoneCodeFailure);
  });
}
