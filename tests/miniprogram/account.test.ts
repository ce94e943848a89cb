import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { freshPhone, registration, type Service, startService } from "../support/service.ts";
import { COUNT, failureOf, LOGIN, type MiniProgram, miniProgram, nodeClient, REFRESH } from "./support.ts";

const REVOKE = "/api/account/revoke-tokens";
const CLOSE = "/api/account/close";
const CHANGE = "/api/platform/change-password";
const RESET = "/api/platform/reset-password";

let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service?.close());

async function wechatApp(): Promise<MiniProgram> {
  const app = miniProgram(service);
  await app.client.login();
  app.fake.calls.length = 0;
  return app;
}

/** A platform user in a mini-program, whose WeChat is not linked. */
async function platformApp(): Promise<MiniProgram & { phone: string; password: string }> {
  const app = miniProgram(service);
  const { phone, password } = await service.platformUser();
  await app.client.platform.login({ users_phone: phone, password });
  app.fake.calls.length = 0;
  return { ...app, phone, password };
}

const tokenOf = ({ client }: MiniProgram) => String(client.session?.token);
const statusOf = async (token: string) => (await service.call("refreshToken", { token })).status;
const passwords = (password: string) => ({ password, passwordConfirm: password });

describe("logout({ everywhere: true })", () => {
  test("ends the tokens of every device, and forgets the session here", async () => {
    const app = await wechatApp();
    const token = tokenOf(app);
    await app.client.logout({ everywhere: true });
    expect(app.client.session).toBeNull();
    expect(app.restart().session).toBeNull();
    expect(await statusOf(token)).toBe(401);
    expect(app.fake.trail()).toEqual([REVOKE]);
  });

  test("keeps the session when it cannot reach the service, to be tried again", async () => {
    const app = await wechatApp();
    const before = app.client.session;
    app.fake.state.offline = true;
    expect((await failureOf(app.client.logout({ everywhere: true }))).reason).toBe("network_error");
    expect(app.client.session).toEqual(before);
  });

  test("is done where the token has ended already", async () => {
    const app = await platformApp();
    await service.call("revokeTokens", { token: tokenOf(app) });
    await app.client.logout({ everywhere: true });
    expect(app.client.session).toBeNull();
  });

  test("asks nobody where nobody is signed in", async () => {
    const { client, fake } = miniProgram(service);
    await client.logout({ everywhere: true });
    expect(fake.trail()).toEqual([]);
  });

  test("does not end the session of somebody who signed in meanwhile", async () => {
    const app = await platformApp();
    const answer = app.fake.hold(REVOKE);
    const leaving = app.client.logout({ everywhere: true });
    await answer.arrived;
    const { record } = await app.client.platform.register(registration());
    answer.release();
    await leaving;
    expect(app.client.session?.user.pb_id).toBe(record.id);
  });
});

describe("platform.changePassword", () => {
  test("goes on with the new token, when all others have ended", async () => {
    const app = await platformApp();
    const { client, phone, password, fake } = app;
    const old = tokenOf(app);
    const { token } = await client.platform.changePassword({
      password_old: password,
      ...passwords("battery-staple-9"),
    });
    expect(tokenOf(app)).toBe(token);
    expect(await statusOf(old)).toBe(401);
    await client.request(COUNT, { method: "POST" });
    expect(fake.trail()).toEqual([CHANGE, COUNT]);
    client.logout();
    await client.platform.login({ users_phone: phone, password: "battery-staple-9" });
  });

  test("changes nothing with a wrong old password, and says which field it was", async () => {
    const app = await platformApp();
    const before = app.client.session;
    const change = { password_old: "not-the-password", ...passwords("battery-staple-9") };
    const error = await failureOf(app.client.platform.changePassword(change));
    expect(error).toMatchObject({ status: 400, reason: "password_wrong" });
    expect(Object.keys(error.fields)).toEqual(["password_old"]);
    expect(app.client.session).toEqual(before);
  });

  test("keeps passwords out of what is stored", async () => {
    const { client, fake, password } = await platformApp();
    await client.platform.changePassword({ password_old: password, ...passwords("battery-staple-9") });
    expect(JSON.stringify([...fake.storage])).not.toContain("battery-staple-9");
  });
});

