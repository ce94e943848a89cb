import { expect, test } from "vitest";
import { account, alert, announced, detail, focused, login, refresh, register, stored } from "./actions.ts";
import { BROKEN_PICTURE, onStage, type Stage } from "./stage.ts";
import type { Page } from "playwright-core";

const DAY_MS = 86_400_000;

const renew = (page: Page) => page.getByRole("button", { name: "续期令牌" }).click();

/** Signs a fresh user in through the page. */
async function signedIn(stage: Stage, options: Parameters<Stage["open"]>[0] = {}) {
  const user = await stage.service.platformUser();
  const page = await stage.open(options);
  await login(page, user.phone);
  return { page, user };
}

/** The forms are back, with the reason; nothing of the session is kept. */
async function expectEnded(page: Page, [words, reason]: readonly string[]): Promise<void> {
  await page.getByRole("heading", { name: "平台账号" }).waitFor();
  expect(await alert(page).locator("p").allTextContents()).toEqual([words]);
  expect(await account(page).locator(".notice-reason p").allTextContents()).toEqual(reason ? [reason] : []);
  expect(await stored(page)).toEqual({ session: [], elsewhere: [] });
  expect(await focused(page)).toBe("account-title");
}

/** Every token of the user stops being valid, as after a change of password. */
const revoke = (stage: Stage, id: string) =>
  stage.service.admin.sql(`UPDATE tbl_auth_users SET tokenKey = '${"k".repeat(30)}${id}' WHERE id = '${id}'`);

const DISABLED = ["账号已停用，请联系管理员", "原因代码 account_disabled"];
const HOSTILE = `<img src=x onerror="document.title='owned'">`;
const INVALID = ["登录已失效，请重新登录", "原因代码 token_invalid"];

