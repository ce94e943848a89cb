import { describe, expect, test } from "vitest";
import { refusalWords } from "../../src/domain/stored-fields.ts";

describe("what a collection refuses to store, in Chinese", () => {
  test.each([
    ["validation_required", "Cannot be blank", {}, "users_name：不能为空"],
    ["validation_not_unique", "Value must be unique", {}, "users_name：已被使用"],
    [
      "validation_max_text_constraint",
      "Must be no more than 8 character(s)",
      { max: 8 },
      "users_name：最多 8 个字符",
    ],
    ["validation_min_text_constraint", "Must be at least 12 character(s)", {}, "users_name：至少 12 个字符"],
    [
      "validation_max_number_constraint",
      "Must be less or equal than 3",
      { max: 3 },
      "users_name：不能大于 3",
    ],
    ["validation_invalid_format", "Invalid value format", {}, "users_name：格式不正确"],
    ["validation_of_a_later_version", "Something in English", {}, "users_name：不符合要求"],
  ])("%s", (code, message, params, words) => {
    expect(refusalWords("users_name", { code, message, params })).toBe(words);
  });

  test("never quotes the value that was refused", () => {
    const error = {
      code: "validation_invalid_value",
      message: "Invalid value secret",
      params: { value: "secret" },
    };
    expect(refusalWords("users_level", error)).not.toContain("secret");
  });

  test.each([
    ["bad_word", "昵称含有敏感词"],
    ["bad_word", "No such name here"],
    ["validation_required", "请填写昵称"],
  ])("an operator's own words stay theirs (%s, %s)", (code, message) => {
    expect(refusalWords("users_name", { code, message })).toBe(message);
  });
});
