/**
 * Phone codes: what the `getPhoneNumber` button gave to the mini-program becomes a WeChat-verified phone number.
 * @module
 */
import type { MiniProgram } from "../pocketbase/settings.ts";
import { accessToken, forgetAccessToken } from "./access-token.ts";
import { readPhone } from "./answers.ts";
import { call, unwrap } from "./call.ts";
import { isStaleToken, phoneCodeFailure } from "./errcodes.ts";

/** Calls to WeChat that an exchange makes at most: for a token and with the code, and both once more. */
export const LONGEST_EXCHANGE = 4;

/**
 * Exchanges a phone code. WeChat bills each success, and the code works once: the call is repeated only when WeChat
 * refused the access token, before it looked at the code, and then exactly once. Callers see to it that a code is sent
 * once (`accounts/phone-proofs.ts`).
 * @param app the mini-program that the code is from
 * @returns the number as stored (see `verifiedPhone`)
 * @throws Failure see `phoneCodeFailure`; wechat_unavailable
 */
export function phoneOf(code: string, app: MiniProgram): string {
  const attempt = (token: string) => {
    const query = `access_token=${encodeURIComponent(token)}`;
    return call("/wxa/business/getuserphonenumber", query, { code }, (answer) =>
      readPhone(answer, app.appid),
    );
  };
  const token = accessToken(app);
  let reading = attempt(token);
  if ("error" in reading && isStaleToken(reading.error)) {
    forgetAccessToken(app, token);
    reading = attempt(accessToken(app));
  }
  return unwrap(reading, phoneCodeFailure);
}
