/**
 * Results as Markdown.
 * @module
 */
import { readFile, writeFile } from "node:fs/promises";
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

/** Rounded, its thousands apart. */
export function grouped(value: number): string {
  return Math.round(value).toLocaleString("en");
}

/** By what command, when, of which PocketBase and on what machine figures were made: without the sentence's end. */
export function provenance(command: string, pocketbase: string): string {
  const { cores, model, gibibytes } = machine();
  return `Command: \`${command}\`  \nDate: ${today()}. PocketBase ${pocketbase}; ${cores} cores (${model}), ${gibibytes} GiB of memory`;
}

/** Replaces what stands between the two marks of a document. @throws Error where it has none of this name */
export function fill(document: string, mark: string, text: string): string {
  const [begin, end] = [`<!-- ${mark}:begin -->`, `<!-- ${mark}:end -->`];
  const [from, to] = [document.indexOf(begin), document.indexOf(end)];
  if (from < 0 || to < 0) throw new Error(`the document has no marks for ${mark}`);
  return `${document.slice(0, from + begin.length)}\n\n${text}\n\n${document.slice(to)}`;
}

/** What stands between the two marks of a document; "" where it has none. */
export function filledIn(document: string, mark: string): string {
  return document.split(`<!-- ${mark}:begin -->`)[1]?.split(`<!-- ${mark}:end -->`)[0] ?? "";
}

/** `fill` in a file. @throws Error where it has no marks of this name */
export async function fillFile(file: string, mark: string, text: string): Promise<void> {
  await writeFile(file, fill(await readFile(file, "utf8"), mark, text));
}
