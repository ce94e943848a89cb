import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { registration, type Service, startService } from "../support/service.ts";
import { createFakeWx } from "./fake-wx.ts";
import { COUNT, DAY, failureOf, loadInMiniProgram, LOGIN, nodeClient, REFRESH } from "./support.ts";

let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service?.close());

/** A browser: tabs of one origin share its storage. Each tab has a network of its own, for the test to hold up. */
function browser() {
  const items = new Map<string, string>();
  const state = { isFull: false };
  const storage = {
    getItem: (key: string) => items.get(key) ?? null,
    setItem(key: string, value: string) {
      if (state.isFull) throw new DOMException("full", "QuotaExceededError");
      items.set(key, value);
    },
    removeItem: (key: string) => void items.delete(key),
  };
  const clock = { now: Date.now() };
  function openTab() {
    const fake = createFakeWx({ loginCode: () => "" });
    const { request } = fake.wx;
    const client = nodeClient.createClient({
      baseURL: service.url,
      clock: () => clock.now,
      storage,
      transport: {
        request: (options) => new Promise((success, fail) => void request({ ...options, success, fail })),
        upload: () => Promise.reject(new Error("not here")),
      },
    });
    return { client, fake };
  }
  return { items, state, clock, openTab };
}

async function signedInTabs() {
  const { openTab, ...rest } = browser();
  const [one, other] = [openTab(), openTab()];
  const values = registration();
  await one.client.platform.register(values);
  return { one, other, openTab, values, ...rest };
}

describe("two tabs over one storage", () => {
  test("are signed in together and signed out together", async () => {
    const { one, other } = await signedInTabs();
    expect(other.client.session).toEqual(one.client.session);
    expect(one.client.session).not.toBeNull();
    other.client.logout();
    expect(one.client.session).toBeNull();
    expect((await failureOf(one.client.request(COUNT, { method: "POST" }))).reason).toBe("login_required");
    expect(one.fake.trail()).toEqual(["/api/platform/register"]);
  });

  test("follow each other's sign-in as somebody else", async () => {
    const { one, other } = await signedInTabs();
    const { record } = await other.client.platform.register(registration());
    expect(one.client.session?.user.pb_id).toBe(record.id);
    expect((await one.client.ensureLogin()).user.pb_id).toBe(record.id);
  });

  test("use the token that the other has renewed", async () => {
    const { one, other, clock } = await signedInTabs();
    clock.now += 5 * DAY - 1000;
    const { token } = await one.client.ensureLogin();
    expect((await other.client.ensureLogin()).token).toBe(token);
    expect(other.fake.trail()).toEqual([]);
  });

  test("a renewal that ends after the other's sign-out does not undo it", async () => {
    const { one, other, items } = await signedInTabs();
    const renewal = one.fake.hold(REFRESH);
    const refreshed = failureOf(one.client.refresh());
    await renewal.arrived;
    other.client.logout();
    renewal.release();
    expect((await refreshed).reason).toBe("session_changed");
    expect(one.client.session).toBeNull();
    expect(items.size).toBe(0);
  });

  test("a renewal that ends after the other's sign-in does not undo it", async () => {
    const { one, other } = await signedInTabs();
    const renewal = one.fake.hold(REFRESH);
    const refreshed = failureOf(one.client.refresh());
    await renewal.arrived;
    const { record } = await other.client.platform.register(registration());
    renewal.release();
    expect((await refreshed).reason).toBe("session_changed");
    expect(one.client.session?.user.pb_id).toBe(record.id);
    expect(other.client.session?.user.pb_id).toBe(record.id);
  });

  test("a sign-in that ends after the other's does not overwrite it", async () => {
    const { openTab } = browser();
    const [one, other] = [openTab(), openTab()];
    const late = one.fake.hold("/api/platform/register");
    const slow = failureOf(one.client.platform.register(registration()));
    await late.arrived;
    const { record } = await other.client.platform.register(registration());
    late.release();
    expect((await slow).reason).toBe("session_changed");
    expect(one.client.session?.user.pb_id).toBe(record.id);
  });

  test("a call of the user before is not repeated as the user after", async () => {
    const { one, other } = await signedInTabs();
    const data = { code: 401, msg: "登录已失效，请重新登录", data: { reason: "token_invalid" } };
    one.fake.answer(COUNT, { statusCode: 401, header: {}, data });
    const call = one.fake.hold(COUNT);
    const request = failureOf(one.client.request(COUNT, { method: "POST" }));
    await call.arrived;
    await other.client.platform.register(registration());
    call.release();
    expect((await request).status).toBe(401);
    expect(one.fake.trail()).toEqual(["/api/platform/register", COUNT]);
  });

  test("whose storage is emptied by hand are signed out", async () => {
    const { one, items } = await signedInTabs();
    items.clear();
    expect(one.client.session).toBeNull();
  });
});

describe("a session that cannot be written", () => {
  test("leaves nothing of the user before to come back after a restart", async () => {
    const { one, openTab, state, items } = await signedInTabs();
    state.isFull = true;
    const { record } = await one.client.platform.register(registration());
    expect(one.client.session?.user.pb_id).toBe(record.id);
    expect(items.size).toBe(0);
    expect(openTab().client.session).toBeNull();
  });

  test("is used as long as the tab lives", async () => {
    const { one, state } = await signedInTabs();
    state.isFull = true;
    const { record } = await one.client.platform.register(registration());
    await one.client.request(COUNT, { method: "POST" });
    expect(one.client.session?.user.pb_id).toBe(record.id);
  });

  test("is signed out of everywhere all the same", async () => {
    const { one, openTab, state } = await signedInTabs();
    state.isFull = true;
    one.client.logout();
    expect(openTab().client.session).toBeNull();
  });
});

describe("a mini-program whose storage is full", () => {
  test("does not bring the user before back at the next start", async () => {
    let user = "full-before";
    const fake = createFakeWx({ loginCode: () => service.sandbox.mintLoginCode({ user }).code });
    const start = () => loadInMiniProgram(fake.wx).createClient({ baseURL: service.url });
    await start().login();
    fake.state.storageIsFull = true;
    user = "full-after";
    const client = start();
    const { record } = await client.login();
    expect(client.session?.user.pb_id).toBe(record.id);
    expect(start().session).toBeNull();
    expect(fake.trail()).toEqual(["login", LOGIN, "login", LOGIN]);
  });
});
