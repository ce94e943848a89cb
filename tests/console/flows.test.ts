import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import {
  account,
  announced,
  detail,
  focused,
  input,
  login,
  PASSWORD,
  register,
  registrationValues,
  stored,
  submitButton,
} from "./actions.ts";
import { DESKTOP, onStage, PHONE } from "./stage.ts";

const users = (page: Page) => detail(page, "用户总数");

/** Presses Tab until the element has the focus, each stop on the way being visible and visibly focused. */
async function tabTo(page: Page, id: string): Promise<void> {
  for (let presses = 0; presses < 40; presses++) {
    await page.keyboard.press("Tab");
    const outline = await page.evaluate<string>("getComputedStyle(document.activeElement).outlineStyle");
    expect({ at: await focused(page), outline }).not.toMatchObject({ outline: "none" });
    if ((await focused(page)) === id) return;
  }
  throw new Error(`Tab never reaches #${id}`);
}

onStage("the page in use", {}, (stage) => {
  test.each([
    ["phone", PHONE],
    ["desktop", DESKTOP],
  ])("registers, renews, copies, signs out, signs in and survives a reload on a %s", async (_, viewport) => {
    const companyId = `C-${viewport.width}`;
    await stage.service.admin.createCompany(companyId, "示例公司");
    const page = await stage.open({ viewport });
    const before = Number(await users(page));

    const { users_phone: phone } = await register(page, {
      users_type: "游客",
      company_id: companyId,
      users_id_number: "110101199001011234",
      users_level: "normal",
      users_parent_id: "P001",
      users_promo_code: "SPRING",
      usergroups_id: "G001",
    });
    await announced(page, "注册成功");
    expect(await focused(page)).toBe("account-title");
    await page
      .locator(".figure")
      .getByText(String(before + 1), { exact: true })
      .waitFor({ state: "attached" });

    const [record] = await stage.service.admin.users(`users_phone = "${phone}"`);
    expect(record).toMatchObject({
      users_name: "林小满",
      users_type: "游客",
      company_id: companyId,
      users_id_number: "110101199001011234",
      users_level: "normal",
      users_parent_id: "P001",
      users_promo_code: "SPRING",
      usergroups_id: "G001",
      users_picture: `${stage.service.url}/console/avatar.svg`,
    });
    const masked = `${phone.slice(0, 3)}****${phone.slice(-4)}`;
    const shown = {
      手机号: masked,
      用户类型: "游客",
      公司: `示例公司（${companyId}）`,
      openid: record?.openid,
      记录编号: record?.id,
      头像地址: `${stage.service.url}/console/avatar.svg`,
      账号状态值: "0",
    };
    for (const [label, value] of Object.entries(shown)) expect(await detail(page, label)).toBe(value);
    expect(await page.locator(".badge").allTextContents()).toEqual(["管理平台", "状态正常", "资料完整"]);
    await page.waitForFunction("document.querySelector('img.avatar')?.naturalWidth === 128");
    expect(await account(page).textContent()).not.toContain(phone);

    // So that the new token differs, even within the same second.
    const { admin } = stage.service;
    await admin.collection("tbl_auth_users", { authToken: { duration: 30 * 86_400 } });
    const renewed = page.waitForResponse("**/api/system/refresh-token");
    await page.getByRole("button", { name: "续期令牌" }).click();
    const { token } = ((await (await renewed).json()) as { data: { token: string } }).data;
    await announced(page, "令牌已续期");
    expect(await stored(page)).toEqual({ session: [token], elsewhere: [] });
    expect(await detail(page, "剩余时间")).toBe("30 天");
    await admin.collection("tbl_auth_users", { authToken: { duration: 5 * 86_400 } });

    await page.getByRole("button", { name: "复制令牌" }).click();
    await announced(page, "令牌已复制，30 天内有效。请像密码一样保管");
    expect(await page.evaluate("navigator.clipboard.readText()")).toBe(token);

    await page.reload();
    await page.getByRole("heading", { name: "当前账号" }).waitFor();
    await page.getByText(masked).waitFor();
    // PocketBase's record holds the company's number alone.
    expect(await detail(page, "公司")).toBe(companyId);

    await page.getByRole("button", { name: "退出登录" }).click();
    await announced(page, "已退出登录");
    expect(await stored(page)).toEqual({ session: [], elsewhere: [] });
    expect(await focused(page)).toBe("account-title");

    await login(page, `+86 ${phone.slice(0, 3)} ${phone.slice(3)}`);
    await announced(page, "登录成功");
    expect(await detail(page, "手机号")).toBe(masked);
  });

  test("is used from beginning to end with the keyboard alone", async () => {
    const page = await stage.open();
    const values = registrationValues();

    await page.keyboard.press("Tab");
    expect(await page.locator(":focus").textContent()).toBe("跳到账号");
    await page.keyboard.press("Enter");
    await tabTo(page, "login-tab");
    await page.keyboard.press("ArrowRight");
    expect(await focused(page)).toBe("register-tab");
    for (const [field, value] of Object.entries(values)) {
      await tabTo(page, `register-${field}`);
      await page.keyboard.type(value);
    }
    await page.keyboard.press("Enter");
    await announced(page, "注册成功");

    await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("Tab");
    expect(await page.locator(":focus").textContent()).toBe("退出登录");
    await page.keyboard.press("Enter");
    await announced(page, "已退出登录");

    await tabTo(page, "login-users_phone");
    await page.keyboard.type(values.users_phone);
    await tabTo(page, "login-password");
    await page.keyboard.type(PASSWORD);
    await page.keyboard.press("Enter");
    await announced(page, "登录成功");
  });

  test("sends a form once, however often its button is pressed meanwhile", async () => {
    const page = await stage.open();
    let sent = 0;
    let release = () => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    await page.route("**/api/platform/register", async (route) => {
      sent++;
      await held;
      await route.continue();
    });
    await page.getByRole("tab", { name: "注册" }).click();
    for (const [field, value] of Object.entries(registrationValues()))
      await input(page, "register", field).fill(value);
    await submitButton(page, "register").click();
    const busy = page.getByRole("button", { name: "正在注册…" });
    // `force`: Playwright itself would wait for the button to be enabled.
    await busy.click({ force: true });
    await busy.press("Enter");
    release();
    await announced(page, "注册成功");
    expect(sent).toBe(1);
  });

  test("shows a password while asked to, and no longer after a change of tabs or a sending", async () => {
    const page = await stage.open();
    const password = input(page, "login", "password");
    const button = (name: string) => page.getByRole("tabpanel").getByRole("button", { name });
    const type = () => password.getAttribute("type");
    await password.fill(PASSWORD);
    expect(await type()).toBe("password");
    await button("显示密码").click();
    expect([await type(), await button("隐藏密码").textContent()]).toEqual(["text", "显示隐藏"]);
    expect(await button("隐藏密码").locator(":visible").getByText("隐藏").count()).toBe(1);
    await button("隐藏密码").click();
    expect(await type()).toBe("password");
    await button("显示密码").click();
    await page.getByRole("tab", { name: "注册" }).click();
    await page.getByRole("tab", { name: "登录", exact: true }).click();
    expect([await type(), await password.inputValue()]).toEqual(["password", PASSWORD]);
    await button("显示密码").click();
    await submitButton(page, "login").click();
    expect(await type()).toBe("password");
  });

  test("shows the token for copying by hand where the browser has no clipboard", async () => {
    const page = await stage.open();
    await page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })");
    await register(page);
    const { session } = await stored(page);
    await page.getByRole("button", { name: "复制令牌" }).click();
    const manual = page.getByLabel("浏览器不允许直接复制：令牌已选中，请手动复制");
    expect([await manual.inputValue()]).toEqual(session);
    expect(await page.evaluate("getSelection().toString()")).toBe(session[0]);
  });
});
