import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Service, startService } from "../support/service.ts";
import {
  COUNT,
  failureOf,
  LOGIN,
  miniProgram,
  type MiniProgram,
  PROFILE,
  REFRESH,
  revokeAllTokens,
} from "./support.ts";

let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service?.close());

async function signedIn(options: Parameters<typeof miniProgram>[1] = {}): Promise<MiniProgram> {
  const app = miniProgram(service, options);
  await app.client.login();
  app.fake.calls.length = 0;
  return app;
}

const refusal = {
  statusCode: 401,
  header: {},
  data: { code: 401, msg: "登录已失效，请重新登录", data: { reason: "token_invalid" } },
};
const tokensSent = ({ fake }: MiniProgram, path: string) =>
  fake.calls.filter((call) => call.path === path).map(({ header }) => header.Authorization);

describe("a 401 on request()", () => {
  test("renews once through a code and repeats once", async () => {
    const app = await signedIn();
    const old = app.client.session?.token;
    await revokeAllTokens(service);
    const { code } = service.sandbox.mintPhoneCode({ phone: "13800000001" });
    const user = await app.client.updateProfile({
      users_name: "小明",
      users_phone_code: code,
      users_picture: "https://example.com/1.png",
    });
    expect(user.users_phone).toBe("13800000001");
    expect(app.fake.trail()).toEqual([PROFILE, "login", REFRESH, PROFILE]);
    expect(tokensSent(app, PROFILE)).toEqual([`Bearer ${old}`, `Bearer ${app.client.session?.token}`]);
  });

  test("is handed on when the repeated call gets one as well", async () => {
    const app = await signedIn();
    app.fake.answer(COUNT, refusal, 2);
    expect(await failureOf(app.client.request(COUNT, { method: "POST" }))).toMatchObject({
      status: 401,
      reason: "token_invalid",
    });
    expect(app.fake.trail()).toEqual([COUNT, "login", REFRESH, COUNT]);
  });

  test("spends no WeChat exchange when the token is good after all", async () => {
    const app = await signedIn();
    app.fake.answer(COUNT, refusal);
    const exchanges = service.sandbox.requests().length;
    await app.client.request(COUNT, { method: "POST" });
    expect(service.sandbox.requests().length).toBe(exchanges);
  });

  test("of ten calls at once leads to one renewal and ten repeats", async () => {
    const app = await signedIn();
    app.fake.answer(COUNT, refusal, 10);
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => app.client.request(COUNT, { method: "POST" })),
    );
    expect(answers.every(({ code }) => code === 200)).toBe(true);
    expect(app.fake.trail().filter((path) => path === REFRESH)).toHaveLength(1);
    expect(tokensSent(app, COUNT).slice(10)).toEqual(
      Array.from({ length: 10 }, () => `Bearer ${app.client.session?.token}`),
    );
  });

  test("that comes after somebody else's renewal is repeated without another", async () => {
    const app = await signedIn();
    app.fake.answer(COUNT, refusal);
    const late = app.fake.hold(COUNT);
    const call = app.client.request(COUNT, { method: "POST" });
    await late.arrived;
    await revokeAllTokens(service);
    const { token } = await app.client.refresh();
    late.release();
    await call;
    expect(app.fake.trail()).toEqual([COUNT, REFRESH, "login", REFRESH, COUNT]);
    expect(tokensSent(app, COUNT)[1]).toBe(`Bearer ${token}`);
  });

  test("ends in the renewal's own failure", async () => {
    const app = await signedIn();
    app.fake.answer(COUNT, refusal);
    app.fake.answer(REFRESH, { errMsg: "request:fail timeout" });
    expect(await failureOf(app.client.request(COUNT, { method: "POST" }))).toMatchObject({
      reason: "timeout",
    });
    expect(app.fake.trail()).toEqual([COUNT, "login", REFRESH]);
  });

  test("because of the operator's auth rule is not answered with a renewal", async () => {
    const app = await signedIn();
    const data = { code: 401, msg: "当前账号不允许登录", data: { reason: "auth_rejected" } };
    app.fake.answer(COUNT, { statusCode: 401, header: {}, data });
    expect(await failureOf(app.client.request(COUNT, { method: "POST" }))).toMatchObject({
      reason: "auth_rejected",
    });
    expect(app.fake.trail()).toEqual([COUNT]);
  });
});

