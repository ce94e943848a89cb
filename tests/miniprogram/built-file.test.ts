import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { parse } from "acorn";
import ts from "typescript";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { builtFiles } from "../../miniprogram/build.mjs";
import { projectRoot } from "../../scripts/server-process.ts";
import { type Service, startService } from "../support/service.ts";
import { createFakeWx } from "./fake-wx.ts";
import { clientFile, failureOf, loadInMiniProgram, LOGIN } from "./support.ts";

const folder = join(projectRoot, "miniprogram");

describe("the built client", () => {
  let service: Service;
  beforeAll(async () => {
    service = await startService();
  });
  afterAll(() => service?.close());

  test("is what the sources give, in dist and in the example", async () => {
    for (const [path, text] of Object.entries(await builtFiles())) {
      expect(await readFile(join(folder, path), "utf8"), path).toBe(text);
    }
  });

  test("is one script of at most 8 KiB that loads nothing", async () => {
    const text = await readFile(clientFile);
    expect(text.length).toBeLessThanOrEqual(8192);
    expect(text.toString()).not.toMatch(/\brequire\(|\bimport\b/);
  });

  test("has declarations that import nothing", async () => {
    const types = await readFile(join(folder, "dist/index.d.ts"), "utf8");
    expect(types).not.toMatch(/ from ["']|import\(|\/\/\/ <reference/);
  });

  test("works in a scope that has nothing but the language, timers and wx", async () => {
    const fake = createFakeWx({ loginCode: () => service.sandbox.mintLoginCode().code });
    const { createClient, WechatAuthError } = loadInMiniProgram(fake.wx);
    const client = createClient({ baseURL: service.url });
    await client.login();
    fake.state.offline = true;
    expect(await failureOf(client.refresh())).toBeInstanceOf(WechatAuthError);
    expect(fake.trail()).toEqual(["login", LOGIN, "/api/system/refresh-token"]);
  });

  test("still works when DevTools turns it into ES5, errors included", async () => {
    const es5 = ts.transpileModule(await readFile(clientFile, "utf8"), {
      compilerOptions: {
        target: ts.ScriptTarget.ES5,
        module: ts.ModuleKind.CommonJS,
        downlevelIteration: true,
      },
    }).outputText;
    expect(() => parse(es5, { ecmaVersion: 5 })).not.toThrow();
    const fake = createFakeWx({ loginCode: () => service.sandbox.mintLoginCode().code });
    const { createClient, WechatAuthError } = loadInMiniProgram(fake.wx, es5);
    const client = createClient({ baseURL: service.url });
    const session = await client.ensureLogin();
    expect(session.expiresAt).toBeGreaterThan(Date.now());
    fake.state.offline = true;
    const error = await failureOf(client.refresh());
    expect(error).toBeInstanceOf(WechatAuthError);
    expect(error).toMatchObject({ reason: "network_error", name: "WechatAuthError" });
  });

  test("falls back to fetch in WeChat's browser, whose wx has no request", async () => {
    const { createClient } = loadInMiniProgram({ miniProgram: {} });
    const error = await failureOf(createClient({ baseURL: service.url }).request("/", { auth: false }));
    expect(error.detail).toContain("AbortSignal");
  });

  test("is packed for DevTools' npm build as a folder without dependencies", async () => {
    const { stdout } = await promisify(execFile)("npm", ["pack", "--dry-run", "--json"], { cwd: folder });
    const [{ files }] = JSON.parse(stdout);
    expect(files.map(({ path }: { path: string }) => path).sort()).toEqual([
      "README.md",
      "dist/index.d.ts",
      "dist/index.js",
      "package.json",
    ]);
    const manifest = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
    expect(manifest.miniprogram).toBe("dist");
    expect(manifest).not.toHaveProperty("dependencies");
  });
});
