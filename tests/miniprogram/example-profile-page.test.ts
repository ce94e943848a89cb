import { expect, test } from "vitest";
import { freshPhone } from "../support/service.ts";
import { AVATAR_FAILURES, phoneNumberEvent } from "./fake-dialogs.ts";
import { type ExampleApp, onPhone, type Stage } from "./example-stage.ts";
import { AVATAR, LOGIN, PROFILE } from "./support.ts";

const INDEX = "/pages/index/index";
const PAGE = "/pages/profile/profile";
const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==",
  "base64",
);

const canSave = async ({ page }: ExampleApp) => (await page.locator(".main--save[disabled]").count()) === 0;
const untilReady = ({ page }: ExampleApp) => page.waitForSelector(".main--save:not([disabled])");
const nameOf = ({ page }: ExampleApp) => page.inputValue("wx-input input");
const pictureOf = ({ page }: ExampleApp) => page.getAttribute(".main--avatar", "src");

/** Chooses a picture, as WeChat's dialog does after a tap on the button. */
async function chooseAvatar({ page, inApp }: ExampleApp, content = PNG): Promise<void> {
  await inApp((stage, bytes) => stage.choosePicture(bytes), [...content]);
  await page.tap(".main--picker");
}

/** Ends WeChat's dialog for the picture without one. */
async function chooseNothing({ page, inApp }: ExampleApp, failure: keyof typeof AVATAR_FAILURES) {
  await inApp((stage, detail) => {
    stage.dialogs.chooseavatar = detail;
  }, AVATAR_FAILURES[failure]);
  await page.tap(".main--picker");
}

/** Answers WeChat's dialog for the phone number after a tap on the save button. */
async function save({ page, inApp }: ExampleApp, outcome: Parameters<typeof phoneNumberEvent>[0]) {
  await inApp((stage, detail) => {
    stage.dialogs.getphonenumber = detail;
  }, phoneNumberEvent(outcome).detail);
  await page.tap(".main--save");
}

async function typeName({ page }: ExampleApp, name: string): Promise<void> {
  await page.fill("wx-input input", name);
  await page.locator("wx-input input").blur();
}

/** The profile page of somebody who has just signed in for the first time. */
async function openProfile(stage: Stage, options: Parameters<Stage["open"]>[0] = {}): Promise<ExampleApp> {
  const app = await stage.open(options);
  await app.launch(INDEX);
  await app.page.waitForSelector(".user-card--user");
  await app.show(PAGE);
  await app.page.waitForSelector(".main--save");
  return app;
}

/** The same, with everything filled in but the phone number. */
async function filled(stage: Stage): Promise<ExampleApp> {
  const app = await openProfile(stage);
  await typeName(app, "小明");
  await chooseAvatar(app);
  await untilReady(app);
  return app;
}

async function notice({ page, texts }: ExampleApp, kind: string): Promise<string | undefined> {
  await page.waitForSelector(`.notice--notice-${kind}`);
  return (await texts(".notice--text"))[0];
}

