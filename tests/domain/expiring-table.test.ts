import { describe, expect, test } from "vitest";
import { type Entry, find, ROWS, rowOf, update } from "../../src/domain/expiring-table.ts";

const NOW = 1_800_000_000_000;
const entry = (key: string, count = 1, expiresAt = NOW + 1000): Entry => ({ key, count, expiresAt });
const put = (row: string | null, what: Entry, now = NOW) => update(row, what.key, now, () => what);

describe("a row of the table", () => {
  test.each([null, ""])("is empty as %j", (row) => {
    expect(find(row, "a", NOW)).toBeNull();
  });

  test("holds what was put in, key by key", () => {
    const row = put(put(null, entry("a", 3)), entry("b"));
    expect(find(row, "a", NOW)).toEqual(entry("a", 3));
    expect(find(row, "b", NOW)).toEqual(entry("b"));
    expect(find(row, "c", NOW)).toBeNull();
  });

  test("hands the live entry to the change, and null where there is none", () => {
    const row = put(null, entry("a", 2));
    const seen: (Entry | null)[] = [];
    const look = (found: Entry | null) => {
      seen.push(found);
      return found;
    };
    update(row, "a", NOW, look);
    update(row, "b", NOW, look);
    update(row, "a", NOW + 1000, look);
    expect(seen).toEqual([entry("a", 2), null, null]);
  });

  test("forgets an entry at the moment it expires, and not before", () => {
    const row = put(null, entry("a", 1, NOW + 1));
    expect(find(row, "a", NOW)).not.toBeNull();
    expect(find(row, "a", NOW + 1)).toBeNull();
  });

  test("drops expired entries when it is written", () => {
    const row = put(null, entry("a", 1, NOW + 1));
    expect(update(row, "b", NOW + 1, () => null)).toBe("");
  });

  test("loses the entry that the change removes, and no other", () => {
    const row = update(put(put(null, entry("a")), entry("b")), "a", NOW, () => null);
    expect(find(row, "a", NOW)).toBeNull();
    expect(find(row, "b", NOW)).toEqual(entry("b"));
  });

  test("when full, forgets the entry that expires first", () => {
    let row: string | null = null;
    for (let i = 0; i < 9; i++) row = put(row, entry(`k${i}`, 1, NOW + 1000 + (i === 4 ? 0 : i + 1)));
    expect(Array.from({ length: 9 }, (_, i) => find(row, `k${i}`, NOW) !== null)).toEqual(
      Array.from({ length: 9 }, (_, i) => i !== 4),
    );
  });

  test.each(['"', "\\", "[],", "\u2028", "中文", "__proto__", ""])("holds the key %j", (key) => {
    expect(find(put(null, entry(key)), key, NOW)).toEqual(entry(key));
  });
});

describe("rowOf", () => {
  // Vectors of the draft (appendix C), taken modulo the number of rows.
  test.each([
    ["", 0x811c9dc5],
    ["a", 0xe40c292c],
    ["foobar", 0xbf9cf968],
  ])("is FNV-1a of %j", (key, hash) => {
    expect(rowOf(key)).toBe(hash % ROWS);
  });
});

describe("a million keys", () => {
  test("spread over all rows, and leave eight in each, the latest", () => {
    // Rows do not know each other: one in 64 is really written, which keeps the test short.
    const written = new Map<number, { row: string | null; keys: string[] }>();
    const load = new Uint32Array(ROWS);
    for (let i = 0; i < 1_000_000; i++) {
      const key = `code-${i}`;
      const number = rowOf(key);
      load[number] = (load[number] ?? 0) + 1;
      if (number % 64 !== 0) continue;
      const { row, keys } = written.get(number) ?? { row: null, keys: [] };
      written.set(number, { row: put(row, entry(key, 1, NOW + 1000 + i)), keys: [...keys, key].slice(-8) });
    }
    expect(Math.min(...load)).toBeGreaterThan(60);
    expect(Math.max(...load)).toBeLessThan(240);
    expect(written.size).toBe(ROWS / 64);
    for (const { row, keys } of written.values()) {
      const held = (JSON.parse(row ?? "") as [string][]).map(([key]) => key);
      expect(held.toSorted()).toEqual(keys.toSorted());
      expect(row?.length).toBeLessThan(350);
    }
  });
});
