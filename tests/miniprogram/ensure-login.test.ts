import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Service, startService } from "../support/service.ts";
import { DAY, failureOf, LOGIN, type MiniProgram, miniProgram, REFRESH, SECOND } from "./support.ts";

let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service?.close());

/** An app whose user has signed in, with the calls so far forgotten. */
async function signedIn(options: Parameters<typeof miniProgram>[1] = {}): Promise<MiniProgram> {
  const app = miniProgram(service, options);
  await app.client.login();
  app.fake.calls.length = 0;
  return app;
}

/** Moves the phone's clock to so long before the token ends. */
function moveTo({ client, clock }: MiniProgram, beforeEnd: number): void {
  const end = client.session?.expiresAt;
  if (!end) throw new Error("the token does not say when it ends");
  clock.now = end - beforeEnd;
}

const bodies = ({ fake }: MiniProgram) => fake.calls.map(({ body }) => body);

describe("ensureLogin", () => {
  test("signs in when nobody is", async () => {
    const { client, fake } = miniProgram(service);
    const session = await client.ensureLogin();
    expect(session).toEqual(client.session);
    expect(session.user.users_type).toBe("游客");
    expect(fake.trail()).toEqual(["login", LOGIN]);
  });

  test("uses a good token without any call", async () => {
    const app = await signedIn();
    const before = app.client.session;
    expect(await app.client.ensureLogin()).toEqual(before);
    expect(app.fake.trail()).toEqual([]);
  });

  test("uses a good token after a restart of the app, without any call", async () => {
    const app = await signedIn();
    expect(await app.restart().ensureLogin()).toEqual(app.client.session);
    expect(app.fake.trail()).toEqual([]);
  });

  test("reads the end out of the token", async () => {
    const { client } = await signedIn();
    const [, claims] = client.session?.token.split(".") ?? [];
    const { exp } = JSON.parse(Buffer.from(String(claims), "base64url").toString());
    expect(client.session?.expiresAt).toBe(exp * 1000);
  });

  test("leaves a token alone until its last day", async () => {
    const app = await signedIn();
    moveTo(app, DAY + SECOND);
    await app.client.ensureLogin();
    expect(app.fake.trail()).toEqual([]);
  });

  test("renews a token in its last day by itself, without a code", async () => {
    const app = await signedIn();
    const old = app.client.session;
    moveTo(app, DAY - SECOND);
    const session = await app.client.ensureLogin();
    expect(app.fake.trail()).toEqual([REFRESH]);
    expect(app.fake.calls[0]?.header).toEqual({ Authorization: `Bearer ${old?.token}` });
    expect(bodies(app)).toEqual([undefined]);
    expect(session.user).toEqual(old?.user);
    expect(session.receivedAt).toBe(app.clock.now);
    expect(JSON.parse(String([...app.fake.storage.values()][0])).token).toBe(session.token);
  });

  test("renews a short-lived token in the last quarter of its life, not sooner", async () => {
    await service.admin.collection("tbl_auth_users", { authToken: { duration: 1000 } });
    try {
      const app = await signedIn();
      moveTo(app, 300 * SECOND);
      await app.client.ensureLogin();
      expect(app.fake.trail()).toEqual([]);
      moveTo(app, 200 * SECOND);
      await app.client.ensureLogin();
      expect(app.fake.trail()).toEqual([REFRESH]);
    } finally {
      await service.admin.collection("tbl_auth_users", { authToken: { duration: 604_800 } });
    }
  });

  test("takes renewWithin in place of that", async () => {
    const app = await signedIn({ renewWithin: 60 });
    moveTo(app, 61 * SECOND);
    await app.client.ensureLogin();
    expect(app.fake.trail()).toEqual([]);
    moveTo(app, 59 * SECOND);
    await app.client.ensureLogin();
    expect(app.fake.trail()).toEqual([REFRESH]);
  });

  test("renews an ended token through a new code", async () => {
    const app = await signedIn();
    const old = app.client.session;
    moveTo(app, 0);
    const session = await app.client.ensureLogin();
    expect(app.fake.trail()).toEqual(["login", REFRESH]);
    expect(app.fake.calls[1]?.header).toEqual({ "Content-Type": "application/json" });
    expect(session.user.pb_id).toBe(old?.user.pb_id);
  });

  test("signs in anew when the user of an ended token is gone", async () => {
    const app = await signedIn({ user: "ensure-deleted" });
    const old = app.client.session?.user.pb_id;
    await service.admin.request("DELETE", `/api/collections/tbl_auth_users/records/${old}`);
    moveTo(app, 0);
    const session = await app.client.ensureLogin();
    expect(app.fake.trail()).toEqual(["login", REFRESH, "login", LOGIN]);
    expect(session.user.pb_id).not.toBe(old);
    const codes = bodies(app).filter(Boolean);
    expect(new Set(codes).size).toBe(2);
  });

  test("renews through a code when the service refuses the token that nears its end", async () => {
    const app = await signedIn();
    await service.admin.updateUser(String(app.client.session?.user.pb_id), {
      password: "x".repeat(20),
      passwordConfirm: "x".repeat(20),
    });
    moveTo(app, SECOND);
    await app.client.ensureLogin();
    expect(app.fake.trail()).toEqual([REFRESH, "login", REFRESH]);
  });

  test("signs in when the code belongs to another user than the one stored", async () => {
    let user = "ensure-first-owner";
    const app = await signedIn({ loginCode: async () => service.sandbox.mintLoginCode({ user }).code });
    user = "ensure-second-owner";
    moveTo(app, 0);
    const old = app.client.session?.user.openid;
    await service.wechatUser(user);
    const session = await app.client.ensureLogin();
    expect(app.fake.trail()).toEqual([REFRESH, LOGIN]);
    expect(session.user.openid).not.toBe(old);
  });

  test("runs one renewal for ten pages that ask at once", async () => {
    const app = await signedIn();
    moveTo(app, SECOND);
    const sessions = await Promise.all(Array.from({ length: 10 }, () => app.client.ensureLogin()));
    expect(app.fake.trail()).toEqual([REFRESH]);
    expect(new Set(sessions.map(({ receivedAt }) => receivedAt))).toEqual(new Set([app.clock.now]));
  });

  test("goes on with a token that still holds when the network fails, and tries again a minute later", async () => {
    const app = await signedIn();
    moveTo(app, 600 * SECOND);
    app.fake.state.offline = true;
    const kept = app.client.session;
    expect(await app.client.ensureLogin()).toEqual(kept);
    expect(await app.client.ensureLogin()).toEqual(kept);
    expect(app.fake.trail()).toEqual([REFRESH]);
    app.fake.state.offline = false;
    app.pass(60 * SECOND);
    await app.client.ensureLogin();
    expect(app.fake.trail()).toEqual([REFRESH, REFRESH]);
  });

  test.each([
    ["an overloaded service", 429, { code: 429, msg: "请求过于频繁", data: { reason: "rate_limited" } }, 30],
    ["a service that is down", 502, "<html>Bad Gateway</html>", 60],
    ["a Wi-Fi sign-in page", 200, "<html>Welcome</html>", 60],
  ])("goes on with a token that still holds behind %s", async (_, statusCode, data, pause) => {
    const app = await signedIn();
    moveTo(app, 600 * SECOND);
    const header = statusCode === 429 ? { "Retry-After": "30" } : {};
    app.fake.answer(REFRESH, { statusCode, header, data });
    const kept = app.client.session;
    expect(await app.client.ensureLogin()).toEqual(kept);
    app.pass((pause - 1) * SECOND);
    await app.client.ensureLogin();
    expect(app.fake.trail()).toEqual([REFRESH]);
    app.pass(SECOND);
    await app.client.ensureLogin();
    expect(app.fake.trail()).toEqual([REFRESH, REFRESH]);
  });

  test("fails when the network fails and the token has ended, and keeps what is needed to go on later", async () => {
    const app = await signedIn();
    moveTo(app, 0);
    app.fake.state.offline = true;
    app.fake.answer("login", { code: "any" } as never);
    expect(await failureOf(app.client.ensureLogin())).toMatchObject({ reason: "network_error", status: 0 });
    app.fake.state.offline = false;
    await app.client.ensureLogin();
    expect(app.fake.trail()).toEqual(["login", REFRESH, "login", REFRESH]);
  });

  test("does not go on as a user who has been disabled", async () => {
    const app = await signedIn();
    await service.admin.updateUser(String(app.client.session?.user.pb_id), { users_status: -1 });
    moveTo(app, SECOND);
    expect(await failureOf(app.client.ensureLogin())).toMatchObject({
      status: 403,
      reason: "account_disabled",
    });
  });

  test.each([
    ["nothing useful", "nonsense"],
    ["another shape", JSON.stringify({ token: "x" })],
    ["JSON null", "null"],
    ["an object that an older app stored", { token: "x" }],
  ])("signs in when storage holds %s", async (_, stored) => {
    const { client, fake } = miniProgram(service);
    fake.storage.set(`wechat_auth:${service.url}`, stored);
    expect(client.session).toBeNull();
    await client.ensureLogin();
    expect(fake.trail()).toEqual(["login", LOGIN]);
  });

  test("never sends the token of one service to another", async () => {
    const app = await signedIn();
    const other = app.restart({ baseURL: "https://other.example.com" });
    expect(other.session).toBeNull();
  });

  test("works without storage as long as the app runs", async () => {
    const app = miniProgram(service);
    app.fake.state.storageFails = true;
    await app.client.ensureLogin();
    await app.client.ensureLogin();
    expect(app.fake.trail()).toEqual(["login", LOGIN]);
    expect(() => app.client.logout()).not.toThrow();
    expect(app.client.session).toBeNull();
    expect(app.restart().session).toBeNull();
  });
});

describe("refresh", () => {
  test("renews a good token on demand", async () => {
    const app = await signedIn();
    app.clock.now += SECOND;
    const session = await app.client.refresh();
    expect(app.fake.trail()).toEqual([REFRESH]);
    expect(session).toMatchObject({ receivedAt: app.clock.now, user: { openid: session.user.openid } });
  });

  test("reports a failure even while the token holds, and keeps it", async () => {
    const app = await signedIn();
    app.fake.state.offline = true;
    const kept = app.client.session;
    expect(await failureOf(app.client.refresh())).toMatchObject({
      reason: "network_error",
      detail: "request:fail 似乎已断开与互联网的连接。",
    });
    expect(app.client.session).toEqual(kept);
  });

  test("does not take an answer without a token for a renewal", async () => {
    const app = await signedIn();
    const kept = app.client.session;
    app.fake.answer(REFRESH, { statusCode: 200, header: {}, data: { code: 200, msg: "", data: {} } });
    expect(await failureOf(app.client.refresh())).toMatchObject({ reason: "invalid_response", status: 200 });
    expect(app.client.session).toEqual(kept);
    expect(app.fake.trail()).toEqual([REFRESH]);
  });
});
