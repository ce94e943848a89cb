import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mainlandPhone, maskPhone, verifiedPhone } from "../../src/domain/phone.ts";
import { document } from "../support/contract.ts";

const pattern = new RegExp((document.components.schemas.UsersPhone as { pattern: string }).pattern);

describe("mainlandPhone", () => {
  test.each([
    "13800138000",
    "+8613800138000",
    "8613800138000",
    "008613800138000",
    "0086-138-0013-8000",
    " +86 138 0013 8000 ",
    "+ 8 6-1-3-8-0-0-1-3-8-0-0-0-",
  ])("stores %j, which the contract accepts, as its 11 digits", (text) => {
    expect(pattern.test(text)).toBe(true);
    expect(mainlandPhone(text)).toBe("13800138000");
  });

  test.each([
    "12800138000",
    "1380013800",
    "138001380000",
    "+86 86 13800138000",
    "+0086 13800138000",
    "+1 3800138000",
    "13800138000x",
    "138.0013.8000",
    "١٣٨٠٠١٣٨٠٠٠",
    "13800138000\n",
  ])("%j does not get there: the contract refuses it", (text) => {
    expect(pattern.test(text)).toBe(false);
  });

  test("finds the same 11 digits in every accepted spelling", () => {
    const gap = fc.stringMatching(/^[ -]{0,3}$/);
    const phone = fc.stringMatching(/^1[3-9][0-9]{9}$/);
    const prefix = fc.constantFrom("", "86", "+86", "0086");
    fc.assert(
      fc.property(prefix, phone, fc.array(gap, { minLength: 16, maxLength: 16 }), (code, digits, gaps) => {
        const text = [...(code + digits)].map((character, i) => character + (gaps[i] ?? "")).join("");
        expect(pattern.test(text)).toBe(true);
        expect(mainlandPhone(text)).toBe(digits);
      }),
    );
  });
});

describe("verifiedPhone", () => {
  test.each([
    ["13800138000", "86", "13800138000"],
    ["51234567", "852", "+85251234567"],
    ["2025550123", "1", "+12025550123"],
  ])("stores %s of country %s as %s", (number, country, stored) => {
    expect(verifiedPhone(number, country)).toBe(stored);
  });
});

describe("maskPhone", () => {
  test.each([
    ["", ""],
    ["13800138000", "138****8000"],
    ["+85251234567", "+85****4567"],
    ["1234567", "****67"],
    ["7", "****7"],
  ])("shows %j as %j", (phone, masked) => {
    expect(maskPhone(phone)).toBe(masked);
  });
});
