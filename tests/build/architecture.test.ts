import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { cruise, type ICruiseOptions, type ICruiseResult } from "dependency-cruiser";
import { describe, expect, onTestFinished, test } from "vitest";
import config from "../../.dependency-cruiser.mjs";
import { drawingsOf, roomOf, rulesOf } from "../../build/rooms.mjs";
import { projectRoot } from "../../scripts/server-process.ts";

const CODE = [
  "bench",
  "build",
  "build.mjs",
  "console",
  "generators",
  "miniprogram",
  "reliability",
  "sandbox",
  "scripts",
  "src",
  "tests",
  "tools",
];
const drawings = drawingsOf(await readFile(join(projectRoot, "docs/architecture.md"), "utf8"));

async function cruised(folders: string[], options: ICruiseOptions): Promise<ICruiseResult> {
  return (await cruise(folders, { ...config.options, ...options })).output as ICruiseResult;
}

/** Every import of one file of ours by another. */
const imports = (await cruised(CODE, { baseDir: projectRoot })).modules.flatMap(({ source, dependencies }) =>
  dependencies
    .filter(({ coreModule }) => !coreModule)
    .map(({ resolved }) => ({ from: source, to: resolved })),
);

describe("the drawings of docs/architecture.md", () => {
  test("are of the whole house and of the service", () => {
    expect(drawings).toHaveLength(2);
    expect(imports.length).toBeGreaterThan(500);
  });

  test.each(drawings.map((rooms, index) => ({ number: index + 1, rooms })))(
    "have no arrow that nothing uses, and no room without a file: drawing $number",
    ({ rooms }) => {
      const used = new Set(
        imports.map(({ from, to }) => `${roomOf(rooms, from)?.id} --> ${roomOf(rooms, to)?.id}`),
      );
      const drawn = rooms.flatMap(({ id, mayImport }) => mayImport.map((target) => `${id} --> ${target}`));
      expect(drawn.filter((arrow) => !used.has(arrow))).toEqual([]);
      const files = imports.flatMap(({ from, to }) => [from, to]);
      const paths = rooms.flatMap((room) => room.paths.map((path) => ({ room, path })));
      const empty = paths.filter(
        ({ path }) => !files.some((file) => file === path || (path.endsWith("/") && file.startsWith(path))),
      );
      expect(empty.map(({ path }) => path)).toEqual([]);
    },
  );

  test.each(drawings.map((rooms, index) => ({ number: index + 1, rooms })))(
    "have no circle of rooms: drawing $number",
    ({ rooms }) => {
      const floors = new Map<string, number>();
      const floorOf = (id: string, above: string[] = []): number => {
        if (above.includes(id)) throw new Error(`a circle: ${[...above, id].join(" --> ")}`);
        const below = rooms.find((room) => room.id === id)?.mayImport ?? [];
        const floor =
          floors.get(id) ?? 1 + Math.max(0, ...below.map((target) => floorOf(target, [...above, id])));
        floors.set(id, floor);
        return floor;
      };
      expect(() => rooms.forEach(({ id }) => floorOf(id))).not.toThrow();
    },
  );

  test("have a room for every file", () => {
    const [house = [], service = []] = drawings;
    const files = [...new Set(imports.flatMap(({ from, to }) => [from, to]))];
    const ours = files.filter((file) => CODE.some((top) => file === top || file.startsWith(`${top}/`)));
    expect(ours.filter((file) => !roomOf(house, file))).toEqual([]);
    expect(ours.filter((file) => file.startsWith("src/") && !roomOf(service, file))).toEqual([]);
  });
});

describe("lint", () => {
  /** Names of the rules that a small tree breaks. */
  async function broken(files: { [path: string]: string }): Promise<string[]> {
    const baseDir = await mkdtemp(join(tmpdir(), "kit-rooms-"));
    onTestFinished(() => rm(baseDir, { recursive: true, force: true }));
    for (const [path, text] of Object.entries(files)) {
      await mkdir(join(baseDir, dirname(path)), { recursive: true });
      await writeFile(join(baseDir, path), text);
    }
    const ruleSet = { forbidden: config.forbidden ?? [] };
    const { summary } = await cruised(["src"], { baseDir, validate: true, ruleSet });
    return summary.violations.map(({ rule }) => rule.name);
  }

  const NOTHING = "export {};\n";

  test("takes an import along an arrow", async () => {
    const files = { "src/wechat/a.ts": 'import "../pocketbase/b.ts";\n', "src/pocketbase/b.ts": NOTHING };
    expect(await broken(files)).toEqual([]);
  });

  test("refuses an import against the arrows, of a type as well", async () => {
    const files = {
      "src/pocketbase/a.ts": 'import type { B } from "../accounts/b.ts";\nexport type A = B;\n',
      "src/accounts/b.ts": "export type B = 1;\n",
    };
    expect(await broken(files)).toEqual(["no arrow from src/pocketbase/ to src/accounts/"]);
  });

  test("tells a room from the one that it lies in", async () => {
    const files = {
      "src/domain/a.ts": 'import "../pocketbase/b.ts";\n',
      "src/pocketbase/b.ts": NOTHING,
    };
    expect(await broken(files)).toEqual([
      "no arrow from src/domain/ to src/",
      "no arrow from src/domain/ to src/pocketbase/",
    ]);
  });

  test("refuses an operation that imports another, and circles", async () => {
    const files = {
      "src/operations/system/a.ts": 'import "../platform/b.ts";\n',
      "src/operations/platform/b.ts": 'import "../system/a.ts";\n',
    };
    expect([...new Set(await broken(files))].sort()).toEqual([
      "no circle",
      "operations do not import each other",
    ]);
  });
});

describe("a drawing", () => {
  const drawn = (lines: string) => drawingsOf(`\`\`\`mermaid\nflowchart TD\n${lines}\n\`\`\``);

  test("gives rooms with their paths and arrows, and a rule for each pair without one", () => {
    const [rooms = []] = drawn('a["a/<br/>a.ts"]\n  b["b/"]\n\n  a --> b');
    expect(rooms).toEqual([
      { id: "a", paths: ["a/", "a.ts"], mayImport: ["b"] },
      { id: "b", paths: ["b/"], mayImport: [] },
    ]);
    expect(rulesOf(rooms)).toMatchObject([
      { name: "no arrow from b/ to a/", from: { path: "^(?:b/)" }, to: { path: "^(?:a/|a\\.ts$)" } },
    ]);
  });

  test("is refused where an arrow names no room, or a line is neither", () => {
    expect(() => drawn('a["a/"]\na --> b')).toThrow("an arrow names b, which is no room");
    expect(() => drawn("a -.-> b")).toThrow("neither a room nor an arrow");
  });
});
