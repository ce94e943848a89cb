import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Service, startService } from "../support/service.ts";
import { createFakeWx } from "./fake-wx.ts";
import {
  failureOf,
  LOGIN,
  loadInMiniProgram,
  type MiniProgram,
  miniProgram,
  REFRESH,
  SECOND,
} from "./support.ts";

let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service?.close());

const refused = (status: number, reason: string, data: object = {}) => ({
  statusCode: status,
  header: {},
  data: { code: status, msg: "稍后再试", data: { reason, ...data } },
});
const codesSent = ({ fake }: MiniProgram) =>
  fake.calls.filter(({ api }) => api === "request").map(({ body }) => JSON.parse(String(body)).users_wx_code);

describe("a code that the network layer sends twice", () => {
  test("is replaced by a fresh one, and the sign-in succeeds", async () => {
    const app = miniProgram(service);
    app.fake.answer(LOGIN, "sent twice");
    const { meta } = await app.client.login();
    // The first of the two did register the user.
    expect(meta.data.status).toBe("login_success");
    expect(app.fake.trail()).toEqual(["login", LOGIN, "login", LOGIN]);
    expect(new Set(codesSent(app)).size).toBe(2);
  });

  test("is replaced in a renewal as well", async () => {
    const app = miniProgram(service);
    await app.client.login();
    app.clock.now = Number(app.client.session?.expiresAt);
    app.fake.calls.length = 0;
    app.fake.answer(REFRESH, "sent twice");
    await app.client.ensureLogin();
    expect(app.fake.trail()).toEqual(["login", REFRESH, "login", REFRESH]);
  });

  test.each([
    ["duplicate_request", 429],
    ["wechat_code_used", 400],
  ])("is replaced once: a second %s is handed on", async (reason, status) => {
    const app = miniProgram(service);
    app.fake.answer(LOGIN, refused(status, reason, { retry_after: 10 }), 2);
    expect(await failureOf(app.client.login())).toMatchObject({ status, reason });
    expect(app.fake.trail()).toEqual(["login", LOGIN, "login", LOGIN]);
  });
});

describe("a sign-in while the service is busy", () => {
  const busy = (seconds?: number) =>
    refused(429, "rate_limited", seconds === undefined ? {} : { retry_after: seconds });

  test("waits as long as it is told, a little more, and goes on with a fresh code", async () => {
    const told: number[] = [];
    const app = miniProgram(service, { onWait: (seconds) => told.push(seconds) });
    app.fake.answer(LOGIN, busy(40));
    const login = app.client.login();
    const pause = await app.time.waits(40 * SECOND, 50 * SECOND);
    expect(told).toEqual([Math.ceil(pause / SECOND)]);
    app.pass(pause - 1);
    expect(app.fake.trail()).toEqual(["login", LOGIN]);
    app.pass(1);
    await login;
    expect(app.fake.trail()).toEqual(["login", LOGIN, "login", LOGIN]);
    expect(new Set(codesSent(app)).size).toBe(2);
  });

  test("spreads those who are sent away together", async () => {
    const pauses = await Promise.all(
      Array.from({ length: 10 }, async () => {
        const app = miniProgram(service);
        app.fake.answer(LOGIN, busy(60));
        void app.client.login();
        return app.time.waits(30 * SECOND);
      }),
    );
    expect(new Set(pauses).size).toBeGreaterThan(5);
  });

  test("waits where nobody says how long: ten seconds and a little", async () => {
    const app = miniProgram(service);
    app.fake.answer(LOGIN, busy());
    const login = app.client.login();
    const pause = await app.time.waits(10 * SECOND, 12.5 * SECOND);
    app.pass(pause);
    await login;
  });

  test("does not wait for longer than two minutes, but says how long it would take", async () => {
    const { client, fake } = miniProgram(service);
    fake.answer(LOGIN, busy(121));
    expect(await failureOf(client.login())).toMatchObject({ reason: "rate_limited", retryAfter: 121 });
    expect(fake.trail()).toEqual(["login", LOGIN]);
  });

  test("gives up after twenty waits", async () => {
    const app = miniProgram(service, { onWait: () => queueMicrotask(() => app.pass(100 * SECOND)) });
    app.fake.answer(LOGIN, busy(60), 100);
    expect(await failureOf(app.client.login())).toMatchObject({ reason: "rate_limited", retryAfter: 60 });
    expect(app.fake.trail().filter((path) => path === LOGIN)).toHaveLength(21);
  });

  test("ends when somebody signs out meanwhile", async () => {
    const app = miniProgram(service);
    app.fake.answer(LOGIN, busy(30));
    const login = failureOf(app.client.login());
    const pause = await app.time.waits(30 * SECOND);
    app.client.logout();
    app.pass(pause);
    expect((await login).reason).toBe("session_changed");
    expect(app.fake.trail()).toEqual(["login", LOGIN]);
  });

  test("hands everything else on at once", async () => {
    const { client, fake } = miniProgram(service);
    fake.answer(LOGIN, refused(502, "wechat_unavailable"));
    expect((await failureOf(client.login())).reason).toBe("wechat_unavailable");
    expect(fake.trail()).toEqual(["login", LOGIN]);
  });

  test("twenty phones behind one address with a budget of seven a second all get in by themselves", async () => {
    const rules = [{ label: `POST ${LOGIN}`, maxRequests: 7, duration: 1, audience: "" }];
    await service.admin.settings({ rateLimits: { enabled: true, rules } });
    try {
      const phones = Array.from({ length: 20 }, (_, i) => {
        const user = `budget-${i}`;
        return createFakeWx({ loginCode: () => service.sandbox.mintLoginCode({ user }).code });
      });
      const answers = await Promise.all(
        phones.map(({ wx }) => loadInMiniProgram(wx).createClient({ baseURL: service.url }).ensureLogin()),
      );
      expect(new Set(answers.map(({ user }) => user.openid)).size).toBe(20);
      expect(phones.some(({ calls }) => calls.length > 2)).toBe(true);
    } finally {
      await service.admin.settings({ rateLimits: { enabled: false } });
    }
  });
});
