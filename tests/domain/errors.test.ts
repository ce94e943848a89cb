import { describe, expect, test } from "vitest";
import type { OwnReason } from "../../src/contract.ts";
import { Failure, fieldFailure } from "../../src/errors.ts";
import { definitions } from "../../src/generated/reasons.ts";
import { declaredReasons, declaredStatuses, operations } from "../support/contract.ts";

const reasons = Object.keys(definitions()) as OwnReason[];

describe("Failure", () => {
  test.each(reasons)("has a status and Chinese words for %s", (reason) => {
    const failure = new Failure(reason);
    expect(failure.status).toBeGreaterThanOrEqual(400);
    expect(failure.message).toMatch(/[\u4e00-\u9fff]{3}/);
    expect(failure.details).toEqual({});
  });

  test("has each status that the contract declares for its reason", () => {
    const declared = Object.keys(operations).flatMap((id) =>
      declaredStatuses(id).flatMap((status) =>
        declaredReasons(id, status).map((reason) => `${reason} ${status}`),
      ),
    );
    // Another method is no operation.
    const declarable = reasons.filter((reason) => reason !== "method_not_allowed");
    const ours = declarable.map((reason) => `${reason} ${new Failure(reason).status}`);
    expect([...new Set(declared)].sort()).toEqual(ours.sort());
  });

  test("carries its details", () => {
    const details = { retryAfter: 5, cause: "x", errcode: 1, rid: "r" };
    expect(new Failure("duplicate_request", details).details).toEqual(details);
  });
});

test("fieldFailure blames one field with the failure's own words, and keeps the details", () => {
  const failure = fieldFailure("phone_taken", "users_phone", { cause: "x" });
  expect(failure.reason).toBe("phone_taken");
  expect(failure.details).toEqual({ cause: "x", fields: { users_phone: failure.message } });
});
