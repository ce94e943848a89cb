import { describe, expect, test } from "vitest";
import { document } from "../support/contract.ts";

const pattern = new RegExp((document.components.schemas.UsersName as { pattern: string }).pattern);

/** What Unicode says nobody sees, in Node's own tables; Braille's blank is a symbol there. */
const UNSEEN = /^[\p{White_Space}\p{Default_Ignorable_Code_Point}\p{Cc}\u2800\ufff9-\ufffb]$/u;

/**
 * The ends of ranges around U+2028 and U+FEFF, which must not stand in the pattern themselves: a hyphenation point, and two
 * codes that are no characters.
 */
const NEIGHBOURS = ["2027", "fefe", "ff00"];

describe("the pattern of a person's name", () => {
  test("takes a single character of the Basic Multilingual Plane exactly when it can be seen, but for the ends of two ranges", () => {
    const wrong = Array.from({ length: 0x10000 }, (_, code) => code)
      // Halves of a pair are no characters.
      .filter((code) => code < 0xd800 || code > 0xdfff)
      .filter((code) => pattern.test(String.fromCharCode(code)) === UNSEEN.test(String.fromCharCode(code)));
    expect(wrong.map((code) => code.toString(16))).toEqual(NEIGHBOURS);
  });

  test.each(["小明 😀", " 张三　", "a\u200b", "\u200bа", "👨‍👩‍👧", "𠮷野家", "Zoë", "नमस्ते", "·"])(
    "takes %s",
    (name) => {
      expect(pattern.test(name)).toBe(true);
    },
  );

  test.each(["", " ", "\u200b\u2060\u00ad", "a\nb", "\u0000a", "a\u007f", "\t", "a\u0000"])(
    "refuses %j",
    (name) => {
      expect(pattern.test(name)).toBe(false);
    },
  );

  test("is judged in linear time by an engine that backtracks", () => {
    const long = 400_000;
    for (const text of [" ".repeat(long), `${"a".repeat(long)}\u0000`, `${" a".repeat(long)}\n`])
      expect(pattern.test(text)).toBe(false);
  });
});
