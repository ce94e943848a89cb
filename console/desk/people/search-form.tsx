/**
 * What to look for. Typing waits a moment; a choice takes effect at once.
 * @module
 */
import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { Choice } from "../../components/choice.tsx";
import { appids, asked, askFor, EVERYBODY, isEverybody } from "./list.ts";
import { STATUS_CHOICES } from "./person.ts";
import { dateText } from "./query.ts";

const PAUSE_MS = 300;

export function SearchForm() {
  const text = useSignal(asked.peek().text);
  const timer = useRef(0);
  useLayoutEffect(() => () => window.clearTimeout(timer.current), []);
  const { status, source, from, until } = asked.value;
  function search(now: boolean): void {
    window.clearTimeout(timer.current);
    const send = () => {
      if (text.peek() !== asked.peek().text) askFor({ text: text.peek() });
    };
    if (now) send();
    else timer.current = window.setTimeout(send, PAUSE_MS);
  }
  return (
    <form
      class="search"
      role="search"
      aria-label="查找人员"
      method="post"
      onSubmit={(event) => {
        event.preventDefault();
        search(true);
      }}
    >
      <div class="field search-text">
        <label for="people-text">查找</label>
        <input
          id="people-text"
          type="search"
          autocomplete="off"
          spellcheck={false}
          value={text.value}
          placeholder="手机号、姓名、openid、记录编号或 unionid"
          onInput={(event) => {
            text.value = event.currentTarget.value;
            search(false);
          }}
        />
      </div>
      <Choice
        id="people-status"
        label="状态"
        value={status}
        choices={Object.entries(STATUS_CHOICES).map(([value, { label }]) => [value, label])}
        choose={(value) => askFor({ status: value })}
      />
      <Choice
        id="people-source"
        label="来源"
        value={source}
        choices={[
          ["", "全部来源"],
          ...appids.value.map((appid) => [appid, `小程序 ${appid}`] as const),
          ["platform", "管理平台"],
        ]}
        choose={(value) => askFor({ source: value })}
      />
      <Period from={from} until={until} />
      {!isEverybody(asked.value) && (
        <button
          type="button"
          class="quiet"
          onClick={() => {
            text.value = "";
            askFor({ ...EVERYBODY, sort: asked.peek().sort });
          }}
        >
          清除条件
        </button>
      )}
    </form>
  );
}

/** When somebody registered: the usual answers, and two dates for any other. */
function Period({ from, until }: { from: string; until: string }) {
  const byDates = useSignal(false);
  const day = (back: number) => dateText(new Date(Date.now() - back * 86_400_000));
  const periods: { [name: string]: [from: string, until: string] } = {
    today: [day(0), ""],
    yesterday: [day(1), day(1)],
    week: [day(6), ""],
    month: [day(29), ""],
  };
  const chosen =
    Object.entries(periods).find(([, period]) => period[0] === from && period[1] === until)?.[0] ??
    (from === "" && until === "" ? "" : "dates");
  const value = byDates.value ? "dates" : chosen;
  return (
    <>
      <Choice
        id="people-period"
        label="注册时间"
        value={value}
        choices={[
          ["", "不限"],
          ["today", "今天"],
          ["yesterday", "昨天"],
          ["week", "近 7 天"],
          ["month", "近 30 天"],
          ["dates", "选择日期…"],
        ]}
        choose={(name) => {
          byDates.value = name === "dates";
          if (name === "dates") return;
          const [start, end] = periods[name] ?? ["", ""];
          askFor({ from: start, until: end });
        }}
      />
      {value === "dates" && (
        <>
          <div class="field">
            <label for="people-from">从</label>
            <input
              id="people-from"
              type="date"
              value={from}
              onChange={(event) => askFor({ from: event.currentTarget.value })}
            />
          </div>
          <div class="field">
            <label for="people-until">到</label>
            <input
              id="people-until"
              type="date"
              value={until}
              onChange={(event) => askFor({ until: event.currentTarget.value })}
            />
          </div>
        </>
      )}
    </>
  );
}
