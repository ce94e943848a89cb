import { Buffer } from "node:buffer";
import { describe, expect, test } from "vitest";
import { checkNewPassword, utf8Length } from "../../src/domain/password.ts";
import { Failure } from "../../src/errors.ts";

function refusal(password: string, confirmation = password): unknown {
  try {
    checkNewPassword(password, confirmation);
  } catch (error) {
    if (error instanceof Failure) return { reason: error.reason, ...error.details.fields };
    throw error;
  }
  return null;
}

describe("utf8Length", () => {
  test.each([
    ["", 0],
    ["a\0\x7f", 3],
    ["\x80é߿", 6],
    ["ࠀ中\uffff", 9],
    ["😀𐀀", 8],
    ["half a surrogate pair: \ud83d", 26],
    ["the other half: \ude00!", 20],
  ])("counts the bytes that UTF-8 takes for %j", (text, bytes) => {
    expect(utf8Length(text)).toBe(bytes);
    expect(utf8Length(text)).toBe(Buffer.byteLength(text));
  });
});

describe("checkNewPassword", () => {
  test.each(["p".repeat(72), "密".repeat(24), "😀".repeat(18)])("accepts the 72 bytes of %s", (password) => {
    expect(refusal(password)).toBeNull();
  });

  test.each([
    ["73 bytes", "p".repeat(73), undefined, { password: "密码：不能超过 72 字节" }],
    ["75 bytes of 25 characters", "密".repeat(25), undefined, { password: "密码：不能超过 72 字节" }],
    ["another confirmation", "12345678", "12345679", { passwordConfirm: "确认密码：与密码不一致" }],
    ["a confirmation in another case", "abcdefgh", "Abcdefgh", { passwordConfirm: "确认密码：与密码不一致" }],
    [
      "a confirmation composed otherwise",
      "pässword",
      "pa\u0308ssword",
      { passwordConfirm: "确认密码：与密码不一致" },
    ],
  ])("refuses %s", (_what, password, confirmation, fields) => {
    expect(refusal(password, confirmation)).toEqual({ reason: "validation_failed", ...fields });
  });
});
