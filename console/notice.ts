/**
 * A place that says what went wrong: an alert with the service's words and reason, and a countdown for a 429.
 * @module
 */
import { type Failure, TIMEOUT_SECONDS } from "./api.ts";
import { announce, type Child, element, setText } from "./dom.ts";

interface Words {
  title: string;
  detail?: string;
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

export class Notice {
  readonly #alert = element("div", { role: "alert" });
  // Beside the alert, not in it: a number that changes each second must not be read out each second.
  readonly #timer = element("p", { role: "timer", class: "countdown", hidden: true });
  readonly element = element("div", { class: "notice" }, this.#alert, this.#timer);
  #ticking = 0;

  /** @param more stands between the words and the reason */
  show(words: Words, ...more: Child[]): void {
    this.clear();
    this.#alert.append(
      element("p", { class: "notice-title" }, words.title),
      ...(words.detail ? [element("p", {}, words.detail)] : []),
      ...more,
      ...(words.reason
        ? [element("p", { class: "notice-reason" }, "原因代码 ", element("code", {}, words.reason))]
        : []),
    );
  }

  showFailure(failure: Failure, ...more: Child[]): void {
    this.show(failureWords(failure), ...more);
    if (failure.kind === "refused" && failure.retryAfter !== null) this.#countDown(failure.retryAfter);
  }

  clear(): void {
    window.clearInterval(this.#ticking);
    this.#timer.hidden = true;
    this.#alert.replaceChildren();
  }

  #countDown(seconds: number): void {
    const until = Date.now() + seconds * 1000;
    announce(`请在 ${seconds} 秒后重试`);
    const tick = () => {
      const left = Math.ceil((until - Date.now()) / 1000);
      setText(this.#timer, left > 0 ? `请在 ${left} 秒后重试` : "现在可以重试了");
      if (left > 0) return;
      window.clearInterval(this.#ticking);
      announce("现在可以重试了");
    };
    tick();
    this.#timer.hidden = false;
    this.#ticking = window.setInterval(tick, 1000);
  }
}
