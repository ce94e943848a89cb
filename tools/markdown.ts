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

/** Replaces what stands between the two marks of a document. @throws Error where it has none of this name */
export function fill(document: string, mark: string, text: string): string {
  const [begin, end] = [`<!-- ${mark}:begin -->`, `<!-- ${mark}:end -->`];
  const [from, to] = [document.indexOf(begin), document.indexOf(end)];
  if (from < 0 || to < 0) throw new Error(`the document has no marks for ${mark}`);
  return `${document.slice(0, from + begin.length)}\n\n${text}\n\n${document.slice(to)}`;
}
