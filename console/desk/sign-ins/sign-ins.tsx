/**
 * Everybody's sign-ins, newest first; those that did not succeed, to begin with.
 * @module
 */
import { useSignal } from "@preact/signals";
import { useLayoutEffect } from "preact/hooks";
import { ActionButton } from "../../components/action-button.tsx";
import { Choice } from "../../components/choice.tsx";
import { Pager } from "../../components/pager.tsx";
import { KNOWN_REASONS, reasonWords } from "../../words/reasons.ts";
import { Broken } from "../broken.tsx";
import { KNOWN_OPERATIONS, operationWords } from "./line.ts";
import { LineList } from "./line-list.tsx";
import {
  asked,
  askFor,
  failure,
  isFirstQuestion,
  loading,
  PAGE_SIZE,
  reload,
  shown,
  watchList,
} from "./list.ts";
import { RESULT_CHOICES } from "./query.ts";

export function SignIns() {
  useLayoutEffect(watchList, []);
  const { result, reason, operation } = asked.value;
  // An empty later page still has the way back.
  const nothing = shown.value?.lines.length === 0 && shown.value.page === 1;
  return (
    <section class="list" aria-labelledby="sign-ins-title">
      <div class="list-head">
        <h2 id="sign-ins-title">登录记录</h2>
        <ActionButton label="刷新" busyLabel="正在刷新…" action={reload} />
      </div>
      <p class="muted">日志在登录发生几秒后写入，保留多久由 PocketBase 的设置决定。</p>
      <form
        class="search"
        role="search"
        aria-label="筛选登录记录"
        method="post"
        onSubmit={(event) => event.preventDefault()}
      >
        <Phone />
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
          choices={[
            ["", "全部方式"],
            ...KNOWN_OPERATIONS.map((name) => [name, operationWords(name)] as const),
          ]}
          choose={(value) => askFor({ operation: value })}
        />
      </form>
      <Broken failure={failure.value} />
      {shown.value === null && !failure.value && <p class="muted placeholder">正在载入登录记录…</p>}
      {shown.value && nothing && (
        <p class="placeholder" aria-busy={loading.value}>
          {isFirstQuestion(asked.value)
            ? "日志所及的时间里没有失败的登录。要看成功的，请把“结果”换成“全部”。"
            : "没有符合条件的记录。"}
        </p>
      )}
      {shown.value && !nothing && (
        <div aria-busy={loading.value}>
          <LineList lines={shown.value.lines} names={shown.value.names} labelledBy="sign-ins-title" />
          <Pager
            page={shown.value.page}
            size={PAGE_SIZE}
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

/** What is typed stands on its own until it is asked for: an answer that comes meanwhile draws the page anew. */
function Phone() {
  const text = useSignal(asked.peek().phone);
  return (
    <div class="field search-text">
      <label for="lines-phone">手机号</label>
      <input
        id="lines-phone"
        type="search"
        autocomplete="off"
        placeholder="13800138000 或 138****8000"
        value={text.value}
        onInput={(event) => (text.value = event.currentTarget.value)}
        onChange={() => askFor({ phone: text.peek().replace(/\s/g, "") })}
      />
    </div>
  );
}
