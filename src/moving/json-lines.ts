/**
 * JSON Lines: one object a line.
 * @module
 */
import { type Line, LineReader } from "./lines.ts";
import { objectOf, type Reading } from "./person.ts";
import { type Entry, SourceProblem, type SourceReader } from "./source.ts";

export type JsonObject = { [key: string]: unknown };

/** Reads people out of JSON Lines. */
export class JsonLinesReader implements SourceReader {
  readonly #lines = new LineReader();
  #read = false;

  /** @param personOf what an object of the source says */
  constructor(private readonly personOf: (object: JsonObject) => Reading) {}

  push(text: string): Entry[] {
    return this.#lines.push(text).flatMap((line) => this.#entries(line, false));
  }

  end(): Entry[] {
    return this.#lines.end().flatMap((line) => this.#entries(line, true));
  }

  #entries(line: Line, isUnended: boolean): Entry[] {
    const { number: place, text, tooLong } = line;
    if (tooLong) return [{ place, reading: { id: "", skipped: "line_too_long" } }];
    if (text.trim() === "") return [];
    this.#checkFirst(text);
    if (text.includes("\ufffd") && !isWellFormed(text)) {
      return [{ place, reading: { id: "", skipped: "not_utf8" } }];
    }
    const object = parsed(text);
    if (object) return [{ place, reading: this.personOf(object) }];
    return [{ place, reading: { id: "", skipped: isUnended ? "cut_off" : "not_json" } }];
  }

  /** A file of another kind would be skipped line by line, which tells nobody what is wrong. */
  #checkFirst(text: string): void {
    if (this.#read) return;
    this.#read = true;
    if (/^\s*\[/.test(text)) {
      throw new SourceProblem(
        "the file is a JSON array; JSON Lines (one object a line) are needed: jq -c '.[]' turns one into the other",
      );
    }
    if (!/^\s*\{/.test(text)) {
      throw new SourceProblem("the first line is no JSON object: this is no JSON Lines file (.jsonl)");
    }
  }
}

/** What cannot be decoded comes as U+FFFD; JSON that holds that character itself writes it escaped or as it is. */
function isWellFormed(text: string): boolean {
  return !/\ufffd{2}|[^\x20-\x7e\s]\ufffd|\ufffd[^\x20-\x7e\s]/.test(text);
}

function parsed(text: string): JsonObject | null {
  try {
    const value = JSON.parse(text) as unknown;
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    return isObject ? objectOf(value) : null;
  } catch {
    return null;
  }
}
