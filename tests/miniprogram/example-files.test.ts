import { posix } from "node:path";
import { describe, expect, test } from "vitest";
import { compiledMarkup, compiler, exampleFiles, exampleFolder } from "./example-stage.ts";

const files = exampleFiles();
const json = (path: string) => JSON.parse(files[path] ?? "null");
const pages: string[] = json("/app.json").pages;

/** Pages and components, without extension. */
function parts(): string[] {
  const found = pages.map((page) => `/${page}`);
  for (const part of found) {
    const used: { [tag: string]: string } = json(`${part}.json`)?.usingComponents ?? {};
    for (const path of Object.values(used)) {
      const component = posix.join(posix.dirname(part), path);
      if (!found.includes(component)) found.push(component);
    }
  }
  return found;
}

describe("the example", () => {
  test("is a project that DevTools opens without an account, with its local service reachable", () => {
    const project = json("/project.config.json");
    expect(project).toMatchObject({ appid: "touristappid", compileType: "miniprogram" });
    expect(project.setting.urlCheck).toBe(false);
    expect(json("/sitemap.json").rules).toEqual([{ action: "disallow", page: "*" }]);
    expect(pages[0]).toBe("pages/index/index");
  });

  test.each(parts())("has script, markup, style and settings of %s", (part) => {
    for (const extension of ["js", "json", "wxml", "wxss"])
      expect(files, `${part}.${extension}`).toHaveProperty([`${part}.${extension}`]);
  });

  test.each(parts())("has a method for every event that the markup of %s binds", (part) => {
    const handlers = [...(files[`${part}.wxml`] ?? "").matchAll(/\bbind\w+="(\w+)"/g)].map(
      ([, name]) => name,
    );
    for (const handler of handlers)
      expect(files[`${part}.js`]).toMatch(new RegExp(`^ {4}(async )?${handler}\\(`, "m"));
  });

  test.each(Object.keys(files).filter((path) => path.endsWith(".js") && !path.startsWith("/lib/")))(
    "requires in %s only what is there",
    (path) => {
      for (const [, target] of (files[path] ?? "").matchAll(/require\("([^"]+)"\)/g)) {
        expect(files).toHaveProperty([`${posix.join(posix.dirname(path), String(target))}.js`]);
      }
    },
  );

  test.skipIf(!compiledMarkup)("compiles with WeChat's own compilers, markup and styles", () => {
    const styles = compiler.wxssToJs(exampleFolder);
    for (const part of parts()) {
      expect(compiledMarkup).toContain(`${part.slice(1)}.wxml`);
      expect(styles).toContain(`${part.slice(1)}.wxss`);
    }
  });
});
