/**
 * Everybody's sign-ins, newest first; those that did not succeed, to begin with.
 * @module
 */
import { batch, effect, signal } from "@preact/signals";
import { useLayoutEffect } from "preact/hooks";
import { ActionButton } from "../../components/action-button.tsx";
import { Choice } from "../../components/choice.tsx";
import { Pager } from "../../components/pager.tsx";
import type { Failure } from "../../service/result.ts";
import { failureWords } from "../../words/failures.ts";
import { KNOWN_REASONS, reasonWords } from "../../words/reasons.ts";
import { type Line, operationWords } from "./line.ts";
import { LineList } from "./line-list.tsx";
import { type AskedLines, findLines, linesFilter, namesOf, RESULT_CHOICES } from "./query.ts";

const SIZE = 50;
const OPERATIONS = [
  "wechatLogin",
  "platformLogin",
  "platformRegister",
  "wechatProfile",
  "refreshToken",
  "wechatAvatar",
];

const asked = signal<AskedLines & { page: number }>({
  result: "trouble",
  reason: "",
  operation: "",
  phone: "",
  page: 1,
});
/** What is on the screen, which may still be the last question's. */
const shown = signal<{ lines: Line[]; names: Map<string, string>; page: number } | null>(null);
const failure = signal<Failure | null>(null);
const loading = signal(false);
let turn = 0;

const askFor = (change: Partial<typeof asked.value>) =>
  (asked.value = { ...asked.peek(), page: 1, ...change });

async function load(question: typeof asked.value): Promise<void> {
  const mine = ++turn;
  loading.value = true;
  const result = await findLines(linesFilter(question), question.page, SIZE);
  const people = result.ok ? await namesOf(result.value.map(({ person }) => person)) : null;
  if (mine !== turn) return;
  batch(() => {
    loading.value = false;
    failure.value = result.ok ? null : result.failure;
    if (result.ok)
      shown.value = {
        lines: result.value,
        names: people?.ok ? people.value : new Map(),
        page: question.page,
      };
  });
}

export function SignIns() {
  useLayoutEffect(() => effect(() => void load(asked.value)), []);
  const { result, reason, operation, phone } = asked.value;
  return (
    <section class="list" aria-labelledby="sign-ins-title">
      <div class="list-head">
        <h2 id="sign-ins-title">登录记录</h2>
        <ActionButton label="刷新" busyLabel="正在刷新…" action={() => load(asked.peek())} />
      </div>
      <p class="muted">日志在登录发生几秒后写入，保留多久由 PocketBase 的设置决定。</p>
      <form
        class="search"
        role="search"
        aria-label="筛选登录记录"
        method="post"
        onSubmit={(event) => event.preventDefault()}
      >
        <div class="field search-text">
          <label for="lines-phone">手机号</label>
          <input
            id="lines-phone"
            type="search"
            autocomplete="off"
            placeholder="13800138000 或 138****8000"
            value={phone}
            onChange={(event) => askFor({ phone: event.currentTarget.value.replace(/\s/g, "") })}
          />
        </div>
        <Choice
          id="lines-result"
          label="结果"
          value={result}
          choices={Object.entries(RESULT_CHOICES).map(([value, { label }]) => [value, label])}
          choose={(value) => askFor({ result: value })}
        />
        <Choice
          id="lines-reason"
          label="原因"
          value={reason}
          choices={[
            ["", "全部原因"],
            ...KNOWN_REASONS.map((name) => [name, reasonWords(name).what] as const),
          ]}
          choose={(value) => askFor({ reason: value })}
        />
        <Choice
          id="lines-operation"
          label="方式"
          value={operation}
          choices={[["", "全部方式"], ...OPERATIONS.map((name) => [name, operationWords(name)] as const)]}
          choose={(value) => askFor({ operation: value })}
        />
      </form>
      {failure.value && (
        <div class="notice" data-tone="bad" role="alert">
          <p class="notice-title">{failureWords(failure.value).title}</p>
        </div>
      )}
      {shown.value === null && !failure.value && <p class="muted placeholder">正在载入登录记录…</p>}
      {shown.value?.lines.length === 0 && <p class="placeholder">没有符合条件的记录。</p>}
      {shown.value && shown.value.lines.length > 0 && (
        <div aria-busy={loading.value}>
          <LineList lines={shown.value.lines} names={shown.value.names} labelledBy="sign-ins-title" />
          <Pager
            page={shown.value.page}
            size={SIZE}
            count={shown.value.lines.length}
            total={null}
            unit="条"
            go={(to) => askFor({ page: to })}
          />
        </div>
      )}
    </section>
  );
}
