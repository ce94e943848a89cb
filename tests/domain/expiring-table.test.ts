import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { type Entry, find, put as write, ROWS, rowOf } from "../../src/domain/expiring-table.ts";

const NOW = 1_800_000_000_000;
const entry = (count = 1, expiresAt = NOW + 1000): Entry => ({ count, expiresAt });
const update = (
  row: string | null,
  key: string,
  now: number,
  change: (found: Entry | null) => Entry | null,
) => write(row, key, now, change(find(row, key, now)));
const put = (row: string | null, key: string, what = entry(), now = NOW) => update(row, key, now, () => what);
const digest = (text: string) => createHash("sha256").update(text).digest("hex").slice(0, 32);

describe("a row of the table", () => {
  test.each([null, ""])("is empty as %j", (row) => {
    expect(find(row, "a", NOW)).toBeNull();
  });

  test("holds what was put in, key by key", () => {
    const row = put(put(null, "a", entry(3)), "b");
    expect(find(row, "a", NOW)).toEqual(entry(3));
    expect(find(row, "b", NOW)).toEqual(entry());
    expect(find(row, "c", NOW)).toBeNull();
  });

  test("does not take a key for another that begins or ends with it", () => {
    const row = put(put(put(null, "ab", entry(2)), "ba", entry(4)), "a", entry(3));
    const without = update(row, "a", NOW, () => null);
    expect([find(row, "a", NOW), find(without, "a", NOW)]).toEqual([entry(3), null]);
    for (const text of [row, without]) {
      expect(find(text, "ab", NOW)).toEqual(entry(2));
      expect(find(text, "ba", NOW)).toEqual(entry(4));
    }
  });

  test("holds a key's latest entry alone", () => {
    const row = put(put(null, "a", entry(1)), "a", entry(2));
    expect(find(row, "a", NOW)).toEqual(entry(2));
    expect(update(row, "a", NOW, () => null)).toBe("");
  });

  test("keeps a note beside the count, until the entry is written without one", () => {
    const noted: Entry = { count: 12, note: "c2VhbGVk+/==", expiresAt: NOW + 1000 };
    const row = put(put(put(null, "a", noted), "b"), "c", noted);
    expect([find(row, "a", NOW), find(row, "b", NOW), find(row, "c", NOW)]).toEqual([noted, entry(), noted]);
    expect(find(put(row, "a", entry(2)), "a", NOW)).toEqual(entry(2));
  });

  test("with notes in it holds no more entries, and none that has expired stays for long", () => {
    const noted = (expiresAt: number): Entry => ({ count: 1, note: "x".repeat(64), expiresAt });
    let row: string | null = null;
    for (let i = 0; i < 20; i++) row = put(row, digest(`key ${i}`), noted(NOW + 1000 + i));
    expect(row?.trim().split("\n").length).toBe(8);
    expect(
      put(row, digest("later"), noted(NOW + 9000), NOW + 2000)
        .trim()
        .split("\n").length,
    ).toBe(1);
  });

  test("hands the live entry to the change, and null where there is none", () => {
    const row = put(null, "a", entry(12));
    const seen: (Entry | null)[] = [];
    const look = (found: Entry | null) => {
      seen.push(found);
      return found;
    };
    update(row, "a", NOW, look);
    update(row, "b", NOW, look);
    update(row, "a", NOW + 1000, look);
    expect(seen).toEqual([entry(12), null, null]);
  });

  test("forgets an entry at the moment it expires, and not before", () => {
    const row = put(null, "a", entry(1, NOW + 1));
    expect(find(row, "a", NOW)).not.toBeNull();
    expect(find(row, "a", NOW + 1)).toBeNull();
  });

  test("when full, drops expired entries before any that is alive", () => {
    const keys = Array.from({ length: 8 }, (_, i) => digest(`key ${i}`));
    const row = keys.reduce<string | null>(
      (text, key, i) => put(text, key, entry(1, i % 2 === 0 ? NOW + 1 : NOW + 2)),
      null,
    );
    const written = put(row, digest("ninth"), entry(1, NOW + 2), NOW + 1);
    expect(written.trim().split("\n").length).toBe(5);
    expect(keys.map((key) => find(written, key, NOW + 1) !== null)).toEqual(keys.map((_, i) => i % 2 !== 0));
  });

  test("never holds more than eight entries, however many digits their counts have", () => {
    let row: string | null = null;
    for (let i = 0; i < 20; i++) {
      row = put(row, digest(`key ${i}`), entry(10 ** (i % 5)));
      expect(row.trim().split("\n").length).toBe(Math.min(i + 1, 8));
    }
  });

  test("loses the entry that the change removes, and no other", () => {
    const row = update(put(put(null, "a"), "b"), "a", NOW, () => null);
    expect(find(row, "a", NOW)).toBeNull();
    expect(find(row, "b", NOW)).toEqual(entry());
  });

  test("when full, forgets the entry that expires first", () => {
    let row: string | null = null;
    for (let i = 0; i < 9; i++) row = put(row, digest(`k${i}`), entry(1, NOW + 1000 + (i === 4 ? 0 : i + 1)));
    expect(Array.from({ length: 9 }, (_, i) => find(row, digest(`k${i}`), NOW) !== null)).toEqual(
      Array.from({ length: 9 }, (_, i) => i !== 4),
    );
  });

  test("when full of entries that expire at once, forgets the oldest, not the one that comes", () => {
    let row: string | null = null;
    for (let i = 0; i < 9; i++) row = put(row, digest(`k${i}`));
    expect(Array.from({ length: 9 }, (_, i) => find(row, digest(`k${i}`), NOW) !== null)).toEqual(
      Array.from({ length: 9 }, (_, i) => i !== 0),
    );
  });
});

describe("a million keys", () => {
  test("spread over all rows, and leave eight in each, the latest", () => {
    // Rows do not know each other: one in 64 is really written, which keeps the test short.
    const written = new Map<number, { row: string | null; keys: string[] }>();
    const load = new Uint32Array(ROWS);
    for (let i = 0; i < 1_000_000; i++) {
      const key = digest(`code-${i}`);
      const number = rowOf(key);
      load[number] = (load[number] ?? 0) + 1;
      if (number % 64 !== 0) continue;
      const { row, keys } = written.get(number) ?? { row: null, keys: [] };
      written.set(number, { row: put(row, key, entry(1, NOW + 1000 + i)), keys: [...keys, key].slice(-8) });
    }
    expect(Math.min(...load)).toBeGreaterThan(60);
    expect(Math.max(...load)).toBeLessThan(240);
    expect(written.size).toBe(ROWS / 64);
    for (const { row, keys } of written.values()) {
      expect(keys.map((key) => find(row, key, NOW) !== null)).toEqual(keys.map(() => true));
      expect(row?.trim().split("\n").length).toBe(8);
      expect(row?.length).toBeLessThan(400);
    }
  });
});
