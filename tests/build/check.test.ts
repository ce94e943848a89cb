import { describe, expect, test } from "vitest";
import { bannedSyntax, wiringProblems } from "../../build/check.mjs";

describe("syntax that PocketBase's engine cannot run", () => {
  const banned = [
    ["an async function", "const f = async () => 1;", "async function"],
    ["await", "async function f() { await 1; }", "await"],
    ["a dynamic import", "import('x');", "dynamic import"],
    ["a static block", "class A { static { } }", "static block"],
    ["a property escape, which silently never matches", "/\\p{Script=Han}/u;", "\\p{…}"],
    ["a flag of newer engines", "/a/d;", "flag d"],
  ] as const;
  test.each(banned)("refuses %s", (_name, source, words) => {
    expect(bannedSyntax(source, "x.js").join("\n")).toContain(words);
  });

  test("says where it stands", () => {
    expect(bannedSyntax("1;\n2;\nconst f = async () => 1;", "x.js")[0]).toBe("x.js:3: async function");
  });

  test("refuses what does not parse, naming the file", () => {
    expect(() => bannedSyntax("const = ;", "x.js")).toThrow(/^x\.js: /);
  });

  test("accepts what the engine knows", () => {
    expect(
      bannedSyntax("class A { #a = 1; get a() { return this?.#a ?? 2; } } let b; b ??= /\\u4e00/;", "x.js"),
    ).toEqual([]);
  });
});

describe("the wiring file", () => {
  const operations = [
    {
      id: "hello",
      answeredBy: "hello",
      method: "POST",
      path: "/api/hello",
      body: null,
      schema: null,
      signsIn: false,
    },
  ];
  const handler = "(e) => require(`${__hooks}/bundle.js`).dispatch(e)";
  const problems = (source: string) => wiringProblems(source, operations, ["dispatch"]);

  test("is fine when each operation is registered once and callbacks use globals alone", () => {
    expect(problems(`routerAdd("POST", "/api/hello", ${handler});`)).toEqual([]);
  });

  test("must not miss a route of the contract", () => {
    expect(problems("")).toEqual(["wiring: hello (POST /api/hello) is registered 0 times"]);
  });

  test("must not register a route twice", () => {
    const route = `routerAdd("POST", "/api/hello", ${handler});`;
    expect(problems(route + route)).toEqual(["wiring: hello (POST /api/hello) is registered 2 times"]);
  });

  test("must not use a helper of its own file inside a callback: it would be undefined where that runs", () => {
    const source = 'routerAdd("POST", "/api/hello", (e) => __name(e));';
    expect(problems(source)).toEqual([
      'wiring: "__name" does not exist where the callback runs: (e) => __name(e)',
    ]);
  });

  test("must not hold anything but registrations", () => {
    const source = `const a = 1; routerAdd("POST", "/api/hello", ${handler});`;
    expect(problems(source)).toEqual(["wiring: only registrations may stand here: const a = 1;"]);
  });
});
