import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { CHECKS } from "../../src/doctor/checks.ts";
import { eventually } from "./actions.ts";
import { axe, expectAccessible } from "./axe.ts";
import { atDesk, goTo } from "./desk-actions.ts";
import { onStage, PHONE, type OpenOptions } from "./stage.ts";

onStage("the check-up at the desk", { rateLimits: true }, (stage) => {
  const ids = (page: Page, verdict: string) =>
    page.locator(`ul[aria-label="${verdict}"] > li code`).allInnerTexts();

  async function atCheckUp(options: OpenOptions = {}): Promise<Page> {
    const page = await atDesk(stage, options);
    await goTo(page, "体检");
    await page.locator(".conclusion").waitFor();
    await page.locator('[aria-busy="true"]').waitFor({ state: "detached" });
    return page;
  }

  async function examineAgain(page: Page): Promise<void> {
    const answered = page.waitForResponse("**/api/system/doctor");
    await page.getByRole("button", { name: "重新检查" }).click();
    await answered;
    await page.locator('[aria-busy="true"]').waitFor({ state: "detached" });
  }

  test("shows every check, what is wrong ahead and open, the rest folded", async () => {
    const page = await atCheckUp();
    expect(await page.title()).toBe("体检 · 运营台");
    expect(await ids(page, "有问题")).toContain("application_url");
    expect(await ids(page, "建议")).toEqual(expect.arrayContaining(["log_retention", "backups"]));
    const url = page.locator("#check-application_url");
    await url.getByText("http://localhost:8090").waitFor();
    await url.getByText("怎么办：").waitFor();
    const shown = (await page.locator(".lines li code").allInnerTexts()).length;
    for (const summary of await page.locator(".folded summary").all()) await summary.click();
    const all = await page.locator(".lines li code").allInnerTexts();
    expect(all.filter((id) => id !== "").sort()).toEqual(Object.keys(CHECKS).sort());
    expect(all.length).toBeGreaterThanOrEqual(shown);
  });

  test("sees what was mended when it is asked again, and says so aloud", async () => {
    const page = await atCheckUp();
    expect(await ids(page, "建议")).toContain("log_retention");
    await stage.service.admin.settings({ logs: { maxDays: 183 } });
    await examineAgain(page);
    expect(await ids(page, "建议")).not.toContain("log_retention");
    await eventually(() => page.locator("#announcer").textContent()).toMatch(/^检查完成：/);
    await stage.service.admin.settings({ logs: { maxDays: 5 } });
  });

  test("gives what is wrong away as a text, without what is not", async () => {
    const page = await atCheckUp();
    await page.getByRole("button", { name: "复制问题与建议" }).click();
    await page.getByText("已复制").first().waitFor();
    const text = await page.evaluate<string>("navigator.clipboard.readText()");
    expect(text).toContain("[有问题] Application URL（application_url）：http://localhost:8090\n含义：");
    expect(text).not.toContain("[正常]");
  });

  test("says why there is nothing to see, and asks for the way in again where the token has ended", async () => {
    const page = await atCheckUp();
    await page.route("**/api/system/doctor", (route) => route.abort());
    await page.getByRole("button", { name: "重新检查" }).click();
    await page
      .locator(".notice")
      .getByText("连不上服务")
      .or(page.locator(".notice").getByText("连接不上服务"))
      .waitFor();
    // What was seen before stays on the screen.
    expect(await ids(page, "有问题")).toContain("application_url");
    await page.unroute("**/api/system/doctor");
    const refusal = { code: 401, msg: "登录已失效，请重新登录", data: { reason: "token_invalid" } };
    await page.route("**/api/system/doctor", (route) => route.fulfill({ status: 401, json: refusal }));
    await page.getByRole("button", { name: "重新检查" }).click();
    await page.getByText("管理员登录").waitFor();
  });

  test("leaves nothing on the screen for whoever signs in next", async () => {
    const page = await atCheckUp();
    await page.route("**/api/system/doctor", (route) => route.abort());
    await page.getByRole("button", { name: "退出", exact: true }).click();
    await page.getByText("管理员登录").waitFor();
    expect(await page.locator(".conclusion").count()).toBe(0);
  });

  test("has no barrier, folded and unfolded, in the light and in the dark, on a phone as well", async () => {
    for (const viewport of [undefined, PHONE]) {
      const page = await atCheckUp(viewport && { viewport });
      await page.evaluate(axe);
      for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme });
        await expectAccessible(page);
      }
      for (const summary of await page.locator(".folded summary").all()) await summary.click();
      await expectAccessible(page);
      const [inner, scrolled] = await page.evaluate<number[]>(
        "[document.documentElement.clientWidth, document.documentElement.scrollWidth]",
      );
      expect(scrolled).toBeLessThanOrEqual(inner ?? 0);
    }
  });

  test("is reached, read and asked again with the keyboard alone", async () => {
    const page = await atDesk(stage);
    const tabTo = async (text: string) => {
      for (let presses = 0; presses < 40; presses++) {
        const focused = page.locator(":focus");
        if ((await focused.count()) > 0 && ((await focused.textContent()) ?? "").startsWith(text)) return;
        await page.keyboard.press("Tab");
      }
      throw new Error(`Tab never gets to ${text}`);
    };
    await tabTo("体检");
    await page.keyboard.press("Enter");
    await page.locator(".conclusion").waitFor();
    await tabTo("重新检查");
    const answered = page.waitForResponse("**/api/system/doctor");
    await page.keyboard.press("Enter");
    await answered;
    await tabTo("正常");
    await page.keyboard.press("Enter");
    await page.locator("#check-migrations").waitFor();
  });

  test("tells in forced colours what is wrong from what is sound", async () => {
    const page = await atCheckUp();
    await page.emulateMedia({ forcedColors: "active" });
    try {
      await page.evaluate(axe);
      await expectAccessible(page);
      const words = await page.locator("#check-application_url .badge").textContent();
      expect(words).toBe("有问题");
    } finally {
      await page.emulateMedia({ forcedColors: "none" });
    }
  });
});
