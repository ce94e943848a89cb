import { describe, expect, test } from "vitest";
import { characterCount } from "../../src/domain/character-count.ts";

describe("characterCount", () => {
  test.each([
    ["", 0],
    ["abc", 3],
    ["微信登录", 4],
    ["e\u0301", 2],
    ["😀", 1],
    ["a😀b😀", 4],
    ["👨‍👩‍👧", 5],
    ["\ud83d", 1],
    ["\ude00", 1],
    ["\ude00\ud83d", 2],
    ["\ud83da\ude00", 3],
    ["\ud83d\ud83d\ude00", 2],
    ["\uffff\ufffd", 2],
  ])("of %j is %d", (text, count) => {
    expect(characterCount(text)).toBe(count);
  });
});
