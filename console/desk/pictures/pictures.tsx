/**
 * Pictures of the sign-ins: how many, how many not, why not, and how long WeChat took.
 * @module
 */
import { batch, signal } from "@preact/signals";
import { useLayoutEffect } from "preact/hooks";
import { ActionButton } from "../../components/action-button.tsx";
import { Choice } from "../../components/choice.tsx";
import type { Failure } from "../../service/result.ts";
import { momentWords } from "../../words/times.ts";
import { Broken } from "../broken.tsx";
import { Latest } from "../latest.ts";
import { Charts } from "./charts.tsx";
import { type Figures, loadFigures } from "./figures.ts";
import type { Step } from "./steps.ts";

const RANGES: { [value: string]: { label: string; hours: number | null; step: Step } } = {
  day: { label: "近 24 小时", hours: 24, step: "hour" },
  week: { label: "近 7 天", hours: 7 * 24, step: "hour" },
  all: { label: "日志所及", hours: null, step: "day" },
};

const range = signal("week");
const step = signal<Step>("hour");
const figures = signal<Figures | null>(null);
const failure = signal<Failure | null>(null);
/** From 0 to 1 while figures are counted; null otherwise. */
const progress = signal<number | null>(null);
const questions = new Latest();

async function load(): Promise<void> {
  const isLatest = questions.begin();
  progress.value = 0;
  const hours = RANGES[range.peek()]?.hours ?? null;
  const result = await loadFigures(hours, (part) => {
    if (isLatest()) progress.value = part;
  });
  if (!isLatest()) return;
  batch(() => {
    progress.value = null;
    failure.value = result.ok ? null : result.failure;
    if (result.ok) figures.value = result.value;
  });
}

/** Once more what could not be loaded. */
export function retryFigures(): void {
  if (failure.peek()) void load();
}

export function forgetFigures(): void {
  questions.begin();
  batch(() => {
    figures.value = failure.value = progress.value = null;
  });
}

function choose(name: string): void {
  range.value = name;
  step.value = RANGES[name]?.step ?? "hour";
  void load();
}

export function Pictures() {
  useLayoutEffect(() => void load(), []);
  return (
    <section class="list" aria-labelledby="pictures-title">
      <div class="list-head">
        <h2 id="pictures-title">统计图</h2>
        <ActionButton label="刷新" busyLabel="正在刷新…" action={load} />
      </div>
      <div class="search">
        <Choice
          id="pictures-range"
          label="时间范围"
          value={range.value}
          choices={Object.entries(RANGES).map(([value, { label }]) => [value, label])}
          choose={choose}
        />
        <Choice
          id="pictures-step"
          label="每根柱子"
          value={step.value}
          choices={[
            ["hour", "一小时"],
            ["day", "一天"],
          ]}
          choose={(value) => (step.value = value as Step)}
        />
        <p class="muted counting" role="status">
          {progress.value !== null
            ? `正在统计日志…${Math.round(progress.value * 100)}%`
            : figures.value && `记录从 ${momentWords(figures.value.from)} 起`}
        </p>
      </div>
      <Broken failure={failure.value} />
      {figures.value ? (
        <Charts figures={figures.value} step={step.value} />
      ) : (
        !failure.value && <p class="placeholder">正在统计日志…</p>
      )}
    </section>
  );
}
