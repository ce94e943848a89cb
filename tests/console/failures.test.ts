import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { freshPhone } from "../support/service.ts";
import {
  alert,
  announced,
  fieldError,
  focused,
  type Form,
  input,
  notices,
  PASSWORD,
  registrationValues,
  send,
  stored,
  submitButton,
} from "./actions.ts";
import { cases, type Expected } from "./failure-cases.ts";
import { DESKTOP, onStage, PHONE } from "./stage.ts";

/** Checks what eyes, keyboard and screen reader get. */
async function expectFailure(page: Page, form: Form, { fields, summary }: Expected): Promise<void> {
  await notices(page).first().waitFor();
  expect(await notices(page).locator("p, li").allTextContents()).toEqual(summary);
  const shown = await page.locator(`#${form}-panel [aria-invalid="true"]`).evaluateAll((inputs) =>
    inputs.map((one) => {
      const error = one.ownerDocument.getElementById(
        one.getAttribute("aria-describedby")?.split(" ")[0] ?? "",
      );
      return { field: one.getAttribute("name"), message: error?.checkVisibility() && error.textContent };
    }),
  );
  expect(shown).toEqual(Object.entries(fields).map(([field, message]) => ({ field, message })));
  const [first] = Object.keys(fields);
  if (first) expect(await focused(page)).toBe(`${form}-${first}`);
}

/** Fills what a case says over what would pass, and sends it. */
async function fail(page: Page, form: Form, values: { [field: string]: string }): Promise<void> {
  const passing =
    form === "register" ? registrationValues() : { users_phone: freshPhone(), password: PASSWORD };
  await send(page, form, { ...passing, ...values });
}

