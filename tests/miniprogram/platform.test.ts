import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ClientOptions } from "../../miniprogram/dist/index.js";
import { registration, type Service, startService } from "../support/service.ts";
import {
  COUNT,
  DAY,
  failureOf,
  LOGIN,
  miniProgram,
  nodeClient,
  REFRESH,
  revokeAllTokens,
  SECOND,
} from "./support.ts";

let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service?.close());

/** Storage as a browser's, kept by the test. */
function browserStorage() {
  const items = new Map<string, string>();
  return {
    items,
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
    removeItem: (key: string) => void items.delete(key),
  };
}

function nodeApp(options: Partial<ClientOptions> = {}) {
  const clock = { now: Date.now() };
  const client = nodeClient.createClient({ baseURL: service.url, clock: () => clock.now, ...options });
  return { client, clock };
}

describe("in Node and H5", () => {
  test("registers a platform user, signs them out and in again", async () => {
    const { client } = nodeApp();
    const values = registration();
    const registered = await client.platform.register(values);
    expect(registered.meta.data.status).toBe("register_success");
    expect(client.session).toMatchObject({ token: registered.token, isInfoComplete: true });
    client.logout();
    expect(client.session).toBeNull();
    const body = { users_phone: values.users_phone, password: values.password };
    const answer = await client.platform.login(body);
    expect(answer.meta.data.status).toBe("login_success");
    expect(client.session?.user.pb_id).toBe(registered.record.id);
  });

  test("keeps the session in the storage it is given, without the password", async () => {
    const storage = browserStorage();
    const values = registration({ password: "a-very-secret-1", passwordConfirm: "a-very-secret-1" });
    await nodeApp({ storage }).client.platform.register(values);
    expect([...storage.items.keys()]).toEqual([`wechat_auth:${service.url}`]);
    expect(JSON.stringify([...storage.items])).not.toContain("a-very-secret-1");
    expect((await nodeApp({ storage }).client.ensureLogin()).user.users_phone).toBe(values.users_phone);
  });

  test("uses the token for calls, and renews it by itself", async () => {
    const { client, clock } = nodeApp();
    await client.platform.register(registration());
    clock.now = Number(client.session?.expiresAt) - SECOND;
    const session = await client.ensureLogin();
    expect(session.receivedAt).toBe(clock.now);
    expect((await client.request(COUNT, { method: "POST" })).code).toBe(200);
  });

  test("asks for a sign-in where there is none, and where a session has ended", async () => {
    const { client, clock } = nodeApp();
    const wanted = { reason: "login_required", status: 0, message: "请先登录" };
    expect(await failureOf(client.ensureLogin())).toMatchObject(wanted);
    expect(await failureOf(client.request("/api/health"))).toMatchObject(wanted);
    expect(await failureOf(client.login())).toMatchObject(wanted);
    await client.platform.register(registration());
    await revokeAllTokens(service);
    clock.now = Number(client.session?.expiresAt);
    expect(await failureOf(client.ensureLogin())).toMatchObject(wanted);
    expect(client.session).toBeNull();
  });

  test("leaves it to the service whether a session has ended: the clock may be wrong", async () => {
    const { client, clock } = nodeApp();
    const { record } = await client.platform.register(registration());
    clock.now = Number(client.session?.expiresAt) + DAY;
    expect((await client.ensureLogin()).user.pb_id).toBe(record.id);
  });

  test("ends the session when the service takes its token no more", async () => {
    const storage = browserStorage();
    const { client } = nodeApp({ storage });
    await client.platform.register(registration());
    await revokeAllTokens(service);
    const profile = { users_name: "甲", users_phone_code: "x", users_picture: "https://example.com/1.png" };
    expect(await failureOf(client.updateProfile(profile))).toMatchObject({
      status: 401,
      reason: "token_invalid",
    });
    expect(client.session).toBeNull();
    expect(storage.items.size).toBe(0);
  });

  test("sends a double tap's registration once", async () => {
    const { client } = nodeApp();
    const values = registration();
    const [first, second] = await Promise.all([
      client.platform.register(values),
      client.platform.register(values),
    ]);
    expect(first.token).toBe(second.token);
  });

  test("hands refusals on by field", async () => {
    const { client } = nodeApp();
    const values = registration({ passwordConfirm: "something-else" });
    const error = await failureOf(client.platform.register(values));
    expect(error).toMatchObject({ status: 400, reason: "validation_failed" });
    expect(Object.keys(error.fields)).toEqual(["passwordConfirm"]);
    expect(error).toBeInstanceOf(nodeClient.WechatAuthError);
    expect(error).toBeInstanceOf(Error);
  });

  test("uploads a Blob, and says that a path is none", async () => {
    const { client } = nodeApp();
    await client.platform.register(registration());
    const png = Buffer.from(
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==",
      "base64",
    );
    const picture = await client.uploadAvatar(new Blob([png]));
    expect((await fetch(service.url + new URL(picture).pathname)).status).toBe(200);
    expect(await failureOf(client.uploadAvatar("wxfile://tmp.png"))).toMatchObject({
      reason: "invalid_argument",
      fields: { file: "须为 File 或 Blob" },
    });
  });

  test("takes two files for two, whatever they look like to it", async () => {
    const { client } = nodeApp();
    await client.platform.register(registration());
    const [png, text] = await Promise.allSettled([
      client.uploadAvatar(
        new Blob([
          Buffer.from(
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==",
            "base64",
          ),
        ]),
      ),
      client.uploadAvatar(new Blob(["not a picture"])),
    ]);
    expect([png.status, text.status]).toEqual(["fulfilled", "rejected"]);
  });

  test("tells a refused connection and a time-out apart", async () => {
    const hanging = createServer(() => {}).listen(0, "127.0.0.1");
    await new Promise((resolve) => hanging.once("listening", resolve));
    const baseURL = `http://127.0.0.1:${(hanging.address() as AddressInfo).port}`;
    const slow = nodeApp({ baseURL, timeout: 50 }).client;
    expect(await failureOf(slow.request("/", { auth: false }))).toMatchObject({
      reason: "timeout",
      status: 0,
    });
    hanging.closeAllConnections();
    await new Promise((resolve) => hanging.close(resolve));
    const gone = await failureOf(nodeApp({ baseURL }).client.request("/", { auth: false }));
    expect(gone).toMatchObject({ reason: "network_error", status: 0 });
    expect(gone.detail).toContain("ECONNREFUSED");
  });

  test("carries Retry-After", async () => {
    const { client } = nodeApp();
    const { phone } = await service.platformUser();
    const wrong = (password: string) => failureOf(client.platform.login({ users_phone: phone, password }));
    for (let i = 0; i < 6; i++) await wrong(`wrong-${i}`);
    const locked = await wrong("wrong-last");
    expect(locked.reason).toBe("too_many_attempts");
    expect(locked.retryAfter).toBeGreaterThan(0);
  });

  test("lets a logout during a sign-in win", async () => {
    const { client } = nodeApp();
    const signingIn = failureOf(client.platform.register(registration()));
    client.logout();
    expect((await signingIn).reason).toBe("session_changed");
    expect(client.session).toBeNull();
  });
});

