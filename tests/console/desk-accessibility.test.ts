import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { axe, expectAccessible } from "./axe.ts";
import { atDesk, card, goTo, openCard, openDesk, search, sendCredentials } from "./desk-actions.ts";
import { eventually, focused } from "./actions.ts";
import { onStage } from "./stage.ts";

onStage("the desk for everybody", { crowd: { people: 300, lines: 2000 } }, (stage) => {
  async function atDeskWithAxe(): Promise<Page> {
    const page = await atDesk(stage);
    await page.evaluate(axe);
    return page;
  }

  test("has no barrier at its door, refused and asked for more", async () => {
    const page = await openDesk(stage);
    await page.evaluate(axe);
    await expectAccessible(page);
    await sendCredentials(page, { email: "nobody@example.com", password: "wrong" });
    await page.getByText("邮箱或密码不对").waitFor();
    await expectAccessible(page);
  });

  test("has no barrier in the list, full, empty, and while the service is gone", async () => {
    const page = await atDeskWithAxe();
    await expectAccessible(page);
    await search(page, "没有这个人");
    await expectAccessible(page);
    await page.route("**/api/**", (route) => route.abort());
    await page.locator("#people-status").selectOption({ label: "正常" });
    await page.getByText("屏幕上的内容可能不是最新的").waitFor();
    await expectAccessible(page);
  });

  test("has no barrier in a person's card, with long values, a question, and what was done", async () => {
    const page = await atDeskWithAxe();
    const user = await stage.service.platformUser({ users_name: "W".repeat(64) });
    await openCard(page, user.phone);
    await card(page).getByText("编号", { exact: true }).click();
    await expectAccessible(page);
    await card(page).getByRole("button", { name: "重设密码" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "重设密码" }).click();
    await page.getByText("至少 8 个字符").waitFor();
    await expectAccessible(page);
    await page.keyboard.press("Escape");
    await card(page).getByRole("button", { name: "停用账号" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "停用账号" }).click();
    await card(page).getByRole("button", { name: "撤销" }).waitFor();
    await expectAccessible(page);
  });

  test("has no barrier in the sign-ins, folded and unfolded", async () => {
    const page = await atDeskWithAxe();
    await goTo(page, "登录记录");
    await page.locator(".lines").waitFor();
    await page.locator(".lines summary").first().click();
    await expectAccessible(page);
  });

  test("has no barrier in the pictures and their tables", async () => {
    const page = await atDeskWithAxe();
    await goTo(page, "统计图");
    await page.locator(".charts").waitFor();
    for (const summary of await page.locator(".charts summary").all()) await summary.click();
    await expectAccessible(page);
  });

  test("is used with the keyboard alone, from the door to a person and back", async () => {
    const page = await openDesk(stage);
    const { phone } = await stage.service.platformUser({ users_name: "键盘人" });
    const tabTo = async (reached: () => Promise<boolean>) => {
      for (let presses = 0; presses < 60; presses++) {
        if (await reached()) return;
        await page.keyboard.press("Tab");
        const outline = await page.evaluate<string>("getComputedStyle(document.activeElement).outlineStyle");
        expect([await focused(page), outline]).not.toContain("none");
      }
      throw new Error("Tab never gets there");
    };
    const onText = (text: string) => async () =>
      (await page.locator(":focus").count()) > 0 &&
      (await page.locator(":focus").evaluate((node) => node.textContent ?? "")).startsWith(text);
    await tabTo(async () => (await focused(page)) === "desk-email");
    await page.keyboard.type("root@example.com");
    await page.keyboard.press("Tab");
    await page.keyboard.type("root-password-1");
    await page.keyboard.press("Enter");
    await page.locator(".table").waitFor();
    await tabTo(async () => (await focused(page)) === "people-text");
    await page.keyboard.type(phone);
    await page.keyboard.press("Enter");
    await page.getByText("共 1 人").waitFor();
    await tabTo(onText("键盘人"));
    await page.keyboard.press("Enter");
    await card(page).getByRole("heading", { name: "登录方式" }).waitFor();
    await tabTo(onText("停用账号"));
    await page.keyboard.press("Enter");
    await page.getByRole("dialog").waitFor();
    await page.keyboard.press("Enter");
    await card(page).getByText("已停用键盘人").waitFor();
    await eventually(() => focused(page)).toBe("person-title");
    await tabTo(onText("撤销"));
    await page.keyboard.press("Enter");
    await card(page).getByText("已停用键盘人").waitFor({ state: "detached" });
  });

  test("tells in forced colours which view, which row and which state it is", async () => {
    const page = await atDeskWithAxe();
    await page.emulateMedia({ forcedColors: "active" });
    try {
      const current = page.locator('.views [aria-current="page"]');
      const other = page.locator(".views a:not([aria-current])").first();
      const look = (target: typeof current) =>
        target.evaluate((node) => {
          const view = node.ownerDocument.defaultView as unknown as {
            getComputedStyle(of: unknown): { backgroundColor: string; textDecorationLine: string };
          };
          const { backgroundColor, textDecorationLine } = view.getComputedStyle(node);
          return `${backgroundColor} ${textDecorationLine}`;
        });
      expect(await look(current)).not.toBe(await look(other));
      await expectAccessible(page);
    } finally {
      await page.emulateMedia({ forcedColors: "none" });
    }
  });
});
