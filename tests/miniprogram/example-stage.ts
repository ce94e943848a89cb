/**
 * Renders the example in a real browser: markup compiled by WeChat's own compiler, components run by
 * miniprogram-simulate, `wx` faked, and a real service with its sandbox behind it.
 * @module
 */
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { build } from "esbuild";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect } from "vitest";
import { projectRoot } from "../../scripts/server-process.ts";
import { findChromium, launchChromium } from "../support/chromium.ts";
import { type Service, type ServiceOptions, startService } from "../support/service.ts";
import type { stage } from "./example-page.ts";

export const exampleFolder = join(projectRoot, "miniprogram/example");
const require = createRequire(import.meta.url);

interface Compiler {
  wxmlToJs(folder: string): string;
  wxssToJs(folder: string): string;
}
/** The compilers that DevTools ships, as programs for three platforms. */
export const compiler = require("miniprogram-compiler") as Compiler;

/** Text files of the example, by absolute path inside the app. */
export function exampleFiles(): { [path: string]: string } {
  return Object.fromEntries(
    readdirSync(exampleFolder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => {
        const file = join(entry.parentPath, entry.name);
        return [`/${file.slice(exampleFolder.length + 1)}`, readFileSync(file, "utf8")];
      }),
  );
}

/** A phone of 375 points; miniprogram-simulate takes an rpx for a pixel, so half of them make a point. */
const PHONE = { viewport: { width: 750, height: 1500 }, hasTouch: true, isMobile: true };

/** miniprogram-simulate has two megabytes, which a busy machine takes its time to load. */
const LOADING_TIMEOUT = 120_000;

/** How WeChat's own components look before the app styles them. */
const BUILT_IN_STYLE = `
  html { font-family: system-ui, "Noto Sans CJK SC", sans-serif; }
  body { margin: 0; }
  wx-view { display: block; }
  wx-text { display: inline; }
  wx-button { display: block; position: relative; margin: 0 auto; padding: 0 14px; font-size: 36px; line-height: 2.55; }
  wx-button::after { content: " "; position: absolute; inset: 0; border: 2px solid rgba(0, 0, 0, 0.2); border-radius: 10px; }
  wx-button[disabled] { opacity: 0.6; }
  wx-image { display: inline-block; overflow: hidden; background-size: cover; background-position: center; }
  wx-input { display: block; overflow: hidden; }
  wx-input input { width: 100%; height: 100%; padding: 0; border: 0; outline: 0; background: none; font: inherit; color: inherit; }
`;

type PageStage = typeof stage;

export interface ExampleApp {
  page: Page;
  /** Starts the app at a page, as after its icon was tapped. */
  launch(path: string): Promise<void>;
  /** Goes to another page of the running app. @param query what it is opened with */
  show(path: string, query?: { [name: string]: string }): Promise<void>;
  /** Runs in the browser, where nothing but its arguments reaches. */
  inApp<R, A = null>(work: (stage: PageStage, argument: A) => R, argument?: A): Promise<R>;
  /** Paths of the network calls so far; `wx.login` is “login”. */
  trail(): Promise<string[]>;
  /** Texts on the page, in document order. */
  texts(selector: string): Promise<string[]>;
}

export interface OpenOptions {
  /** Codes from the sandbox, as the example does without an appid; otherwise from `wx.login`. */
  sandbox?: boolean;
  /** The WeChat user whose phone this is. */
  user?: string;
}

export interface Stage {
  readonly service: Service;
  /** What the app has warned its developer of from now on, when called. */
  warnings(): () => string[];
  /** A phone of its own; loading a tab takes long, so they share one. */
  open(options?: OpenOptions): Promise<ExampleApp>;
}

const executable = findChromium();
if (!executable)
  console.warn(
    "THE EXAMPLE WAS NOT RENDERED: there is no Chromium on PATH. Install one, or set CHROMIUM_BIN.",
  );

/** The markup as functions made by WeChat's compiler; null, with a warning, where that program does not run. */
export const compiledMarkup = compileMarkup();

