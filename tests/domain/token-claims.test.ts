import { describe, expect, test } from "vitest";
import { saysRefreshable } from "../../src/domain/token-claims.ts";

const token = (payload: string) =>
  `Bearer eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.${Buffer.from(payload).toString("base64url")}.c2lnbmF0dXJl`;

describe("a token's claim that it can be renewed", () => {
  test.each([1, 2, 3, 15, 16, 17])("is read after a text of %i characters", (length) => {
    const before = "x".repeat(length);
    const claims = (refreshable: boolean) =>
      token(`{"collectionId":"${before}","refreshable":${refreshable},"type":"auth"}`);
    expect(saysRefreshable(claims(true))).toBe(true);
    expect(saysRefreshable(claims(false))).toBe(false);
  });

  test("is not read out of a value that spells it", () => {
    for (const prefix of ["", "a", "ab"]) {
      const payload = JSON.stringify({ id: `${prefix}"refreshable":true`, refreshable: false });
      expect(saysRefreshable(token(payload))).toBe(false);
    }
  });

  test("is missing where there is none", () => {
    expect(saysRefreshable(token('{"id":"x","type":"auth"}'))).toBe(false);
    expect(saysRefreshable("")).toBe(false);
  });
});
