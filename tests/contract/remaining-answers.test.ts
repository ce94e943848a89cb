/** Declared answers that belong to several operations alike, and that no table of one operation asks for. */
import { describe, expect, test } from "vitest";
import { ownService } from "../support/scenarios.ts";
import type { Call, Service } from "../support/service.ts";

const NEW = "battery-staple-9";
const change = { password_old: "correct-horse-8", password: NEW, passwordConfirm: NEW };
const loginCode = ({ sandbox }: Service, user: string) => sandbox.mintLoginCode({ user }).code;

describe("a user who waits for approval", () => {
  const started = ownService();

  const doors: { [operation: string]: (service: Service, token: string, name: string) => Call } = {
    wechatLogin: (service, _, name) => ({ body: { users_wx_code: loginCode(service, name) } }),
    refreshToken: (_, token) => ({ token }),
    wechatProfile: (_, token) => ({ token, body: {} }),
    wechatAvatar: (_, token) => ({ token, body: new FormData() }),
    linkWechat: (_, token) => ({ token, body: {} }),
    unlinkWechat: (_, token) => ({ token, body: {} }),
    closeAccount: (_, token) => ({ token, body: {} }),
    changePassword: (_, token) => ({ token, body: change }),
  };

  test.each(Object.entries(doors))("is told so by %s", async (operation, call) => {
    const service = started();
    const name = `waiting-at-${operation}`;
    const { id, token } = await service.wechatUser(name);
    await service.admin.updateUser(id, { users_status: -3 });
    const answer = await service.call(operation, call(service, token, name));
    expect(answer.body).toEqual({ code: 403, msg: "账号正在等待审核", data: { reason: "approval_pending" } });
  });
});

describe("a body of more than 64 KiB", () => {
  const started = ownService();

  test.each(["changePassword", "resetPassword", "closeAccount"])("is refused by %s", async (operation) => {
    const service = started();
    const { token } = await service.platformUser();
    const answer = await service.call(operation, { token, body: { padding: "x".repeat(64 * 1024) } });
    expect([answer.status, answer.reason]).toEqual([413, "body_too_large"]);
  });
});

describe("closeAccount", () => {
  const started = ownService();
  const closing = async (service: Service): Promise<Call> => {
    const { token } = await service.wechatUser("leaving");
    return { token, body: { confirm: true, users_wx_code: loginCode(service, "leaving") } };
  };

  test("refuses a body that is no JSON object, or of another type", async () => {
    const service = started();
    const { token } = await service.wechatUser("leaving");
    expect((await service.call("closeAccount", { token, body: "[]" })).reason).toBe("invalid_json");
    const headers = { "content-type": "text/plain" };
    const answer = await service.call("closeAccount", { token, body: "{}", headers });
    expect([answer.status, answer.reason]).toEqual([415, "unsupported_media_type"]);
  });

  test.each([
    [40226, 403, "wechat_user_blocked"],
    [45011, 429, "wechat_rate_limited"],
    [40013, 500, "wechat_misconfigured"],
  ])("says what WeChat's %i means, and closes nothing", async (errcode, status, reason) => {
    const service = started();
    const call = await closing(service);
    service.sandbox.setFault({ endpoint: "jscode2session", kind: "errcode", errcode });
    const answer = await service.call("closeAccount", call);
    service.sandbox.clearFaults();
    expect([answer.status, answer.reason]).toEqual([status, reason]);
    expect((await service.call("refreshToken", { token: call.token ?? "" })).status).toBe(200);
  });
});

describe("closeAccount without credentials", () => {
  const started = ownService({ env: { WECHAT_APPID: "" } });

  test("cannot take a code for a proof", async () => {
    const service = started();
    const { token } = await service.platformUser();
    const answer = await service.call("closeAccount", {
      token,
      body: { confirm: true, users_wx_code: "code" },
    });
    expect([answer.status, answer.reason]).toEqual([500, "wechat_not_configured"]);
  });
});

describe("an authRule that refuses the user", () => {
  const started = ownService();

  test("refuses the token of a changed password, and leaves the old password", async () => {
    const service = started();
    // Before anybody signs in: PocketBase ends all tokens when the rule changes.
    const authRule = "users_status >= 0 && users_level != 'gone'";
    await service.admin.collection("tbl_auth_users", { authRule });
    const { id, token, phone, password } = await service.platformUser();
    await service.admin.updateUser(id, { users_level: "gone" });
    const answer = await service.call("changePassword", { token, body: change });
    await service.admin.updateUser(id, { users_level: "" });
    expect([answer.status, answer.reason]).toEqual([401, "auth_rejected"]);
    const login = await service.call("platformLogin", { body: { users_phone: phone, password } });
    expect(login.status).toBe(200);
  });
});

describe("unlinkWechat", () => {
  const started = ownService();

  test("refuses a mini-program that is no text", async () => {
    const service = started();
    const { token } = await service.wechatUser();
    const answer = await service.call("unlinkWechat", { token, body: { wx_appid: 1 } });
    expect([answer.reason, Object.keys(answer.body.data.fields)]).toEqual([
      "validation_failed",
      ["wx_appid"],
    ]);
  });
});

describe("an operator's middleware that breaks", () => {
  // PocketBase's own routes go on, which the test factory needs.
  const broken = `routerUse((e) => {
  if (/^\\/api\\/system\\/(health|doctor)$/.test(e.request.url.path)) throw new Error("broken");
  return e.next();
});`;
  const started = ownService({ hooks: { "break.pb.js": broken } });

  test.each(["healthGet", "healthHead", "doctor"])("is a fault at %s", async (operation) => {
    expect((await started().call(operation)).status).toBe(500);
  });
});
