import { expect, test } from "vitest";
import { type ExampleApp, onPhone } from "./example-stage.ts";
import { LOGIN, REFRESH } from "./support.ts";

const INDEX = "/pages/index/index";

const signedIn = ({ page }: ExampleApp) => page.waitForSelector(".user-card--user");
const history = ({ texts }: ExampleApp) => texts(".main--event-text");
/** Resolves once so many lines of what happened are there. */
const happened = ({ page }: ExampleApp, lines: number) =>
  page.waitForFunction(`document.querySelectorAll(".main--event-text").length === ${lines}`);

onPhone("the example's first page", (stage) => {
  test("signs in silently on launch, once for app and page, and shows who and until when", async () => {
    const app = await stage.open();
    const { page, launch, texts, trail } = app;
    await launch(INDEX);
    await happened(app, 1);
    expect(await history(app)).toEqual(["静默登录：wx.login 换取令牌"]);
    expect(await texts(".user-card--name, .user-card--tag, .user-card--phone")).toEqual([
      "微信用户",
      "游客",
      "还没有手机号",
    ]);
    expect((await texts(".main--time-left"))[0]).toMatch(/^剩余 \d+ 天 \d+ 小时$/);
    expect(await page.locator(".notice--notice").count()).toBe(0);
    expect(await trail()).toEqual(["login", LOGIN]);
  });

  test("starts again without any call", async () => {
    const app = await stage.open();
    const { launch, trail } = app;
    await launch(INDEX);
    await happened(app, 1);
    await launch(INDEX);
    await happened(app, 1);
    expect(await history(app)).toEqual(["令牌有效：直接使用，没有网络请求"]);
    expect(await trail()).toEqual(["login", LOGIN]);
  });

  test("shows each way of renewal at work", async () => {
    const app = await stage.open();
    const { page, launch, texts, trail } = app;
    await launch(INDEX);
    await happened(app, 1);
    await page.tap(".main--refresh");
    await happened(app, 2);
    await page.tap(".main--near-end");
    await happened(app, 3);
    await page.tap(".main--ended");
    await happened(app, 4);
    expect(await history(app)).toEqual([
      "令牌已过期：用新的 code 续期",
      "令牌快到期：用令牌自己续期",
      "立即续期：换得新令牌",
      "静默登录：wx.login 换取令牌",
    ]);
    expect(await trail()).toEqual(["login", LOGIN, REFRESH, REFRESH, "login", REFRESH]);
    expect((await texts(".main--time-left"))[0]).toMatch(/^剩余 \d+ 天/);
  });

  test("says that it is signing in while it does", async () => {
    const app = await stage.open();
    const { page, launch, texts, inApp } = app;
    await inApp((stage, path) => stage.hold(path), LOGIN);
    await launch(INDEX);
    await page.waitForSelector(".notice--notice-loading");
    expect(await texts(".notice--text")).toEqual(["正在登录…"]);
    expect(await page.locator(".user-card--user, .main--logout").count()).toBe(0);
    await inApp((stage) => stage.held?.release());
    await signedIn(app);
    expect(await page.locator(".notice--notice").count()).toBe(0);
  });

  test("offers to try again when offline, and does", async () => {
    const app = await stage.open();
    const { page, launch, texts, inApp } = app;
    await inApp((stage, path) => stage.fake.answer(path, { errMsg: "request:fail " }), LOGIN);
    await launch(INDEX);
    await page.waitForSelector(".notice--notice-error");
    expect(await texts(".notice--text")).toEqual(["网络不可用，请稍后重试"]);
    await page.tap(".notice--action");
    await signedIn(app);
    expect(await history(app)).toEqual(["静默登录：wx.login 换取令牌", "失败：网络不可用，请稍后重试"]);
  });

  test("tells a disabled user so, without offering what cannot help", async () => {
    const user = "example-disabled";
    const { id } = await stage.service.wechatUser(user);
    await stage.service.admin.updateUser(id, { users_status: -1 });
    const app = await stage.open({ user });
    const { page, launch, texts } = app;
    await launch(INDEX);
    await page.waitForSelector(".notice--notice-error");
    expect(await texts(".notice--text")).toEqual(["账号已停用，请联系管理员"]);
    expect(await page.locator(".notice--action").count()).toBe(0);
  });

  const busy = (seconds: number) => ({
    statusCode: 429,
    header: {},
    data: {
      code: 429,
      msg: "请求过于频繁，请稍后再试",
      data: { reason: "rate_limited", retry_after: seconds },
    },
  });

  test("says how long it waits while the service is busy, and goes on by itself", async () => {
    const app = await stage.open();
    const { page, launch, texts, inApp, trail } = app;
    await inApp((stage, [path, answer]) => stage.fake.answer(path, answer), [LOGIN, busy(1)] as const);
    await launch(INDEX);
    await page.waitForFunction('document.querySelector(".notice--text")?.textContent.includes("自动继续")');
    expect(await texts(".notice--text")).toEqual(["现在人有点多，约 2 秒后自动继续"]);
    await signedIn(app);
    expect(await page.locator(".notice--notice").count()).toBe(0);
    expect(await trail()).toEqual(["login", LOGIN, "login", LOGIN]);
  });

  test("says until when to wait where that is too long to stay for", async () => {
    const app = await stage.open();
    const { page, launch, texts, inApp } = app;
    await inApp((stage, [path, answer]) => stage.fake.answer(path, answer), [LOGIN, busy(900)] as const);
    await launch(INDEX);
    await page.waitForSelector(".notice--notice-error");
    expect((await texts(".notice--text"))[0]).toMatch(
      /^请求过于频繁，请稍后再试，约 15 分钟后（\d\d:\d\d）可重试$/,
    );
  });

  test("signs out, and in again", async () => {
    const app = await stage.open();
    const { page, launch, texts, trail, inApp } = app;
    await launch(INDEX);
    await signedIn(app);
    await page.tap(".main--logout");
    await page.waitForSelector(".user-card--user", { state: "detached" });
    expect(await texts(".notice--text, .notice--action")).toEqual(["已退出登录", "重新登录"]);
    expect(await inApp((stage) => stage.fake.storage.size)).toBe(0);
    await page.tap(".notice--action");
    await signedIn(app);
    expect(await trail()).toEqual(["login", LOGIN, "login", LOGIN]);
  });

  test("leads to the profile page", async () => {
    const app = await stage.open();
    const { page, launch, inApp } = app;
    await launch(INDEX);
    await signedIn(app);
    await page.tap(".main--to-profile");
    await page.waitForFunction("stage.visited.length > 0");
    expect(await inApp((stage) => stage.visited)).toEqual(["/pages/profile/profile"]);
  });
});
