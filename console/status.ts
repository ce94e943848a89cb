/**
 * How the service is, asked now and then while somebody looks.
 * @module
 */
import { type Failure, health, helloWorld, type Result, usersCount } from "./api.ts";
import { announce, button, element, setAttributes, setText, whileBusy } from "./dom.ts";
import { dateTimeWords, timeWords } from "./format.ts";
import { failureWords } from "./notice.ts";

const REFRESH_MS = 30_000;
const UNKNOWN = "—";

export class Status {
  readonly #badge = element("p", { role: "status", class: "state" }, "正在检查…");
  readonly #advice = element("p", { class: "muted", hidden: true });
  readonly #users = element("dd", { class: "figure" }, UNKNOWN);
  readonly #built = element("dd", {}, UNKNOWN);
  readonly #checked = element("dd", {}, UNKNOWN);
  #next = 0;
  /** Unix time in milliseconds before which nothing is asked unasked. */
  #dueAt = 0;
  #checks = 0;
  #healthyAt: number | null = null;

  constructor(section: HTMLElement) {
    const refresh = button("刷新", { class: "quiet" }, () => {
      void whileBusy(refresh, "正在刷新…", async () => {
        await this.check();
        announce(`服务状态：${this.#badge.textContent}`);
      });
    });
    const row = (label: string, value: HTMLElement) => element("div", {}, element("dt", {}, label), value);
    section.replaceChildren(
      element("div", { class: "card-head" }, element("h2", { id: "status-title" }, "服务状态"), refresh),
      this.#badge,
      this.#advice,
      element(
        "dl",
        { class: "details" },
        row("用户总数", this.#users),
        row("构建时间", this.#built),
        row("上次检查", this.#checked),
      ),
    );
    document.addEventListener("visibilitychange", () => this.#schedule());
    window.addEventListener("online", () => void this.check());
    void this.check();
  }

  /** Asks the service and shows what it says; of overlapping checks the last one counts. */
  async check(): Promise<void> {
    const turn = ++this.#checks;
    window.clearTimeout(this.#next);
    this.#dueAt = Date.now() + REFRESH_MS;
    const [state, hello, users] = await Promise.all([health(), helloWorld(), usersCount()]);
    if (turn !== this.#checks) return;
    this.#showState(state);
    setText(this.#built, hello.ok ? builtWords(hello.value.build_time) : UNKNOWN);
    setText(this.#users, users.ok ? users.value.total_users.toLocaleString("zh-CN") : UNKNOWN);
    setText(this.#checked, timeWords(Date.now()));
    this.#dueAt = Date.now() + Math.max(REFRESH_MS, waitOf(state) * 1000);
    this.#schedule();
  }

  #showState(state: Result<unknown>): void {
    if (state.ok) this.#healthyAt = Date.now();
    const words = state.ok ? { title: "运行正常" } : failureWords(state.failure);
    setText(this.#badge, words.title);
    setAttributes(this.#badge, { "data-state": state.ok ? "good" : "bad" });
    const since = this.#healthyAt === null ? "" : `上次正常：${timeWords(this.#healthyAt)}`;
    setText(this.#advice, state.ok ? "" : [words.detail, since].filter(Boolean).join("\n"));
    this.#advice.hidden = this.#advice.textContent === "";
  }

  /** Nobody looks at a hidden page, so it asks nothing. */
  #schedule(): void {
    window.clearTimeout(this.#next);
    if (document.hidden) return;
    this.#next = window.setTimeout(() => void this.check(), Math.max(0, this.#dueAt - Date.now()));
  }
}

/** @param time ISO 8601, or null for what is no release */
function builtWords(time: string | null): string {
  return time === null ? "非发布构建" : dateTimeWords(time);
}

/** Seconds that the service wants to be left alone. */
function waitOf(result: { ok: boolean; failure?: Failure }): number {
  return result.failure?.kind === "refused" ? (result.failure.retryAfter ?? 0) : 0;
}
