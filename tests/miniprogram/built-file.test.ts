import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { parse } from "acorn";
import { simple } from "acorn-walk";
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

  test("is one script of at most 12 KiB that loads nothing", async () => {
    const text = await readFile(clientFile);
    expect(text.length).toBeLessThanOrEqual(12_288);
    expect(text.toString()).not.toMatch(/\brequire\(|\bimport\b/);
  });

  test("leaves out what a mini-program does not have", async () => {
    expect(await readFile(clientFile, "utf8")).not.toMatch(/\bfetch\b|\bFormData\b|\blocalStorage\b/);
  });

  test("is ES2015 without generators, so that no compiler has to add a runtime to it", async () => {
    const text = await readFile(clientFile, "utf8");
    const program = parse(text, { ecmaVersion: 2015, sourceType: "script" });
    const generators: unknown[] = [];
    simple(program, { Function: (node) => void (node.generator && generators.push(node)) });
    expect(generators).toEqual([]);
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
      },
    }).outputText;
    expect(() => parse(es5, { ecmaVersion: 5 })).not.toThrow();
    const fake = createFakeWx({ loginCode: () => service.sandbox.mintLoginCode().code });
    const { createClient, WechatAuthError } = loadInMiniProgram(fake.wx, { code: es5 });
    const client = createClient({ baseURL: service.url });
    const session = await client.ensureLogin();
    expect(session.expiresAt).toBeGreaterThan(Date.now());
    fake.state.offline = true;
    const error = await failureOf(client.refresh());
    expect(error).toBeInstanceOf(WechatAuthError);
    expect(error).toMatchObject({ reason: "network_error", name: "WechatAuthError" });
  });

  test("says what is missing where wx has no request, as in WeChat's browser", async () => {
    const { createClient } = loadInMiniProgram({ miniProgram: {} });
    const build = async () => createClient({ baseURL: service.url });
    expect(await failureOf(build())).toMatchObject({
      reason: "invalid_argument",
      fields: { transport: "须提供，这里没有 wx.request" },
    });
  });

  test("takes a transport of the app's own there, and keeps the session in memory", async () => {
    const { createClient } = loadInMiniProgram({});
    const answer = async () => ({ statusCode: 200, data: '{"fine":true}' });
    const client = createClient({ baseURL: service.url, transport: { request: answer, upload: answer } });
    expect(await client.request("/", { auth: false })).toEqual({ fine: true });
    expect(client.session).toBeNull();
  });

  test("is packed for DevTools' npm build as a folder without dependencies", async () => {
    const { stdout } = await promisify(execFile)("npm", ["pack", "--dry-run", "--json"], { cwd: folder });
    const [{ files }] = JSON.parse(stdout);
    expect(files.map(({ path }: { path: string }) => path).sort()).toEqual([
      "README.md",
      "dist/index.d.ts",
      "dist/index.js",
      "package.json",
      "web/index.d.ts",
      "web/index.js",
      "web/scan-login.d.ts",
      "web/scan-login.mjs",
    ]);
    const manifest = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
    expect(manifest.miniprogram).toBe("dist");
    expect(manifest).not.toHaveProperty("dependencies");
  });

  test("has an entry of its own for H5 and Node, which bundlers find by name", async () => {
    const script = `
      import { createClient, WechatAuthError } from "pocketbase-wechat-auth-miniprogram/web";
      const client = createClient({ baseURL: "${service.url}" });
      console.log(JSON.stringify(await client.request("/api/system/test-helloworld", { method: "POST", auth: false })));
      console.log(await client.login().catch((error) => error instanceof WechatAuthError && error.reason));
    `;
    const app = await mkdtemp(join(tmpdir(), "kit-web-"));
    await mkdir(join(app, "node_modules"));
    await symlink(folder, join(app, "node_modules/pocketbase-wechat-auth-miniprogram"));
    await writeFile(join(app, "app.mjs"), script);
    const { stdout } = await promisify(execFile)("node", ["app.mjs"], { cwd: app });
    await rm(app, { recursive: true });
    const [hello, refusal] = stdout.trim().split("\n");
    expect(JSON.parse(String(hello)).data.message).toBe("Hello, World!");
    expect(refusal).toBe("login_required");
  });
});
