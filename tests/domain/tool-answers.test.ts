import { describe, expect, test } from "vitest";
import { checksumsIn } from "../../src/domain/checksums.ts";
import { diskOf, lastSyncOf } from "../../src/domain/tool-answers.ts";

describe("df -Pk", () => {
  const head = "Filesystem     1024-blocks     Used Available Capacity Mounted on\n";
  test.each([
    ["of Linux", `${head}/dev/vda         264212084 21319008  74182256      23% /\n`, 74182256],
    ["of a place whose name has blanks", `${head}my disk 100 40 60 40% /mnt/my disk\n`, 60],
    ["of a full disk, which may have less than nothing", `${head}/dev/vda 100 105 -5 100% /\n`, 0],
  ])("%s says what is free", (_what, output, freeKib) => {
    expect(diskOf(output).freeBytes).toBe(freeKib * 1024);
  });

  test("is not guessed at when it says something else", () => {
    expect(() => diskOf("df: no such file")).toThrow("df says something else");
  });
});

describe("litestream list -json", () => {
  const list = (last_sync_at?: string) =>
    JSON.stringify({
      databases: [
        { path: "/pb_data/auxiliary.db", last_sync_at: "2020-01-01T00:00:00Z" },
        { path: "/pb_data/data.db", last_sync_at },
      ],
    });

  test("says to the nanosecond when a database was sent", () => {
    expect(lastSyncOf(list("2026-11-27T12:22:49.427018403Z"), "data.db")).toBe(
      Date.parse("2026-11-27T12:22:49.427Z"),
    );
  });

  test.each([
    ["has not sent it yet", list()],
    ["knows no such database", '{"databases":[]}'],
    ["knows none", "{}"],
  ])("says nothing where it %s", (_what, output) => {
    expect(lastSyncOf(output, "data.db")).toBeNull();
  });
});

test("a manifest lists digests and paths", () => {
  const digest = "0123456789abcdef".repeat(4);
  expect(checksumsIn(`${digest}  pb_hooks/a b.js\n# no line\n`)).toEqual([
    { digest, path: "pb_hooks/a b.js" },
  ]);
});