onStage("a failure on the page", { env: { LOGIN_MAX_FAILURES: "1" } }, (stage) => {
  test.each(cases)("says what is wrong with $name", async ({ form, values, fields, summary }) => {
    const page = await stage.open({ viewport: PHONE });
    await fail(page, form, await values(stage));
    await expectFailure(page, form, { fields, summary });
    await page.setViewportSize(DESKTOP);
    await expectFailure(page, form, { fields, summary });
    expect(await stored(page)).toEqual({ session: [], elsewhere: [] });
  });

  test("leads from the summary to each input, and follows the corrections until it goes away", async () => {
    const page = await stage.open();
    await fail(page, "register", { users_phone: "12345678901", company_id: "\u0001" });
    await page.getByText("选填资料").click();
    await notices(page).getByRole("link", { name: "公司" }).click();
    expect(await focused(page)).toBe("register-company_id");
    await input(page, "register", "company_id").fill("");
    expect(await fieldError(page, "register", "company_id").isVisible()).toBe(false);
    expect(await input(page, "register", "company_id").getAttribute("aria-invalid")).toBeNull();
    expect(await input(page, "register", "company_id").getAttribute("aria-describedby")).toBe(
      "register-company_id-hint",
    );
    expect(await fieldError(page, "register", "users_phone").isVisible()).toBe(true);
    expect(await notices(page).locator("p, li").allTextContents()).toEqual([
      "请改正标出的 1 项",
      "手机号",
      "原因代码 validation_failed",
    ]);

    await input(page, "register", "users_phone").fill(freshPhone());
    expect(await notices(page).count()).toBe(0);
    await submitButton(page, "register").click();
    await announced(page, "注册成功");
    expect(await alert(page).count()).toBe(0);
  });

  test("names in the summary what the form has no input for, as text", async () => {
    const page = await stage.open();
    const answer = {
      code: 400,
      msg: "请求参数有误",
      data: { reason: "validation_failed", fields: { unheard_of: "<b>不认识</b>" } },
    };
    await page.route("**/api/platform/login", (route) => route.fulfill({ status: 400, json: answer }));
    await fail(page, "login", {});
    await expectFailure(page, "login", {
      fields: {},
      summary: ["请求参数有误", "unheard_of：<b>不认识</b>", "原因代码 validation_failed"],
    });
  });

  test("says when a locked account may be tried again, counts down on the button, and lets another phone pass", async () => {
    const { phone } = await stage.service.platformUser();
    const page = await stage.open({ clock: Date.now() });
    await page.clock.pauseAt(Date.now() + 60_000);
    const attempt = () => send(page, "login", { users_phone: phone, password: "wrong" });
    await attempt();
    await expectFailure(page, "login", {
      fields: { password: "密码错误，还可以再试 1 次" },
      summary: ["请改正标出的 1 项", "密码", "原因代码 password_wrong"],
    });
    const refused = page.waitForResponse((response) => response.status() === 429);
    await attempt();
    const seconds = Number((await (await refused).allHeaders())["retry-after"]);
    const now = await page.evaluate<number>("Date.now()");
    const wait = `约 ${Math.round(seconds / 60)} 分钟后（${clock(now + seconds * 1000)}）可以再试`;
    await expectRefusal(page, ["密码错误次数过多，请稍后再试", wait], "too_many_attempts");
    await expectCountdown(page, seconds);

    await input(page, "login", "users_phone").fill(freshPhone());
    expect(await notices(page).count()).toBe(0);
    expect(await submitButton(page, "login").getAttribute("aria-disabled")).toBeNull();
    await submitButton(page, "login").click();
    await fieldError(page, "login", "users_phone").getByText("用户不存在").waitFor();
  });

  test("counts a rate limit down, whatever is filled in, and says that it is over", async () => {
    const { service } = stage;
    const label = "POST /api/platform/login";
    const rule = { label, audience: "", duration: 40, maxRequests: 1 };
    await service.admin.settings({ rateLimits: { enabled: true, rules: [rule] } });
    try {
      const page = await stage.open({ clock: Date.now() });
      await page.clock.pauseAt(Date.now() + 60_000);
      await fail(page, "login", {});
      await fieldError(page, "login", "users_phone").getByText("用户不存在").waitFor();
      await fail(page, "login", {});
      await expectRefusal(page, ["请求过于频繁，请稍后再试", "约 40 秒后可以再试"], "rate_limited");
      await expectCountdown(page, 40);
      await input(page, "login", "users_phone").fill(freshPhone());
      await expectCountdown(page, 38);
      let sent = 0;
      page.on("request", (request) => (sent += request.url().endsWith("/login") ? 1 : 0));
      await submitButton(page, "login").click({ force: true });

      await page.clock.fastForward(40_000);
      await announced(page, "现在可以重试了");
      expect(await notices(page).locator("p").allTextContents()).toEqual(["现在可以重试了"]);
      expect(await submitButton(page, "login").getAttribute("aria-disabled")).toBeNull();
      expect(sent).toBe(0);
    } finally {
      await service.admin.settings({ rateLimits: { enabled: false } });
    }
  });

  test("says that the service cannot be reached, keeps what was filled in, and passes once it can", async () => {
    const { phone } = await stage.service.platformUser();
    const page = await stage.open();
    await page.context().setOffline(true);
    await fail(page, "login", { users_phone: phone });
    await expectFailure(page, "login", {
      fields: {},
      summary: ["连接不上服务", "请检查网络，或稍后再试。"],
    });
    await page.context().setOffline(false);
    await announced(page, "服务已恢复，请再试一次");
    expect(await notices(page).locator("p").allTextContents()).toEqual(["服务已恢复，请再试一次"]);
    await submitButton(page, "login").click();
    await announced(page, "登录成功");
  });

  test("says that an answer is not the service's", async () => {
    const page = await stage.open();
    const html = { status: 502, contentType: "text/html", body: "<h1>Bad Gateway</h1>" };
    await page.route("**/api/platform/login", (route) => route.fulfill(html));
    await fail(page, "login", {});
    await expectFailure(page, "login", {
      fields: {},
      summary: ["服务的应答无法识别（HTTP 502）", "可能是服务前面的代理出了问题，请稍后再试。"],
    });
  });

  test("says that no answer came in time", async () => {
    const page = await stage.open({ clock: Date.now() });
    await page.clock.pauseAt(Date.now() + 60_000);
    const asked = page.waitForRequest("**/api/platform/login");
    await page.route("**/api/platform/login", () => {});
    await fail(page, "login", {});
    await asked;
    await page.clock.runFor(15_000);
    await expectFailure(page, "login", {
      fields: {},
      summary: ["服务在 15 秒内没有应答", "请稍后再试。"],
    });
  });
});

async function expectRefusal(page: Page, lines: string[], reason: string): Promise<void> {
  await alert(page)
    .getByText(lines[0] ?? "")
    .waitFor();
  expect(await notices(page).locator("p").allTextContents()).toEqual([...lines, `原因代码 ${reason}`]);
}

/** With the page's clock standing still. */
async function expectCountdown(page: Page, seconds: number): Promise<void> {
  const button = submitButton(page, "login");
  const words = (left: number) => `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
  expect(await button.locator(".countdown").textContent()).toBe(words(seconds));
  expect(await button.getAttribute("aria-disabled")).toBe("true");
  await page.clock.runFor(2000);
  expect(await button.locator(".countdown").textContent()).toBe(words(seconds - 2));
}

/** @param time Unix time in milliseconds */
const clock = (time: number) => new Date(time + 8 * 3_600_000).toISOString().slice(11, 16);
