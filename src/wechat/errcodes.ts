/**
 * What WeChat's error codes mean to a caller of ours.
 * Source: WeChat's documentation of auth.code2Session, getStableAccessToken and phonenumber.getPhoneNumber.
 * @module
 */
import { Failure, fieldFailure } from "../errors.ts";

/** WeChat's answer to a failed call. */
export interface WechatError {
  errcode: number;
  errmsg: string;
}

/** WeChat's limit is per minute. */
const RATE_LIMIT_SECONDS = 60;

/** The `rid` by which WeChat's support finds a call; it stands in errmsg. */
function ridOf(errmsg: string): string | undefined {
  return /\brid: ?([0-9a-f-]+)/i.exec(errmsg)?.[1];
}

/** The address that WeChat saw a call come from: 40164 names it, and it is the one to put on the white list. */
function addressOf({ errcode, errmsg }: WechatError): string | undefined {
  return errcode === 40164 ? /\binvalid ip ([0-9a-f.:]+)/i.exec(errmsg)?.[1] : undefined;
}

function details(error: WechatError) {
  const rid = ridOf(error.errmsg);
  const address = addressOf(error);
  return { errcode: error.errcode, ...(rid && { rid }), ...(address && { address }) };
}

/** The failures that any of WeChat's calls may answer. Unknown codes mean that our side needs a look. */
function commonFailure(error: WechatError): Failure {
  switch (error.errcode) {
    case -1:
      return new Failure("wechat_unavailable", details(error));
    case 40226:
      return new Failure("wechat_user_blocked", details(error));
    case 45011:
      return new Failure("wechat_rate_limited", { ...details(error), retryAfter: RATE_LIMIT_SECONDS });
    default:
      return new Failure("wechat_misconfigured", details(error));
  }
}

/** A failed exchange of a login code. */
export function loginCodeFailure(error: WechatError): Failure {
  switch (error.errcode) {
    case 40029:
    case 41008:
      return fieldFailure("wechat_code_invalid", "users_wx_code", details(error));
    case 40163:
      return fieldFailure("wechat_code_used", "users_wx_code", details(error));
    default:
      return commonFailure(error);
  }
}

/** A failed exchange of a phone code; a login code sent by mistake ends here as well. */
export function phoneCodeFailure(error: WechatError): Failure {
  if (error.errcode === 40029 || error.errcode === 40163) {
    return fieldFailure("phone_code_invalid", "users_phone_code", details(error));
  }
  return commonFailure(error);
}

/** A failed call for an access token. */
export function accessTokenFailure(error: WechatError): Failure {
  return commonFailure(error);
}

/** A failed call for the picture of a mini-program code, or for the access token that it needs. */
export function pictureFailure(error: WechatError): Failure {
  return new Failure("scan_unavailable", details(error));
}

/** Whether WeChat no longer takes the access token: fetch another one and repeat the call once. */
export function isStaleToken({ errcode }: WechatError): boolean {
  return errcode === 40001 || errcode === 40014 || errcode === 42001;
}
