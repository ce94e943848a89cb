import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { cp, mkdtemp, readdir, readFile, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { projectRoot } from "../../scripts/server-process.ts";

const run = promisify(execFile);
const SOURCES = [
  "src",
  "build",
  "console",
  "miniprogram",
  "build.mjs",
  "contract",
  "pb_migrations",
  "docs",
  "package.json",
  "tsconfig.json",
  "redocly.yaml",
];

/** File name → digest of the contract, of the page with its reasons, and of everything below pb_hooks. */
async function digests(root: string): Promise<{ [file: string]: string }> {
  const entries = await readdir(join(root, "pb_hooks"), { recursive: true, withFileTypes: true });
  const built = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const files = [...built, join(root, "openapi.yaml"), join(root, "docs/production.md")];
  const pairs = files.sort().map(async (file) => {
    const digest = createHash("sha256")
      .update(await readFile(file))
      .digest("hex");
    return [relative(root, file), digest] as const;
  });
  return Object.fromEntries(await Promise.all(pairs));
}

describe("the build", () => {
  let elsewhere: string;
  const build = (env: { [name: string]: string } = {}) =>
    run(process.execPath, ["build.mjs"], { cwd: elsewhere, env: { ...process.env, ...env } });

  beforeAll(async () => {
    elsewhere = await mkdtemp(join(tmpdir(), "kit-build-"));
    for (const source of SOURCES) {
      await cp(join(projectRoot, source), join(elsewhere, source), { recursive: true });
    }
    await rm(join(elsewhere, "src/generated"), { recursive: true, force: true });
    await symlink(join(projectRoot, "node_modules"), join(elsewhere, "node_modules"));
  }, 60_000);
  afterAll(() => rm(elsewhere, { recursive: true, force: true }));

  test("gives in another folder, from nothing, the very bytes that are committed", async () => {
    await build();
    expect(await digests(elsewhere)).toEqual(await digests(projectRoot));
  }, 60_000);

  test("counts the characters of a text in no other way than ours", async () => {
    const bundles = join(projectRoot, "pb_hooks/wechat_auth");
    for (const file of await readdir(bundles)) {
      expect(await readFile(join(bundles, file), "utf8")).not.toContain("ucs2length");
    }
  });

  test("makes no schema in any runtime", async () => {
    const bundles = join(projectRoot, "pb_hooks/wechat_auth");
    for (const file of await readdir(bundles)) {
      expect(await readFile(join(bundles, file), "utf8")).not.toMatch(/\bschema\d+\b/);
    }
  });

  test("bundles each operation by itself: a runtime evaluates nothing that another one needs", async () => {
    const bundles = join(projectRoot, "pb_hooks/wechat_auth");
    const files = (await readdir(bundles)).filter((file) => file !== "SHA256SUMS");
    const names = files.map((file) => file.replace(/\.js$/, ""));
    const others = names.filter((name) =>
      /^(hooks|push|by_code|failing|legacy_hashes|command_.+)$/.test(name),
    );
    const operations = names.filter((name) => !others.includes(name));
    const held = await Promise.all(
      names.map(async (name) => {
        const text = await readFile(join(bundles, `${name}.js`), "utf8");
        return [name, operations.filter((operation) => text.includes(`\nfunction ${operation}(`))] as const;
      }),
    );
    expect(Object.fromEntries(held)).toEqual({
      ...Object.fromEntries(operations.map((operation) => [operation, [operation]])),
      ...Object.fromEntries(others.map((other) => [other, []])),
    });
  });

  test("sets build_time in a release build alone", async () => {
    await build({ BUILD_TIME: "2026-11-24T08:00:00Z" });
    expect(await readFile(join(elsewhere, "pb_hooks/wechat_auth/helloWorld.js"), "utf8")).toContain(
      '"2026-11-24T08:00:00.000Z"',
    );
    await expect(build({ BUILD_TIME: "tomorrow" })).rejects.toThrow(
      "BUILD_TIME is not a date-time: tomorrow",
    );
    await build();
    expect(await digests(elsewhere)).toEqual(await digests(projectRoot));
  }, 60_000);
});
