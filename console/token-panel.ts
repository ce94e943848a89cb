/**
 * The token of the session: until when it is good, and what can be done with it.
 * @module
 */
import { type Failure, refreshToken } from "./api.ts";
import { serverNow } from "./clock.ts";
import { announce, button, element, setAttributes, setText, whileBusy } from "./dom.ts";
import { dateTimeWords, durationWords } from "./format.ts";
import { Notice } from "./notice.ts";
import { claimsOf } from "./session.ts";

/** From here on the end is near enough to say so. */
const SOON_MS = 2 * 60_000;

export interface TokenPanelOptions {
  token: string;
  renewed: (token: string) => void;
  /** The service refuses the session, or the token has run out (null). */
  ended: (failure: Failure | null) => void;
}

export class TokenPanel {
  readonly element: HTMLElement;
  readonly #notice = new Notice();
  readonly #expiry = element("dd");
  readonly #remaining = element("span", { role: "timer" });
  readonly #outcome = element("div", { class: "outcome" });
  readonly #ticking: number;
  #token: string;
  #warned = false;
  #closed = false;

  constructor(private readonly options: TokenPanelOptions) {
    this.#token = options.token;
    const renew = button("续期令牌", { class: "primary" }, () => {
      void whileBusy(renew, "正在续期…", () => this.#renew());
    });
    this.element = element(
      "section",
      { class: "token", "aria-labelledby": "token-title" },
      element("h3", { id: "token-title" }, "令牌"),
      element(
        "dl",
        { class: "details" },
        element("div", {}, element("dt", {}, "有效期至"), this.#expiry),
        element("div", {}, element("dt", {}, "剩余时间"), element("dd", {}, this.#remaining)),
      ),
      this.#notice.element,
      this.#outcome,
      element(
        "div",
        { class: "buttons" },
        renew,
        button("复制令牌", {}, () => void this.#copy()),
      ),
    );
    this.#ticking = window.setInterval(() => this.#tick(), 1000);
    this.#showExpiry();
  }

  /** Stops the clock; an answer still under way no longer counts, so that a renewal cannot undo a sign-out. */
  close(): void {
    this.#closed = true;
    window.clearInterval(this.#ticking);
    this.#notice.clear();
  }

  #showExpiry(): void {
    const expiresAt = claimsOf(this.#token)?.expiresAt;
    setText(
      this.#expiry,
      expiresAt === undefined ? "未知" : dateTimeWords(new Date(expiresAt).toISOString()),
    );
    this.#warned = false;
    this.#tick();
  }

  #tick(): void {
    const expiresAt = claimsOf(this.#token)?.expiresAt;
    if (expiresAt === undefined) return setText(this.#remaining, "未知");
    const left = expiresAt - serverNow();
    if (left <= 0) return this.options.ended(null);
    setText(this.#remaining, durationWords(left));
    const soon = left <= SOON_MS;
    setAttributes(this.#remaining, { class: soon ? "soon" : null });
    if (soon && !this.#warned) announce(`登录将在 ${durationWords(left)}后过期，可以续期令牌`);
    this.#warned = soon;
  }

  async #renew(): Promise<void> {
    this.#notice.clear();
    const result = await refreshToken(this.#token);
    if (this.#closed) return;
    if (result.ok) {
      this.#token = result.value.token;
      this.#outcome.replaceChildren();
      this.options.renewed(this.#token);
      this.#showExpiry();
      this.#confirm("令牌已续期");
    } else if (endsSession(result.failure)) {
      this.options.ended(result.failure);
    } else {
      this.#notice.showFailure(result.failure);
    }
  }

  async #copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(this.#token);
      this.#confirm("令牌已复制到剪贴板");
    } catch {
      // No clipboard without https, and a browser may refuse: then by hand.
      const input = element("input", { type: "text", readonly: true, value: this.#token, id: "token-text" });
      this.#outcome.replaceChildren(
        element("label", { for: "token-text" }, "浏览器不允许直接复制：令牌已选中，请手动复制"),
        input,
      );
      input.select();
    }
  }

  /** Says to eyes and ears alike that something worked. */
  #confirm(text: string): void {
    this.#outcome.replaceChildren(element("p", { class: "confirmation" }, text));
    announce(text);
  }
}

/** Whether the service no longer accepts the session, in contrast to being unable to answer. */
export function endsSession(failure: Failure): boolean {
  return failure.kind === "refused" && (failure.status === 401 || failure.status === 403);
}
