/**
 * The one error class, and the client's own words.
 * @module
 */
import type { LocalReason, Reason } from "./types.ts";

const LATER = "，请稍后重试";
const MESSAGES: { readonly [R in LocalReason]: string } = {
  network_error: "网络不可用" + LATER,
  timeout: "网络超时" + LATER,
  wx_login_failed: "微信登录失败" + LATER,
  login_required: "请先登录",
  session_changed: "登录状态已变化" + LATER,
  http_error: "服务不可用" + LATER,
  invalid_response: "应答无法识别" + LATER,
  invalid_argument: "参数有误",
};

/** Every failure of this client. */
export class WechatAuthError extends Error {
  /** HTTP status; 0 when no answer came. */
  declare readonly status: number;
  /** A stable machine word to branch on. */
  declare readonly reason: Reason;
  /** Field → what is wrong with it, in Chinese; empty when no field is to blame. */
  declare readonly fields: Readonly<Record<string, string>>;
  /** Whole seconds to wait before the same call may pass; null when the service did not say. */
  declare readonly retryAfter: number | null;
  /** For logs: what the platform said, such as the `errMsg` of a `fail` callback. May be empty. */
  declare readonly detail: string;
  /** What else the service says about this reason, such as `holder` for `phone_taken`; empty when nothing. */
  declare readonly data: Readonly<Record<string, unknown>>;

  constructor(
    reason: Reason,
    more: {
      status?: number;
      fields?: Record<string, string>;
      retryAfter?: number | null;
      detail?: string;
      data?: Record<string, unknown>;
    } = {},
    message?: string,
  ) {
    super(message || MESSAGES[reason as LocalReason] || MESSAGES.http_error);
    // DevTools can turn classes into ES5, where a subclass of Error loses its prototype.
    Object.setPrototypeOf(this, WechatAuthError.prototype);
    const name = "WechatAuthError";
    const nothing = { status: 0, fields: {}, retryAfter: null, detail: "", data: {} };
    Object.assign(this, { name, reason }, nothing, more);
  }
}
