/**
 * How the service is, in one line; asked now and then while somebody looks, and often while it is out of order.
 * @module
 */
import { effect, signal, useSignal } from "@preact/signals";
import { ActionButton } from "../components/action-button.tsx";
import { announce } from "../components/announcer.tsx";
import { Details } from "../components/details.tsx";
import type { Failure } from "../service/result.ts";
import { news, reportNews } from "../service/news.ts";
import { health, helloWorld, usersCount } from "../service/operations.ts";
import { failureWords } from "../words/failures.ts";
import { dateTimeWords, timeWords } from "../words/times.ts";

const GOOD_MS = 30_000;
const BAD_MS = 5_000;
const UNKNOWN = "—";

interface Facts {
  users: number | null;
  /** ISO 8601; null for what is no release, or where nobody said. */
  builtAt: string | null;
}

const facts = signal<Facts>({ users: null, builtAt: null });
let timer = 0;
/** Unix time in milliseconds before which nothing is asked unasked. */
let dueAt = 0;
let checks = 0;
/** What was said last. */
let told = "";

/** Asks the service; of overlapping checks the last one counts. */
export async function checkService(): Promise<void> {
  const turn = ++checks;
  window.clearTimeout(timer);
  const [state, hello, users] = await Promise.all([health(), helloWorld(), usersCount()]);
  if (turn !== checks) return;
  facts.value = {
    users: users.ok ? users.value.total_users : null,
    builtAt: hello.ok ? hello.value.build_time : null,
  };
  reportNews(state);
}

/** Begins to ask, and goes on. */
export function watchService(): void {
  // Whatever the news and whoever brought it, the next question is due from then on.
  effect(() => {
    if (!news.value) return;
    const { failure, at } = news.value;
    dueAt = at + (failure ? Math.max(BAD_MS, waitOf(failure) * 1000) : GOOD_MS);
    schedule();
    if (told !== "" && told !== stateWords(failure)) tell();
    told = stateWords(failure);
  });
  document.addEventListener("visibilitychange", schedule);
  window.addEventListener("online", () => void checkService());
  void checkService();
}

/** Nobody looks at a hidden page, so it asks nothing. */
function schedule(): void {
  window.clearTimeout(timer);
  if (document.hidden) return;
  timer = window.setTimeout(() => void checkService(), Math.max(0, dueAt - Date.now()));
}

/** Seconds that the service wants to be left alone. */
function waitOf(failure: Failure): number {
  return failure.kind === "refused" ? (failure.retryAfter ?? 0) : 0;
}

function stateWords(failure: Failure | null): string {
  return failure ? failureWords(failure).title : "运行正常";
}

function tell(): void {
  announce(`服务状态：${stateWords(news.peek()?.failure ?? null)}`);
}

export function Status() {
  const open = useSignal(false);
  const now = news.value;
  const { users, builtAt } = facts.value;
  async function refresh(): Promise<void> {
    await checkService();
    tell();
  }
  return (
    <section id="status" class="status" aria-labelledby="status-title">
      <h2 id="status-title" class="visually-hidden">
        服务状态
      </h2>
      <div class="status-line">
        <p class="state" data-state={now ? (now.failure ? "bad" : "good") : undefined}>
          {now ? stateWords(now.failure) : "正在检查服务…"}
        </p>
        <button
          type="button"
          class="quiet"
          aria-expanded={open.value}
          aria-controls="status-more"
          aria-label="详情：服务状态"
          onClick={() => (open.value = !open.value)}
        >
          详情
        </button>
      </div>
      {now?.failure && <p class="advice">{adviceWords(now.failure, now.goodAt)}</p>}
      <div id="status-more" class="status-more" hidden={!open.value}>
        <Details
          rows={[
            {
              label: "用户总数",
              value: <span class="figure">{users?.toLocaleString("zh-CN") ?? UNKNOWN}</span>,
            },
            { label: "上次检查", value: now ? timeWords(now.at) : UNKNOWN },
            ...(builtAt === null ? [] : [{ label: "版本构建于", value: dateTimeWords(builtAt) }]),
          ]}
        />
        <ActionButton label="立即检查" busyLabel="正在检查…" action={refresh} />
      </div>
    </section>
  );
}

function adviceWords(failure: Failure, goodAt: number | null): string {
  const detail = failureWords(failure).detail ?? "";
  const since = goodAt === null ? "" : `上次正常：${timeWords(goodAt)}。`;
  return `${detail}${since}每 ${BAD_MS / 1000} 秒自动再试。`;
}
