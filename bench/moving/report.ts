/**
 * The figures of an import as Markdown.
 * @module
 */
import { grouped, provenance, table } from "../../tools/markdown.ts";
import type { Run } from "../watched.ts";

export interface Step extends Run {
  name: string;
  people: number;
}

export interface Figures {
  command: string;
  /** Its version. */
  pocketbase: string;
  file: string;
  /** The first one is the bare loop of saves, which the others are held against. */
  steps: Step[];
  login: string;
  /** Milliseconds by name. */
  hashes: { [name: string]: number };
  hashRuns: string;
}

export const mebibytes = (bytes: number) => `${grouped(bytes / 2 ** 20)} MiB`;

const rateOf = ({ people, seconds }: Step) => people / seconds;

export function report({ command, pocketbase, file, steps, login, hashes, hashRuns }: Figures): string {
  const bareRate = steps[0] ? rateOf(steps[0]) : NaN;
  return [
    `${provenance(command, pocketbase)}. The file: ${file}.`,
    "",
    table(
      ["step", "people", "seconds", "people/s", "of a bare loop's speed", "peak memory"],
      steps.map((step) => [
        step.name,
        grouped(step.people),
        step.seconds.toFixed(1),
        grouped(rateOf(step)),
        `${((100 * rateOf(step)) / bareRate).toFixed(0)} %`,
        `${step.peakMebibytes.toFixed(0)} MiB`,
      ]),
    ),
    "",
    login,
    "",
    table(
      ["what a hash costs", `ms, median of ${hashRuns}`],
      Object.entries(hashes).map(([name, ms]) => [name, String(ms)]),
    ),
  ].join("\n");
}
