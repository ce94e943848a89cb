/**
 * Signing a computer in by the phone, with both sides real: the page at /console in one browser, the example in another.
 */
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, expect, test } from "vitest";
import { launchChromium, findChromium } from "../support/chromium.ts";
import { readQr } from "../support/qr-reader.ts";
import type { ServiceOptions } from "../support/service.ts";
import { type ExampleApp, onPhone, type Stage } from "./example-stage.ts";
import { INDEX, notice } from "./example-steps.ts";

const SCAN_PAGE = "/pages/scan/scan";
/** A person's own browser does not call itself headless. */
const CHROME =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36";
const LINK_BASE = "https://example.com/scan";

interface Opened {
  page: string;
  query: { [name: string]: string };
}

/** What WeChat opens for a mini-program code. */
function openedBy(code: string): Opened {
  const { searchParams } = new URL(code);
  const query = Object.fromEntries(new URLSearchParams(searchParams.get("query") ?? ""));
  return { page: `/${searchParams.get("path")}`, query };
}

/** What WeChat opens for an ordinary link that an operator has given to the page. */
const openedByLink = (link: string): Opened => ({ page: SCAN_PAGE, query: { q: encodeURIComponent(link) } });

/** One conversation, by either kind of code. */
function conversations(stage: Stage, opens: (code: string) => Opened): void {
  let browser: Browser | null = null;
  let computer: Page | null = null;
  afterEach(async () => {
    await computer?.context().close();
    computer = null;
  });
  afterAll(() => browser?.close());

  /** The page at the computer, with a code on it. */
  async function atComputer(): Promise<Page> {
    browser ??= await launchChromium(findChromium() ?? "");
    const context = await browser.newContext({ userAgent: CHROME, reducedMotion: "reduce" });
    computer = await context.newPage();
    await computer.goto(`${stage.service.url}/console`);
    await computer.getByRole("tab", { name: "扫码登录" }).click();
    await computer.locator('.scan-code[data-state="pending"]').waitFor();
    return computer;
  }

  /** The phone's camera on the computer's screen. */
  async function scan(app: ExampleApp, page: Page): Promise<void> {
    const code = readQr(await page.locator(".scan-code").screenshot());
    const { page: path, query } = opens(code ?? "");
    expect(path).toBe(SCAN_PAGE);
    await app.launch(INDEX);
    await app.show(path, query);
  }

  const said = (page: Page, words: string) => page.locator(".scan-words").getByText(words).waitFor();
  const digits = async (page: Page) => (await page.locator(".scan-check strong").textContent()) ?? "";

  test("a person compares the digits, confirms on the phone, and is signed in on the computer", async () => {
    const name = `scans-${Math.random()}`;
    const { id, token } = await stage.service.wechatUser(name);
    await stage.service.admin.updateUser(id, { users_name: "谢小扫" });
    const app = await stage.open({ user: name });
    const page = await atComputer();
    await scan(app, page);
    await app.page.waitForSelector(".main--digits");
    expect(await app.texts(".main--digits")).toEqual([await digits(page)]);
    expect((await app.texts(".main--fact-value"))[0]).toBe("Windows 上的 Chrome 浏览器");
    await said(page, "谢小扫已扫码，请在手机上核对数字并确认");
    // A photo taken now shows nothing to anybody.
    expect(readQr(await page.locator(".scan-code").screenshot())).toBeNull();

    await app.page.tap(".main--approve");
    expect(await notice(app, "success")).toBe("已确认，电脑上马上登录");
    await page.getByRole("heading", { name: "当前账号" }).waitFor();
    expect(await page.locator(".profile-name").textContent()).toBe("谢小扫");
    expect(await page.locator("dt", { hasText: "微信" }).locator("+ dd").first().textContent()).toBe(
      "已绑定",
    );
    const [issued] = await page.evaluate<string[]>("Object.values(sessionStorage)");
    expect(issued).not.toBe(token);
    expect((await stage.service.call("refreshToken", { token: issued ?? "" })).status).toBe(200);
    await app.page.tap(".notice--action");
    await app.page.waitForFunction(`stage.visited.includes("${INDEX}")`);
  });

  test("a person refuses on the phone; the computer says so, and a new code works", async () => {
    const app = await stage.open();
    const page = await atComputer();
    await scan(app, page);
    await app.page.waitForSelector(".main--refuse");
    await app.page.tap(".main--refuse");
    expect(await notice(app, "success")).toBe("已拒绝，电脑上不会登录");
    await said(page, "手机上拒绝了这次登录");
    expect(await page.evaluate("sessionStorage.length")).toBe(0);
    await page.getByRole("button", { name: "重新获取" }).click();
    await page.locator('.scan-code[data-state="pending"]').waitFor();
    expect(await page.evaluate("document.activeElement.textContent")).toContain("换一个码");
    await scan(app, page);
    await app.page.waitForSelector(".main--approve");
    await app.page.tap(".main--approve");
    await page.getByRole("heading", { name: "当前账号" }).waitFor();
  });

  test("a second phone is told that it comes too late", async () => {
    const first = await stage.open();
    const page = await atComputer();
    const code = readQr(await page.locator(".scan-code").screenshot()) ?? "";
    await scan(first, page);
    await first.page.waitForSelector(".main--approve");
    const second = await stage.open();
    const { page: path, query } = opens(code);
    await second.launch(INDEX);
    await second.show(path, query);
    expect(await notice(second, "error")).toContain("扫");
    expect(await second.page.locator(".main--approve").count()).toBe(0);
  });
}

const settings = (env: { [name: string]: string }): ServiceOptions => ({
  env: { ...env, SCAN_MAX_STARTS: "1000", SCAN_MAX_PENDING: "1000" },
});

onPhone(
  "scanning a mini-program code",
  (stage) => {
    conversations(stage, openedBy);

    test("the page that is opened without a code says so", async () => {
      const app = await stage.open();
      await app.launch(INDEX);
      await app.show(SCAN_PAGE);
      expect(await notice(app, "error")).toBe("这个码里没有登录请求，请回到电脑上重新获取");
    });
  },
  settings({ SCAN_PAGE: SCAN_PAGE.slice(1) }),
);

onPhone(
  "scanning an ordinary link",
  (stage) => {
    conversations(stage, openedByLink);

    test("asks WeChat for no picture", async () => {
      stage.service.sandbox.clearRequests();
      expect((await stage.service.call("scanStart")).body.data.link).toMatch(
        new RegExp(`^${LINK_BASE}\\?ticket=`),
      );
      expect(stage.service.sandbox.requests()).toEqual([]);
    });
  },
  settings({ SCAN_LINK_BASE: LINK_BASE }),
);
