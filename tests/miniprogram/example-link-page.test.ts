import { expect, test } from "vitest";
import { freshPhone } from "../support/service.ts";
import { phoneNumberEvent } from "./fake-dialogs.ts";
import { INDEX, LINK_PAGE, masked, notice, shown, signInOnLinkPage } from "./example-steps.ts";
import { type ExampleApp, onPhone, type Stage } from "./example-stage.ts";
import { PROFILE } from "./support.ts";

const PROFILE_PAGE = "/pages/profile/profile";
const LINK = "/api/account/link-wechat";
const PLATFORM_LOGIN = "/api/platform/login";
const PICTURE = "https://example.com/1.png";

/** Somebody new who has filled in the form and let WeChat give this phone number. */
async function saveWith(stage: Stage, phone: string): Promise<ExampleApp> {
  const app = await stage.open();
  const { page, launch, show, inApp } = app;
  await launch(INDEX);
  await page.waitForSelector(".user-card--user");
  await show(PROFILE_PAGE);
  await inApp((stage) => stage.takePhoto(64, 64));
  await page.tap(".main--picker");
  await page.fill("wx-input input", "小明");
  await page.locator("wx-input input").blur();
  await page.waitForSelector(".main--save:not([disabled])");
  await inApp(
    (stage, detail) => {
      stage.dialogs.getphonenumber = detail;
    },
    phoneNumberEvent({ code: stage.service.sandbox.mintPhoneCode({ phone }).code }).detail,
  );
  await page.tap(".main--save");
  return app;
}

onPhone("the example's conversation about a phone number that somebody has", (stage) => {
  test("says whose it is, and leads to that account: password, then linked", async () => {
    const { phone, password } = await stage.service.platformUser({ users_name: "张三丰" });
    const app = await saveWith(stage, phone);
    const { page, texts, trail, inApp } = app;
    expect(await notice(app, "error")).toBe("该手机号已被使用");
    expect(await texts(".main--holder-name")).toEqual(["管理平台账号 · 张**"]);
    await page.tap(".main--is-mine");
    await page.waitForFunction(`stage.visited.includes("${LINK_PAGE}")`);
    await signInOnLinkPage(app, phone, password);
    expect(await notice(app, "success")).toBe("已绑定，这个微信里的数据也归这个账号了");
    await page.tap(".notice--action");
    await page.waitForFunction(`stage.visited.includes("${INDEX}")`);
    expect((await trail()).slice(-4)).toEqual([PROFILE, PLATFORM_LOGIN, "login", LINK]);
    // Another start of the app, with nothing stored: WeChat alone says who this is.
    await inApp((stage) => stage.fake.storage.clear());
    expect(await shown(app)).toEqual(["张三丰", "注册用户", masked(phone)]);
  });

  test("moves it here when it is not theirs, with the same code", async () => {
    const holder = await stage.service.platformUser();
    const app = await saveWith(stage, holder.phone);
    await app.page.waitForSelector(".main--is-not-mine");
    await app.page.tap(".main--is-not-mine");
    expect(await notice(app, "success")).toBe("资料已保存");
    expect(await app.page.locator(".main--holder").count()).toBe(0);
    expect(await shown(app)).toEqual(["小明", "注册用户", masked(holder.phone)]);
    expect((await app.trail()).filter((path) => path === PROFILE)).toHaveLength(2);
    expect((await stage.service.admin.user(holder.id)).users_phone).toBe("");
  });

  test("offers no password where the other account has none", async () => {
    const phone = freshPhone();
    const { token } = await stage.service.wechatUser();
    const code = stage.service.sandbox.mintPhoneCode({ phone }).code;
    const body = { users_name: "李四", users_phone_code: code, users_picture: PICTURE };
    await stage.service.call("wechatProfile", { token, body });
    const app = await saveWith(stage, phone);
    await app.page.waitForSelector(".main--holder");
    expect(await app.texts(".main--holder-name, .main--is-mine, .main--is-not-mine")).toEqual([
      "微信账号 · 李*",
      "移到当前账号",
    ]);
  });
});

onPhone("the example's page for linking", (stage) => {
  test("says what is wrong with the password, and the guest stays signed in", async () => {
    const { phone } = await stage.service.platformUser();
    const app = await stage.open();
    const before = await shown(app);
    await signInOnLinkPage(app, phone, "not-the-password");
    expect(await notice(app, "error")).toBe("密码错误");
    expect(await shown(app)).toEqual(before);
  });

  test("asks before an account with a life of its own is given up, and merges then", async () => {
    const verified = freshPhone();
    const app = await saveWith(stage, verified);
    await notice(app, "success");
    const { phone, password } = await stage.service.platformUser({ users_name: "王五" });
    await signInOnLinkPage(app, phone, password);
    await app.page.waitForSelector(".main--merge");
    expect(await notice(app, "refused")).toBe("已登录这个账号，但还没有绑定微信");
    await app.page.tap(".main--do-merge");
    expect(await notice(app, "success")).toBe("已绑定，这个微信里的数据也归这个账号了");
    // A number that WeChat has vouched for counts more than one that nobody has.
    expect(await shown(app)).toEqual(["王五", "注册用户", masked(verified)]);
  });
});
