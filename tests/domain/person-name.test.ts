import { expect, test } from "vitest";
import { maskName } from "../../src/domain/person-name.ts";

test.each([
  ["", ""],
  ["明", "*"],
  ["😀", "*"],
  ["张三", "张*"],
  ["王小明", "王**"],
  ["阿卜杜拉·买买提", "阿**"],
  ["😀小明", "😀**"],
  ["Al", "A*"],
  ["Alexander Hamilton", "A**"],
])("of %j a stranger sees %j", (name, masked) => {
  expect(maskName(name)).toBe(masked);
});
