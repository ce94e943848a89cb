import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { freshPhone, type Service, startService } from "../support/service.ts";
import { nodeClient, COUNT, failureOf, LOGIN, type MiniProgram, miniProgram, PROFILE } from "./support.ts";

const LINK = "/api/account/link-wechat";
const UNLINK = "/api/account/unlink-wechat";
const PLATFORM_LOGIN = "/api/platform/login";

let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service?.close());

/** A platform user who has signed in on the phone of a WeChat user, whose guest record was there first. */
async function platformUserOnPhone(): Promise<MiniProgram & { id: string; guest: string }> {
  const app = miniProgram(service);
  const { record: guest } = await app.client.login();
  const { id, phone, password } = await service.platformUser();
  await app.client.platform.login({ users_phone: phone, password });
  app.fake.calls.length = 0;
  return { ...app, id, guest: guest.id };
}

const profile = (phone: string, values: object = {}) => ({
  users_name: "小明",
  users_phone_code: service.sandbox.mintPhoneCode({ phone }).code,
  users_picture: "https://example.com/1.png",
  ...values,
});

describe("linkWechat", () => {
  test("makes signing in through WeChat signing in as the linked user", async () => {
    const { client, fake, id } = await platformUserOnPhone();
    const token = client.session?.token;
    const { status, user } = await client.linkWechat();
    expect(status).toBe("merged");
    expect(user).toMatchObject({ pb_id: id, users_idtype: "ManagePlatform" });
    expect(user.wx_openid).not.toBe("");
    expect(client.session).toMatchObject({ token, user });
    client.logout();
    expect((await client.login()).record.id).toBe(id);
    expect(fake.trail()).toEqual(["login", LINK, "login", LOGIN]);
  });

  test("a second time says so", async () => {
    const { client } = await platformUserOnPhone();
    await client.linkWechat();
    expect((await client.linkWechat()).status).toBe("already_linked");
  });

  test("links a WeChat account that nobody has", async () => {
    const app = miniProgram(service);
    const { phone, password } = await service.platformUser();
    await app.client.platform.login({ users_phone: phone, password });
    expect((await app.client.linkWechat()).status).toBe("linked");
  });

  test("absorbs a user with a life of their own only when told to, and takes another code for it", async () => {
    const app = miniProgram(service);
    await app.client.login();
    await app.client.updateProfile(profile(freshPhone()));
    const { id, phone, password } = await service.platformUser();
    await app.client.platform.login({ users_phone: phone, password });
    const before = app.client.session;
    expect(await failureOf(app.client.linkWechat())).toMatchObject({
      status: 409,
      reason: "wechat_linked_elsewhere",
    });
    expect(app.client.session).toEqual(before);
    const { status, user } = await app.client.linkWechat({ merge: true });
    expect([status, user.pb_id]).toEqual(["merged", id]);
    const codes = app.fake.calls.filter(({ path }) => path === LINK).map(({ body }) => String(body));
    expect(new Set(codes.map((body) => JSON.parse(body).users_wx_code)).size).toBe(2);
  });

  test("goes out once however often it is tapped, and takes a fresh code where one was used up on the way", async () => {
    const { client, fake } = await platformUserOnPhone();
    fake.answer(LINK, "sent twice");
    const [one, other] = await Promise.all([client.linkWechat(), client.linkWechat()]);
    expect(one).toBe(other);
    expect(one.status).toBe("already_linked");
    expect(fake.trail()).toEqual(["login", LINK, "login", LINK]);
  });

  test("is no matter of a browser, where there is no WeChat to ask", async () => {
    const client = nodeClient.createClient({ baseURL: service.url });
    const { phone, password } = await service.platformUser();
    await client.platform.login({ users_phone: phone, password });
    expect(await failureOf(client.linkWechat())).toMatchObject({ reason: "wx_login_failed", status: 0 });
  });

  test("is dropped when somebody signs out meanwhile", async () => {
    const { client, fake } = await platformUserOnPhone();
    const code = fake.hold("login");
    const linking = failureOf(client.linkWechat());
    await code.arrived;
    client.logout();
    code.release();
    expect((await linking).reason).toBe("session_changed");
    expect(fake.trail()).toEqual(["login"]);
  });
});

