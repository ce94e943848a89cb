import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { SUPERUSER } from "../support/service.ts";
import { startMailbox } from "../lockdown/mailbox.ts";
import { stored } from "./actions.ts";
import { openDesk, sendCredentials, settled } from "./desk-actions.ts";
import { onStage } from "./stage.ts";

const error = (page: Page, field: string) => page.locator(`#desk-${field}-error`);

onStage("the desk's door", {}, (stage) => {
  test("lets a superuser in, keeps the token in memory alone, and forgets it with the page", async () => {
    const page = await openDesk(stage);
    await sendCredentials(page, SUPERUSER);
    await settled(page);
    expect(await page.title()).toBe("人员 · 运营台");
    expect(await stored(page)).toEqual({ session: [], elsewhere: [] });
    expect(await page.evaluate("document.cookie")).toBe("");
    await page.reload();
    await page.getByText("管理员登录").waitFor();
    expect(await page.title()).toBe("登录 · 运营台");
    expect(await page.locator(".table").count()).toBe(0);
  });

  test("tells a wrong password in Chinese, and nothing about who exists", async () => {
    const page = await openDesk(stage);
    for (const credentials of [
      { ...SUPERUSER, password: "wrong" },
      { email: "nobody@example.com", password: "wrong" },
    ]) {
      await sendCredentials(page, credentials);
      await error(page, "password").getByText("邮箱或密码不对").waitFor();
    }
    await sendCredentials(page, { email: "", password: "" });
    expect(await error(page, "email").textContent()).toBe("不能为空");
  });

  test("is closed to users of the service", async () => {
    const page = await openDesk(stage);
    const user = await stage.service.platformUser();
    await sendCredentials(page, { email: `${user.openid}@manage.local`, password: user.password });
    await error(page, "password").getByText("邮箱或密码不对").waitFor();
  });

  test("respects the addresses from which superusers may come, at the door and behind it", async () => {
    const { admin } = stage.service;
    const page = await openDesk(stage);
    const from = async (address: string) => {
      await page.unrouteAll();
      await page.route("**/api/**", (route) =>
        route.continue({ headers: { ...route.request().headers(), "x-forwarded-for": address } }),
      );
    };
    await admin.settings({
      superuserIPs: ["127.0.0.1"],
      trustedProxy: { headers: ["X-Forwarded-For"], useLeftmostIP: false },
    });
    try {
      await from("198.51.100.9");
      await sendCredentials(page, SUPERUSER);
      const words = "没有权限这个账号，或你现在的网络地址，不在允许的范围内。";
      const alert = page.getByRole("alert").filter({ hasText: /./ });
      await alert.waitFor();
      expect(await alert.textContent()).toBe(words);
      await from("127.0.0.1");
      await sendCredentials(page, SUPERUSER);
      await settled(page);
      await from("198.51.100.9");
      await page.getByRole("button", { name: "注册时间" }).click();
      await alert.waitFor();
      expect(await alert.textContent()).toBe(words);
    } finally {
      await admin.settings({ superuserIPs: [], trustedProxy: { headers: [], useLeftmostIP: false } });
    }
  });

  test("says that the session has ended where the token is refused", async () => {
    const page = await openDesk(stage);
    await sendCredentials(page, SUPERUSER);
    await settled(page);
    const refusal = {
      status: 401,
      message: "The request requires valid record authorization token.",
      data: {},
    };
    await page.route("**/api/collections/tbl_auth_users/records*", (route) =>
      route.fulfill({ status: 401, json: refusal }),
    );
    await page.getByRole("button", { name: "注册时间" }).click();
    await page.getByRole("alert").getByText("登录已失效，请重新登录").waitFor();
    expect(await page.locator(".table").count()).toBe(0);
  });

  test("asks for the second factor where one is set", async () => {
    const { admin } = stage.service;
    const mailbox = await startMailbox();
    await admin.settings({ smtp: { enabled: true, host: "127.0.0.1", port: mailbox.port, tls: false } });
    await admin.collection("_superusers", {
      mfa: { enabled: true, rule: "", duration: 600 },
      otp: { enabled: true, length: 8, duration: 300 },
    });
    try {
      const page = await openDesk(stage);
      await sendCredentials(page, SUPERUSER);
      await page.getByRole("heading", { name: "第二步验证" }).waitFor();
      await page.locator("#desk-code").fill("00000000");
      await page.getByRole("button", { name: "确认" }).click();
      await error(page, "code").getByText("验证码不对，或已过期").waitFor();
      await mailbox.has(1);
      const code = /\b[0-9]{8}\b/.exec(mailbox.mails[0]?.text ?? "")?.[0];
      await page.locator("#desk-code").fill(code ?? "");
      await page.getByRole("button", { name: "确认" }).click();
      await settled(page);
    } finally {
      await admin.collection("_superusers", { mfa: { enabled: false }, otp: { enabled: false } });
      await admin.settings({ smtp: { enabled: false } });
      await mailbox.close();
    }
  });
});
