import { expect, test } from "vitest";
import { SUPERUSER } from "../support/service.ts";
import { eventually } from "./actions.ts";
import {
  atDesk,
  card,
  choose,
  countWords,
  goTo,
  openCard,
  openDesk,
  rows,
  search,
  sendCredentials,
  settled,
} from "./desk-actions.ts";
import { APPIDS, onStage, type Stage } from "./stage.ts";
import type { Locator, Page } from "playwright-core";

const lines = (page: Page): Locator => page.locator(".lines > li");
const chart = (page: Page, title: string): Locator => page.locator("figure").filter({ hasText: title });

/** Local midnight in China, some days back, as PocketBase writes a time. */
function midnight(daysBack: number): string {
  const day = Math.floor((Date.now() + 8 * 3_600_000) / 86_400_000) - daysBack;
  return new Date(day * 86_400_000 - 8 * 3_600_000).toISOString().replace("T", " ");
}

async function count(stage: Stage, sql: string): Promise<number> {
  const [row] = await stage.service.admin.sql<{ n: string }>(`SELECT count(*) AS n FROM ${sql}`);
  return Number(row?.n);
}

/** How many lines of the log match. */
async function countLines(stage: Stage, filter: string): Promise<number> {
  const query = new URLSearchParams({ filter, perPage: "1" });
  const { totalItems } = await stage.service.admin.request<{ totalItems: number }>(
    "GET",
    `/api/logs?${query}`,
  );
  return totalItems;
}

/** A table of a chart: row by row, the numbers as numbers. */
async function table(page: Page, title: string): Promise<{ time: string; values: number[] }[]> {
  await chart(page, title).locator("summary").click();
  const cells = await chart(page, title)
    .locator(".figures tbody tr")
    .evaluateAll((all) => all.map((row) => [...row.children].map((cell) => cell.textContent ?? "")));
  return cells.map(([time = "", ...values]) => ({
    time,
    values: values.map((value) => Number(value.replaceAll(",", ""))),
  }));
}

