/**
 * Stacked bars over time, drawn by uPlot.
 * @module
 */
import { useLayoutEffect, useRef } from "preact/hooks";
import uPlot from "uplot";
import { chartTimeWords } from "../../words/times.ts";
import type { Step } from "./steps.ts";

export interface Layer {
  label: string;
  /** The custom property that holds the colour. */
  colour: string;
  values: readonly number[];
}

interface BarsProps {
  steps: readonly number[];
  step: Step;
  layers: readonly Layer[];
  unit: string;
}

const HEIGHT = 220;

/** What changes the colours; the picture is drawn anew then. */
const CIRCUMSTANCES = ["(prefers-color-scheme: dark)", "(prefers-contrast: more)", "(forced-colors: active)"];

export function Bars({ layers, steps, step, unit }: BarsProps) {
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const parent = place.current;
    if (!parent) return;
    let plot: uPlot | null = null;
    const draw = () => {
      plot?.destroy();
      plot = new uPlot(options(parent, { layers, steps, step, unit }), stacked(steps, layers), parent);
    };
    draw();
    const resized = new ResizeObserver(() => plot?.setSize({ width: parent.clientWidth, height: HEIGHT }));
    resized.observe(parent);
    const watched = CIRCUMSTANCES.map((query) => window.matchMedia(query));
    for (const one of watched) one.addEventListener("change", draw);
    return () => {
      resized.disconnect();
      for (const one of watched) one.removeEventListener("change", draw);
      plot?.destroy();
    };
  }, [layers, steps, step, unit]);
  // A sentence and a table beside it say the same.
  return <div ref={place} class="plot" aria-hidden="true" />;
}

/** Each layer on top of those below it, the tallest first, so that the lower ones are painted over it. */
function stacked(steps: readonly number[], layers: readonly Layer[]): uPlot.AlignedData {
  const heights: number[][] = [];
  for (const { values } of layers) {
    const below = heights.at(-1);
    heights.push(values.map((value, index) => value + (below?.[index] ?? 0)));
  }
  return [steps.map((time) => time / 1000), ...heights.reverse()];
}

function options(parent: HTMLElement, { layers, steps, step, unit }: BarsProps): uPlot.Options {
  const style = getComputedStyle(parent);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  const axis = {
    stroke: colour("--chart-text"),
    font: `12px ${style.fontFamily}`,
    grid: { stroke: colour("--chart-line"), width: 1 },
    ticks: { show: false },
  };
  return {
    width: parent.clientWidth,
    height: HEIGHT,
    cursor: { points: { show: false }, drag: { x: false, y: false } },
    scales: {
      x: { time: true, range: () => edges(steps, step) },
      y: { range: (_plot, _min, max) => [0, Math.max(max * 1.05, 4)] },
    },
    axes: [
      {
        ...axis,
        grid: { show: false },
        space: 70,
        size: 30,
        values: (_plot, times) => times.map((time) => tickWords(time * 1000)),
      },
      { ...axis, size: 52, values: (_plot, values) => values.map((value) => value.toLocaleString()) },
    ],
    series: [
      {
        label: step === "hour" ? "时间" : "日期",
        value: (_plot, time) => (time === null ? "—" : chartTimeWords(time * 1000, step)),
      },
      ...[...layers].reverse().map((layer) => seriesOf(layer, colour(layer.colour), unit)),
    ],
  };
}

function seriesOf({ label, values }: Layer, colour: string, unit: string): uPlot.Series {
  const paths = uPlot.paths.bars?.({ size: [0.8, 60], align: 1 });
  return {
    label,
    fill: colour,
    stroke: colour,
    width: 0,
    points: { show: false },
    ...(paths && { paths }),
    // The layer's own value, not the height that it reaches.
    value: (_plot, _height, _series, index) =>
      index === null ? "—" : `${(values[index] ?? 0).toLocaleString()} ${unit}`,
  };
}

/** From the first bar's left edge to the last one's right edge, in seconds. */
function edges(steps: readonly number[], step: Step): [number, number] {
  const [first = 0, last = 0] = [steps[0], steps.at(-1)];
  return [first / 1000, last / 1000 + (step === "hour" ? 3600 : 86_400)];
}

/** Midnight is called by its date, everything else by its hour. */
function tickWords(time: number): string {
  return chartTimeWords(time, new Date(time).getHours() === 0 ? "day" : "clock");
}