describe("request() while a renewal is under way", () => {
  test("waits for it and goes out with the new token", async () => {
    const app = await signedIn();
    const old = app.client.session?.token;
    await revokeAllTokens(service);
    const renewal = app.fake.hold(REFRESH);
    const refreshed = app.client.refresh();
    await renewal.arrived;
    const call = app.client.request(COUNT, { method: "POST" });
    // Whatever does not wait would have gone out by then.
    await new Promise(setImmediate);
    expect(app.fake.trail()).toEqual([REFRESH]);
    renewal.release();
    await call;
    const { token } = await refreshed;
    expect(token).not.toBe(old);
    expect(tokensSent(app, COUNT)).toEqual([`Bearer ${token}`]);
    expect(app.fake.trail()).toEqual([REFRESH, "login", REFRESH, COUNT]);
  });

  test("goes out with the old token when the renewal fails but the token holds", async () => {
    const app = await signedIn();
    app.fake.answer(REFRESH, { errMsg: "request:fail " });
    const renewal = app.fake.hold(REFRESH);
    const refreshed = failureOf(app.client.refresh());
    await renewal.arrived;
    const call = app.client.request(COUNT, { method: "POST" });
    renewal.release();
    expect((await refreshed).reason).toBe("network_error");
    expect((await call).code).toBe(200);
    expect(tokensSent(app, COUNT)).toEqual([`Bearer ${app.client.session?.token}`]);
  });

  test("signs in first when nobody is, once for all who wait", async () => {
    const { client, fake } = miniProgram(service);
    await Promise.all(Array.from({ length: 12 }, () => client.request(COUNT, { method: "POST" })));
    expect(fake.trail()).toEqual(["login", LOGIN, ...Array.from({ length: 12 }, () => COUNT)]);
    expect(fake.peak()).toBe(10);
  });
});

describe("a sign-in as somebody else", () => {
  test("does not get the profile of the user before, which was being saved", async () => {
    let user = "race-saving";
    const app = await signedIn({ loginCode: async () => service.sandbox.mintLoginCode({ user }).code });
    const saving = app.fake.hold(PROFILE);
    const saved = app.client.updateProfile({
      users_name: "小红",
      users_phone_code: service.sandbox.mintPhoneCode({ phone: "13800000003" }).code,
      users_picture: "https://example.com/1.png",
    });
    await saving.arrived;
    user = "race-saved";
    const { record } = await app.client.login();
    saving.release();
    expect((await saved).users_name).toBe("小红");
    expect(app.client.session?.user).toMatchObject({ pb_id: record.id, users_name: "" });
  });
});

