/**
 * A run's result as Markdown, as it goes into docs/reliability.md.
 * @module
 */
import { release, type } from "node:os";
import { POCKETBASE_VERSION } from "../../scripts/binary.ts";
import { machine, table, today } from "../../tools/markdown.ts";
import type { Tally } from "./tally.ts";

export interface Section {
  title: string;
  head: string[];
  rows: string[][];
}

/** @param command as it would be typed */
export function report(
  title: string,
  command: string,
  sections: readonly Section[],
  violations: string[],
): string {
  const { cores, gibibytes } = machine();
  return [
    `### ${title}`,
    `\`${command}\`, ${today()}; PocketBase ${POCKETBASE_VERSION}, Node ${process.versions.node}, ` +
      `${type()} ${release()}; ${cores} cores, ${gibibytes} GiB, load driver and sandbox WeChat on the same machine.`,
    ...sections.map((section) => `${section.title}\n\n${table(section.head, section.rows)}`),
    violations.length === 0
      ? "Every promise that was tried held."
      : violations.map((violation) => `- BROKEN: ${violation}`).join("\n"),
  ].join("\n\n");
}

export function tallySection(title: string, tally: Tally): Section {
  return {
    title,
    head: ["action", "answered", "refused", "lost", "median ms", "p99 ms"],
    rows: tally.rows(),
  };
}
