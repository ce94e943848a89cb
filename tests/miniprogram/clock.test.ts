import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Service, startService } from "../support/service.ts";
import {
  COUNT,
  DAY,
  failureOf,
  LOGIN,
  MINUTE,
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

const count = ({ client }: MiniProgram) => client.request(COUNT, { method: "POST" });
/** How long tokens live. */
const LIFE = 5 * DAY;
const tokenRefused = {
  statusCode: 401,
  header: {},
  data: { code: 401, msg: "登录已失效，请重新登录", data: { reason: "token_invalid" } },
};

describe("a phone whose clock is wrong", () => {
  test.each([
    ["30 days ahead", 30 * DAY, false],
    ["30 days behind", -30 * DAY, false],
    ["30 days ahead, and answers come without a header", 30 * DAY, true],
    ["30 days behind, and answers come without a header", -30 * DAY, true],
  ])("by %s signs in once and renews nothing", async (_, error, hidesHeaders) => {
    const app = miniProgram(service);
    app.fake.state.hidesHeaders = hidesHeaders;
    app.clock.now += error;
    for (let i = 0; i < 3; i++) {
      await count(app);
      app.pass(MINUTE);
    }
    await app.restart().ensureLogin();
    expect(app.fake.trail()).toEqual(["login", LOGIN, COUNT, COUNT, COUNT]);
  });

  test.each([
    ["ahead", 30 * DAY],
    ["behind", -30 * DAY],
  ])("renews as late as with a right one when it is 30 days %s", async (_, error) => {
    const app = miniProgram(service);
    app.clock.now += error;
    const { receivedAt, expiresAt } = await app.client.ensureLogin();
    expect(receivedAt).toBe(app.clock.now);
    expect(Math.abs(Number(expiresAt) - receivedAt - LIFE)).toBeLessThan(MINUTE);
    app.pass(LIFE - DAY - MINUTE);
    await app.client.ensureLogin();
    expect(app.fake.trail()).toEqual(["login", LOGIN]);
    app.pass(2 * MINUTE);
    await app.client.ensureLogin();
    expect(app.fake.trail()).toEqual(["login", LOGIN, REFRESH]);
  });

  test("does not take seconds of difference for an error of the clock", async () => {
    const app = miniProgram(service);
    app.clock.now -= 20 * SECOND;
    const { token, expiresAt } = await app.client.ensureLogin();
    const { exp } = JSON.parse(Buffer.from(String(token.split(".")[1]), "base64url").toString());
    expect(expiresAt).toBe(exp * SECOND);
  });

  test("finds out from a refusal that a token has ended, where nothing else tells", async () => {
    const app = miniProgram(service);
    app.fake.state.hidesHeaders = true;
    app.clock.now += 30 * DAY;
    await app.client.ensureLogin();
    expect(app.client.session?.expiresAt).toBeNull();
    app.fake.answer(COUNT, tokenRefused);
    await count(app);
    expect(app.fake.trail()).toEqual(["login", LOGIN, COUNT, "login", REFRESH, COUNT]);
  });
});

describe("a phone whose clock jumps", () => {
  test("ahead renews once, then trusts the new token", async () => {
    const app = miniProgram(service);
    await count(app);
    app.clock.now += 30 * DAY;
    for (let i = 0; i < 3; i++) {
      await count(app);
      app.pass(MINUTE);
    }
    expect(app.fake.trail()).toEqual(["login", LOGIN, COUNT, "login", REFRESH, COUNT, COUNT, COUNT]);
  });

  test("back counts the token as received now", async () => {
    const app = miniProgram(service);
    await count(app);
    app.clock.now -= 30 * DAY;
    await count(app);
    expect(app.client.session?.receivedAt).toBe(app.clock.now);
    expect(Math.abs(Number(app.client.session?.expiresAt) - app.clock.now - LIFE)).toBeLessThan(MINUTE);
    app.pass(LIFE - SECOND);
    await count(app);
    expect(app.fake.trail()).toEqual(["login", LOGIN, COUNT, COUNT, REFRESH, COUNT]);
  });

  test("before each request renews once a minute and no more", async () => {
    const app = miniProgram(service);
    await count(app);
    for (let i = 0; i < 5; i++) {
      app.clock.now += 30 * DAY;
      await count(app);
    }
    const renewals = () => app.fake.trail().filter((path) => path === REFRESH).length;
    expect(renewals()).toBe(1);
    app.time.pass(MINUTE);
    app.clock.now += 30 * DAY;
    await count(app);
    expect(renewals()).toBe(2);
  });

  test("back and forth does not lose the session of a platform user", async () => {
    const app = miniProgram(service);
    const { phone: users_phone, password } = await service.platformUser();
    const { record } = await app.client.platform.login({ users_phone, password });
    for (const days of [30, -60, 90]) {
      app.clock.now += days * DAY;
      expect((await app.client.ensureLogin()).user.pb_id).toBe(record.id);
    }
    expect(app.fake.trail()).toEqual(["/api/platform/login", REFRESH]);
  });
});

describe("a token that is refused soon after it was renewed", () => {
  test("is not renewed again within a minute", async () => {
    const app = miniProgram(service);
    await app.client.login();
    app.fake.calls.length = 0;
    app.fake.answer(COUNT, tokenRefused, 100);
    for (let i = 0; i < 3; i++) expect((await failureOf(count(app))).reason).toBe("token_invalid");
    expect(app.fake.trail()).toEqual([COUNT, "login", REFRESH, COUNT, COUNT, COUNT]);
    app.pass(MINUTE);
    await failureOf(count(app));
    expect(app.fake.trail().slice(6)).toEqual([COUNT, "login", REFRESH, COUNT]);
  });
});
