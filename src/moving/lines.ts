/**
 * Lines out of pieces of text.
 * @module
 */

/** A line may be longer than it should: it is then dropped, not kept in memory. */
const LONGEST = 32 * 1024 * 1024;

export interface Line {
  /** Counted from 1. */
  number: number;
  /** Without what ends it; "" for one that is too long. */
  text: string;
  tooLong: boolean;
}

/** Takes LF and CRLF, a BOM at the beginning, and a last line that nothing ends. */
export class LineReader {
  #pending = "";
  #number = 0;
  /** Within a line that is too long. */
  #dropping = false;

  push(text: string): Line[] {
    const pieces = text.split("\n");
    const last = pieces.pop() ?? "";
    const lines = pieces.map((piece) => this.#line(piece));
    this.#keep(last);
    return lines;
  }

  /** The last line, where the file does not end with a line's end. */
  end(): Line[] {
    return this.#pending === "" && !this.#dropping ? [] : [this.#line("")];
  }

  #line(rest: string): Line {
    this.#keep(rest);
    this.#number++;
    const bare = this.#number === 1 ? this.#pending.replace(/^\ufeff/, "") : this.#pending;
    const line = {
      number: this.#number,
      text: bare.endsWith("\r") ? bare.slice(0, -1) : bare,
      tooLong: this.#dropping,
    };
    this.#pending = "";
    this.#dropping = false;
    return line;
  }

  #keep(text: string): void {
    if (this.#dropping) return;
    this.#pending = this.#pending === "" ? text : this.#pending + text;
    if (this.#pending.length <= LONGEST) return;
    this.#pending = "";
    this.#dropping = true;
  }
}
