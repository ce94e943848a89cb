/**
 * A picture over time with its sentence, and the same as a table, for whoever cannot see it or wants to be exact.
 * @module
 */
import { useSignal } from "@preact/signals";
import { chartTimeWords } from "../../words/times.ts";
import { Bars, type Layer } from "./bars.tsx";
import type { Step } from "./steps.ts";

export interface ChartProps {
  /** Unique in the page. */
  id: string;
  title: string;
  /** The picture in a sentence. */
  summary: string;
  /** Beginnings of the steps, as Unix times in milliseconds. */
  steps: readonly number[];
  step: Step;
  /** From the bottom up. */
  layers: readonly Layer[];
  unit: string;
}

/** More rows than these are for a file, not for reading. */
const MOST_ROWS = 400;

export function Chart({ id, title, summary, ...picture }: ChartProps) {
  const open = useSignal(false);
  return (
    <figure class="chart card" aria-labelledby={`${id}-title`} aria-describedby={`${id}-summary`}>
      <figcaption>
        <h3 id={`${id}-title`}>{title}</h3>
        <p id={`${id}-summary`} class="muted">
          {summary}
        </p>
      </figcaption>
      <Bars {...picture} />
      <details class="fold" open={open.value} onToggle={(event) => (open.value = event.currentTarget.open)}>
        <summary>
          数据表<span class="visually-hidden">：{title}</span>
        </summary>
        {open.value && <Table title={title} {...picture} />}
      </details>
    </figure>
  );
}

/** The newest first. */
function Table({ title, steps, step, layers }: Pick<ChartProps, "title" | "steps" | "step" | "layers">) {
  const rows = steps.map((time, index) => ({ time, values: layers.map(({ values }) => values[index] ?? 0) }));
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={`数据表：${title}`}>
      <table class="table figures">
        <thead>
          <tr>
            <th scope="col">{step === "hour" ? "时间" : "日期"}</th>
            {layers.map(({ label }) => (
              <th key={label} scope="col">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows
            .reverse()
            .slice(0, MOST_ROWS)
            .map(({ time, values }) => (
              <tr key={time}>
                <th scope="row">{chartTimeWords(time, step)}</th>
                {values.map((value, index) => (
                  <td key={layers[index]?.label} class="number">
                    {value.toLocaleString()}
                  </td>
                ))}
              </tr>
            ))}
        </tbody>
      </table>
    </div>
  );
}
