import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { MANY_TICKETS, decide, open } from "../support/scanning.ts";
import { readQr } from "../support/qr-reader.ts";
import { announced, eventually, focused, login, PASSWORD, stored } from "./actions.ts";
import { axe, expectAccessible } from "./axe.ts";
import { onStage, PHONE, type OpenOptions, type Stage } from "./stage.ts";

const box = (page: Page, state: string) => page.locator(`.scan-code[data-state="${state}"]`);
const START = "**/api/platform/scan-start";
const STATUS = "**/api/platform/scan-status";

/** Opens the tab, and waits for its first code. @returns the ticket that a phone would find in it */
async function atScan(stage: Stage, options: OpenOptions = {}): Promise<{ page: Page; ticket: string }> {
  const page = await stage.open(options);
  const started = page.waitForResponse(START);
  await page.getByRole("tab", { name: "扫码登录" }).click();
  const { data } = (await (await started).json()) as { data: { ticket: string } };
  await box(page, "pending").waitFor();
  return { page, ticket: data.ticket };
}

onStage(
  "signing in by scanning",
  { env: { ...MANY_TICKETS, SCAN_LINK_BASE: "https://example.com/scan" } },
  (stage) => {
    test("shows a code that holds the link, and the digits; nothing of it is in sight before the tab is", async () => {
      const page = await stage.open();
      let asked = 0;
      page.on("request", (request) => (asked += request.url().includes("/scan-") ? 1 : 0));
      await page.getByRole("tab", { name: "注册" }).click();
      await login(page, (await stage.service.platformUser()).phone);
      expect(asked).toBe(0);
      const { page: again, ticket } = await atScan(stage);
      expect(await again.title()).toBe("扫码登录 · 统一登录");
      expect(readQr(await box(again, "pending").screenshot())).toBe(
        `https://example.com/scan?ticket=${ticket}`,
      );
      expect(await again.locator(".scan-check").textContent()).toMatch(/^核对码 \d\d$/);
      expect(await again.getByRole("timer").textContent()).toMatch(/^[12]:\d\d$/);
    });

    test("is readable in the dark, and with a system's own colours", async () => {
      const { page, ticket } = await atScan(stage, { viewport: PHONE });
      for (const media of [{ colorScheme: "dark" }, { forcedColors: "active" }] as const) {
        await page.emulateMedia(media);
        expect(readQr(await box(page, "pending").screenshot())).toBe(
          `https://example.com/scan?ticket=${ticket}`,
        );
      }
      await page.emulateMedia({ forcedColors: "none" });
    });

    test("has no barrier while it waits, once it is scanned, and after a refusal; each is told", async () => {
      const user = await stage.service.wechatUser();
      await stage.service.admin.updateUser(user.id, { users_name: "W".repeat(64) });
      const { page, ticket } = await atScan(stage);
      await page.evaluate(axe);
      await announced(page, "用微信扫一扫");
      await expectAccessible(page);
      await open(stage.service, user, ticket);
      await box(page, "scanned").waitFor();
      await announced(page, "已扫码，请在手机上核对数字并确认");
      await expectAccessible(page);
      await decide(stage.service, user, ticket, false);
      await box(page, "refused").waitFor();
      await announced(page, "手机上拒绝了这次登录");
      await expectAccessible(page);
    });

    test("signs in once the phone has confirmed, with the keyboard alone", async () => {
      const user = await stage.service.wechatUser();
      const page = await stage.open();
      await page.locator("#login-tab").focus();
      const started = page.waitForResponse(START);
      await page.keyboard.press("ArrowLeft");
      expect(await focused(page)).toBe("scan-tab");
      const { data } = (await (await started).json()) as { data: { ticket: string } };
      await open(stage.service, user, data.ticket);
      await decide(stage.service, user, data.ticket, true);
      await page.getByRole("heading", { name: "当前账号" }).waitFor();
      expect(await focused(page)).toBe("account-title");
      expect((await stored(page)).session).toHaveLength(1);
      await page.getByText("请在小程序里操作").waitFor();
    });

    test("says that a code has expired, and gets another with the focus where it was", async () => {
      const { page } = await atScan(stage);
      const gone = { code: 404, msg: "二维码已失效", data: { reason: "ticket_not_found" } };
      await page.route(STATUS, (route) => route.fulfill({ status: 404, json: gone }));
      await box(page, "expired").waitFor();
      await page.getByText("二维码已过期").first().waitFor();
      await page.unroute(STATUS);
      await page.getByRole("button", { name: "重新获取" }).press("Enter");
      await box(page, "pending").waitFor();
      expect(await page.evaluate("document.activeElement.textContent")).toContain("换一个码");
    });

    test("says why there is no code, until when, and goes on by hand", async () => {
      const page = await stage.open();
      await page.evaluate(axe);
      const refusal = {
        code: 429,
        msg: "请求过于频繁，请稍后再试",
        data: { reason: "rate_limited", retry_after: 2 },
      };
      await page.route(START, (route) => route.fulfill({ status: 429, json: refusal }));
      await page.getByRole("tab", { name: "扫码登录" }).click();
      await box(page, "failed").waitFor();
      await page.getByText("请求过于频繁").waitFor();
      await expectAccessible(page);
      await page.unroute(START);
      const again = page.getByRole("button", { name: "重新获取" });
      await eventually(() => again.getAttribute("aria-disabled")).toBeNull();
      await again.click();
      await box(page, "pending").waitFor();
    });

    test("keeps the code through a lost answer, and says when the service cannot be reached at all", async () => {
      const user = await stage.service.wechatUser();
      const { page, ticket } = await atScan(stage);
      let lost = 0;
      await page.route(STATUS, (route) => (lost++ === 0 ? route.abort() : route.fallback()));
      await open(stage.service, user, ticket);
      await box(page, "scanned").waitFor();
      expect(lost).toBeGreaterThan(1);
      await page.route(START, (route) => route.abort());
      await page.getByRole("button", { name: "换一个码" }).click();
      await box(page, "failed").waitFor();
      await page.getByRole("alert").getByText("连接不上服务").waitFor();
    });

    test("asks nothing more once another way in is chosen", async () => {
      const { page, ticket } = await atScan(stage);
      await page.waitForRequest(STATUS);
      await page.getByRole("tab", { name: "登录", exact: true }).click();
      const user = await stage.service.wechatUser();
      await open(stage.service, user, ticket);
      await decide(stage.service, user, ticket, true);
      const { phone } = await stage.service.platformUser();
      await page.locator("#login-users_phone").fill(phone);
      await page.locator("#login-password").fill(PASSWORD);
      await page.locator("#login-password").press("Enter");
      await page.getByRole("heading", { name: "当前账号" }).waitFor();
      expect(await page.locator(".badges").first().textContent()).toContain("管理平台");
    });
  },
);
