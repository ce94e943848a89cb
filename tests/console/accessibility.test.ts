import type { Page } from "playwright-core";
import { test } from "vitest";
import { account, alert, login, refresh, send, statusCard } from "./actions.ts";
import { axe, expectAccessible } from "./axe.ts";
import { BROKEN_PICTURE, onStage } from "./stage.ts";

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
