import { describe, expect, test } from "vitest";
import { ownService } from "../support/scenarios.ts";
import { callOperation, freshPhone, type Call } from "../support/service.ts";
import { appidOf, arrive, openidOf, refererOf, TWO_APPS, visit } from "./support.ts";

const started = ownService(TWO_APPS);

/** The user as an operation shows them. */
async function shown(operation: string, call: Call) {
  const { status, text, body } = await started().call(operation, call);
  if (status !== 200) throw new Error(text);
  return body.meta?.data.user ?? body.data.user;
}

describe("wx_openid", () => {
  test("is the openid in the mini-program that the sign-in came from, never another one's", async () => {
    const service = started();
    for (const app of [0, 1, 0]) {
      const { body } = await visit(service, { user: "payer", unionid: "uPayer", app });
      const { openid, wx_openid } = body.meta.data.user;
      expect(wx_openid).toBe(openidOf(service, "payer", app));
      expect(openid).toBe(openidOf(service, "payer", 0));
    }
  });

  test("is that of the mini-program which is named, before that of the Referer", async () => {
    const service = started();
    const { code } = service.sandbox.mintLoginCode({ user: "named", appid: appidOf(service, 1) });
    const user = await shown("wechatLogin", {
      body: { users_wx_code: code, wx_appid: appidOf(service, 1) },
      headers: refererOf(service, 0),
    });
    expect(user.wx_openid).toBe(openidOf(service, "named", 1));
  });

  test("follows the mini-program that a completed profile came from", async () => {
    const service = started();
    const { token } = await arrive(service, { user: "customer", unionid: "uCustomer" });
    for (const { app, wx_openid } of [
      { app: 1, wx_openid: "" },
      { app: 0, wx_openid: openidOf(service, "customer", 0) },
    ]) {
      const { code } = service.sandbox.mintPhoneCode({ phone: freshPhone(), appid: appidOf(service, app) });
      const body = { users_name: "甲", users_phone_code: code, users_picture: "https://example.com/1.png" };
      const user = await shown("wechatProfile", { token, body, headers: refererOf(service, app) });
      expect(user.wx_openid).toBe(wx_openid);
    }
  });

  test("is told to a platform user with WeChat accounts too, empty where they have none", async () => {
    const service = started();
    const { id, phone, password } = await service.platformUser();
    const openid = openidOf(service, "clerk", 1);
    await service.admin.request("POST", "/api/collections/tbl_auth_identities/records", {
      appid: appidOf(service, 1),
      openid,
      user: id,
    });
    const login = async (call: { wx_appid?: string; headers?: Call["headers"] }) => {
      const { headers, ...more } = call;
      const body = { users_phone: phone, password, ...more };
      return (await shown("platformLogin", { body, ...(headers && { headers }) })).wx_openid;
    };
    expect(await login({})).toBe("");
    expect(await login({ headers: refererOf(service, 1) })).toBe(openid);
    expect(await login({ wx_appid: appidOf(service, 1) })).toBe(openid);
    expect(await login({ wx_appid: appidOf(service, 0), headers: refererOf(service, 1) })).toBe("");
  });

  test("is empty for a platform user where no mini-program is configured, and any name is unknown", async () => {
    const service = started();
    const { phone, password } = await service.platformUser();
    await service.restart({ env: { WECHAT_APPID: "", WECHAT_SECRET: "" } });
    const body = { users_phone: phone, password };
    const answer = await callOperation(service.url, "platformLogin", { body });
    expect(answer.body.meta.data.user.wx_openid).toBe("");
    const named = await callOperation(service.url, "platformLogin", {
      body: { ...body, wx_appid: appidOf(service) },
    });
    expect(named.reason).toBe("appid_unknown");
    await service.restart();
  });
});

describe("users_phone_verified", () => {
  test("is whether the phone bears its mark", async () => {
    const service = started();
    const { id } = await arrive(service, { user: "marked" });
    const verified = async () =>
      (await visit(service, { user: "marked" })).body.meta.data.user.users_phone_verified;
    expect(await verified()).toBe(false);
    const mark = "2026-12-01 08:00:00.000Z";
    await service.admin.updateUser(id, { users_phone: freshPhone(), users_phone_verified_at: mark });
    expect(await verified()).toBe(true);
    await service.admin.updateUser(id, { users_phone: freshPhone() });
    expect(await verified()).toBe(false);
  });
});
