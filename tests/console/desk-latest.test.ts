import type { Locator, Page, Request } from "playwright-core";
import { expect, test } from "vitest";
import { eventually } from "./actions.ts";
import { atDesk, card, choose, countWords, goTo, openCard } from "./desk-actions.ts";
import { onStage } from "./stage.ts";

const lines = (page: Page): Locator => page.locator(".lines > li");

/** Keeps back the first answer to such a request. @returns resolves once it was asked for, with what lets it go */
async function holdFirst(page: Page, asked: (request: Request) => boolean) {
  let held = false;
  let release = () => {};
  const gate = new Promise<void>((resolve) => (release = resolve));
  const arrived = page.waitForRequest(asked);
  await page.route(
    (url) => url.pathname.includes("/api/"),
    async (route) => {
      if (held || !asked(route.request())) return route.fallback();
      held = true;
      const response = await route.fetch();
      await gate;
      await route.fulfill({ response });
    },
  );
  return async () => {
    const request = await arrived;
    return async () => {
      release();
      await (await request.response())?.finished();
      // The page has drawn whatever came of it.
      await page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");
    };
  };
}

const isLog = (request: Request) => request.url().includes("/api/logs?");
/** The count of a narrowed list asks for one record's id. */
const isCount = (request: Request) => /\/records\?.*perPage=1&/.test(request.url());

onStage("the desk's latest question", { crowd: { people: 300, lines: 3000 } }, (stage) => {
  const phone = "13912345678";

  async function refuseOnce(): Promise<void> {
    await stage.service.call("platformLogin", { body: { users_phone: phone, password: "whatever-1" } });
    // The log is written in batches, the last one at the end.
    await stage.service.restart();
  }

  test("is not lost where it is typed while the first lines are still on their way", async () => {
    await refuseOnce();
    const page = await atDesk(stage);
    const held = await holdFirst(page, isLog);
    await goTo(page, "登录记录");
    const release = await held();
    await page.locator("#lines-phone").fill(phone);
    await release();
    await eventually(() => lines(page).count()).toBe(50);
    expect(await page.locator("#lines-phone").inputValue()).toBe(phone);
    await page.locator("#lines-phone").press("Enter");
    await eventually(() => lines(page).count()).toBe(1);
    expect(await lines(page).innerText()).toContain("139****5678");
  });

  test("wins over an earlier one that is answered later", async () => {
    const page = await atDesk(stage);
    const held = await holdFirst(page, isLog);
    await goTo(page, "登录记录");
    const release = await held();
    await page.locator("#lines-phone").fill(phone);
    await page.locator("#lines-phone").press("Enter");
    await eventually(() => lines(page).count()).toBe(1);
    await release();
    expect(await lines(page).count()).toBe(1);
  });

  test("has its count, also where another question came between and was taken back", async () => {
    const page = await atDesk(stage);
    const everybody = await countWords(page);
    const held = await holdFirst(page, isCount);
    await choose(page, "people-source", "管理平台");
    const release = await held();
    await choose(page, "people-source", "全部来源");
    expect(await countWords(page)).toBe(everybody);
    await release();
    expect(await countWords(page)).toBe(everybody);
  });

  test("about a person's earlier lines is asked once, however often the button is pressed", async () => {
    const user = await stage.service.platformUser();
    for (let times = 0; times < 14; times++)
      await stage.service.call("platformLogin", {
        body: { users_phone: user.phone, password: user.password },
      });
    await stage.service.restart();
    const page = await atDesk(stage);
    await openCard(page, user.id);
    await lines(page).first().waitFor();
    const more = card(page).getByRole("button", { name: "更早的" });
    expect(await lines(page).count()).toBe(10);
    const held = await holdFirst(page, isLog);
    await more.click();
    const release = await held();
    await more.click();
    await release();
    await more.waitFor({ state: "detached" });
    // The registration, and the sign-ins after it.
    expect(await lines(page).count()).toBe(15);
  });
});
