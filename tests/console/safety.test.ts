import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { account, announced, detail, focused, login, PASSWORD, stored } from "./actions.ts";
import { axe, expectAccessible } from "./axe.ts";
import { onStage, type Stage } from "./stage.ts";

async function signedIn(stage: Stage) {
  const user = await stage.service.platformUser();
  const page = await stage.open();
  await login(page, user.phone);
  return { page, user };
}

const reasonOf = async (stage: Stage, phone: string, password: string) =>
  (await stage.service.call("platformLogin", { body: { users_phone: phone, password } })).reason ?? "ok";
const isValid = async (stage: Stage, token: string) =>
  (await stage.service.call("refreshToken", { token })).status === 200;
const dialog = (page: Page) => page.getByRole("dialog");

onStage("an account on the page", {}, (stage) => {
  test("gets a new password for the old one, and goes on with a new token", async () => {
    const { page, user } = await signedIn(stage);
    await page.getByText("修改密码").first().click();
    const fill = async (values: { [field: string]: string }) => {
      for (const [field, value] of Object.entries(values)) await page.locator(`#change-${field}`).fill(value);
      await page.getByRole("button", { name: "修改密码" }).click();
    };
    const next = "another-horse-9";
    await fill({ password_old: "wrong", password: next, passwordConfirm: next });
    await page.locator("#change-password_old-error").getByText("密码错误").waitFor();
    await fill({ password_old: PASSWORD });
    await announced(page, "密码已修改，其他设备需要重新登录");
    expect(await focused(page)).toBe("account-title");
    const { session } = await stored(page);
    expect(await isValid(stage, session[0] ?? "")).toBe(true);
    expect(await isValid(stage, user.token)).toBe(false);
    expect(await reasonOf(stage, user.phone, PASSWORD)).toBe("password_wrong");
    expect(await reasonOf(stage, user.phone, next)).toBe("ok");
  });

  test("says whether its phone is verified and WeChat is linked, and loses WeChat after a question", async () => {
    const { page, user } = await signedIn(stage);
    expect([await detail(page, "号码验证"), await detail(page, "微信")]).toEqual(["未验证", "未绑定"]);
    expect(await account(page).getByText("可以绑定微信").isVisible()).toBe(true);
    await stage.service.call("linkWechat", {
      token: user.token,
      body: { users_wx_code: stage.service.sandbox.mintLoginCode({ user: "links" }).code },
    });
    await stage.service.admin.updateUser(user.id, { users_phone_verified_at: "2026-11-24 08:00:00.000Z" });
    await page.getByRole("button", { name: "退出登录" }).click();
    await login(page, user.phone);
    expect([await detail(page, "号码验证"), await detail(page, "微信")]).toEqual(["已由微信验证", "已绑定"]);
    await page.evaluate(axe);
    await account(page).getByRole("button", { name: "解除微信绑定" }).click();
    await expectAccessible(page);
    await dialog(page).getByRole("button", { name: "解除绑定" }).click();
    await announced(page, "微信已解绑，其他设备需要重新登录");
    expect(await detail(page, "微信")).toBe("未绑定");
    expect(await isValid(stage, user.token)).toBe(false);
    const { session } = await stored(page);
    expect(await isValid(stage, session[0] ?? "")).toBe(true);
    expect(
      await stage.service.admin.sql(`SELECT id FROM tbl_auth_identities WHERE user = '${user.id}'`),
    ).toEqual([]);
    await page.reload();
    await page.getByText("重新登录后显示").waitFor();
  });

  test("of a WeChat user has no password to change, and says where the rest is done", async () => {
    const user = await stage.service.wechatUser();
    const page = await stage.open();
    await page.evaluate(`sessionStorage.setItem("wechat_auth_console.token", ${JSON.stringify(user.token)})`);
    await page.reload();
    await page.getByText("请在小程序里操作").waitFor();
    expect(await account(page).getByText("修改密码").count()).toBe(0);
    expect(await account(page).getByRole("button", { name: "注销账号" }).count()).toBe(0);
    await account(page).getByRole("button", { name: "退出所有设备" }).click();
    await announced(page, "已在所有设备退出登录");
  });

  test("whose session another device has ended says so at the next deed", async () => {
    const { page, user } = await signedIn(stage);
    await stage.service.call("revokeTokens", { token: user.token });
    await page.getByRole("button", { name: "退出所有设备" }).click();
    await page.getByRole("heading", { name: "平台账号" }).waitFor();
    await page.getByText("登录已失效，请重新登录").waitFor();
    expect(await stored(page)).toEqual({ session: [], elsewhere: [] });
  });

  test("signs out on every device", async () => {
    const { page, user } = await signedIn(stage);
    await page.getByRole("button", { name: "退出所有设备" }).click();
    await announced(page, "已在所有设备退出登录");
    expect(await stored(page)).toEqual({ session: [], elsewhere: [] });
    expect(await isValid(stage, user.token)).toBe(false);
    expect(await focused(page)).toBe("account-title");
  });

  test("is closed after its password was asked for once more, and not without", async () => {
    const { page, user } = await signedIn(stage);
    await page.evaluate(axe);
    const open = () => account(page).getByRole("button", { name: "注销账号" }).click();
    await open();
    await page.keyboard.press("Escape");
    await dialog(page).waitFor({ state: "detached" });
    await open();
    await expectAccessible(page);
    await page.locator("#close-password").fill("wrong");
    await dialog(page).getByRole("button", { name: "确认注销" }).click();
    await page.locator("#close-password-error").filter({ hasText: /./ }).waitFor();
    expect((await stage.service.admin.user(user.id)).users_status).toBe(0);
    await page.locator("#close-password").fill(PASSWORD);
    await dialog(page).getByRole("button", { name: "确认注销" }).click();
    await announced(page, "账号已注销");
    expect(await stored(page)).toEqual({ session: [], elsewhere: [] });
    expect(await stage.service.admin.user(user.id)).toMatchObject({ users_status: -9, users_phone: "" });
    expect(await reasonOf(stage, user.phone, PASSWORD)).toBe("user_not_found");
  });
});
