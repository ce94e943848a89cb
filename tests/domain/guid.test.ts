import { describe, expect, test } from "vitest";
import { isPlaceholderEmail, placeholderEmail, uuidV4 } from "../../src/domain/guid.ts";

describe("uuidV4", () => {
  test.each([
    ["0".repeat(32), "00000000-0000-4000-8000-000000000000"],
    ["f".repeat(32), "ffffffff-ffff-4fff-bfff-ffffffffffff"],
    ["0123456789abcdef0123456789abcdef", "01234567-89ab-4def-8123-456789abcdef"],
  ])("overwrites the version and the variant of %s and keeps the rest", (hex, uuid) => {
    expect(uuidV4(hex)).toBe(uuid);
  });

  test("takes the variant's two free bits from the digit it overwrites", () => {
    const variants = [..."0123456789abcdef"].map((digit) => uuidV4("0".repeat(16) + digit.repeat(16))[19]);
    expect(variants.join("")).toBe("89ab".repeat(4));
  });
});

describe("the placeholder address", () => {
  test("is the openid at the reserved domain", () => {
    expect(placeholderEmail("0-1")).toBe("0-1@manage.local");
  });

  test.each([
    ["a@manage.local", true],
    ["a@MANAGE.Local", true],
    ["a@sub.manage.local", false],
    ["a@manage.local.cn", false],
    ["manage.local", false],
    ["", false],
  ])("is recognised: %s is one: %s", (address, is) => {
    expect(isPlaceholderEmail(address)).toBe(is);
  });
});