onStage("a session on the page", {}, (stage) => {
  test("ends with the reason when an account that is now disabled renews", async () => {
    const { page, user } = await signedIn(stage);
    await stage.service.admin.updateUser(user.id, { users_status: -1 });
    await renew(page);
    await expectEnded(page, DISABLED);
  });

  test("ends with the reason when an account that is now disabled reloads", async () => {
    const { page, user } = await signedIn(stage);
    await stage.service.admin.updateUser(user.id, { users_status: -1 });
    await page.reload();
    await expectEnded(page, DISABLED);
  });

  test("ends with the reason when its token was revoked, on renewal and on reload", async () => {
    for (const act of [renew, (page: Page) => page.reload()]) {
      const { page, user } = await signedIn(stage);
      await revoke(stage, user.id);
      await act(page);
      await expectEnded(page, INVALID);
    }
  });

  test("ends by itself when its token runs out, after a warning", async () => {
    const { admin } = stage.service;
    await admin.collection("tbl_auth_users", { authToken: { duration: 300 } });
    try {
      const user = await stage.service.platformUser();
      const page = await stage.open({ clock: Date.now() });
      // The service will live in another time than the page, and the `Date` of its answers would tell the page so. Nor
      // may it fail: that would be announced in place of what is waited for.
      const well = { code: 200, msg: "", data: { status: "healthy", build_time: null, total_users: 1 } };
      await page.route("**/api/system/**", (route) => route.fulfill({ json: well }));
      await login(page, user.phone);
      await page.clock.pauseAt(Date.now() + 30_000);
      await page.clock.fastForward(160_000);
      await announced(page, "登录将在 2 分钟后过期，可以续期令牌");
      expect(await page.getByRole("timer").textContent()).toBe("2 分钟");
      await page.clock.fastForward(120_000);
      await expectEnded(page, ["登录已过期，请重新登录"]);
    } finally {
      await admin.collection("tbl_auth_users", { authToken: { duration: 5 * 86_400 } });
    }
  });

  test("does not outlive its token, nor begin with one that is none", async () => {
    const page = await stage.open();
    const expired = `e.${Buffer.from(JSON.stringify({ id: "x", exp: 1 })).toString("base64url")}.s`;
    for (const [token, words] of [
      [expired, INVALID],
      ["nonsense", ["登录已过期，请重新登录"]],
    ] as const) {
      await page.evaluate(`sessionStorage.setItem("wechat_auth_console.token", "${token}")`);
      await page.reload();
      await expectEnded(page, words);
    }
  });

  test("is judged by the server's time, not by a clock that runs ten days ahead", async () => {
    const { page } = await signedIn(stage, { clock: Date.now() + 10 * DAY_MS });
    expect(await detail(page, "剩余时间")).toBe("5 天");
  });

  test("is kept through a failure that says nothing about it", async () => {
    const { page } = await signedIn(stage);
    const { session } = await stored(page);
    await page.context().setOffline(true);
    await renew(page);
    await alert(page).waitFor();
    expect(await alert(page).locator("p").first().textContent()).toBe("连接不上服务");
    expect(await stored(page)).toEqual({ session, elsewhere: [] });
    await page.context().setOffline(false);
    await renew(page);
    await announced(page, "令牌已续期");
    expect(await alert(page).count()).toBe(0);
  });

  test("is restored by a retry after a reload without the service", async () => {
    const { page } = await signedIn(stage, { clock: Date.now() });
    const session = await stored(page);
    await page.clock.pauseAt(Date.now() + 10_000);
    await page.route("**/api/**", (route) => route.abort());
    await page.reload();
    await alert(page).waitFor();
    expect(await stored(page)).toEqual(session);
    await page.unroute("**/api/**");
    await page.getByRole("button", { name: "重试" }).click();
    await renew(page);
    await announced(page, "令牌已续期");
  });

  test("is restored by itself as soon as the service answers again", async () => {
    const { page, user } = await signedIn(stage);
    await page.route("**/api/**", (route) => route.abort());
    await page.reload();
    await alert(page).waitFor();
    await page.unroute("**/api/**");
    await page.getByText(`${user.phone.slice(0, 3)}****${user.phone.slice(-4)}`).waitFor();
    expect(await alert(page).count()).toBe(0);
  });

  test("that was signed out stays so when a renewal answers afterwards", async () => {
    const { page } = await signedIn(stage);
    let release = () => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    await page.route("**/api/system/refresh-token", async (route) => {
      await held;
      await route.continue();
    });
    const answered = page.waitForResponse("**/api/system/refresh-token");
    await renew(page);
    await page.getByRole("button", { name: "退出登录" }).click();
    release();
    await (await answered).finished();
    // A later call to the service is answered later: by then the page has seen the renewal.
    await refresh(page);
    await announced(page, "服务状态");
    expect(await stored(page)).toEqual({ session: [], elsewhere: [] });
    expect(await page.getByRole("heading", { name: "平台账号" }).isVisible()).toBe(true);
  });

  test("shows what a record holds as text, whatever it says", async () => {
    const page = await stage.open();
    const { users_phone: phone } = await register(page, { users_name: HOSTILE, usergroups_id: HOSTILE });
    const [record] = await stage.service.admin.users(`users_phone = "${phone}"`);
    await stage.service.admin.updateUser(record?.id ?? "", { users_picture: "javascript:alert(1)" });
    await page.reload();
    await page.locator(".profile-name").waitFor();
    expect(await page.locator(".profile-name").textContent()).toBe(HOSTILE);
    expect(await detail(page, "头像地址")).toBe("javascript:alert(1)");
    expect(await page.locator("#account img").count()).toBe(0);
    expect(await page.locator(".avatar.initial").textContent()).toBe("<");
    expect(await page.title()).toBe("当前账号 · 统一登录");
  });

  test("shows the first character of the name where the picture does not load", async () => {
    const { page, user } = await signedIn(stage);
    await stage.service.admin.updateUser(user.id, { users_name: "𠮷田", users_picture: BROKEN_PICTURE });
    await page.reload();
    await page.locator(".avatar.initial").waitFor();
    expect(await page.locator(".avatar.initial").textContent()).toBe("𠮷");
    expect(await page.locator("#account img").count()).toBe(0);
  });

  test("shows what a profile lacks, and an account that is not in order", async () => {
    const { page, user } = await signedIn(stage);
    await stage.service.admin.updateUser(user.id, { users_name: "", users_picture: "", users_status: 2 });
    await page.reload();
    await page.locator(".badge").first().waitFor();
    expect(await page.locator(".badge").allTextContents()).toEqual([
      "管理平台",
      "状态正常",
      "资料不完整：缺姓名、头像",
    ]);
    expect(await page.locator(".profile-name").textContent()).toBe("未填写姓名");
    expect(await detail(page, "账号状态值")).toBe("2");
    expect(await detail(page, "头像地址")).toBe("未填写");
  });
});
