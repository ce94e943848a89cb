import type { Locator } from "playwright-core";
import { expect, test } from "vitest";
import { findChromium, launchChromium } from "../support/chromium.ts";
import {
  account,
  announced,
  focused,
  input,
  login,
  notices,
  PASSWORD,
  send,
  state,
  submitButton,
} from "./actions.ts";
import { DESKTOP, onStage, PHONE } from "./stage.ts";

const style = (target: Locator, property: string): Promise<string> =>
  target.evaluate((node, name) => {
    const view = node.ownerDocument.defaultView as unknown as {
      getComputedStyle(of: unknown): { getPropertyValue(name: string): string };
    };
    return view.getComputedStyle(node).getPropertyValue(name);
  }, property);

async function top(target: Locator): Promise<number> {
  return (await target.boundingBox())?.y ?? Number.NaN;
}

onStage("the page under circumstances", {}, (stage) => {
  test("tells by more than colours which tab, which button, which field and which state it is", async () => {
    const page = await stage.open();
    await page.emulateMedia({ forcedColors: "active" });
    try {
      const [selected, other] = [page.locator("#login-tab"), page.locator("#register-tab")];
      expect(await style(selected, "background-color")).not.toBe(await style(other, "background-color"));
      expect(await style(submitButton(page, "login"), "background-color")).not.toBe(
        await style(other, "background-color"),
      );
      await send(page, "login", { users_phone: "" });
      expect(await style(input(page, "login", "password"), "border-style")).toBe("double");
      const sign = () =>
        page.evaluate<string>("getComputedStyle(document.querySelector('.state'), '::before').content");
      expect(await sign()).toBe('"✓"');
      await page.route("**/api/**", (route) => route.abort());
      await send(page, "login", { users_phone: "1", password: "1" });
      await page.locator('.state[data-state="bad"]').waitFor();
      expect(await sign()).toBe('"!"');
    } finally {
      await page.emulateMedia({ forcedColors: "none" });
    }
  });

  test("shows a keyboard user where the focus went after login and logout, and nobody else", async () => {
    const { phone } = await stage.service.platformUser();
    const page = await stage.open();
    const outline = () => style(page.locator("#account-title"), "outline-style");
    await input(page, "login", "users_phone").focus();
    await page.keyboard.type(phone);
    await page.keyboard.press("Tab");
    await page.keyboard.type(PASSWORD);
    await page.keyboard.press("Enter");
    await announced(page, "登录成功");
    expect([await focused(page), await outline()]).toEqual(["account-title", "solid"]);
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await announced(page, "已退出登录");
    expect([await focused(page), await outline()]).toEqual(["account-title", "solid"]);

    await page.reload();
    await page.getByText("运行正常").waitFor();
    await login(page, phone);
    await page.getByRole("button", { name: "退出登录" }).click();
    await announced(page, "已退出登录");
    expect([await focused(page), await outline()]).toEqual(["account-title", "none"]);
  });

  test("is one column of 360 pixels, with the form in sight at once and the status in a line", async () => {
    for (const viewport of [PHONE, DESKTOP]) {
      const page = await stage.open({ viewport });
      const phone = await input(page, "login", "users_phone").boundingBox();
      const password = await input(page, "login", "password").boundingBox();
      expect(phone?.width).toBeLessThanOrEqual(360);
      expect(password?.x).toBe(phone?.x);
      expect((await state(page).boundingBox())?.height).toBeLessThan(32);
      expect(await top(submitButton(page, "login"))).toBeLessThan(viewport.height - 200);
    }
  });

  test("moves nothing under the hand: not by an error, not by busy words, not by a wait", async () => {
    const page = await stage.open();
    const button = submitButton(page, "login");
    const place = async () => button.boundingBox();
    const before = await place();
    await send(page, "login", {});
    await notices(page).getByText("请改正标出的 2 项").waitFor();
    expect(await place()).toEqual(before);
    let release = () => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    const refusal = { code: 429, msg: "请求过于频繁", data: { reason: "rate_limited" } };
    await page.route("**/api/platform/login", async (route) => {
      await held;
      await route.fulfill({ status: 429, json: refusal, headers: { "Retry-After": "900" } });
    });
    await send(page, "login", { users_phone: "13800138000", password: PASSWORD });
    const busy = page.getByRole("button", { name: "正在登录…" });
    await busy.waitFor();
    expect(await busy.boundingBox()).toEqual(before);
    expect(await page.locator("form[aria-busy=true]").count()).toBe(1);
    release();
    await page.getByText("请求过于频繁").waitFor();
    expect(await place()).toEqual(before);
    expect(await page.locator("form[aria-busy=true]").count()).toBe(0);
  });

  test("keeps what is wrong in sight on a phone, and does not hide the field behind it", async () => {
    const page = await stage.open({ viewport: { width: 360, height: 560 } });
    await send(page, "register", {});
    const notice = notices(page).getByText("请改正标出的 4 项");
    await notice.waitFor();
    const box = await notice.boundingBox();
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(560);
    expect(await focused(page)).toBe("register-users_name");
    const field = await input(page, "register", "users_name").boundingBox();
    expect((field?.y ?? 0) + (field?.height ?? 0)).toBeLessThan(box?.y ?? 0);
    for (let press = 0; press < 6; press++) {
      await page.keyboard.press("Tab");
      const inner = await page.locator(":focus").boundingBox();
      const bar = await notice.boundingBox();
      expect((inner?.y ?? 0) + (inner?.height ?? 0)).toBeLessThan((bar?.y ?? 0) + 1);
    }
  });

  test("forgets what it has told screen readers, and names each view in its title", async () => {
    const { phone } = await stage.service.platformUser();
    const page = await stage.open({ clock: Date.now() });
    expect(await page.title()).toBe("登录 · 统一登录");
    await page.getByRole("tab", { name: "注册" }).click();
    expect(await page.title()).toBe("注册 · 统一登录");
    await login(page, phone);
    expect(await page.title()).toBe("当前账号 · 统一登录");
    await announced(page, "登录成功");
    await page.clock.fastForward(10_000);
    expect(await page.locator("#announcer").textContent()).toBe("");
  });

  test("has stronger edges and words for whoever asks for contrast", async () => {
    const page = await stage.open();
    const edge = () => style(input(page, "login", "password"), "border-top-width");
    expect(await edge()).toBe("1px");
    await page.emulateMedia({ contrast: "more" });
    expect(await edge()).toBe("2px");
    await page.emulateMedia({ contrast: "no-preference" });
  });

  test("prints who is signed in, and nothing to press", async () => {
    const { phone } = await stage.service.platformUser();
    const page = await stage.open();
    await login(page, phone);
    await page.emulateMedia({ media: "print" });
    try {
      expect(await account(page).getByText("手机号").isVisible()).toBe(true);
      expect(await page.getByRole("button").count()).toBe(0);
    } finally {
      await page.emulateMedia({ media: "screen" });
    }
  });

  test("says something before the script is there, more when it does not come, and what to do without", async () => {
    const page = await stage.open();
    await page.route("**/app.js", () => {});
    await page.goto(page.url(), { waitUntil: "commit" });
    await page.getByText("正在载入登录页面…").waitFor();
    expect(await page.getByRole("heading", { name: "平台账号" }).isVisible()).toBe(true);
    expect(await page.getByText("载入比平时慢").isVisible()).toBe(false);
    await page.getByText("载入比平时慢").waitFor({ state: "visible" });
    await page.unroute("**/app.js");

    const browser = await launchChromium(findChromium() ?? "");
    try {
      const mute = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
      await mute.goto(`${stage.service.url}/console`);
      expect(await mute.locator("noscript p").isVisible()).toBe(true);
      expect(await mute.locator("main").getByText("正在").locator(":visible").count()).toBe(0);
    } finally {
      await browser.close();
    }
  });
});
