import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { account, alert, announced, eventually, login, registrationValues, send } from "./actions.ts";
import { onStage } from "./stage.ts";

/** A picture drawn by the browser itself. */
async function drawn(page: Page, width: number, height: number, type: string): Promise<Buffer> {
  const address = await page.evaluate<string>(
    `(() => {
      const canvas = Object.assign(document.createElement("canvas"), { width: ${width}, height: ${height} });
      const context = canvas.getContext("2d");
      for (let x = 0; x < ${width}; x += 8) { context.fillStyle = "hsl(" + x + " 80% 50%)"; context.fillRect(x, 0, 8, ${height}); }
      return canvas.toDataURL("${type}");
    })()`,
  );
  return Buffer.from(address.slice(address.indexOf(",") + 1), "base64");
}

const chooser = (page: Page, id: string) => page.locator(`#${id}`);
const picture = (page: Page) => account(page).locator(".profile-head img.avatar");

/** Waits until the chosen picture shows in this size. */
async function expectPreview(page: Page, size: string): Promise<void> {
  const preview = page.getByRole("img", { name: "所选图片的预览" });
  const shown = async () =>
    preview.evaluate((image) => {
      const { naturalWidth, naturalHeight } = image as unknown as { [side: string]: number };
      return `${naturalWidth}x${naturalHeight}`;
    });
  await eventually(shown).toBe(size);
}

onStage("a picture on the page", {}, (stage) => {
  beforeAll(() => stage.service.admin.settings({ meta: { appURL: stage.service.url } }));

  test("is chosen as a file, seen, and stored with the new account", async () => {
    const page = await stage.open();
    await page.getByRole("tab", { name: "注册" }).click();
    const buffer = await drawn(page, 300, 200, "image/png");
    await chooser(page, "register-picture").setInputFiles({ name: "我.png", mimeType: "image/png", buffer });
    await announced(page, "已选择图片 我.png");
    await expectPreview(page, "300x200");
    const values = registrationValues();
    await send(page, "register", values);
    await announced(page, "注册成功");
    const [record] = await stage.service.admin.users(`users_phone = "${values.users_phone}"`);
    expect(record?.users_picture).toBe(
      `${stage.service.url}/api/files/${record?.collectionId}/${record?.id}/${record?.users_avatar}`,
    );
    expect(await picture(page).getAttribute("src")).toBe(record?.users_picture);
  });

  test("may be left out: then everybody sees the service's own stand-in", async () => {
    const page = await stage.open();
    await send(page, "register", registrationValues());
    await picture(page).waitFor();
    expect(await picture(page).getAttribute("src")).toBe(`${stage.service.url}/console/avatar.svg`);
    expect(await page.locator(".badge").allTextContents()).toContain("资料完整");
  });

  test("of a camera is made smaller before it is sent, whole", async () => {
    const page = await stage.open();
    const { phone } = await stage.service.platformUser({
      users_picture: `${stage.service.url}/console/avatar.svg`,
    });
    await login(page, phone);
    await page.getByText("更换头像").click();
    const buffer = await drawn(page, 4000, 3000, "image/png");
    await chooser(page, "profile-picture").setInputFiles({ name: "a.png", mimeType: "image/png", buffer });
    await expectPreview(page, "1280x960");
    const sent = page.waitForRequest("**/api/wechat/avatar");
    await page.getByRole("button", { name: "使用这张头像" }).click();
    expect((await sent).headers()["content-type"]).toMatch(/^multipart\/form-data; boundary=/);
    await announced(page, "头像已更换");
    expect(await page.getByRole("button", { name: "使用这张头像" }).count()).toBe(0);
  });

  test("of elsewhere stays where it is, and the page says so", async () => {
    const page = await stage.open();
    const { phone } = await stage.service.platformUser();
    await login(page, phone);
    await page.getByText("更换头像").click();
    const buffer = await drawn(page, 20, 20, "image/png");
    await chooser(page, "profile-picture").setInputFiles({ name: "a.png", mimeType: "image/png", buffer });
    await page.getByRole("button", { name: "使用这张头像" }).click();
    const warning = "图片已保存，但资料使用的是别处的图片地址，没有改变。请联系管理员更换。";
    await announced(page, warning);
    expect(await account(page).locator('.notice[data-tone="warn"]').textContent()).toBe(warning);
  });

  test("can be taken back, and a file that is none is refused in words beside it", async () => {
    const page = await stage.open();
    await page.getByRole("tab", { name: "注册" }).click();
    const text = { name: "a.png", mimeType: "image/png", buffer: Buffer.from("<svg onload=alert(1)>") };
    await chooser(page, "register-picture").setInputFiles(text);
    await page.locator("#register-picture-error").waitFor();
    expect(await page.locator("#register-picture-error").textContent()).toBe(
      "无法读取这个文件，请选择 JPG、PNG 或 WebP 图片",
    );
    expect(await chooser(page, "register-picture").getAttribute("aria-describedby")).toBe(
      "register-picture-error",
    );
    const buffer = await drawn(page, 20, 20, "image/jpeg");
    await chooser(page, "register-picture").setInputFiles({ name: "b.jpg", mimeType: "image/jpeg", buffer });
    await page.getByRole("button", { name: "移除" }).click();
    expect(await page.evaluate("document.activeElement.id")).toBe("register-picture");
    expect(await page.locator('img[alt="所选图片的预览"]').count()).toBe(0);
    expect(await page.locator("#register-picture-hint").isVisible()).toBe(true);
  });

  test("that is not stored does not undo the registration, and is asked for again", async () => {
    const page = await stage.open();
    const refusal = { code: 400, msg: "图片无法识别", data: { reason: "file_type_unsupported" } };
    await page.route("**/api/wechat/avatar", (route) => route.fulfill({ status: 400, json: refusal }));
    await page.getByRole("tab", { name: "注册" }).click();
    const buffer = await drawn(page, 20, 20, "image/png");
    const file = { name: "a.png", mimeType: "image/png", buffer };
    await chooser(page, "register-picture").setInputFiles(file);
    await send(page, "register", registrationValues());
    const warning = "头像没有保存：图片无法识别。可以稍后在这里重新选择。";
    await announced(page, `注册成功。${warning}`);
    expect(await account(page).locator('.notice[data-tone="warn"]').textContent()).toBe(warning);

    await page.getByText("更换头像").click();
    await chooser(page, "profile-picture").setInputFiles(file);
    await page.getByRole("button", { name: "使用这张头像" }).click();
    await alert(page).getByText("图片无法识别").waitFor();
    await page.unroute("**/api/wechat/avatar");
    await page.getByRole("button", { name: "使用这张头像" }).click();
    await announced(page, "头像已更换");
    expect(await account(page).locator(".notice").filter({ hasText: /./ }).count()).toBe(0);
  });
});
