/**
 * Results as Markdown.
 * @module
 */
import { cpus, totalmem } from "node:os";

/** A table as Markdown. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

/** Today, as a figure's date. */
export function today(): string {
  return new Date().toISOString().slice(0, 10);
}

/** What a figure was measured on. */
export function machine(): { cores: number; model: string; gibibytes: number } {
  const model = cpus()[0]?.model.trim() ?? "";
  return { cores: cpus().length, model, gibibytes: Math.round(totalmem() / 2 ** 30) };
}
