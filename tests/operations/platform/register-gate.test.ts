import { describe, expect, test } from "vitest";
import { nativeLogin } from "../../support/native-routes.ts";
import { platformLogin } from "../../support/passwords.ts";
import { ownService } from "../../support/scenarios.ts";
import { registration } from "../../support/service.ts";
import { allLogRows } from "../../support/log-rows.ts";

describe("PLATFORM_REGISTER=closed", () => {
  const started = ownService({ env: { PLATFORM_REGISTER: "closed" } });

  test("lets nobody register, and makes no record", async () => {
    const service = started();
    const before = await service.admin.countUsers();
    const answer = await service.call("platformRegister", { body: registration() });
    expect(answer.body).toEqual({ code: 403, msg: "暂不开放注册", data: { reason: "register_closed" } });
    expect(await service.admin.countUsers()).toBe(before);
  });

  test("leaves WeChat's door open", async () => {
    expect((await started().wechatUser()).id).toMatch(/^[a-z0-9]{15}$/);
  });
});

describe("PLATFORM_REGISTER=approval", () => {
  const started = ownService({ env: { PLATFORM_REGISTER: "approval" } });

  test("makes a record that waits, gives no token, and every door says so until an operator lets them in", async () => {
    const service = started();
    const body = registration({ users_name: "等待者" });
    const answer = await service.call("platformRegister", { body });
    expect(answer.body).toEqual({
      code: 403,
      msg: "注册已提交，请等待审核",
      data: { reason: "approval_pending" },
    });
    const [user] = await service.admin.users(`users_phone = "${body.users_phone}"`);
    expect(user).toMatchObject({ users_status: -3, users_name: "等待者", users_idtype: "ManagePlatform" });
    const { id, email } = user ?? { id: "", email: "" };

    const login = await platformLogin(service, body.users_phone, body.password);
    expect(login.body).toEqual({ code: 403, msg: "账号正在等待审核", data: { reason: "approval_pending" } });
    expect((await platformLogin(service, body.users_phone, "not-the-password")).reason).toBe(
      "password_wrong",
    );
    expect((await nativeLogin(service, String(email), body.password)).status).toBe(403);
    const token = await service.admin.impersonate(id);
    expect((await service.call("revokeTokens", { token })).reason).toBe("approval_pending");
    expect((await service.call("platformRegister", { body })).reason).toBe("phone_taken");

    await service.admin.updateUser(id, { users_status: 0 });
    expect((await platformLogin(service, body.users_phone, body.password)).status).toBe(200);
  });
});

describe("PLATFORM_REGISTER of another word", () => {
  const started = ownService({ env: { PLATFORM_REGISTER: "aproval" } });

  test("opens no door, and the log says which words there are", async () => {
    const service = started();
    expect((await service.call("platformRegister", { body: registration() })).reason).toBe("register_closed");
    const lines = (await allLogRows(service)).map(({ message }) => message);
    expect(lines).toContain("PLATFORM_REGISTER must be one of open, approval, closed; using closed");
  });
});
