import fc from "fast-check";
import { type CountryCode, Metadata } from "libphonenumber-js/core";
import metadata from "libphonenumber-js/mobile/metadata";
import { describe, expect, test } from "vitest";
import { mainlandPhone, maskPhone, verifiedPhone } from "../../src/domain/phone.ts";
import { document } from "../support/contract.ts";
import { PASTED_PHONES } from "../support/pasted-phones.ts";

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

  test.each(PASTED_PHONES)("stores a phone with %s as its 11 digits", (_what, spell) => {
    expect(pattern.test(spell("13800138000"))).toBe(true);
    expect(mainlandPhone(spell("13800138000"))).toBe("13800138000");
  });

  test.each([
    "51234567",
    "+852 5123 4567",
    "手机13800138000",
    "13800138000 转 1",
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
  test.each(["86", "+86", "086", "0086", "+0086", " 86 ", "８６"])(
    "stores a mainland number of country code %j as its 11 digits",
    (countryCode) => {
      expect(verifiedPhone("13800138000", countryCode)).toBe("13800138000");
    },
  );

  test.each([
    ["8613800138002", "86", "13800138002"],
    ["+8613800138002", "86", "13800138002"],
    ["008613800138002", "0086", "13800138002"],
    ["+86 138-0013-8002", "+86", "13800138002"],
    ["013800138002", "86", "13800138002"],
    ["0912345678", "886", "+886912345678"],
    ["8860912345678", "886", "+886912345678"],
    ["912345678", "+886", "+886912345678"],
    ["51234567", "852", "+85251234567"],
    ["85251234567", "852", "+85251234567"],
    ["85261234567", "00852", "+85261234567"],
    ["66123456", "853", "+85366123456"],
    ["2025550123", "1", "+12025550123"],
    ["12025550123", "1", "+12025550123"],
    ["2423591234", "1242", "+12423591234"],
    ["3591234", "1242", "+12423591234"],
    ["89161234567", "7", "+79161234567"],
    ["07911123456", "44", "+447911123456"],
    ["3123456789", "39", "+393123456789"],
    ["0123456789", "225", "+2250123456789"],
    ["628123456789", "62", "+628123456789"],
  ])("stores %s of country %s as %s", (number, country, stored) => {
    expect(verifiedPhone(number, country)).toBe(stored);
  });

  test.each([
    ["+85251234567", "+85251234567"],
    ["0085251234567", "+85251234567"],
    ["+8613800138000", "13800138000"],
    ["13800138000", "13800138000"],
    ["＋86 138 0013 8000", "13800138000"],
  ])("stores %s without a country code as %s", (number, stored) => {
    expect(verifiedPhone(number, "")).toBe(stored);
  });

  test.each([
    ["5123", "852", "+8525123"],
    ["10000000000", "86", "+8610000000000"],
    ["12345678", "999", "+99912345678"],
  ])("keeps every digit of %s of country %s, which fits no plan: %s", (number, country, stored) => {
    expect(verifiedPhone(number, country)).toBe(stored);
  });

  test.each([
    ["", "86"],
    ["+-", "86"],
    ["123", "86"],
    ["1".repeat(21), "86"],
    ["51234567", ""],
    ["8613800138000", ""],
  ])("cannot tell whose %j with the country code %j is", (number, country) => {
    expect(verifiedPhone(number, country)).toBeNull();
  });

  const countries = Object.keys(metadata.countries) as CountryCode[];
  test.each(countries.flatMap((country) => planOf(country) ?? []))(
    "gives every mobile number of $country one form, however WeChat spells it",
    ({ code, trunk, mobile }) => {
      fc.assert(
        fc.property(fc.stringMatching(mobile), (number) => {
          const stored = code === "86" ? number : `+${code}${number}`;
          const spellings = [number, code + number, `+${code}${number}`, `00${code}${number}`];
          if (trunk) spellings.push(trunk + number, code + trunk + number);
          for (const spelling of spellings)
            for (const countryCode of [code, `+${code}`, `0${code}`, `00${code}`])
              expect([spelling, verifiedPhone(spelling, countryCode)]).toEqual([spelling, stored]);
        }),
        { numRuns: 20 },
      );
    },
  );
});

/** What libphonenumber's metadata says of a country's mobile numbers; null where it knows none. */
function planOf(country: CountryCode) {
  const reader = new Metadata(metadata);
  reader.selectNumberingPlan(country);
  const plan = reader.numberingPlan as unknown as {
    callingCode(): string;
    nationalPrefix(): unknown;
    type(name: "MOBILE"): { pattern(): string } | undefined;
  };
  const type = plan.type("MOBILE");
  const trunk = plan.nationalPrefix();
  if (!type) return null;
  return {
    country,
    code: plan.callingCode(),
    trunk: typeof trunk === "string" ? trunk : "",
    mobile: new RegExp(`^(?:${type.pattern()})$`),
  };
}

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
