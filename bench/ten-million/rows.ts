/**
 * Figures as rows: those of the small table, those of the large one, and how they compare.
 * @module
 */
import { grouped } from "../../tools/markdown.ts";
import { summarize } from "../../tools/statistics.ts";
import type { Sample } from "../load.ts";
import type { Turns } from "../measure.ts";

/** The small table's figure, the large one's, and large ÷ small, round by round. */
export function row(name: string, small: number[], large: number[], unit: string): string[] {
  const cell = (figures: number[]) => grouped(summarize(figures).median) + unit;
  const ratio = summarize(large.map((figure, i) => figure / (small[i] ?? Number.NaN)));
  const spread = large.length > 1 ? ` (${ratio.min.toFixed(2)}–${ratio.max.toFixed(2)})` : "";
  return [name, cell(small), cell(large), `**${ratio.median.toFixed(2)}**${spread}`];
}

export function rowsOf(name: string, { ours, base }: Turns): string[][] {
  const each = (label: string, figure: (sample: Sample) => number, unit: string) =>
    row(`${name}: ${label}`, base.map(figure), ours.map(figure), unit);
  return [
    each("rate", ({ requestsPerSecond }) => requestsPerSecond, "/s"),
    each("server CPU per request", ({ cpuMicros }) => cpuMicros, " µs"),
    each("99 of 100 within", ({ p99 }) => p99, " ms"),
  ];
}
