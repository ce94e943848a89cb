import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Service, startService } from "../support/service.ts";
import { LOGIN, miniProgram, REFRESH } from "./support.ts";

let service: Service;
beforeAll(async () => {
  service = await startService({ sandbox: { apps: 2 } });
  service.sandbox.bindOpenPlatform();
});
afterAll(() => service?.close());

describe("one person in two mini-programs", () => {
  test("is one user, with the openid that each of them pays and writes to", async () => {
    const user = "two-apps";
    const first = miniProgram(service, { user, app: 0 });
    const second = miniProgram(service, { user, app: 1 });
    const one = await first.client.ensureLogin();
    const other = await second.client.ensureLogin();
    expect(other.user.pb_id).toBe(one.user.pb_id);
    expect(one.user.wx_openid).toMatch(/./);
    expect(other.user.wx_openid).toMatch(/./);
    expect(other.user.wx_openid).not.toBe(one.user.wx_openid);
    expect(other.user.openid).toBe(one.user.openid);
    // Nothing about the app is the client's to say: WeChat's Referer names it.
    const bodies = second.fake.calls.map(({ body }) => Object.keys(JSON.parse(String(body)) ?? {}));
    expect(bodies).toEqual([[], ["users_wx_code"]]);
  });

  test("keeps the openid of this one through renewal, restart and linking", async () => {
    const app = miniProgram(service, { user: "second-only", app: 1 });
    await app.client.login();
    const { phone, password } = await service.platformUser();
    await app.client.platform.login({ users_phone: phone, password });
    expect(app.client.session?.user.wx_openid).toBe("");
    const { user } = await app.client.linkWechat();
    await app.client.refresh();
    expect(app.client.session?.user.wx_openid).toBe(user.wx_openid);
    expect(app.restart().session?.user.wx_openid).toBe(user.wx_openid);
    app.client.logout();
    expect((await app.client.ensureLogin()).user).toMatchObject({
      pb_id: user.pb_id,
      wx_openid: user.wx_openid,
    });
    expect(app.fake.trail().filter((path) => [LOGIN, REFRESH].includes(path))).toEqual([
      LOGIN,
      REFRESH,
      LOGIN,
    ]);
  });
});
