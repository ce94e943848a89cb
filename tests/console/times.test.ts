import { describe, expect, test } from "vitest";
import {
  countdownWords,
  dateTimeWords,
  durationWords,
  momentWords,
  waitWords,
} from "../../console/words/times.ts";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Noon, wherever the test runs. */
const NOON = new Date(2026, 10, 24, 12, 0).getTime();

describe("times in words", () => {
  test.each([
    [0, "0 秒"],
    [1, "1 秒"],
    [89 * SECOND, "89 秒"],
    [90 * SECOND, "2 分钟"],
    [896 * SECOND, "15 分钟"],
    [89 * MINUTE, "89 分钟"],
    [2 * HOUR - SECOND, "2 小时"],
    [5 * DAY - SECOND, "5 天"],
    [5 * DAY, "5 天"],
    [5 * DAY + HOUR, "5 天"],
  ])("%d ms is %s: no unit jumps for a second more or less", (milliseconds, words) => {
    expect(durationWords(milliseconds)).toBe(words);
  });

  test("a wait names the moment at which it is over, with the day where it is another", () => {
    expect(waitWords(40 * SECOND, NOON)).toBe("约 40 秒后");
    expect(waitWords(896 * SECOND, NOON)).toBe("约 15 分钟后（12:14）");
    expect(waitWords(20 * HOUR, NOON)).toBe("约 20 小时后（明天 08:00）");
    expect(momentWords(NOON + 3 * DAY, NOON)).toBe("11月27日 12:00");
  });

  test("a count-down is read like a kitchen timer", () => {
    expect([896_000, 60_000, 4_001, -1].map(countdownWords)).toEqual(["14:56", "1:00", "0:05", "0:00"]);
  });

  test("a date names its zone, in either form that PocketBase writes", () => {
    const words = dateTimeWords("2026-11-24T08:00:00.000Z");
    expect(words).toMatch(/^2026年11月2[345]日 \d\d:\d\d（GMT([+-]\d+(:\d+)?)?）$/);
    expect(dateTimeWords("2026-11-24 08:00:00.000Z")).toBe(words);
    expect(dateTimeWords("unknown")).toBe("unknown");
  });
});
