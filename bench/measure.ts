/**
 * Measures one comparison: both sides in turn, several rounds, so that a slow minute of the machine hits both.
 * @module
 */
import { resting } from "../tools/process-stats.ts";
import { type Summary, summarize } from "../tools/statistics.ts";
import { drive, type Sample } from "./load.ts";
import type { Comparison, Side } from "./scenario.ts";

export interface Pace {
  rounds: number;
  /** Seconds per side and round. */
  seconds: number;
  connections: number;
}

export interface Outcome {
  comparison: Comparison;
  ours: Sample[];
  base: Sample[];
  /** ours ÷ base in the comparison's metric, round by round. */
  ratio: Summary;
  met: boolean;
}

export function valueOf(sample: Sample, { metric }: Comparison): number {
  return metric === "requests/s" ? sample.requestsPerSecond : sample.cpuMicros;
}

export type Compared = Pick<Comparison, "ours" | "base">;
export type Turns = Pick<Outcome, "ours" | "base">;

/** @param progress told each round's two samples */
export async function takeTurns(
  compared: Compared,
  pace: Pace,
  progress: (round: number, ours: Sample, base: Sample) => void,
): Promise<Turns> {
  const run = async ({ stage, load, turn, connections = pace.connections }: Side, seconds = pace.seconds) => {
    if (!turn) return drive(stage, load, { until: { seconds }, connections });
    await turn.before();
    await resting(stage.pid);
    return drive(stage, load, { until: { requests: turn.requests }, connections });
  };
  // The first requests of a process fill caches; they belong to no round.
  await run(compared.ours, 1);
  await run(compared.base, 1);
  const ours: Sample[] = [];
  const base: Sample[] = [];
  for (let round = 1; round <= pace.rounds; round++) {
    // Whoever goes first in one round goes second in the next: a machine that slows down favours neither.
    const turns = [
      async () => ours.push(await run(compared.ours)),
      async () => base.push(await run(compared.base)),
    ];
    for (const turn of round % 2 === 1 ? turns : turns.toReversed()) await turn();
    progress(round, ours.at(-1) as Sample, base.at(-1) as Sample);
  }
  return { ours, base };
}

export async function measure(
  comparison: Comparison,
  pace: Pace,
  progress: (text: string) => void,
): Promise<Outcome> {
  const { ours, base } = await takeTurns(comparison, pace, (round, ...samples) => {
    const [a, b] = samples.map((sample) => valueOf(sample, comparison).toFixed(0));
    progress(`  round ${round}/${pace.rounds}: ${a} ÷ ${b} ${comparison.metric}`);
  });
  const ratio = summarize(
    ours.map((sample, i) => valueOf(sample, comparison) / valueOf(base[i] as Sample, comparison)),
  );
  const met =
    comparison.metric === "requests/s"
      ? ratio.median >= comparison.target
      : ratio.median <= comparison.target;
  return { comparison, ours, base, ratio, met };
}
