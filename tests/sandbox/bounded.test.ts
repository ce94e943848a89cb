import { describe, expect, it } from "vitest";
import { RecentList, RecentMap } from "../../sandbox/shared/bounded.ts";
import { SingleUseCodes } from "../../sandbox/wechat/codes.ts";

describe("RecentMap", () => {
  it("forgets the oldest key once full, however long it runs", () => {
    const map = new RecentMap<number>(3);
    for (let key = 1; key <= 100; key += 1) {
      map.add(`k${key}`, key);
      const kept = [key - 3, key - 2, key - 1, key].map((each) => map.get(`k${each}`));
      expect(kept).toEqual([undefined, key > 2 ? key - 2 : undefined, key > 1 ? key - 1 : undefined, key]);
    }
  });
});

describe("RecentList", () => {
  it("keeps the latest items, oldest first", () => {
    const list = new RecentList<number>(3);
    const seen = [];
    for (let item = 1; item <= 5; item += 1) {
      list.add(item);
      seen.push(list.toArray());
    }
    expect(seen).toEqual([[1], [1, 2], [1, 2, 3], [2, 3, 4], [3, 4, 5]]);
  });

  it("starts anew after clear", () => {
    const list = new RecentList<number>(2);
    for (const item of [1, 2, 3]) list.add(item);
    list.clear();
    list.add(4);
    expect(list.toArray()).toEqual([4]);
  });
});

describe("SingleUseCodes", () => {
  it("forgets the oldest code once full, used or not", () => {
    const codes = new SingleUseCodes<string>(() => 0, 300, 2);
    for (const code of ["a", "b", "c"]) codes.add(code, code);
    expect(codes.redeem("a", true)).toEqual({ state: "invalid" });
    expect(codes.redeem("b", true)).toEqual({ state: "ok", grant: "b" });
    expect(codes.redeem("b", true)).toEqual({ state: "used" });
  });
});
