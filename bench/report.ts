/**
 * The figures as a Markdown table and as a chart.
 * @module
 */
import { grouped, table } from "../tools/markdown.ts";
import { type Summary, summarize } from "../tools/statistics.ts";
import type { Outcome } from "./measure.ts";
import { type Start, STARTUP_TARGET_MS } from "./startup.ts";

export interface Row {
  name: string;
  base: string;
  ours: string;
  theirs: string;
  ratio: string;
  target: string;
  met: boolean;
  /** How far the result is on the way to its target, 1 = just met; for the chart. */
  score: number;
}

const round = (value: number) => (value >= 100 ? grouped(value) : value.toFixed(1));
const ratioText = ({ median, min, max }: Summary) =>
  `**${median.toFixed(2)}** (${min.toFixed(2)}–${max.toFixed(2)})`;

export function rowOf({ comparison, ours, base, ratio, met }: Outcome): Row {
  const { metric, target } = comparison;
  const cell = (samples: Outcome["ours"]) => {
    const rate = summarize(samples.map((sample) => sample.requestsPerSecond)).median;
    const cpu = summarize(samples.map((sample) => sample.cpuMicros)).median;
    return `${round(rate)}/s, ${round(cpu)} µs`;
  };
  const more = metric === "requests/s";
  return {
    name: comparison.ours.name,
    base: comparison.base.name,
    ours: cell(ours),
    theirs: cell(base),
    ratio: `${ratioText(ratio)}${more ? "" : " CPU"}`,
    target: `${more ? "≥" : "≤"} ${target}${more ? "" : " CPU"}`,
    met,
    score: more ? ratio.median / target : target / ratio.median,
  };
}

/**
 * The row of the start-up measurement; its figure is a difference in milliseconds.
 * @param version of PocketBase, where several are measured
 */
export function startupRow(pairs: Start[], version?: string): Row {
  const extra = summarize(pairs.map(({ ours, base }) => ours - base));
  const median = (side: "ours" | "base") => `${round(summarize(pairs.map((pair) => pair[side])).median)} ms`;
  return {
    name: `start-up to the first 200${version ? `, PocketBase ${version}` : ""}`,
    base: "PocketBase without hooks",
    ours: median("ours"),
    theirs: median("base"),
    ratio: `**${extra.median.toFixed(0)} ms** more (${extra.min.toFixed(0)}–${extra.max.toFixed(0)})`,
    target: `≤ ${STARTUP_TARGET_MS} ms more`,
    met: extra.median <= STARTUP_TARGET_MS,
    score: STARTUP_TARGET_MS / Math.max(extra.median, 1),
  };
}

export function markdownTable(rows: Row[]): string {
  const head = [
    "ours",
    "compared with",
    "ours: rate, server CPU per request",
    "compared: the same",
    "ratio, median (spread)",
    "target",
    "met",
  ];
  const cells = ({ name, base, ours, theirs, ratio, target, met }: Row) => [
    name,
    base,
    ours,
    theirs,
    ratio,
    target,
    met ? "yes" : "**no**",
  ];
  return table(head, rows.map(cells));
}

/** Keeps the log₁₀ scale of the chart between a tenth and a hundred times the target. */
const clamp = (score: number) => Math.min(Math.max(score, 0.1), 100);

const escape = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

/**
 * One bar per row: how its result stands to its target, on a logarithmic scale; the line is the target. Beside the bar is
 * what it was compared with, as several rows may be about one thing.
 */
export function chart(rows: Row[]): string {
  const [left, width, line, top, right] = [330, 360, 26, 40, 350];
  const full = left + width + right;
  const x = (score: number) => left + ((Math.log10(clamp(score)) + 1) / 3) * width;
  const height = top + rows.length * line + 20;
  const bars = rows.map((row, i) => {
    const y = top + i * line;
    const [from, to] = [Math.min(x(1), x(row.score)), Math.max(x(1), x(row.score))];
    return [
      `<text x="${left - 10}" y="${y + 13}" text-anchor="end">${escape(row.name)}</text>`,
      `<rect x="${from.toFixed(1)}" y="${y + 2}" width="${Math.max(to - from, 1.5).toFixed(1)}" height="14" rx="2" fill="${row.met ? "#2a9d6f" : "#c8553d"}"/>`,
      `<text x="${(to + 6).toFixed(1)}" y="${y + 13}" fill="#555">${row.score.toFixed(2)} ×<tspan fill="#999" dx="8">${escape(row.base)}</tspan></text>`,
    ].join("");
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${full}" height="${height}" viewBox="0 0 ${full} ${height}" font-family="system-ui, sans-serif" font-size="12">`,
    `<rect width="${full}" height="${height}" fill="#fff"/>`,
    `<text x="${x(1).toFixed(1)}" y="18" text-anchor="middle" fill="#333">target</text>`,
    `<line x1="${x(1).toFixed(1)}" x2="${x(1).toFixed(1)}" y1="24" y2="${height - 10}" stroke="#999"/>`,
    ...bars,
    "</svg>",
    "",
  ].join("\n");
}
