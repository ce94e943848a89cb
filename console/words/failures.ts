/**
 * What a failed call is called.
 * @module
 */
import { TIMEOUT_SECONDS } from "../service/call.ts";
import type { Failure } from "../service/result.ts";

export interface Words {
  title: string;
  detail?: string;
  /** The machine word. */
  reason?: string;
}

/** Title, advice and machine word of a failure. */
export function failureWords(failure: Failure): Words {
  switch (failure.kind) {
    case "refused":
      return { title: failure.msg, reason: failure.reason };
    case "native":
      return nativeWords(failure.status, failure.message);
    case "unreachable":
      return { title: "连接不上服务", detail: "请检查网络，或稍后再试。" };
    case "timeout":
      return { title: `服务在 ${TIMEOUT_SECONDS} 秒内没有应答`, detail: "请稍后再试。" };
    case "unreadable":
      return {
        title: `服务的应答无法识别（HTTP ${failure.status}）`,
        detail: "可能是服务前面的代理出了问题，请稍后再试。",
      };
  }
}

/** PocketBase speaks English, and about itself; its words are for whoever is asked. */
function nativeWords(status: number, message: string): Words {
  const reason = message === "" ? `HTTP ${status}` : `HTTP ${status} ${message}`;
  switch (status) {
    case 401:
      return { title: "登录已失效，请重新登录", reason };
    case 403:
      return { title: "没有权限", detail: "这个账号，或你现在的网络地址，不在允许的范围内。", reason };
    case 404:
      return { title: "找不到了", detail: "记录可能已被删除。", reason };
    case 429:
      return { title: "请求过于频繁，请稍后再试", reason };
    default:
      return { title: status < 500 ? "没有被接受" : "服务出错了", reason };
  }
}

/** What is wrong with each field, by its name. */
export function fieldMessages(failure: Failure): { [field: string]: string } {
  if (failure.kind === "refused") return withAttemptsLeft(failure.fields, failure.attemptsLeft);
  if (failure.kind !== "native") return {};
  return Object.fromEntries(
    Object.entries(failure.fields).map(([field, { code, message }]) => [
      field,
      NATIVE_CODES[code] ?? message,
    ]),
  );
}

/** From here on a lock is near enough to say so. */
const FEW_ATTEMPTS = 2;

function withAttemptsLeft(fields: { [field: string]: string }, left: number | null) {
  if (left === null || left > FEW_ATTEMPTS || left === 0) return fields;
  return Object.fromEntries(
    Object.entries(fields).map(([field, text]) => [field, `${text}，还可以再试 ${left} 次`]),
  );
}

/** PocketBase's codes that the desk's inputs can bring about. */
const NATIVE_CODES: { [code: string]: string } = {
  validation_required: "不能为空",
  validation_is_email: "不是邮箱地址",
  validation_not_unique: "已被别人使用",
  validation_min_text_constraint: "太短",
  validation_max_text_constraint: "太长",
  validation_length_out_of_range: "长度不对",
  validation_values_mismatch: "两次输入不一致",
};