describe("platform.resetPassword", () => {
  test.each(["once", "lost"] as const)("sets a new password by a phone code, sent %s", async (what) => {
    const { client, fake } = miniProgram(service);
    const { phone, token } = await service.platformUser();
    const { code } = service.sandbox.mintPhoneCode({ phone });
    if (what === "lost") fake.answer(RESET, "lost");
    await client.platform.resetPassword({ users_phone_code: code, ...passwords("battery-staple-9") });
    expect(client.session).toBeNull();
    expect(await statusOf(token)).toBe(401);
    await client.platform.login({ users_phone: phone, password: "battery-staple-9" });
    expect(fake.trail()[0]).toBe(RESET);
  });

  test("knows nobody with that number", async () => {
    const { client } = miniProgram(service);
    const { code } = service.sandbox.mintPhoneCode({ phone: freshPhone() });
    const reset = { users_phone_code: code, ...passwords("battery-staple-9") };
    expect((await failureOf(client.platform.resetPassword(reset))).reason).toBe("user_not_found");
  });
});

describe("closeAccount", () => {
  test("proves by a fresh code who it is; the next sign-in is somebody new", async () => {
    const app = await wechatApp();
    const { client, fake } = app;
    const [id, token] = [client.session?.user.pb_id, tokenOf(app)];
    await client.closeAccount();
    expect(client.session).toBeNull();
    expect(fake.storage.size).toBe(0);
    expect(await statusOf(token)).toBe(401);
    expect((await client.login()).record.id).not.toBe(id);
    expect(fake.trail()).toEqual(["login", CLOSE, "login", LOGIN]);
    expect(JSON.parse(String(fake.calls[1]?.body))).toEqual({
      confirm: true,
      users_wx_code: expect.any(String),
    });
  });

  test("takes a password in place of a code", async () => {
    const { client, fake, phone, password } = await platformApp();
    await client.closeAccount({ password });
    expect(client.session).toBeNull();
    expect(fake.trail()).toEqual([CLOSE]);
    const login = client.platform.login({ users_phone: phone, password });
    expect((await failureOf(login)).reason).toBe("user_not_found");
  });

  test("keeps the session when the proof is not good enough", async () => {
    const { client } = await platformApp();
    const before = client.session;
    expect((await failureOf(client.closeAccount({ password: "not-the-password" }))).reason).toBe(
      "proof_rejected",
    );
    // The WeChat account of this phone is not linked to this user.
    expect((await failureOf(client.closeAccount())).reason).toBe("proof_rejected");
    expect(client.session).toEqual(before);
  });

  test("never closes somebody else's account, whoever the code belongs to by then", async () => {
    let user = "close-before";
    const app = miniProgram(service, {
      loginCode: async () => service.sandbox.mintLoginCode({ user }).code,
    });
    await app.client.login();
    const other = await service.wechatUser("close-after");
    await service.call("revokeTokens", { token: tokenOf(app) });
    user = "close-after";
    app.fake.calls.length = 0;
    expect((await failureOf(app.client.closeAccount())).reason).toBe("session_changed");
    expect(app.fake.trail().filter((path) => path === CLOSE)).toHaveLength(1);
    expect(app.fake.trail()).toContain(REFRESH);
    expect((await service.admin.user(other.id)).users_status).toBe(0);
  });

  test("is no matter of a browser without a password", async () => {
    const client = nodeClient.createClient({ baseURL: service.url });
    await client.platform.register(registration());
    expect((await failureOf(client.closeAccount())).reason).toBe("wx_login_failed");
  });
});
