import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { counted, secondsUntilFree, uncounted } from "../../src/domain/sliding-count.ts";

const T = 1_800_000_000_000;
const window = { seconds: 60, max: 3 };

/** The text after one more at each of these milliseconds. */
const after = (...times: number[]) => times.reduce((text, time) => counted(text, T + time, window), "");

describe("a sliding count", () => {
  test("has room until it is full, and says after how many seconds it has again", () => {
    expect(secondsUntilFree("", T, window)).toBe(0);
    expect(secondsUntilFree(after(0, 10), T + 20, window)).toBe(0);
    expect(secondsUntilFree(after(0, 0, 0), T, window)).toBe(61);
    expect(secondsUntilFree(after(0, 5_000, 9_000), T + 30_000, window)).toBe(31);
    expect(secondsUntilFree(after(0, 5_000, 9_000), T + 60_999, window)).toBe(1);
    expect(secondsUntilFree(after(0, 5_000, 9_000), T + 61_000, window)).toBe(0);
  });

  test("waits for as many to leave as a lowered limit needs", () => {
    expect(secondsUntilFree(after(0, 5_000, 9_000), T + 10_000, { seconds: 60, max: 1 })).toBe(60);
  });

  test("forgets what has left the window, and is as long as the window at most", () => {
    const wide = { seconds: 60, max: 1e9 };
    let text = "";
    for (let ms = 0; ms < 200_000; ms += 100) text = counted(text, T + ms, wide);
    expect(text.split(",").length).toBeLessThanOrEqual(62);
    expect(counted(text, T + 1e7, wide)).toBe(`${(T + 1e7) / 1000}:1`);
  });

  test("takes one back, and never one that is not there", () => {
    const text = after(0, 0, 5_000);
    expect(uncounted(text, T)).toBe(after(0, 5_000));
    expect(uncounted(uncounted(uncounted(text, T), T), T)).toBe(after(5_000));
    expect(uncounted(text, T + 1_000)).toBe(text);
    expect(uncounted("", T)).toBe("");
  });

  test("never lets more through than the limit within any window, whenever they come", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20_000), { maxLength: 60 }), (gaps) => {
        let [text, now] = ["", T];
        const through: number[] = [];
        for (const gap of gaps) {
          now += gap;
          const wait = secondsUntilFree(text, now, window);
          if (wait === 0) {
            text = counted(text, now, window);
            through.push(now);
          } else {
            // Whoever waits as long as they were told gets through.
            expect(secondsUntilFree(text, now + wait * 1000, window)).toBe(0);
          }
        }
        for (const time of through)
          expect(
            through.filter((other) => other <= time && other > time - 60_000).length,
          ).toBeLessThanOrEqual(3);
      }),
    );
  });
});
