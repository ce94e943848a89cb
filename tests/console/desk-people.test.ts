import { readFile } from "node:fs/promises";
import type { Locator, Page } from "playwright-core";
import { expect, test } from "vitest";
import { freshPhone } from "../support/service.ts";
import { announced, eventually, focused, PASSWORD } from "./actions.ts";
import { axe, expectAccessible } from "./axe.ts";
import {
  atDesk,
  card,
  choose,
  countWords,
  deed,
  namesInList,
  openCard,
  rows,
  search,
} from "./desk-actions.ts";
import { onStage, PHONE, type Stage } from "./stage.ts";

const status = (page: Page): Locator => card(page).locator(".badge").first();
const lastDeed = (page: Page): Locator => card(page).locator(".deed p");

/** A platform user by a name of their own. */
async function somebody(stage: Stage, name: string, values: object = {}) {
  const user = await stage.service.platformUser({ users_name: name });
  if (Object.keys(values).length > 0) await stage.service.admin.updateUser(user.id, values);
  return user;
}

const mayLogIn = async (stage: Stage, phone: string, password = PASSWORD) =>
  (await stage.service.call("platformLogin", { body: { users_phone: phone, password } })).reason ?? "ok";

onStage("people at the desk", { crowd: { people: 300, lines: 300 } }, (stage) => {
  test("are listed from the newest on, page by page, and counted", async () => {
    const page = await atDesk(stage);
    expect(await countWords(page)).toBe("第 1–20 人，共 300 人");
    expect(await rows(page).count()).toBe(20);
    const first = await namesInList(page);
    await page.getByRole("button", { name: "下一页" }).click();
    await page.getByText("第 21–40 人，共 300 人").waitFor();
    expect(await namesInList(page)).not.toEqual(first);
    await page.getByRole("button", { name: "上一页" }).click();
    await page.getByText("第 1–20 人，共 300 人").waitFor();
    expect(await namesInList(page)).toEqual(first);
  });

  test("are sorted by name, by the time of registration or of the last change", async () => {
    const page = await atDesk(stage);
    const [newest] = await namesInList(page);
    const header = page.getByRole("columnheader", { name: "注册时间" });
    expect(await header.getAttribute("aria-sort")).toBe("descending");
    await header.getByRole("button").click();
    await page.locator('th[aria-sort="ascending"]').waitFor();
    await eventually(() => namesInList(page).then(([name]) => name)).not.toBe(newest);
    await page.getByRole("columnheader", { name: "姓名" }).getByRole("button").click();
    await eventually(() => page.locator("th[aria-sort=descending]").innerText()).toContain("姓名");
  });

  test("are found by phone, whole, pasted, or in parts; by name; and by each of their ids", async () => {
    const page = await atDesk(stage);
    const user = await somebody(stage, "欧阳寻");
    const { phone, id, openid } = user;
    for (const text of [
      phone,
      `+86 ${phone.slice(0, 3)}-${phone.slice(3, 7)}-${phone.slice(7)}`,
      `${phone.slice(0, 3)}****${phone.slice(-4)}`,
      "欧阳",
      id,
      openid,
    ]) {
      await search(page, text);
      expect([text, await namesInList(page)]).toEqual([text, ["欧阳寻"]]);
    }
    await search(page, "oNobodyNobodyNobodyNobody000");
    expect(await page.getByText("没有符合条件的人").isVisible()).toBe(true);
  });

  test("are found by the openid of any of their mini-programs, and by their unionid", async () => {
    const { admin } = stage.service;
    const [identity] = await admin.sql<{ openid: string; user: string }>(
      "SELECT i.openid, i.user FROM tbl_auth_identities i JOIN tbl_auth_users u ON u.id = i.user WHERE i.openid != u.openid AND u.users_unionid != '' LIMIT 1",
    );
    const [user] = await admin.sql<{ users_unionid: string }>(
      `SELECT users_unionid FROM tbl_auth_users WHERE id = '${identity?.user}'`,
    );
    const page = await atDesk(stage);
    for (const text of [identity?.openid ?? "", user?.users_unionid ?? ""]) {
      await search(page, text);
      expect(await rows(page).count()).toBe(1);
      expect(await rows(page).locator("a").getAttribute("href")).toBe(`#/people/${identity?.user}`);
    }
  });

  test("are narrowed by state and by the way they came", async () => {
    const page = await atDesk(stage);
    const [waiting] = await stage.service.admin.sql<{ n: string }>(
      "SELECT count(*) AS n FROM tbl_auth_users WHERE users_status = -3",
    );
    await choose(page, "people-status", "待审核");
    expect(await rows(page).count()).toBe(Number(waiting?.n));
    for (const badge of await rows(page).locator(".badge").allInnerTexts()) expect(badge).toContain("待审核");
    await page.getByRole("button", { name: "清除条件" }).click();
    await choose(page, "people-source", "管理平台");
    expect(await countWords(page)).not.toContain("300");
    expect(new Set(await rows(page).locator("td:nth-child(4)").allInnerTexts())).toEqual(
      new Set(["管理平台"]),
    );
  });

  test("have a card with their doors, their state and their last sign-ins, reached by keyboard", async () => {
    const page = await atDesk(stage);
    const user = await stage.service.wechatUser();
    const phone = freshPhone();
    await stage.service.admin.updateUser(user.id, { users_name: "司马门", users_phone: phone });
    await search(page, phone);
    await rows(page).first().locator("a").focus();
    await page.keyboard.press("Enter");
    await card(page).getByRole("heading", { name: "登录方式" }).waitFor();
    expect(await focused(page)).toBe("person-title");
    expect(await card(page).locator(".doors li").first().innerText()).toContain(
      `${phone.slice(0, 3)} ${phone.slice(3, 7)} ${phone.slice(7)}`,
    );
    expect(await status(page).innerText()).toBe("正常");
    await card(page).getByRole("link", { name: "关闭" }).click();
    await card(page).waitFor({ state: "detached" });
  });

  test("are disabled after a question, and enabled again by taking it back", async () => {
    const page = await atDesk(stage);
    const { phone } = await somebody(stage, "慕容停");
    await openCard(page, phone);
    await card(page).getByRole("button", { name: "停用账号" }).click();
    await page.keyboard.press("Escape");
    expect(await page.evaluate("document.activeElement.textContent")).toBe("停用账号");
    expect(await mayLogIn(stage, phone)).toBe("ok");

    await deed(page, "停用账号");
    await announced(page, "已停用慕容停");
    await eventually(() => focused(page)).toBe("person-title");
    expect(await lastDeed(page).innerText()).toBe("已停用慕容停");
    expect(await status(page).innerText()).toContain("已停用");
    expect(await mayLogIn(stage, phone)).toBe("account_disabled");
    expect(await rows(page).first().locator(".badge").innerText()).toContain("已停用");

    await card(page).getByRole("button", { name: "撤销" }).click();
    await announced(page, "已撤销");
    expect(await mayLogIn(stage, phone)).toBe("ok");
    expect(await lastDeed(page).count()).toBe(0);
  });

  test("who wait for approval are let in", async () => {
    const page = await atDesk(stage);
    const { phone } = await somebody(stage, "上官待", { users_status: -3 });
    await openCard(page, phone);
    expect(await card(page).getByText("等待管理员批准").isVisible()).toBe(true);
    await deed(page, "批准注册");
    await announced(page, "已批准上官待的注册");
    expect(await mayLogIn(stage, phone)).toBe("ok");
  });

  test("get a new password, and all their tokens end with it", async () => {
    const page = await atDesk(stage);
    const { phone, token } = await somebody(stage, "诸葛忘");
    await openCard(page, phone);
    const field = page.locator("#deed-password");
    await card(page).getByRole("button", { name: "重设密码" }).click();
    const yes = page.getByRole("dialog").getByRole("button", { name: "重设密码" });
    await field.fill("short");
    await yes.click();
    await page.locator("#deed-password-error").getByText("至少 8 个字符").waitFor();
    await page.getByRole("button", { name: "随机生成" }).click();
    const password = await field.inputValue();
    expect(password).toMatch(/^[A-Za-z2-9]{12}$/);
    expect(await field.getAttribute("type")).toBe("text");
    await yes.click();
    await announced(page, "已为诸葛忘设置新密码");
    expect(await mayLogIn(stage, phone)).toBe("password_wrong");
    expect(await mayLogIn(stage, phone, password)).toBe("ok");
    expect((await stage.service.call("refreshToken", { token })).reason).toBe("token_invalid");
  });

  test("are signed out everywhere", async () => {
    const page = await atDesk(stage);
    const { phone, token } = await somebody(stage, "东方退");
    await openCard(page, phone);
    await deed(page, "退出所有设备");
    await announced(page, "已让东方退退出所有设备");
    expect((await stage.service.call("refreshToken", { token })).reason).toBe("token_invalid");
    expect(await card(page).getByRole("button", { name: "撤销" }).count()).toBe(0);
  });

  test("give a phone back, and get it again", async () => {
    const page = await atDesk(stage);
    const { phone, id } = await somebody(stage, "西门号");
    await openCard(page, phone);
    await deed(page, "释放手机号");
    expect(await mayLogIn(stage, phone)).toBe("user_not_found");
    await card(page).getByRole("button", { name: "撤销" }).click();
    await announced(page, "已撤销");
    expect((await stage.service.admin.user(id)).users_phone).toBe(phone);
    expect(await mayLogIn(stage, phone)).toBe("ok");
  });

  test("lose a WeChat account, with a word where it is their last door, and get it back", async () => {
    const { admin } = stage.service;
    const [one] = await admin.sql<{ id: string; user: string; unionid: string }>(
      `SELECT i.id, i.user, u.users_unionid AS unionid FROM tbl_auth_identities i JOIN tbl_auth_users u ON u.id = i.user
       WHERE u.users_status = 0 AND (SELECT count(*) FROM tbl_auth_identities WHERE user = u.id) = 1 LIMIT 1`,
    );
    const page = await atDesk(stage);
    await openCard(page, one?.user ?? "");
    await card(page)
      .getByRole("button", { name: /^解除绑定小程序/ })
      .click();
    expect(await page.getByRole("dialog").innerText()).toContain("这是此人唯一的登录方式");
    await page.getByRole("dialog").getByRole("button", { name: "解除绑定" }).click();
    await card(page)
      .getByText(/^已解除小程序/)
      .waitFor();
    const row = () =>
      admin.sql(
        `SELECT i.user, u.users_unionid AS unionid FROM tbl_auth_identities i, tbl_auth_users u WHERE i.id = '${one?.id}' AND u.id = '${one?.user}'`,
      );
    expect(await row()).toEqual([{ user: "", unionid: "" }]);
    await card(page).getByRole("button", { name: "撤销" }).click();
    await announced(page, "已撤销");
    expect(await row()).toEqual([{ user: one?.user, unionid: one?.unionid }]);
  });

  test("of two records become one after both were looked at, and the one that goes leads to the other", async () => {
    const page = await atDesk(stage);
    await page.evaluate(axe);
    const platform = await somebody(stage, "令狐合");
    const wechat = await stage.service.wechatUser("linghu");
    await stage.service.admin.updateUser(wechat.id, { users_name: "令狐合" });
    await openCard(page, wechat.id);
    const dialog = page.getByRole("dialog");
    const find = async (text: string) => {
      await page.locator("#join-text").fill(text);
      await page.locator("#join-text").press("Enter");
    };
    await card(page).getByRole("button", { name: "合并记录" }).click();
    await find("");
    await page.locator("#join-text-error").getByText("不能为空").waitFor();
    await find(wechat.id);
    await dialog.getByText("没有找到别的记录。").waitFor();
    // The other way round: this record has no password, the other one has.
    await find("令狐合");
    await expectAccessible(page);
    await dialog.getByRole("button", { name: platform.id }).click();
    await dialog.getByText("合并后此人只能从小程序登录").waitFor();
    await expectAccessible(page);
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });

    await openCard(page, platform.phone);
    await card(page).getByRole("button", { name: "合并记录" }).focus();
    await page.keyboard.press("Enter");
    await find(wechat.id);
    await dialog.getByRole("button", { name: wechat.id }).press("Enter");
    await dialog.getByText("这一步不能撤销").waitFor();
    await dialog.getByRole("button", { name: "合并", exact: true }).click();
    await announced(page, "已把令狐合的记录并入令狐合");
    expect((await stage.service.admin.user(wechat.id)).users_merged_into).toBe(platform.id);
    expect((await stage.service.wechatUser("linghu")).id).toBe(platform.id);
    expect(await mayLogIn(stage, platform.phone)).toBe("ok");
    await card(page).locator(".doors code").first().waitFor();
    expect(await card(page).getByRole("button", { name: "撤销" }).count()).toBe(0);
  });

  test("of two records with a WeChat account each in one mini-program are not joined, and it is said why", async () => {
    const page = await atDesk(stage);
    const [one, two] = [await stage.service.wechatUser(), await stage.service.wechatUser()];
    await openCard(page, one.id);
    await card(page).getByRole("button", { name: "合并记录" }).click();
    await page.locator("#join-text").fill(two.id);
    await page.locator("#join-text").press("Enter");
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: two.id }).click();
    await dialog.getByText("各有一个微信，先解除其中一个的绑定").waitFor();
    expect(await dialog.getByRole("button", { name: "合并", exact: true }).count()).toBe(0);
    await dialog.getByRole("button", { name: "换一条" }).click();
    await page.locator("#join-text").waitFor();
    await page.keyboard.press("Escape");
  });

  test("of a merged record lead to the one that lives on, and offer nothing to do", async () => {
    const page = await atDesk(stage);
    const survivor = await somebody(stage, "公孙存");
    const merged = await somebody(stage, "公孙并", { users_status: -2, users_merged_into: survivor.id });
    await openCard(page, merged.id);
    expect(await card(page).locator(".deeds").innerText()).toContain("没有可做的操作");
    await card(page).getByRole("link", { name: "查看并入的账号" }).click();
    await card(page).getByRole("heading", { name: "公孙存" }).waitFor();
  });

  test("that somebody else deletes meanwhile are said to be gone", async () => {
    const page = await atDesk(stage);
    const user = await somebody(stage, "夏侯消");
    await openCard(page, user.phone);
    await stage.service.admin.request("DELETE", `/api/collections/tbl_auth_users/records/${user.id}`);
    await card(page).getByRole("button", { name: "停用账号" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "停用账号" }).click();
    await page.getByRole("dialog").getByText("找不到了").waitFor();
    await page.keyboard.press("Escape");
  });

  test("are kept as a file, all of those who were asked for and no others", async () => {
    const page = await atDesk(stage);
    const hostile = await somebody(stage, '=HYPERLINK("http://x","点")');
    await choose(page, "people-source", "管理平台");
    const total = /共 (\d+) 人/.exec(await countWords(page))?.[1];
    const downloaded = page.waitForEvent("download");
    await page.getByRole("button", { name: "导出为 CSV" }).click();
    const file = await downloaded;
    expect(file.suggestedFilename()).toMatch(/^人员-\d{4}-\d\d-\d\d\.csv$/);
    const text = await readFile((await file.path()) ?? "", "utf8");
    const lines = text.trimEnd().split("\r\n");
    expect(lines[0]).toMatch(/^\ufeff姓名,手机号,手机号已验证,状态,/);
    expect(lines.length - 1).toBe(Number(total));
    expect(text).toContain(`"'=HYPERLINK(""http://x"",""点"")","${hostile.phone}\t",否,正常,管理平台`);
    await announced(page, `已导出 ${total} 人`);
  });

  test("fit a phone: the list, a card in its place, and the way back", async () => {
    const page = await atDesk(stage, { viewport: PHONE });
    const user = await somebody(stage, "南宫小");
    await search(page, user.phone);
    expect(await rows(page).first().innerText()).toContain(user.phone.slice(-4));
    await rows(page).first().locator("td").first().click();
    await card(page).getByRole("heading", { name: "登录方式" }).waitFor();
    expect(await page.locator("#people-title").isVisible()).toBe(false);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(PHONE.width);
    await page.goBack();
    await page.locator("#people-title").waitFor();
    expect(await page.locator("#people-text").inputValue()).toBe(user.phone);
  });
});
