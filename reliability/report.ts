/**
 * A run's result as Markdown, as it goes into docs/reliability.md.
 * @module
 */
import { cpus, release, totalmem, type } from "node:os";
import { POCKETBASE_VERSION } from "../scripts/binary.ts";
import type { Tally } from "./tally.ts";

export interface Section {
  title: string;
  head: string[];
  rows: string[][];
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

/** @param command as it would be typed */
export function report(
  title: string,
  command: string,
  sections: readonly Section[],
  violations: string[],
): string {
  const gibibytes = Math.round(totalmem() / 2 ** 30);
  return [
    `### ${title}`,
    `\`${command}\`, ${new Date().toISOString().slice(0, 10)}; PocketBase ${POCKETBASE_VERSION}, Node ${process.versions.node}, ` +
      `${type()} ${release()}; ${cpus().length} cores, ${gibibytes} GiB, load driver and sandbox WeChat on the same machine.`,
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
