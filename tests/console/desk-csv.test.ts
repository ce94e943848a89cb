import { describe, expect, test } from "vitest";
import { csv } from "../../console/desk/csv.ts";

const rowsOf = (text: string) => text.replace(/^\ufeff/, "").split("\r\n");

describe("a table as a file", () => {
  test("is UTF-8 for Excel, with the line ends of RFC 4180", () => {
    expect(
      csv([
        ["姓名", "手机号"],
        ["王小明", ""],
      ]),
    ).toBe("\ufeff姓名,手机号\r\n王小明,\r\n");
  });

  test("keeps commas, quotes and line breaks inside their cell", () => {
    expect(rowsOf(csv([['a,b "c"\nd', "e"]]))).toEqual(['"a,b ""c""\nd",e', ""]);
  });

  test("keeps long numbers whole: a phone is no 1.38E+10, an id loses no digits", () => {
    expect(rowsOf(csv([["13800138000", "110101199001011234", "42"]]))[0]).toBe(
      '"13800138000\t","110101199001011234\t",42',
    );
  });

  test.each([
    "=1+1",
    "+85291234567",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "＝1+1",
    '=HYPERLINK("http://x","y")',
  ])("starts no formula with %j", (text) => {
    const [row = ""] = rowsOf(csv([[text]]));
    expect(row.replace(/^"/, "")).toMatch(/^'/);
  });
});