onPhone("the example's profile page", (stage) => {
  test("saves picture, name and phone number, and the first page shows them", async () => {
    const app = await filled(stage);
    const { page, show, texts, trail } = app;
    const phone = freshPhone();
    await save(app, { code: stage.service.sandbox.mintPhoneCode({ phone }).code });
    expect(await notice(app, "success")).toBe("资料已保存");
    await page.tap(".notice--action");
    await page.waitForFunction('stage.visited.includes("back")');
    await show(INDEX);
    await page.waitForSelector(".user-card--tag-complete");
    expect(await texts(".user-card--name, .user-card--tag, .user-card--phone")).toEqual([
      "小明",
      "注册用户",
      `${phone.slice(0, 3)}****${phone.slice(7)}`,
    ]);
    const picture = await page.getAttribute(".user-card--avatar", "src");
    expect((await fetch(String(picture))).status).toBe(200);
    expect(await trail()).toEqual(["login", LOGIN, AVATAR, PROFILE]);
  });

  test("lets nobody save before picture and name are there", async () => {
    const app = await openProfile(stage);
    const { trail } = app;
    expect(await canSave(app)).toBe(false);
    await typeName(app, "小明");
    expect(await canSave(app)).toBe(false);
    await save(app, { code: "never-to-be-sent" });
    await chooseAvatar(app);
    await untilReady(app);
    await typeName(app, "   ");
    expect(await canSave(app)).toBe(false);
    expect(await trail()).toEqual(["login", LOGIN, AVATAR]);
  });

  test("shows the picture at once, and that it is being uploaded", async () => {
    const app = await openProfile(stage);
    const { page, texts, inApp } = app;
    await typeName(app, "小明");
    await inApp((stage, path) => stage.hold(path), AVATAR);
    await chooseAvatar(app);
    await page.waitForSelector(".main--avatar-busy");
    expect(await pictureOf(app)).toBe("wxfile://tmp_avatar.jpg");
    expect(await texts(".main--hint")).toEqual(["上传中…"]);
    expect(await canSave(app)).toBe(false);
    await inApp((stage) => stage.held?.release());
    await untilReady(app);
    expect(await pictureOf(app)).toMatch(/^http:.*\/api\/files\//);
  });

  test("says which file it cannot take, and keeps the picture before", async () => {
    const app = await filled(stage);
    const { texts } = app;
    const before = await pictureOf(app);
    await chooseAvatar(app, Buffer.from("GIF89a, not wanted"));
    expect(await notice(app, "error")).toBe("图片格式不受支持，请使用 JPEG、PNG 或 WebP");
    expect(await texts(".main--wrong-picture")).toEqual(["图片格式不受支持，请使用 JPEG、PNG 或 WebP"]);
    expect(await pictureOf(app)).toBe(before);
    expect(await canSave(app)).toBe(true);
  });

  test("takes a refused phone number for a choice, and asks the service nothing", async () => {
    const app = await filled(stage);
    const { trail } = app;
    await save(app, "refused");
    expect(await notice(app, "refused")).toBe("你没有授权手机号，资料还没有保存");
    expect(await canSave(app)).toBe(true);
    expect(await trail()).not.toContain(PROFILE);
  });

  test.each([
    ["no quota", "refused", "手机号验证的次数已用完，请稍后再来", "小程序后台购买"],
    ["undeclared", "error", "这个小程序还没有声明会使用手机号，暂时用不了", "用户隐私保护指引"],
    ["privacy not agreed", "refused", "同意隐私保护指引后，才能使用手机号", "用户没有同意"],
    ["no permission", "error", "这个小程序还不能使用手机号", "已认证"],
    ["no code", "error", "微信版本过低，请升级微信后重试", "2.21.2"],
    ["unknown", "error", "微信没有给出手机号，请稍后重试", "errno 3"],
  ] as const)(
    "has words of its own for “%s”, and more for the developer",
    async (outcome, kind, words, advice) => {
      const app = await filled(stage);
      const warnings = stage.warnings();
      await save(app, outcome);
      expect(await notice(app, kind)).toBe(words);
      expect(warnings().join()).toContain(advice);
      expect(await canSave(app)).toBe(true);
      expect(await app.trail()).not.toContain(PROFILE);
    },
  );

  test("says nothing when WeChat's dialog was closed", async () => {
    const app = await filled(stage);
    const warnings = stage.warnings();
    await save(app, "cancelled");
    await chooseNothing(app, "cancelled");
    expect(await app.page.locator(".notice--notice").count()).toBe(0);
    expect(warnings()).toEqual([]);
  });

  test.each([
    ["undeclared", "error", "这个小程序还没有声明会使用头像，暂时用不了"],
    ["privacy not agreed", "refused", "同意隐私保护指引后，才能使用头像"],
  ] as const)("tells why no picture came: %s", async (failure, kind, words) => {
    const app = await openProfile(stage);
    await chooseNothing(app, failure);
    expect(await notice(app, kind)).toBe(words);
    expect(await app.trail()).toEqual(["login", LOGIN]);
  });

  test("makes a camera's picture smaller before it sends it", async () => {
    const app = await openProfile(stage);
    const { page, inApp } = app;
    await typeName(app, "小明");
    const bytes = await inApp((stage) => stage.takePhoto(3000, 4000));
    expect(bytes).toBeGreaterThan(1024 * 1024);
    await page.tap(".main--picker");
    await untilReady(app);
    const sent = await inApp((stage) => stage.fake.files.get("wxfile://tmp_compressed.jpg")?.length ?? 0);
    expect(sent).toBeGreaterThan(0);
    expect(sent).toBeLessThan(bytes / 4);
    const served = await fetch(String(await pictureOf(app)));
    expect((await served.arrayBuffer()).byteLength).toBeLessThan(bytes / 4);
  });

  test("takes a nickname that no event has told, as it stands when the form is submitted", async () => {
    const app = await openProfile(stage);
    const { page } = app;
    await chooseAvatar(app);
    await untilReady(app);
    await page.evaluate("document.querySelector('wx-input input').value = '键盘上的昵称'");
    await save(app, { code: stage.service.sandbox.mintPhoneCode({ phone: freshPhone() }).code });
    expect(await notice(app, "success")).toBe("资料已保存");
    await app.show(INDEX);
    await page.waitForSelector(".user-card--tag-complete");
    expect(await app.texts(".user-card--name")).toEqual(["键盘上的昵称"]);
  });

  test("asks for the nickname when the form is submitted without one, and sends nothing", async () => {
    const app = await openProfile(stage);
    await chooseAvatar(app);
    await untilReady(app);
    await save(app, { code: "never-to-be-sent" });
    await app.page.waitForSelector(".main--wrong-name");
    expect(await app.texts(".main--wrong-name")).toEqual(["请填写昵称"]);
    expect(await app.trail()).toEqual(["login", LOGIN, AVATAR]);
  });

  test("sends the same code again when no answer came, and the answer's owner is told", async () => {
    const app = await filled(stage);
    const { page, inApp, trail } = app;
    const { code } = stage.service.sandbox.mintPhoneCode({ phone: freshPhone() });
    await inApp((stage) => {
      stage.fake.state.offline = true;
    });
    await save(app, { code });
    expect(await notice(app, "error")).toBe("网络不可用，请稍后重试");
    await inApp((stage) => {
      stage.fake.state.offline = false;
    });
    await page.tap(".notice--action");
    expect(await notice(app, "success")).toBe("资料已保存");
    expect(new Set((await trail()).slice(3))).toEqual(new Set([PROFILE]));
    const codes = await inApp((stage) =>
      stage.fake.calls
        .filter(({ path }) => path === "/api/wechat/profile")
        .map(({ body }) => JSON.parse(String(body)).users_phone_code),
    );
    expect(new Set(codes)).toEqual(new Set([code]));
  });

  test("hands the service's words on, and what was filled in stays", async () => {
    const app = await filled(stage);
    const taken = await stage.service.platformUser();
    await save(app, { code: stage.service.sandbox.mintPhoneCode({ phone: taken.phone }).code });
    expect(await notice(app, "error")).toBe("该手机号已被使用");
    expect(await nameOf(app)).toBe("小明");
    expect(await canSave(app)).toBe(true);
  });

  test("empties a nickname that WeChat does not let through", async () => {
    const app = await filled(stage);
    const { page, texts, inApp } = app;
    await inApp((stage) => {
      stage.dialogs.nicknamereview = { pass: false, timeout: false };
    });
    await typeName(app, "不雅的昵称");
    await page.waitForSelector(".main--wrong-name");
    expect(await texts(".main--wrong-name")).toEqual(["这个昵称没有通过微信的检查，请换一个"]);
    expect(await nameOf(app)).toBe("");
    expect(await canSave(app)).toBe(false);
  });

  test("fills in what is known already", async () => {
    const app = await filled(stage);
    const { show } = app;
    await save(app, { code: stage.service.sandbox.mintPhoneCode({ phone: freshPhone() }).code });
    await notice(app, "success");
    await show(PAGE);
    await untilReady(app);
    expect(await nameOf(app)).toBe("小明");
    expect(await pictureOf(app)).toMatch(/\/api\/files\//);
  });

  test("works on the sandbox's codes alone, without an appid", async () => {
    const app = await openProfile(stage, { sandbox: true });
    const { page, show, texts, trail } = app;
    expect(await texts(".main--save")).toEqual(["用沙箱手机号保存"]);
    await typeName(app, "沙箱用户");
    await chooseAvatar(app);
    await untilReady(app);
    await page.tap(".main--save");
    expect(await notice(app, "success")).toBe("资料已保存");
    await show(INDEX);
    await page.waitForSelector(".user-card--tag-complete");
    expect(await texts(".user-card--phone")).toEqual(["138****8000"]);
    expect(await trail()).not.toContain("login");
  });

  test("says so when no sandbox runs", async () => {
    const app = await openProfile(stage, { sandbox: true });
    const { page, inApp } = app;
    await typeName(app, "沙箱用户");
    await chooseAvatar(app);
    await untilReady(app);
    await inApp((stage) => {
      stage.fake.state.offline = true;
    });
    await page.tap(".main--save");
    expect(await notice(app, "error")).toBe("连不上沙箱，请先运行 npm start");
  });
});