describe("logout()", () => {
  const steps = {
    "wx.login": "login",
    "the sign-in": LOGIN,
  };
  test.each(Object.entries(steps))(
    "during %s of a login: nobody is signed in afterwards",
    async (_, step) => {
      const { client, fake } = miniProgram(service);
      const flight = fake.hold(step);
      const login = failureOf(client.login());
      await flight.arrived;
      client.logout();
      flight.release();
      expect(await login).toMatchObject({ reason: "session_changed", status: 0 });
      expect(client.session).toBeNull();
      expect(fake.storage.size).toBe(0);
    },
  );

  test("during wx.login keeps the code from being sent at all", async () => {
    const { client, fake } = miniProgram(service);
    const flight = fake.hold("login");
    const login = failureOf(client.login());
    await flight.arrived;
    client.logout();
    flight.release();
    await login;
    expect(fake.trail()).toEqual(["login"]);
  });

  test("during a renewal: nobody is signed in afterwards, and who waited is told", async () => {
    const app = await signedIn();
    const renewal = app.fake.hold(REFRESH);
    const refreshed = failureOf(app.client.refresh());
    await renewal.arrived;
    const queued = failureOf(app.client.request(COUNT, { method: "POST" }));
    app.client.logout();
    renewal.release();
    expect((await refreshed).reason).toBe("session_changed");
    expect((await queued).reason).toBe("session_changed");
    expect(app.client.session).toBeNull();
    expect(app.fake.storage.size).toBe(0);
    expect(app.fake.trail()).toEqual([REFRESH]);
  });

  test("while the renewal turns out that the user is gone does not register them again", async () => {
    const app = await signedIn();
    app.clock.now = Number(app.client.session?.expiresAt);
    await service.admin.request(
      "DELETE",
      `/api/collections/tbl_auth_users/records/${app.client.session?.user.pb_id}`,
    );
    const renewal = app.fake.hold(REFRESH);
    const ensured = failureOf(app.client.ensureLogin());
    await renewal.arrived;
    app.client.logout();
    renewal.release();
    expect((await ensured).reason).toBe("session_changed");
    expect(app.fake.trail()).toEqual(["login", REFRESH]);
  });

  test("while a login waits for a renewal stops that login", async () => {
    const app = await signedIn();
    const renewal = app.fake.hold(REFRESH);
    const refreshed = failureOf(app.client.refresh());
    await renewal.arrived;
    const login = failureOf(app.client.login());
    app.client.logout();
    renewal.release();
    expect((await login).reason).toBe("session_changed");
    await refreshed;
    expect(app.fake.trail()).toEqual([REFRESH]);
    expect(app.client.session).toBeNull();
  });

  test("during a request: its 401 is handed on, without renewal or repeat", async () => {
    const app = await signedIn();
    app.fake.answer(COUNT, refusal);
    const call = app.fake.hold(COUNT);
    const request = failureOf(app.client.request(COUNT, { method: "POST" }));
    await call.arrived;
    app.client.logout();
    call.release();
    expect(await request).toMatchObject({ status: 401, reason: "token_invalid" });
    expect(app.fake.trail()).toEqual([COUNT]);
    expect(app.client.session).toBeNull();
  });

  test("and a new login: a call of the user before is not repeated as the user after", async () => {
    let user = "race-before";
    const app = await signedIn({ loginCode: async () => service.sandbox.mintLoginCode({ user }).code });
    app.fake.answer(COUNT, refusal);
    const call = app.fake.hold(COUNT);
    const request = failureOf(app.client.request(COUNT, { method: "POST" }));
    await call.arrived;
    app.client.logout();
    user = "race-after";
    await app.client.login();
    call.release();
    expect((await request).status).toBe(401);
    expect(app.fake.trail()).toEqual([COUNT, LOGIN]);
  });

  test("does not let a profile saved meanwhile bring the user back", async () => {
    const app = await signedIn();
    const saving = app.fake.hold(PROFILE);
    const saved = app.client.updateProfile({
      users_name: "小红",
      users_phone_code: service.sandbox.mintPhoneCode({ phone: "13800000002" }).code,
      users_picture: "https://example.com/1.png",
    });
    await saving.arrived;
    app.client.logout();
    saving.release();
    await saved;
    expect(app.client.session).toBeNull();
    expect(app.fake.storage.size).toBe(0);
  });

  test("lets a new login start at once, whatever is still under way", async () => {
    const { client, fake } = miniProgram(service);
    const flight = fake.hold(LOGIN);
    const before = failureOf(client.login());
    await flight.arrived;
    client.logout();
    const after = await client.login();
    flight.release();
    expect((await before).reason).toBe("session_changed");
    expect(client.session?.token).toBe(after.token);
  });

  test("is forgotten by nobody: the next start has to sign in", async () => {
    const app = await signedIn();
    app.client.logout();
    expect(app.restart().session).toBeNull();
  });
});
