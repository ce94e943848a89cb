import { describe, expect, test } from "vitest";
import { coverageOf, coverageTable } from "./coverage-report.ts";

const DECLARED = [
  { operation: "login", status: 200, reason: "" },
  { operation: "login", status: 400, reason: "password_wrong" },
  { operation: "login", status: 400, reason: "invalid_json" },
];
const ALL = ["login 200", "login 400 password_wrong", "login 400 invalid_json"];

describe("contract coverage", () => {
  test("is complete when every declared answer was seen, in any order and more than once", () => {
    const coverage = coverageOf(DECLARED, [...ALL, "", "login 200", ""].toReversed());
    expect(coverage).toMatchObject({ complete: true, foreign: [] });
    expect(coverageTable(coverage)).toBe(
      [
        "operation  status  reason          answer",
        "login      200     -               covered",
        "login      400     password_wrong  covered",
        "login      400     invalid_json    covered",
        "contract coverage: 3 of 3 declared answers, 100 %",
      ].join("\n"),
    );
  });

  test("names the reason that nobody provoked, though its status was seen", () => {
    const coverage = coverageOf(DECLARED, ["login 200", "login 400 invalid_json"]);
    expect(coverage.complete).toBe(false);
    expect(coverage.rows.filter(({ covered }) => !covered)).toEqual([
      { operation: "login", status: 400, reason: "password_wrong", covered: false },
    ]);
    expect(coverageTable(coverage).split("\n").slice(2)).toEqual([
      "login      400     password_wrong  MISSED",
      "login      400     invalid_json    covered",
      "contract coverage: 2 of 3 declared answers, 66.6 %",
    ]);
  });

  test("is not complete when the record holds an answer that the contract lacks", () => {
    const coverage = coverageOf(DECLARED, [...ALL, "login 409 conflict"]);
    expect(coverage).toMatchObject({ complete: false, foreign: ["login 409 conflict"] });
    expect(coverageTable(coverage)).toContain("not in the contract: login 409 conflict");
  });

  test("does not take a success for a failure of the same status, nor one operation's for another's", () => {
    const record = ["login 200 password_wrong", "logout 400 invalid_json", "login 400"];
    expect(coverageOf(DECLARED, record).rows.map(({ covered }) => covered)).toEqual([false, false, false]);
  });

  test("is not complete for an empty record, nor for an empty contract", () => {
    expect(coverageOf(DECLARED, []).complete).toBe(false);
    expect(coverageOf([], []).complete).toBe(false);
  });

  test("never rounds up to 100 %", () => {
    const many = Array.from({ length: 3000 }, (_, i) => ({ operation: "a", status: 200, reason: String(i) }));
    const record = many.slice(1).map(({ operation, status, reason }) => `${operation} ${status} ${reason}`);
    expect(coverageTable(coverageOf(many, record))).toMatch(/2999 of 3000 declared answers, 99\.9 %$/);
  });
});
