import { describe, expect, test } from "vitest";
import { fieldMessages, type Violation } from "../../src/domain/validation.ts";

const words = { name: { title: "姓名", pattern: "不能只有空白" }, plain: { title: "备注" } };
const at = (keyword: string, params: Violation["params"], field = "name"): Violation => ({
  keyword,
  params,
  instancePath: `/${field}`,
});
const missing = (field: string): Violation => ({
  keyword: "required",
  params: { missingProperty: field },
  instancePath: "",
});

describe("fieldMessages", () => {
  test.each([
    ["a missing field", missing("name"), "姓名：不能为空"],
    ["an empty text", at("minLength", { limit: 1 }), "姓名：不能为空"],
    ["a short text", at("minLength", { limit: 8 }), "姓名：至少 8 个字符"],
    ["a long text", at("maxLength", { limit: 64 }), "姓名：最多 64 个字符"],
    ["a pattern with words", at("pattern", { pattern: "^a$" }), "姓名：不能只有空白"],
    [
      "one of several values",
      at("enum", { allowedValues: ["游客", "注册用户", null] }),
      "姓名：只能是“游客”或“注册用户”",
    ],
    ["a text", at("type", { type: "string" }), "姓名：必须是文本"],
    ["a text or null", at("type", { type: ["string", "null"] }), "姓名：必须是文本"],
    ["a text or null, as ajv writes it elsewhere", at("type", { type: "string,null" }), "姓名：必须是文本"],
    ["a number or an array", at("type", { type: ["number", "array"] }), "姓名：必须是数字或数组"],
    ["a type without a name", at("type", { type: "date" }), "姓名：必须是date"],
    ["a rule without words", at("multipleOf", { multipleOf: 2 }), "姓名：不符合规则 multipleOf"],
  ])("says what %s must be", (_what, violation, message) => {
    expect(fieldMessages([violation], words)).toEqual({ name: message });
  });

  test("falls back on plain words for a pattern without its own, and on the field for a title", () => {
    const pattern = { pattern: "^a$" };
    expect(fieldMessages([at("pattern", pattern, "plain"), at("pattern", pattern, "other")], words)).toEqual({
      plain: "备注：格式不正确",
      other: "other：格式不正确",
    });
  });

  test("keeps the first violation of a field, and one message for each field", () => {
    const violations = [at("minLength", { limit: 11 }), at("pattern", { pattern: "x" }), missing("plain")];
    expect(fieldMessages(violations, words)).toEqual({
      name: "姓名：至少 11 个字符",
      plain: "备注：不能为空",
    });
  });

  test("names a nested violation after the field it lies in", () => {
    expect(fieldMessages([at("type", { type: "string" }, "name/0/x")], words)).toEqual({
      name: "姓名：必须是文本",
    });
  });

  test("knows no word of a field called like a member that every object has", () => {
    expect(fieldMessages([at("type", { type: "string" }, "toString")], words)).toEqual({
      toString: "toString：必须是文本",
    });
  });

  test("leaves out what concerns the whole body", () => {
    expect(fieldMessages([{ keyword: "type", params: { type: "object" }, instancePath: "" }], words)).toEqual(
      {},
    );
  });
});
