/**
 * The documents say the same in both languages, and name tests that exist.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { projectRoot } from "../../scripts/server-process.ts";

const read = (file: string) => readFileSync(join(projectRoot, file), "utf8");

/** A page without what programs write into it, which stands in the English one alone (the reasons: docs/zh/reasons.md). */
const page = (file: string) =>
  read(file)
    .replace(/<!-- reasons: .*<!-- \/reasons -->/s, "")
    .replaceAll(/<!-- (\w+):begin -->.*?<!-- \1:end -->/gs, "");

const pagesIn = (folder: string) =>
  readdirSync(join(projectRoot, folder)).filter((name) => name.endsWith(".md"));

/** For those who work on the kit, or measure it. */
const ENGLISH_ALONE = ["adding-an-endpoint.md", "architecture.md", "performance.md", "reliability.md"];
/** Its English is a table of production.md. */
const CHINESE_ALONE = ["reasons.md"];
const BOTH = pagesIn("docs").filter((name) => !ENGLISH_ALONE.includes(name));

const FENCED = /^ *```(\w*)\n(.*?)^ *```$/gms;

/** Commands and files, without their comments and indentation; drawings, which have no language, may have words. */
function blocksOf(page: string): string[] {
  const blocks = [...page.matchAll(FENCED)].filter(([, language]) => language !== "");
  return blocks.map(([, language, text = ""]) => {
    const lines = text.split("\n").map((line) => line.replace(/(^|\s+)(#|\/\/) .*$/, "").trim());
    return [language, ...lines.filter((line) => line !== "")].join("\n");
  });
}

/** Machine words in the running text: settings, paths, fields, reasons. */
function wordsOf(page: string): string[] {
  const spans = [...page.replaceAll(FENCED, "").matchAll(/(?<!`)`([^`]+)`(?!`)/g)].map(([, word]) =>
    String(word).replace(/\s+/g, " "),
  );
  // Words for people may be translated inside of code: dashboard paths, examples of text.
  return [...new Set(spans)]
    .filter((word) => /^[\w./:<>=@*{}[\]$-]+( [\w./:<>=@*{}[\]$-]+)*$/.test(word))
    .sort();
}

/** Rows of each table, its head and rule included. */
function tablesOf(page: string): number[] {
  return page
    .replaceAll(FENCED, "")
    .split(/\n(?! *\|)/)
    .map((part) => part.split("\n").filter((line) => /^ *\|/.test(line)).length)
    .filter((rows) => rows > 2);
}

test("every page for operators is there in both languages", () => {
  expect(pagesIn("docs/zh").sort()).toEqual([...BOTH, ...CHINESE_ALONE].sort());
});

describe.each(BOTH.filter((name) => existsSync(join(projectRoot, "docs/zh", name))))(
  "docs/%s in Chinese",
  (name) => {
    const [english, chinese] = [page(`docs/${name}`), page(`docs/zh/${name}`)];

    test("has the same commands and files", () => {
      expect(blocksOf(chinese)).toEqual(blocksOf(english));
    });

    test("has the same settings, paths, fields and reasons", () => {
      const [theirs, ours] = [wordsOf(english), wordsOf(chinese)];
      expect({
        missing: theirs.filter((word) => !ours.includes(word)),
        more: ours.filter((word) => !theirs.includes(word)),
      }).toEqual({ missing: [], more: [] });
    });

    test("has the same tables, with as many rows", () => {
      expect(tablesOf(chinese)).toEqual(tablesOf(english));
    });

    test("links to files that exist", () => {
      const links = [...chinese.matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)].map(([, link]) => String(link));
      const missing = links.filter(
        (link) => !/^https?:/.test(link) && !existsSync(join(projectRoot, "docs/zh", link)),
      );
      expect(missing).toEqual([]);
    });
  },
);

describe.each(["docs/security.md", "docs/zh/security.md"])("%s", (page) => {
  test("names tests that exist, by file and title", () => {
    const named = [...read(page).matchAll(/`([\w/-]+)`: “([^”]+)” +\|$/gm)].map(([, file, title]) => [
      file,
      title,
    ]);
    expect(named.length).toBeGreaterThan(15);
    const missing = named.filter(([file, title]) => {
      const path = join(projectRoot, "tests", `${file}.test.ts`);
      return !existsSync(path) || !readFileSync(path, "utf8").includes(`"${title}"`);
    });
    expect(missing).toEqual([]);
  });
});

test.each([
  ["README.md", "0.39.11"],
  ["README.zh-CN.md", "0.39.11"],
  ["docs/production.md", "0.39.11"],
  ["docs/zh/production.md", "0.39.11"],
  ["docs/deploy.md", "0.39.11"],
  ["docs/zh/deploy.md", "0.39.11"],
  ["docs/standby.md", "0.39.11"],
  ["docs/zh/standby.md", "0.39.11"],
  ["deploy/docker/Dockerfile", "0.39.11"],
])("%s advises PocketBase %s or later", (page, version) => {
  expect(read(page)).toContain(page.endsWith("Dockerfile") ? `POCKETBASE=${version}` : `≥ ${version}`);
});
