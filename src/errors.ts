/**
 * Every way a request can fail: one list of reasons, one error class.
 * @module
 */
import type { Reason } from "./contract.ts";

interface Definition {
  status: number;
  message: string;
}

type Definitions = { readonly [R in Reason]: Definition };

/**
 * Exhaustive by type: a reason added to openapi.yaml does not compile until it has a status and words here.
 * Made by the first failure, because every runtime would otherwise build the table before its first answer.
 */
const definitions = (): Definitions =>
  (made ??= {
    invalid_json: { status: 400, message: "请求体不是合法的 JSON 对象" },
    validation_failed: { status: 400, message: "请求参数有误" },
    wechat_code_invalid: { status: 400, message: "登录凭证无效或已过期，请重新获取" },
    wechat_code_used: { status: 400, message: "登录凭证已使用，请重新获取" },
    phone_code_invalid: { status: 400, message: "手机号凭证无效、已过期或已使用，请重新授权手机号" },
    phone_taken: { status: 400, message: "该手机号已被使用" },
    picture_is_temporary: { status: 400, message: "头像是小程序的临时路径，请先上传" },
    company_not_found: { status: 400, message: "公司不存在" },
    file_missing: { status: 400, message: "没有收到文件" },
    file_type_unsupported: { status: 400, message: "图片格式不受支持，请使用 JPEG、PNG 或 WebP" },
    picture_undecodable: { status: 400, message: "图片已损坏或不完整，请换一张" },
    picture_too_large: { status: 400, message: "图片尺寸过大，不能超过 4000 万像素" },
    user_type_mismatch: { status: 400, message: "该手机号属于微信用户，请使用微信登录" },
    password_wrong: { status: 400, message: "密码错误" },
    token_invalid: { status: 401, message: "登录已失效，请重新登录" },
    auth_rejected: { status: 401, message: "当前账号不允许登录" },
    account_disabled: { status: 403, message: "账号已停用，请联系管理员" },
    wechat_user_blocked: { status: 403, message: "微信判定该账号存在风险，暂时无法登录" },
    user_not_found: { status: 404, message: "用户不存在" },
    body_too_large: { status: 413, message: "请求体过大" },
    unsupported_media_type: { status: 415, message: "请求体类型不受支持" },
    rate_limited: { status: 429, message: "请求过于频繁，请稍后再试" },
    duplicate_request: { status: 429, message: "请勿重复提交" },
    too_many_attempts: { status: 429, message: "密码错误次数过多，请稍后再试" },
    wechat_rate_limited: { status: 429, message: "微信登录过于频繁，请稍后再试" },
    internal_error: { status: 500, message: "服务内部错误，请稍后再试" },
    wechat_not_configured: { status: 500, message: "服务端尚未配置微信小程序，请联系管理员" },
    wechat_misconfigured: { status: 500, message: "微信服务配置有误，请联系管理员" },
    identity_missing: { status: 500, message: "账号数据不完整，请联系管理员" },
    wechat_unavailable: { status: 502, message: "微信服务暂时不可用，请稍后再试" },
    database_unavailable: { status: 503, message: "数据库暂时不可用，请稍后再试" },
  });

let made: Definitions | null = null;

export interface FailureDetails {
  /** Field → Chinese message, for failures a single field is guilty of. */
  fields?: { [field: string]: string };
  /** Whole seconds until the same request may pass; required for every 429. */
  retryAfter?: number;
  /** For the log alone: whose account it is about, where the caller's token does not say it. */
  recordId?: string;
  /** For the log alone: what happened, without secrets. */
  cause?: string;
  /** Nothing that the client sent is at fault: somebody must change the collection's settings. */
  misconfigured?: boolean;
  /** WeChat's `errcode` and the `rid` found in its `errmsg`, for the log alone. */
  errcode?: number;
  rid?: string;
  /** The address that WeChat's IP white list lacks, for the log alone. */
  address?: string;
}

/** An expected failure. Anything else that is thrown is answered as `internal_error`. */
export class Failure extends Error {
  readonly status: number;

  constructor(
    readonly reason: Reason,
    readonly details: FailureDetails = {},
  ) {
    const { status, message } = definitions()[reason];
    super(message);
    this.status = status;
  }
}

/** A failure that one field is guilty of; the field carries the failure's own words. */
export function fieldFailure(reason: Reason, field: string, details: FailureDetails = {}): Failure {
  return new Failure(reason, { ...details, fields: { [field]: definitions()[reason].message } });
}
