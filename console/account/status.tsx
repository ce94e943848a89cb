/**
 * How the service is, asked now and then while somebody looks.
 * @module
 */
import { signal } from "@preact/signals";
import { ActionButton } from "../components/action-button.tsx";
import { announce } from "../components/announcer.tsx";
import type { Failure } from "../service/call.ts";
import { health, helloWorld, usersCount } from "../service/operations.ts";
import { failureWords } from "../words/failures.ts";
import { dateTimeWords, timeWords } from "../words/times.ts";

const REFRESH_MS = 30_000;
const UNKNOWN = "—";

interface Checked {
  failure: Failure | null;
  users: number | null;
  /** ISO 8601, or null for what is no release; undefined where nobody said. */
  builtAt: string | null | undefined;
  /** Unix times in milliseconds. */
  at: number;
  healthyAt: number | null;
}

const checked = signal<Checked | null>(null);
let timer = 0;
/** Unix time in milliseconds before which nothing is asked unasked. */
let dueAt = 0;
let checks = 0;

/** Asks the service and shows what it says; of overlapping checks the last one counts. */
export async function checkService(): Promise<void> {
  const turn = ++checks;
  window.clearTimeout(timer);
  dueAt = Date.now() + REFRESH_MS;
  const [state, hello, users] = await Promise.all([health(), helloWorld(), usersCount()]);
  if (turn !== checks) return;
  const at = Date.now();
  checked.value = {
    failure: state.ok ? null : state.failure,
    users: users.ok ? users.value.total_users : null,
    builtAt: hello.ok ? hello.value.build_time : undefined,
    at,
    healthyAt: state.ok ? at : (checked.peek()?.healthyAt ?? null),
  };
  dueAt = at + Math.max(REFRESH_MS, state.ok ? 0 : waitOf(state.failure) * 1000);
  schedule();
}

/** Nobody looks at a hidden page, so it asks nothing. */
function schedule(): void {
  window.clearTimeout(timer);
  if (document.hidden) return;
  timer = window.setTimeout(() => void checkService(), Math.max(0, dueAt - Date.now()));
}

/** Begins to ask, and goes on. */
export function watchService(): void {
  document.addEventListener("visibilitychange", schedule);
  window.addEventListener("online", () => void checkService());
  void checkService();
}

export function Status() {
  const now = checked.value;
  const words = now?.failure && failureWords(now.failure);
  const title = now ? (words?.title ?? "运行正常") : "正在检查…";
  const since = now?.failure && now.healthyAt !== null ? `上次正常：${timeWords(now.healthyAt)}` : "";
  const advice = [words?.detail, since].filter(Boolean).join("\n");
  const rows: [label: string, value: string, kind?: string][] = [
    ["用户总数", now?.users?.toLocaleString("zh-CN") ?? UNKNOWN, "figure"],
    ["构建时间", builtWords(now?.builtAt)],
    ["上次检查", now ? timeWords(now.at) : UNKNOWN],
  ];
  async function refresh(): Promise<void> {
    await checkService();
    const failure = checked.peek()?.failure;
    announce(`服务状态：${failure ? failureWords(failure).title : "运行正常"}`);
  }
  return (
    <section id="status" class="card status" aria-labelledby="status-title">
      <div class="card-head">
        <h2 id="status-title">服务状态</h2>
        <ActionButton tone="quiet" label="刷新" busyLabel="正在刷新…" action={refresh} />
      </div>
      <p role="status" class="state" data-state={now ? (now.failure ? "bad" : "good") : undefined}>
        {title}
      </p>
      <p class="muted" hidden={advice === ""}>
        {advice}
      </p>
      <dl class="details">
        {rows.map(([label, value, kind]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd class={kind}>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function builtWords(time: string | null | undefined): string {
  if (time === undefined) return UNKNOWN;
  return time === null ? "非发布构建" : dateTimeWords(time);
}

/** Seconds that the service wants to be left alone. */
function waitOf(failure: Failure): number {
  return failure.kind === "refused" ? (failure.retryAfter ?? 0) : 0;
}
