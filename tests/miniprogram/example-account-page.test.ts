import { expect, test } from "vitest";
import { phoneNumberEvent } from "./fake-dialogs.ts";
import { onPhone } from "./example-stage.ts";
import { INDEX, LINK_PAGE, notice, shown, signInOnLinkPage } from "./example-steps.ts";
import { LOGIN } from "./support.ts";

const ACCOUNT_PAGE = "/pages/account/account";
const PASSWORD_PAGE = "/pages/password/password";
const FORGOTTEN_PAGE = "/pages/forgotten/forgotten";
const LINK = "/api/account/link-wechat";
const UNLINK = "/api/account/unlink-wechat";
const CLOSE = "/api/account/close";

onPhone("the example's account page", (stage) => {
  test("unlinks, goes on signed in, and links again", async () => {
    const { phone, password } = await stage.service.platformUser({ users_name: "赵六" });
    const app = await stage.open();
    const { page, show, trail } = app;
    await shown(app);
    await signInOnLinkPage(app, phone, password);
    await notice(app, "success");
    await show(ACCOUNT_PAGE);
    await page.tap(".main--unlink");
    await page.waitForSelector(".main--link");
    expect(await notice(app, "success")).toBe("已解绑。下次打开小程序会是一个新账号");
    await page.tap(".main--link");
    await page.waitForSelector(".main--unlink");
    expect(await notice(app, "success")).toBe("已绑定这个微信");
    expect((await trail()).slice(-3)).toEqual([UNLINK, "login", LINK]);
  });

  test("does not unlink the only way in", async () => {
    const app = await stage.open();
    await shown(app);
    await app.show(ACCOUNT_PAGE);
    await app.page.tap(".main--unlink");
    expect(await notice(app, "error")).toBe("这是唯一的登录方式，不能解绑");
    expect(await app.trail()).toEqual(["login", LOGIN, UNLINK]);
  });

  test("leaves every device, and leads back to a new start", async () => {
    const app = await stage.open();
    const { page, show, inApp } = app;
    await shown(app);
    const token = await inApp((stage) => JSON.parse(String([...stage.fake.storage.values()][0])).token);
    await show(ACCOUNT_PAGE);
    await page.tap(".main--everywhere");
    expect(await notice(app, "success")).toBe("已在所有设备退出登录");
    expect(await page.locator(".user-card--user").count()).toBe(0);
    expect((await stage.service.call("refreshToken", { token })).status).toBe(401);
    await page.tap(".notice--action");
    await page.waitForFunction(`stage.visited.includes("${INDEX}")`);
  });

  test("closes the account of a WeChat user after asking once more, by a fresh code", async () => {
    const user = "example-closing";
    const { id } = await stage.service.wechatUser(user);
    const app = await stage.open({ user });
    const { page, show, texts, trail } = app;
    await shown(app);
    await show(ACCOUNT_PAGE);
    await page.tap(".main--close");
    expect(await texts(".main--warning")).toEqual([
      "注销后，姓名、手机号、头像等个人信息会被清除，微信解除绑定，不能恢复。",
    ]);
    await page.tap(".main--keep");
    await page.waitForSelector(".main--close");
    await page.tap(".main--close");
    await page.tap(".main--do-close");
    expect(await notice(app, "success")).toBe("账号已注销，个人信息已清除");
    expect((await stage.service.admin.user(id)).users_status).toBe(-9);
    expect(await trail()).toEqual(["login", LOGIN, "login", CLOSE]);
    await shown(app);
    expect((await stage.service.wechatUser(user)).id).not.toBe(id);
  });

  test("asks a platform user without WeChat for the password, and says when it is wrong", async () => {
    const { id, phone, password } = await stage.service.platformUser();
    const app = await stage.open();
    const { page, show, inApp } = app;
    await shown(app);
    await signInOnLinkPage(app, phone, password);
    await notice(app, "success");
    await show(ACCOUNT_PAGE);
    await page.tap(".main--unlink");
    await page.waitForSelector(".main--link");
    await page.tap(".main--close");
    await page.fill(".main--proof input", "not-the-password");
    await page.tap(".main--do-close");
    expect(await notice(app, "error")).toBe("身份验证未通过，请重新验证后再试");
    await page.fill(".main--proof input", password);
    await page.tap(".main--do-close");
    expect(await notice(app, "success")).toBe("账号已注销，个人信息已清除");
    expect((await stage.service.admin.user(id)).users_status).toBe(-9);
    expect(await inApp((stage) => stage.fake.storage.size)).toBe(0);
  });
});

onPhone("the example's page for another password", (stage) => {
  test("is for platform users, says which field is wrong, and goes on signed in", async () => {
    const { phone, password } = await stage.service.platformUser();
    const app = await stage.open();
    const { page, show, inApp, texts } = app;
    await shown(app);
    await show(ACCOUNT_PAGE);
    await page.waitForSelector(".main--everywhere");
    expect(await page.locator(".main--change").count()).toBe(0);
    await signInOnLinkPage(app, phone, password);
    await notice(app, "success");
    await show(ACCOUNT_PAGE);
    await page.tap(".main--change");
    await page.waitForFunction(`stage.visited.includes("${PASSWORD_PAGE}")`);
    await show(PASSWORD_PAGE);
    const next = "battery-staple-9";
    await page.fill(".main--old input", "not-the-password");
    await page.fill(".main--password input", next);
    await page.fill(".main--confirm input", next);
    await page.tap(".main--submit");
    await page.waitForSelector(".main--wrong");
    expect(await texts(".main--wrong")).toEqual(["旧密码错误"]);
    await page.fill(".main--old input", password);
    await page.tap(".main--submit");
    expect(await notice(app, "success")).toBe("密码已修改，其他设备需要重新登录");
    const token = await inApp((stage) => JSON.parse(String([...stage.fake.storage.values()][0])).token);
    expect((await stage.service.call("refreshToken", { token })).status).toBe(200);
    const login = (tried: string) =>
      stage.service.call("platformLogin", { body: { users_phone: phone, password: tried } });
    expect((await login(password)).reason).toBe("password_wrong");
    expect((await login(next)).status).toBe(200);
  });
});

onPhone("the example's page for a forgotten password", (stage) => {
  test("sets a new one by the phone number that WeChat vouches for", async () => {
    const { phone } = await stage.service.platformUser();
    const app = await stage.open();
    const { page, show, inApp } = app;
    await shown(app);
    await show(LINK_PAGE);
    await page.tap(".main--forgotten");
    await page.waitForFunction(`stage.visited.includes("${FORGOTTEN_PAGE}")`);
    await show(FORGOTTEN_PAGE);
    await page.fill(".main--password input", "short");
    await page.fill(".main--confirm input", "short");
    await inApp(
      (stage, detail) => {
        stage.dialogs.getphonenumber = detail;
      },
      phoneNumberEvent({ code: stage.service.sandbox.mintPhoneCode({ phone }).code }).detail,
    );
    await page.tap(".main--submit");
    await page.waitForSelector(".main--wrong");
    await page.fill(".main--password input", "battery-staple-9");
    await page.fill(".main--confirm input", "battery-staple-9");
    // The code is known by now: WeChat is not asked again.
    await page.tap(".main--submit");
    expect(await notice(app, "success")).toBe("密码已设置，请用它登录");
    await signInOnLinkPage(app, phone, "battery-staple-9");
    expect(await notice(app, "success")).toBe("已绑定，这个微信里的数据也归这个账号了");
  });
});
