import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { pocketbaseBinary } from "../../scripts/binary.ts";
import { projectRoot } from "../../scripts/server-process.ts";

const run = promisify(execFile);
const bench = (...args: string[]) =>
  run(process.execPath, ["--import", "tsx", "bench/main.ts", "--rounds", "1", "--seconds", "1", ...args], {
    cwd: projectRoot,
  });

/** The cells of the table's rows below its head. */
const rowsOf = (printed: string) =>
  printed
    .split("\n")
    .filter((line) => line.startsWith("| "))
    .slice(2)
    .map((line) => line.split("|").map((cell) => cell.trim()));

describe("npm run bench", () => {
  test("measures one scenario alone and prints its ratio beside the target", async () => {
    const { stdout } = await bench("--scenario", "health");
    const [row = []] = rowsOf(stdout);
    expect(row.slice(1, 3)).toEqual(["health", "native /api/health"]);
    expect(row[3]).toMatch(/^[\d,.]+\/s, [\d,.]+ µs$/);
    expect(row[5]).toMatch(/^\*\*\d+\.\d\d\*\* \(\d+\.\d\d–\d+\.\d\d\)$/);
    expect(row[6]).toBe("≥ 0.65");
  }, 60_000);

  test.each([
    ["first-identity", "wechat/login, first identity here", "≤ 1 CPU"],
    ["merge", "join-users", "≤ 3 CPU"],
  ])(
    "measures what uses users up in a small table and in a large one, and the one beside the other: %s",
    async (scenario, name, target) => {
      const { stdout } = await bench("--scenario", scenario, "--users", "2000");
      const stranger = "wechat/login, new user";
      expect(rowsOf(stdout).map((row) => [row[1], row[2], row[6]])).toEqual([
        [`${name}, 1,000 users`, `${stranger}, 1,000 users`, target],
        [`${name}, 2,000 users`, `${stranger}, 2,000 users`, target],
        [`${name}, 2,000 users`, `${name}, 1,000 users`, "≤ 1.1 CPU"],
      ]);
    },
    90_000,
  );

  test("does not write the figures of one scenario in place of all", async () => {
    const error = await bench("--scenario", "health", "--write").catch(
      (reason: { code: number; stderr: string }) => reason,
    );
    expect(error).toMatchObject({ code: 1, stderr: expect.stringContaining("--write is for all scenarios") });
  }, 60_000);

  test("measures how long a start takes", async () => {
    const { stdout } = await bench("--scenario", "startup");
    expect(rowsOf(stdout)[0]?.[5]).toMatch(/^\*\*-?\d+ ms\*\* more/);
  }, 60_000);

  test("measures the start-up of each PocketBase that it is given", async () => {
    const binary = pocketbaseBinary();
    const { stdout } = await bench("--scenario", "startup", "--binary", binary, "--binary", binary);
    const names = rowsOf(stdout).map(([, name]) => name);
    const version = /version (\S+)/.exec((await run(binary, ["--version"])).stdout)?.[1];
    expect(names).toEqual(Array(2).fill(`start-up to the first 200, PocketBase ${version}`));
  }, 60_000);

  test("takes a renewal and a login apart, step by step", async () => {
    const { stdout } = await bench("--scenario", "breakdown");
    const tables = stdout.split("| step |").slice(1);
    const steps = tables.map((table) => table.split("\n").filter((line) => /^\| [^-]/.test(line)).length);
    expect(steps).toEqual([9, 7]);
    expect(stdout).toMatch(/\| wechat\/login, known user, as built [^|]*\| \d+ \| [+−]\d+ \| [\d,]+ \|/);
  }, 90_000);

  test("names the scenarios there are when asked for another", async () => {
    const error = await bench("--scenario", "helth").catch(
      (reason: { code: number; stderr: string }) => reason,
    );
    expect(error).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('no scenario "helth"; there are: refresh-token'),
    });
  }, 60_000);
});