describe("a platform user whose WeChat account is linked", () => {
  async function linked() {
    const app = await platformUserOnPhone();
    await app.client.linkWechat();
    app.fake.calls.length = 0;
    return app;
  }

  test("is signed in again through WeChat when the session ends", async () => {
    const { client, fake, clock, id } = await linked();
    clock.now = Number(client.session?.expiresAt);
    expect((await client.ensureLogin()).user.pb_id).toBe(id);
    expect(fake.trail()).toEqual(["login", "/api/system/refresh-token"]);
  });

  test("becomes nobody else when it has been unlinked elsewhere and the session ends", async () => {
    const { client, fake, clock } = await linked();
    await service.call("unlinkWechat", { token: String(client.session?.token) });
    clock.now = Number(client.session?.expiresAt);
    expect((await failureOf(client.ensureLogin())).reason).toBe("login_required");
    expect(client.session).toBeNull();
    expect(fake.trail()).not.toContain(LOGIN);
  });

  test("goes on with a new token after unlinkWechat, which ends the others", async () => {
    const app = await linked();
    const { client, fake, id } = app;
    const before = client.session?.token;
    const { status, user, token } = await client.unlinkWechat();
    expect([status, user.wx_openid]).toEqual(["unlinked", ""]);
    expect(client.session).toMatchObject({ token, user });
    expect(token).not.toBe(before);
    expect((await service.call("refreshToken", { token: String(before) })).status).toBe(401);
    await client.request(COUNT, { method: "POST" });
    expect(app.restart().session?.token).toBe(token);
    client.logout();
    expect((await client.login()).record.id).not.toBe(id);
    expect(fake.trail()).toEqual([UNLINK, COUNT, "login", LOGIN]);
  });
});

const exchanges = () =>
  service.sandbox.requests().filter(({ endpoint }) => endpoint === "getuserphonenumber").length;

describe("a phone number that another account holds", () => {
  async function held() {
    const app = miniProgram(service);
    await app.client.login();
    const holder = await service.platformUser({ users_name: "张三丰" });
    app.fake.calls.length = 0;
    return { ...app, holder, values: profile(holder.phone) };
  }
  test("is told with enough to ask whose it is, and nothing more", async () => {
    const { client, values } = await held();
    const before = client.session;
    const error = await failureOf(client.updateProfile(values));
    expect(error).toMatchObject({ status: 400, reason: "phone_taken" });
    expect(error.data.holder).toEqual({
      users_idtype: "ManagePlatform",
      users_name_masked: "张**",
      verified: false,
    });
    expect(client.session).toEqual(before);
  });

  test("moves here when claimed with the same code, which is paid for once", async () => {
    const { client, values, holder, fake } = await held();
    const paid = exchanges();
    await failureOf(client.updateProfile(values));
    const user = await client.updateProfile({ ...values, phone_conflict: "claim" });
    expect(user).toMatchObject({ users_phone: holder.phone, users_phone_verified: true });
    expect(client.session).toMatchObject({ user, isInfoComplete: true });
    expect(exchanges() - paid).toBe(1);
    expect(fake.trail()).toEqual([PROFILE, PROFILE]);
  });

  test("leads to the account of the one who knows its password", async () => {
    const { client, values, holder, fake } = await held();
    await failureOf(client.updateProfile(values));
    await client.platform.login({ users_phone: holder.phone, password: holder.password });
    const { user } = await client.linkWechat();
    expect(user).toMatchObject({ pb_id: holder.id, users_phone: holder.phone });
    expect(fake.trail()).toEqual([PROFILE, PLATFORM_LOGIN, "login", LINK]);
  });
});

describe("a profile whose answer was lost", () => {
  test.each(["lost", "sent twice"] as const)(
    "is sent again when it was %s, and paid for once",
    async (what) => {
      const { client, fake } = miniProgram(service);
      await client.login();
      fake.calls.length = 0;
      const paid = exchanges();
      fake.answer(PROFILE, what);
      const phone = freshPhone();
      const user = await client.updateProfile(profile(phone));
      expect(user.users_phone).toBe(phone);
      expect(client.session?.user.users_phone).toBe(phone);
      expect(exchanges() - paid).toBe(1);
      expect(new Set(fake.trail())).toEqual(new Set([PROFILE]));
    },
  );
});
