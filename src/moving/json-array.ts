/**
 * The elements of lists in one large JSON object, without holding the object: `{"users": [ {…}, {…} ], …}`.
 * @module
 */

/** Characters that mean something outside of a text, and what ends one. */
const STRUCTURE = /["{}[\]]/g;
const IN_TEXT = /["\\]/g;

/** No element may be larger. */
const LONGEST = 32 * 1024 * 1024;

export interface Element {
  /** The list's name. */
  list: string;
  text: string;
}

/** Takes the document piece by piece and gives the elements, objects alone, of the lists that were asked for. */
export class ListReader {
  #pending = "";
  /** Where to go on in `#pending`. */
  #at = 0;
  #depth = 0;
  #inText = false;
  #textStart = 0;
  #lastText = "";
  #list = "";
  #elementStart = -1;
  #seen = false;

  constructor(private readonly lists: readonly string[]) {}

  /** Whether one of the lists has come, and whether the document has ended as it should. */
  get state(): { seen: boolean; ended: boolean } {
    return { seen: this.#seen, ended: this.#depth === 0 && !this.#inText };
  }

  push(piece: string): Element[] {
    this.#pending += piece;
    if (this.#pending.length > LONGEST + piece.length) throw new RangeError("an element is too large");
    const elements: Element[] = [];
    for (let found = this.#next(); found; found = this.#next()) {
      const element = this.#take(found.character, found.index);
      if (element) elements.push(element);
    }
    this.#forget();
    return elements;
  }

  #next(): { character: string; index: number } | null {
    const pattern = this.#inText ? IN_TEXT : STRUCTURE;
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#pending);
    if (!match) {
      this.#at = this.#pending.length;
      return null;
    }
    // What a backslash escapes may not have come yet.
    if (match[0] === "\\" && match.index + 1 >= this.#pending.length) {
      this.#at = match.index;
      return null;
    }
    this.#at = match.index + (match[0] === "\\" ? 2 : 1);
    return { character: match[0], index: match.index };
  }

  #take(character: string, index: number): Element | null {
    if (this.#inText) {
      if (character === '"') {
        this.#inText = false;
        if (this.#depth === 1) this.#lastText = this.#pending.slice(this.#textStart, index);
      }
      return null;
    }
    switch (character) {
      case '"':
        this.#inText = true;
        this.#textStart = index + 1;
        return null;
      case "{":
      case "[":
        return this.#open(character, index);
      default:
        return this.#close(character, index);
    }
  }

  #open(character: string, index: number): null {
    if (this.#depth === 1 && character === "[" && this.lists.includes(this.#lastText)) {
      this.#list = this.#lastText;
      this.#seen = true;
    }
    if (this.#depth === 2 && this.#list !== "" && character === "{") this.#elementStart = index;
    this.#depth++;
    return null;
  }

  #close(character: string, index: number): Element | null {
    this.#depth--;
    if (this.#depth === 1 && character === "]") this.#list = "";
    if (this.#depth !== 2 || this.#elementStart < 0) return null;
    const text = this.#pending.slice(this.#elementStart, index + 1);
    this.#elementStart = -1;
    return { list: this.#list, text };
  }

  /** Drops what has been gone through and nothing needs any more. */
  #forget(): void {
    const needed = this.#elementStart >= 0 ? this.#elementStart : this.#inText ? this.#textStart : this.#at;
    const from = Math.min(needed, this.#at);
    this.#pending = this.#pending.slice(from);
    this.#at -= from;
    this.#textStart -= from;
    if (this.#elementStart >= 0) this.#elementStart -= from;
  }
}
