import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { axe, expectAccessible } from "./axe.ts";
import { atDesk, card, goTo, rows } from "./desk-actions.ts";
import { onStage, PHONE } from "./stage.ts";

const cut = (page: Page) => page.route("**/api/**", (route) => route.abort());
const mend = (page: Page) => page.unrouteAll({ behavior: "ignoreErrors" });
const trouble = (page: Page) => page.getByText("屏幕上的内容可能不是最新的");

onStage("a desk whose service fails", { crowd: { people: 300, lines: 2000 } }, (stage) => {
  test("says so in every view, has no barrier, and fills each by itself once the service is back", async () => {
    const page = await atDesk(stage);
    await page.evaluate(axe);
    for (const [view, filled] of [
      ["登录记录", ".lines"],
      ["统计图", ".charts"],
    ] as const) {
      await cut(page);
      await goTo(page, view);
      await page.getByRole("alert").getByText("连接不上服务", { exact: true }).waitFor();
      await page.getByText("请检查网络，或稍后再试。").waitFor();
      await trouble(page).waitFor();
      await expectAccessible(page);
      await mend(page);
      await page.locator(filled).waitFor();
      expect(await trouble(page).count()).toBe(0);
    }
    await goTo(page, "人员");
    await cut(page);
    await page.locator("#people-status").selectOption({ label: "正常" });
    await page.getByText("请检查网络，或稍后再试。").waitFor();
    await mend(page);
    await page.getByText("请检查网络，或稍后再试。").waitFor({ state: "detached" });
    expect(await rows(page).count()).toBe(20);
  });

  test("does not say for ever that it loads a record that is not there", async () => {
    const page = await atDesk(stage);
    await page.evaluate(axe);
    await page.evaluate("location.hash = '#/people/nobodyhasthisid'");
    await card(page).getByText("记录可能已被删除。").waitFor();
    expect(await page.locator("#person-title").textContent()).toBe("打不开这条记录");
    await expectAccessible(page);
  });

  test("has no barrier while a view is loading, nor in a question on a phone", async () => {
    const page = await atDesk(stage, { viewport: PHONE });
    await page.evaluate(axe);
    const held: (() => void)[] = [];
    await page.route("**/api/logs**", (route) =>
      new Promise<void>((go) => held.push(go)).then(() => route.continue()),
    );
    for (const [view, words] of [
      ["登录记录", "正在载入登录记录…"],
      ["统计图", "正在统计日志…"],
    ] as const) {
      await goTo(page, view);
      await page.getByText(words, { exact: true }).waitFor();
      await expectAccessible(page);
    }
    for (const go of held) go();
    await mend(page);
  });
});

onStage("a desk of nobody", {}, (stage) => {
  test("says that nobody has registered and nothing has failed yet, without a barrier", async () => {
    const page = await atDesk(stage);
    await page.evaluate(axe);
    await page.getByText("还没有人注册。").waitFor();
    await expectAccessible(page);
    await goTo(page, "登录记录");
    await page.getByText("日志所及的时间里没有失败的登录。").waitFor();
    await expectAccessible(page);
    await goTo(page, "统计图");
    await page.locator("figure").first().waitFor();
    await expectAccessible(page);
  });
});