onStage("a colleague asks", { crowd: { people: 50_000, lines: 100_000 } }, (stage) => {
  test("who signed up yesterday through the second mini-program?", async () => {
    const page = await atDesk(stage);
    await choose(page, "people-source", `小程序 ${APPIDS[1]}`);
    await choose(page, "people-period", "昨天");
    const there = await count(
      stage,
      `tbl_auth_identities i JOIN tbl_auth_users u ON u.id = i.user WHERE i.appid = '${APPIDS[1]}' AND u.created >= '${midnight(1)}' AND u.created < '${midnight(0)}'`,
    );
    expect(there).toBeGreaterThan(20);
    expect(await countWords(page)).toBe(`第 1–20 人，共 ${there} 人`);
    expect(await rows(page).count()).toBe(20);
  });

  test("why is 138…8000 refused?", async () => {
    const { service } = stage;
    const user = await service.platformUser({ users_name: "王试密", users_phone: "13800138000" });
    for (let times = 0; times < 7; times++)
      await service.call("platformLogin", { body: { users_phone: user.phone, password: "wrong" } });
    // The log is written in batches, the last one at the end.
    await service.restart();
    const page = await atDesk(stage);
    await openCard(page, "138…8000");
    await card(page).locator(".lines").waitFor();
    const [latest, , earlier] = await card(page).locator(".lines > li").allInnerTexts();
    expect(latest).toContain("密码错误次数过多，暂时锁定");
    expect(latest).toContain("锁定时间过后自动解除；忘记密码的可以在这里重设。");
    expect(earlier).toContain("密码错误");
  });

  test("why could the one without an account not get in?", async () => {
    const { service } = stage;
    const phone = "13912345678";
    await service.call("platformLogin", { body: { users_phone: phone, password: "whatever-1" } });
    await service.restart();
    const page = await openDesk(stage);
    await sendCredentials(page, SUPERUSER);
    await settled(page);
    await search(page, phone);
    expect(await page.getByText("没有符合条件的人").isVisible()).toBe(true);
    await goTo(page, "登录记录");
    await page.locator("#lines-phone").fill(phone);
    await page.locator("#lines-phone").press("Enter");
    await eventually(() => lines(page).count()).toBe(1);
    expect(await lines(page).innerText()).toContain("没有这个用户");
    expect(await lines(page).innerText()).toContain("139****5678");
  });

  test("小王 says that the account is out of use: since when, and who is it?", async () => {
    const { service } = stage;
    const user = await service.platformUser({ users_name: "王小停" });
    await service.admin.updateUser(user.id, { users_status: -1 });
    await service.call("platformLogin", { body: { users_phone: user.phone, password: user.password } });
    await service.restart();
    const page = await atDesk(stage);
    await openCard(page, "王小停");
    expect(await card(page).locator(".badge").first().innerText()).toContain("已停用");
    await card(page).locator(".lines").waitFor();
    expect(await card(page).locator(".lines > li").first().innerText()).toContain("账号不可用");
  });

  test("who waits for approval?", async () => {
    const page = await atDesk(stage);
    await choose(page, "people-status", "待审核");
    const there = await count(stage, "tbl_auth_users WHERE users_status = -3");
    expect(await countWords(page)).toContain(`共 ${there} 人`);
  });

  test("which doors does the owner of this openid have?", async () => {
    const [identity] = await stage.service.admin.sql<{ openid: string; user: string }>(
      `SELECT openid, user FROM tbl_auth_identities WHERE appid = '${APPIDS[1]}' AND user IN (SELECT user FROM tbl_auth_identities WHERE appid = '${APPIDS[0]}') LIMIT 1`,
    );
    const page = await atDesk(stage);
    await openCard(page, identity?.openid ?? "");
    const doors = await card(page).locator(".doors").innerText();
    for (const appid of APPIDS) expect(doors).toContain(appid);
    expect(doors).toContain(identity?.openid);
  });

  test("what goes wrong most often this week?", async () => {
    const page = await atDesk(stage);
    await goTo(page, "统计图");
    await page.locator(".bars").waitFor();
    await page.locator("#pictures-range").selectOption({ label: "日志所及" });
    await page.getByText("正在统计").waitFor();
    await page.getByText("正在统计").waitFor({ state: "detached" });
    const [first] = await page.locator(".bars tbody tr").allInnerTexts();
    const wrong = await countLines(stage, "data.reason = 'password_wrong'");
    expect(first?.split(/\s+/)).toEqual(["密码错误", wrong.toLocaleString("en")]);
  });

  test("when was WeChat slow, and for how many?", async () => {
    const page = await atDesk(stage);
    await goTo(page, "统计图");
    const figures = await table(page, "微信的应答时间");
    const slowest = figures.filter(({ values }) => (values[3] ?? 0) > 0);
    // Two days ago, from 14 to 16 o'clock in China.
    expect(slowest.map(({ time }) => time.slice(-5))).toEqual(["15:00", "14:00"]);
    const slow = await countLines(stage, "data.wechat_ms > 3000");
    expect(slowest.reduce((sum, { values }) => sum + (values[3] ?? 0), 0)).toBe(slow);
  });

  test("what shall we tell WeChat's support about that afternoon?", async () => {
    const page = await atDesk(stage);
    await goTo(page, "登录记录");
    await choose(page, "lines-result", "服务或微信故障");
    const fault = lines(page).first();
    expect(await fault.innerText()).toContain("微信没有正常应答");
    await fault.locator("summary").click();
    await fault.getByRole("button", { name: "复制微信 rid" }).click();
    expect(await page.evaluate("navigator.clipboard.readText()")).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{8}){2}$/);
    await fault.getByRole("button", { name: "复制微信 errcode" }).click();
    expect(await page.evaluate("navigator.clipboard.readText()")).toBe("-1");
  });

  test("how many signed up on each day?", async () => {
    const page = await atDesk(stage);
    await goTo(page, "统计图");
    await chart(page, "新用户").waitFor();
    await page.locator("#pictures-step").selectOption({ label: "一天" });
    const days = await table(page, "新用户");

    expect(days.length).toBeGreaterThanOrEqual(7);
    const yesterday = `data.outcome = 'register_success' && created >= '${midnight(1)}' && created < '${midnight(0)}'`;
    expect(days[1]?.values).toEqual([await countLines(stage, yesterday)]);
  });
});
