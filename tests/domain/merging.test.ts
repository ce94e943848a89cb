import { describe, expect, test } from "vitest";
import { gains, type Mergeable } from "../../src/domain/merging.ts";

const MARK = "2026-11-20 08:00:00.000Z";
const LATER = "2026-11-25 08:00:00.000Z";
const record = (values: Partial<Mergeable> = {}): Mergeable => ({
  users_name: "",
  users_picture: "",
  users_phone: "",
  users_phone_verified_at: "",
  users_unionid: "",
  users_type: "游客",
  ...values,
});
const full = record({
  users_name: "小明",
  users_picture: "https://example.com/1.png",
  users_phone: "13800138000",
  users_phone_verified_at: MARK,
  users_unionid: "u1",
  users_type: "注册用户",
});

describe("what a record gains", () => {
  test("is all that the other has, where it has nothing", () => {
    expect(gains(record(), full)).toEqual(full);
  });

  test("is nothing, where it has all", () => {
    const other = record({
      users_name: "大明",
      users_picture: "https://example.com/2.png",
      users_phone: "13900139000",
      users_phone_verified_at: LATER,
      users_unionid: "u2",
    });
    expect(gains(full, other)).toEqual(full);
  });

  test.each([
    ["a vouched phone in the place of one that is not", "", MARK, "theirs"],
    ["no phone in the place of a vouched one, even a later one", MARK, LATER, "own"],
    ["no phone that nobody vouched for in the place of a vouched one", MARK, "", "own"],
    ["no phone in the place of another, where nobody vouched for either", "", "", "own"],
  ])("is %s", (_what, ownMark, theirMark, whose) => {
    const own = record({ users_phone: "13800138000", users_phone_verified_at: ownMark });
    const theirs = record({ users_phone: "13900139000", users_phone_verified_at: theirMark });
    const { users_phone, users_phone_verified_at } = whose === "own" ? own : theirs;
    expect(gains(own, theirs)).toEqual(record({ users_phone, users_phone_verified_at }));
  });

  test("is a phone that nobody vouched for, without a mark, where it has none", () => {
    const theirs = record({ users_phone: "13900139000" });
    expect(gains(record(), theirs)).toEqual(theirs);
  });
});