function compileMarkup(): string | null {
  try {
    return compiler.wxmlToJs(exampleFolder);
  } catch (error) {
    // Without a code, it ran and did not like what it read.
    if (!(error instanceof Error && "code" in error)) throw error;
    console.warn(
      `THE EXAMPLE IS COMPILED BY A STAND-IN: WeChat's compiler does not run here (${error.code}).`,
    );
    return null;
  }
}

async function pageScript(): Promise<string> {
  const entryPoints = [join(projectRoot, "tests/miniprogram/example-page.ts")];
  const result = await build({ entryPoints, bundle: true, write: false, format: "iife", target: "es2022" });
  return result.outputFiles[0]?.text ?? "";
}

/** A group of tests with one browser and one service; skipped, with the warning above, where no browser is found. */
export function onPhone(name: string, tests: (stage: Stage) => void, options: ServiceOptions = {}): void {
  describe.skipIf(!executable)(name, () => {
    let service: Service;
    let browser: Browser;
    let page: Page;
    let owner = "";
    const troubles: string[] = [];
    let warned: string[] = [];

    beforeAll(async () => {
      [service, browser] = await Promise.all([startService(options), launchChromium(executable ?? "")]);
      await service.admin.settings({ meta: { appURL: service.url } });
      page = await (await browser.newContext(PHONE)).newPage();
      page.on("pageerror", (error) => troubles.push(String(error.stack)));
      page.on("console", (message) => {
        if (message.type() === "warning") warned.push(message.text());
        if (message.type() === "error" && !/Failed to load resource/.test(message.text()))
          troubles.push(message.text());
      });
      await page.exposeFunction("mintLoginCode", () => service.sandbox.mintLoginCode({ user: owner }).code);
      // A mini-program knows no same-origin rule, and the sandbox does not speak of it.
      await page.route(`${service.sandbox.url}/**`, async (route) => {
        const response = await route.fetch();
        await route.fulfill({
          response,
          headers: { ...response.headers(), "access-control-allow-origin": "*" },
        });
      });
      await page.setContent("<!doctype html><html lang='zh'><head></head><body></body></html>");
      const style = readFileSync(join(exampleFolder, "app.wxss"), "utf8");
      await page.addStyleTag({ content: BUILT_IN_STYLE + inPixels(style) });
      await page.addScriptTag({ content: await pageScript() });
      await page.addScriptTag({ path: require.resolve("miniprogram-simulate/build.js") });
      if (compiledMarkup)
        await page.addScriptTag({
          content: `window.compiledMarkup = (function () { ${compiledMarkup} })();`,
        });
      await inApp((stage, files) => stage.install(files), exampleFiles());
    }, LOADING_TIMEOUT);
    afterAll(() => Promise.all([browser?.close(), service?.close()]));
    afterEach(() => expect(troubles.splice(0)).toEqual([]));

    const inApp: ExampleApp["inApp"] = (work, argument) =>
      page.evaluate(`(${work})(stage, ${JSON.stringify(argument ?? null)})`);

    async function open({ sandbox = false, user = `phone-${Math.random()}` }: OpenOptions = {}) {
      owner = user;
      const config = { baseURL: service.url, sandboxURL: sandbox ? service.sandbox.url : "" };
      await inApp((stage, settings) => stage.reset(settings), config);
      return {
        page,
        inApp,
        launch: (path: string) => inApp((stage, to) => stage.launch(to), path),
        show: (path: string, query: { [name: string]: string } = {}) =>
          inApp((stage, [to, given]) => stage.show(to, given), [path, query] as const),
        trail: () => inApp((stage) => stage.fake.trail()),
        texts: (selector: string) => page.locator(selector).allInnerTexts(),
      };
    }

    tests({
      get service() {
        return service;
      },
      warnings() {
        const mine: string[] = [];
        warned = mine;
        return () => mine;
      },
      open,
    });
  });
}

/** `page` is what mini-programs call the body. */
const inPixels = (wxss: string) => wxss.replace(/(\d+)rpx/g, "$1px").replace(/^page\b/gm, "body");
