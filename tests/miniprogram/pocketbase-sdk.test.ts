import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { createContext, Script } from "node:vm";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { projectRoot } from "../../scripts/server-process.ts";
import { findChromium, launchChromium } from "../support/chromium.ts";
import { type Service, startService } from "../support/service.ts";
import { createFakeWx } from "./fake-wx.ts";

const require = createRequire(import.meta.url);
const sdkFile = require.resolve("pocketbase").replace(/[^/]+$/, "pocketbase.iife.js");
const webClient = readFileSync(join(projectRoot, "miniprogram/web/index.js"), "utf8");

const executable = findChromium();
if (!executable)
  console.warn(
    "THE CLIENT BESIDE POCKETBASE'S SDK WAS NOT TRIED: there is no Chromium on PATH. Install one, or set CHROMIUM_BIN.",
  );

/** The wiring that the client's README shows. */
const WIRING = `
  const client = createClient({ baseURL: location.origin });
  const pb = new PocketBase(location.origin);
  pb.beforeSend = async (url, options) => {
    const { token } = await client.ensureLogin();
    options.headers = Object.assign({}, options.headers, { Authorization: token });
    return { url, options };
  };
`;

test("the README shows the wiring that is tried here", () => {
  const readme = readFileSync(join(projectRoot, "miniprogram/README.md"), "utf8").replace(/\s+/g, " ");
  const shown = WIRING.replaceAll("location.origin", "baseURL").replace(/\s+/g, " ").trim();
  expect(readme).toContain(shown);
});

describe.skipIf(!executable)("the client beside PocketBase's SDK in a browser", () => {
  let service: Service;
  let browser: Browser;
  let page: Page;
  let id: string;

  beforeAll(async () => {
    [service, browser] = await Promise.all([startService(), launchChromium(executable ?? "")]);
    page = await browser.newPage();
    await page.goto(`${service.url}/api/health`);
    await page.addScriptTag({ path: sdkFile });
    const { id: record, phone, password } = await service.platformUser();
    id = record;
    await page.evaluate(`(async () => {
      const { createClient } = (() => { const exports = {}; ${webClient}; return exports; })();
      ${WIRING}
      await client.platform.login({ users_phone: "${phone}", password: "${password}" });
      Object.assign(window, { client, pb, names: [] });
    })()`);
  });
  afterAll(() => Promise.all([browser?.close(), service?.close()]));

  const rename = (name: string) => service.admin.updateUser(id, { users_name: name });
  const heard = (name: string) => page.waitForFunction(`names.includes("${name}")`);

  test("lends it the token, and a renewed one as soon as there is one", async () => {
    const read = `pb.collection("tbl_auth_users").getOne("${id}").then((record) => record.id)`;
    expect(await page.evaluate(read)).toBe(id);
    await page.evaluate("client.refresh()");
    expect(await page.evaluate(read)).toBe(id);
    expect(await page.evaluate("pb.authStore.token")).toBe("");
  });

  test("realtime goes on through a renewal, and after a new connection", async () => {
    await page.evaluate(
      `pb.collection("tbl_auth_users").subscribe("${id}", ({ record }) => names.push(record.users_name))`,
    );
    await rename("续期之前");
    await heard("续期之前");
    await page.evaluate("client.refresh()");
    await rename("续期之后");
    await heard("续期之后");
    // As when the network was away: the SDK connects again by itself, and asks for the token that holds then.
    await page.evaluate("client.refresh()");
    const connected = page.waitForResponse(
      (response) => response.url().endsWith("/api/realtime") && response.request().method() === "POST",
    );
    await page.evaluate("pb.realtime.eventSource.onerror()");
    expect((await connected).status()).toBe(204);
    await rename("重连之后");
    await heard("重连之后");
  });

  test("realtime stays the former user's after a sign-out, until it is ended", async () => {
    await page.evaluate("client.logout()");
    await rename("退出之后");
    await heard("退出之后");
    await page.evaluate("pb.realtime.unsubscribe()");
    expect(await page.evaluate("pb.realtime.isConnected")).toBe(false);
  });
});

describe("PocketBase's SDK in a mini-program", () => {
  test("does not run, as there is neither AbortController nor fetch", async () => {
    const { wx } = createFakeWx({ loginCode: () => "" });
    const context = createContext({ wx, setTimeout, clearTimeout });
    new Script(readFileSync(sdkFile, "utf8")).runInContext(context);
    const outcome = new Script(
      `new PocketBase("https://example.com").health.check().catch(String)`,
    ).runInContext(context);
    expect(await outcome).toContain("AbortController is not defined");
  });
});
