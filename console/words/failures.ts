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
