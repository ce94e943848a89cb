import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { account, alert, login, refresh, send, statusCard } from "./actions.ts";
import { BROKEN_PICTURE, onStage } from "./stage.ts";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** 320 is a small phone, 640 a desktop at 200 %. */
const WIDTHS = [320, 640, 1280];

interface Violation {
  id: string;
  nodes: { target: string[]; failureSummary: string }[];
}

/** axe-core's findings in both colour schemes, and the widths at which the page scrolls sideways. */
async function expectAccessible(page: Page): Promise<void> {
  const found: string[] = [];
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 800 });
    const content = await page.evaluate<number>("document.documentElement.scrollWidth");
    if (content > width) found.push(`${content} px wide at ${width} px`);
  }
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await page.evaluate<{ violations: Violation[] }>("axe.run()");
    for (const { id, nodes } of violations)
      found.push(
        ...nodes.map(({ target, failureSummary }) => `${colorScheme} ${id} ${target}: ${failureSummary}`),
      );
  }
  expect(found).toEqual([]);
}

onStage("the page for everybody", {}, (stage) => {
  async function openWithAxe(): Promise<Page> {
    const page = await stage.open();
    await page.evaluate(axe);
    return page;
  }

  test("has no barrier in the login form, empty and refused", async () => {
    const page = await openWithAxe();
    await expectAccessible(page);
    await send(page, "login", {});
    await expectAccessible(page);
  });

  test("has no barrier in the registration form, folded, unfolded and refused", async () => {
    const page = await openWithAxe();
    await page.getByRole("tab", { name: "注册" }).click();
    await expectAccessible(page);
    await send(page, "register", { company_id: "C".repeat(300) });
    await expectAccessible(page);
  });

  test("has no barrier in the signed-in user's card, with long values and after a failed renewal", async () => {
    const page = await openWithAxe();
    const user = await stage.service.platformUser();
    const long = { users_name: "W".repeat(64), users_picture: `${BROKEN_PICTURE}?${"x".repeat(900)}` };
    await stage.service.admin.updateUser(user.id, long);
    await login(page, user.phone);
    await page.locator(".avatar.initial").waitFor();
    await page.getByText("技术信息").click();
    await page.getByText("更换头像").click();
    await expectAccessible(page);
    await page.context().setOffline(true);
    await page.getByRole("button", { name: "续期令牌" }).click();
    await alert(page).waitFor();
    await refresh(page);
    await statusCard(page).locator('[data-state="bad"]').waitFor();
    await expectAccessible(page);
  });

  test("has no barrier where a session has ended", async () => {
    const page = await openWithAxe();
    const user = await stage.service.platformUser();
    await login(page, user.phone);
    await stage.service.admin.updateUser(user.id, { users_status: -1 });
    await page.getByRole("button", { name: "续期令牌" }).click();
    await alert(page).filter({ hasText: "账号已停用" }).waitFor();
    await expectAccessible(page);
  });

  test("has no barrier where a session cannot be restored yet", async () => {
    const page = await openWithAxe();
    await login(page, (await stage.service.platformUser()).phone);
    await page.route("**/api/**", (route) => route.abort());
    await page.reload();
    await account(page).getByRole("button", { name: "重试" }).waitFor();
    await page.evaluate(axe);
    await expectAccessible(page);
  });
});
