/**
 * A real service and a real browser for the tests of the page. Whatever a test does, the page must have caused no
 * console error, no exception, no violation of its content security policy, and no request to anywhere else.
 * @module
 */
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect } from "vitest";
import { fillWithCrowd } from "../support/crowd/crowd.ts";
import { type Service, type ServiceOptions, startService } from "../support/service.ts";
import { findChromium, launchChromium } from "../support/chromium.ts";

export const PHONE = { width: 390, height: 844 };
export const DESKTOP = { width: 1280, height: 800 };

/** Where the pictures of test users are: answered here, not by the network. */
export const PICTURES = "https://example.com";
export const GOOD_PICTURE = `${PICTURES}/good.png`;
export const BROKEN_PICTURE = `${PICTURES}/broken.png`;

/** Generous: a browser on a machine that is busy with other things is slow, not wrong. */
const TIMEOUT_MS = 120_000;

const PIXEL = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

/** The mini-programs of a crowd. */
export const APPIDS = ["wx7a1c0de500000001", "wx55b0feed00000002"] as const;

export interface StageOptions extends ServiceOptions {
  /** Who and what is there before the first test. */
  crowd?: { people: number; lines: number };
}

export interface OpenOptions {
  /** Default: the service's own /console. */
  url?: string;
  /** What stands on the page once it is ready; default: that the service runs. */
  ready?: string;
  viewport?: { width: number; height: number };
  /** Puts the page's clock into the test's hands, beginning at this Unix time in milliseconds. */
  clock?: number;
}

export interface Stage {
  readonly service: Service;
  /**
   * Opens the page as somebody who was never there, and resolves once it has heard from the service. Calls share one
   * tab, which costs a third of a new one, unless they ask for a clock: that cannot be taken back.
   */
  open(options?: OpenOptions): Promise<Page>;
}

const executable = findChromium();
if (!executable) {
  console.warn(
    "THE PAGE AT /console WAS NOT TESTED: there is no Chromium on PATH. Install one, or set CHROMIUM_BIN.",
  );
}

/** A group of tests with one browser and one service; skipped, with the warning above, where no browser is found. */
export function onStage(
  name: string,
  { crowd, ...options }: StageOptions,
  tests: (stage: Stage) => void,
): void {
  describe.skipIf(!executable)(name, { timeout: TIMEOUT_MS }, () => {
    let service: Service;
    let browser: Browser;
    let shared: Page | null = null;
    let current: Page | null = null;
    const troubles: string[] = [];

    beforeAll(async () => {
      const from = crowd && (await crowdedFolder(crowd));
      [service, browser] = await Promise.all([
        startService({ ...options, ...(from && { from }) }),
        launchChromium(executable ?? ""),
      ]);
      // The service works on a copy.
      if (from) await rm(from, { recursive: true });
    }, TIMEOUT_MS);
    afterAll(() => Promise.all([browser?.close(), service?.close()]), TIMEOUT_MS);
    afterEach(async () => {
      await leave();
      expect(troubles.splice(0)).toEqual([]);
    }, TIMEOUT_MS);

    /** Ends what the last call opened, and forgets everything it kept or was told to do. */
    async function leave(): Promise<void> {
      const page = current;
      current = null;
      if (!page) return;
      if (page !== shared) return page.context().close();
      await page.unrouteAll({ behavior: "ignoreErrors" });
      await page.evaluate("sessionStorage.clear()");
      await page.emulateMedia({ colorScheme: "light" });
      await page.goto("about:blank");
      // Only now: back online, the page would ask the service at once, and these requests end up between two tests.
      await page.context().setOffline(false);
    }

    tests({
      get service() {
        return service;
      },
      async open({ url = `${service.url}/console`, ready = "运行正常", viewport = DESKTOP, clock } = {}) {
        await leave();
        const page =
          clock === undefined
            ? (shared ??= await newPage(browser, troubles))
            : await newPage(browser, troubles);
        current = page;
        await page.setViewportSize(viewport);
        if (clock !== undefined) await page.clock.install({ time: clock });
        await page.goto(url);
        await page.getByText(ready).waitFor();
        return page;
      },
    });
  });
}

async function crowdedFolder(crowd: { people: number; lines: number }): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "kit-crowded-"));
  await cp(process.env.KIT_TEMPLATE ?? "", folder, { recursive: true });
  await fillWithCrowd(folder, { ...crowd, appids: APPIDS, now: Date.now() });
  return folder;
}

async function newPage(browser: Browser, troubles: string[]): Promise<Page> {
  const context = await browser.newContext({
    locale: "zh-CN",
    timezoneId: "Asia/Shanghai",
    reducedMotion: "reduce",
    permissions: ["clipboard-read", "clipboard-write"],
  });
  await context.route(`${PICTURES}/**`, (route) =>
    route.request().url() === GOOD_PICTURE
      ? route.fulfill({ contentType: "image/png", body: PIXEL })
      : route.abort(),
  );
  const page = await context.newPage();
  page.setDefaultTimeout(TIMEOUT_MS / 2);
  watch(page, troubles);
  return page;
}

function watch(page: Page, troubles: string[]): void {
  page.on("pageerror", (error) => troubles.push(`exception: ${error}`));
  page.on("console", (message) => {
    const { url } = message.location();
    if (["error", "warning"].includes(message.type()) && !isNetworkLine(message.text(), url))
      troubles.push(message.text());
  });
  page.on("request", (request) => {
    const { protocol, origin } = new URL(request.url());
    const own = request.isNavigationRequest() || origin === new URL(page.url()).origin;
    if (protocol !== "data:" && !own && origin !== PICTURES) troubles.push(`request to ${request.url()}`);
  });
}

/**
 * Chromium itself writes this line for every answer of 400 and above and every failed request; no page can prevent
 * it. It stands for what the tests provoke only below /api/ and for pictures: a missing style sheet is a trouble.
 */
function isNetworkLine(text: string, url: string): boolean {
  return (
    text.startsWith("Failed to load resource: ") &&
    (url.startsWith(`${PICTURES}/`) || new URL(url).pathname.includes("/api/"))
  );
}
