/** WeChat's error answers: HTTP 200, `{errcode, errmsg}`, the request id at the end of `errmsg`. */
import { newRid } from "./identity.ts";

/** Texts of WeChat's global return codes, https://developers.weixin.qq.com/doc/oplatform/developers/errCode/ */
const ERRMSG: Readonly<Record<number, string>> = {
  [-1]: "system error",
  40001: "invalid credential, access_token is invalid or not latest",
  40002: "invalid grant_type",
  40013: "invalid appid",
  40014: "invalid access_token",
  40029: "invalid code",
  40097: "invalid args",
  40125: "invalid appsecret",
  40129: "invalid scene",
  40163: "code been used",
  40164: "invalid ip 127.0.0.1, not in whitelist",
  40169: "invalid length for scene, or the data is not json string",
  40226: "code blocked",
  40243: "appsecret frozen",
  41001: "access_token missing",
  41002: "appid missing",
  41004: "appsecret missing",
  41008: "missing code",
  41030: "invalid page",
  42001: "access_token expired",
  43001: "require GET method",
  43002: "require POST method",
  44002: "empty post data",
  45009: "reach max api daily quota limit",
  45011: "api minute-quota reach limit, retry next minute",
  47001: "data format error",
  48001: "api unauthorized",
  50002: "user limited",
  61004: "access clientip is not registered",
};

/** The two spellings WeChat has: `/sns/…` puts a comma before the rid, the other families do not. */
export type ApiFamily = "sns" | "cgi";

export interface ErrorBody extends Record<string, unknown> {
  readonly errcode: number;
  readonly errmsg: string;
}

/** The answer for an error; `errmsg` replaces the usual text. */
export function errorBody(errcode: number, family: ApiFamily, nowMs: number, errmsg?: string): ErrorBody {
  const text = errmsg ?? ERRMSG[errcode] ?? "unknown error";
  return { errcode, errmsg: `${text}${family === "sns" ? "," : ""} rid: ${newRid(nowMs)}` };
}
