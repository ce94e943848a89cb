/**
 * The pictures of one set of figures.
 * @module
 */
import { useMemo } from "preact/hooks";
import type { Layer } from "./bars.tsx";
import { Chart } from "./chart.tsx";
import { type Figures, SLOWNESS } from "./figures.ts";
import { ReasonBars } from "./reason-bars.tsx";
import { type Step, stepsBetween, sums } from "./steps.ts";

const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
const count = (value: number) => value.toLocaleString();

function percent(part: number, whole: number): string {
  const share = whole === 0 ? 0 : (part / whole) * 100;
  return `${share.toFixed(share > 0 && share < 10 ? 1 : 0)}%`;
}

export function Charts({ figures, step }: { figures: Figures; step: Step }) {
  const { steps, succeeded, trouble, registered, wechat } = useMemo(
    () => layersOf(figures, step),
    [figures, step],
  );
  const [good] = succeeded.map(({ values }) => total(values));
  const [refused = 0, failed = 0] = trouble.map(({ values }) => total(values));
  const [newcomers = 0] = registered.map(({ values }) => total(values));
  const speeds = wechat.map(({ values }) => total(values));
  const shared = { steps, step };
  return (
    <div class="charts">
      <Chart
        id="chart-succeeded"
        title="登录成功"
        summary={`共 ${count(good ?? 0)} 次，包括续期和注册。`}
        unit="次"
        layers={succeeded}
        {...shared}
      />
      <Chart
        id="chart-trouble"
        title="没有成功的"
        summary={`被拒绝 ${count(refused)} 次，故障 ${count(failed)} 次，占全部的 ${percent(refused + failed, (good ?? 0) + refused + failed)}。`}
        unit="次"
        layers={trouble}
        {...shared}
      />
      <Chart
        id="chart-wechat"
        title="微信的应答时间"
        summary={`共询问微信 ${count(total(speeds))} 次，其中 ${percent(total(speeds.slice(2)), total(speeds))} 超过 ${SLOWNESS[1] / 1000} 秒。`}
        unit="次"
        layers={wechat}
        {...shared}
      />
      <Chart
        id="chart-registered"
        title="新用户"
        summary={`共 ${count(newcomers)} 人。`}
        unit="人"
        layers={registered}
        {...shared}
      />
      <ReasonBars reasons={figures.reasons} />
    </div>
  );
}

function layersOf(figures: Figures, step: Step) {
  const steps = stepsBetween(figures.from, figures.until, step);
  const layer = (label: string, colour: string, counts: ReadonlyMap<number, number>): Layer => ({
    label,
    colour,
    values: sums(counts, steps, step),
  });
  return {
    steps,
    succeeded: [layer("成功", "--chart-good", figures.succeeded)],
    trouble: [layer("被拒绝", "--chart-warn", figures.refused), layer("故障", "--chart-bad", figures.failed)],
    registered: [layer("新用户", "--chart-new", figures.registered)],
    wechat: wechatLayers(figures.slower.map((counts) => sums(counts, steps, step))),
  };
}

const [FAST, SLOW, VERY_SLOW] = SLOWNESS;
const SPEEDS = [
  [`${FAST} 毫秒以内`, "--chart-good"],
  [`${SLOW / 1000} 秒以内`, "--chart-new"],
  [`${VERY_SLOW / 1000} 秒以内`, "--chart-warn"],
  [`超过 ${VERY_SLOW / 1000} 秒`, "--chart-bad"],
] as const;

/** What is slower than one limit and not slower than the next. */
function wechatLayers(slower: readonly (readonly number[])[]): Layer[] {
  return SPEEDS.map(([label, colour], index) => ({
    label,
    colour,
    values: (slower[index] ?? []).map((value, at) => value - (slower[index + 1]?.[at] ?? 0)),
  }));
}