describe("a platform user in a mini-program", () => {
  test("is never replaced by the WeChat user of the phone when the session ends", async () => {
    const app = miniProgram(service);
    await app.client.platform.register(registration());
    await revokeAllTokens(service);
    app.clock.now = Number(app.client.session?.expiresAt);
    app.fake.calls.length = 0;
    expect((await failureOf(app.client.ensureLogin())).reason).toBe("login_required");
    expect(app.fake.trail()).toEqual([REFRESH]);
    expect(app.client.session).toBeNull();
  });

  test("takes over from a WeChat sign-in that is still under way", async () => {
    const app = miniProgram(service);
    const flight = app.fake.hold(LOGIN);
    const wechat = failureOf(app.client.ensureLogin());
    await flight.arrived;
    const answer = await app.client.platform.register(registration());
    expect((await app.client.ensureLogin()).token).toBe(answer.token);
    flight.release();
    expect((await wechat).reason).toBe("session_changed");
    expect(app.client.session?.token).toBe(answer.token);
  });

  test("whose token is refused keeps their identity through the renewal", async () => {
    const app = miniProgram(service);
    const { record } = await app.client.platform.register(registration());
    app.fake.calls.length = 0;
    app.fake.answer(COUNT, {
      statusCode: 401,
      header: {},
      data: { code: 401, msg: "", data: { reason: "token_invalid" } },
    });
    await app.client.request(COUNT, { method: "POST" });
    expect(app.fake.trail()).toEqual([COUNT, REFRESH, COUNT]);
    expect(app.client.session?.user.pb_id).toBe(record.id);
  });
});
