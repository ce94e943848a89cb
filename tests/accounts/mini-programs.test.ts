import { describe, expect, test } from "vitest";
import { ownService } from "../support/scenarios.ts";
import { callOperation, freshPhone } from "../support/service.ts";
import { allLogRows } from "../support/log-rows.ts";
import { appidOf, arrive, refererOf, TWO_APPS } from "./support.ts";

const started = ownService(TWO_APPS);

/** The appids that WeChat was asked with since the last look, oldest first. */
function asked(): unknown[] {
  const calls = started().sandbox.requests();
  started().sandbox.clearRequests();
  return calls.map(({ appid }) => appid);
}

const loginCode = (app: number) => started().sandbox.mintLoginCode({ appid: appidOf(started(), app) }).code;

describe("a deployment of two mini-programs", () => {
  test.each([
    ["the first one's page", 0, (own: string) => `https://servicewechat.com/${own}/0/page-frame.html`],
    ["the second one's page", 1, (own: string) => `https://servicewechat.com/${own}/0/page-frame.html`],
    ["DevTools", 1, (own: string) => `https://servicewechat.com/${own}/devtools/page-frame.html`],
    ["no page", 0, () => null],
    [
      "a page of another mini-program",
      0,
      () => "https://servicewechat.com/wx9999999999999999/1/page-frame.html",
    ],
    ["a page of another site", 0, (own: string) => `https://example.com/${own}/1/page-frame.html`],
    ["a page that only looks so", 0, (own: string) => `https://servicewechat.com.example.com/${own}/1/`],
  ])(
    "exchanges a code that comes from %s with the one it is of (position %i)",
    async (_from, app, referer) => {
      const service = started();
      asked();
      const answer = await service.call("wechatLogin", {
        body: { users_wx_code: loginCode(app) },
        headers: { referer: referer(appidOf(service, 1 - (1 - app))) },
      });
      expect(answer.status).toBe(200);
      expect(asked()).toEqual([appidOf(service, app)]);
    },
  );

  test("does not take a code for the other one's", async () => {
    const service = started();
    const answer = await service.call("wechatLogin", {
      body: { users_wx_code: loginCode(1) },
      headers: refererOf(service, 0),
    });
    expect(answer.reason).toBe("wechat_code_invalid");
  });

  test("keeps an access token for each, and takes a phone from the one that the code is of", async () => {
    const service = started();
    for (const app of [0, 1, 0, 1]) {
      const { token } = await arrive(service, { user: `phone-${app}`, app });
      const appid = appidOf(service, app);
      const { code } = service.sandbox.mintPhoneCode({ phone: freshPhone(), appid });
      const answer = await service.call("wechatProfile", {
        token,
        body: {
          users_name: "甲",
          users_phone_code: code,
          users_picture: "https://example.com/1.png",
        },
        headers: refererOf(service, app),
      });
      expect(answer.status).toBe(200);
    }
    const tokens = service.sandbox.requests().filter(({ endpoint }) => endpoint === "stable_token");
    expect(tokens.map(({ appid }) => appid)).toEqual([appidOf(service, 0), appidOf(service, 1)]);
  });

  test("guards the codes of each by themselves", async () => {
    const service = started();
    await service.restart({ env: { WECHAT_CODE_REPEAT_SECONDS: "10" } });
    const body = { users_wx_code: loginCode(0) };
    const send = async (app: number) =>
      (await service.call("wechatLogin", { body, headers: refererOf(service, app) })).reason;
    expect(await send(0)).toBeUndefined();
    expect(await send(0)).toBe("duplicate_request");
    // Of the other one it is another code, which that one does not know.
    expect(await send(1)).toBe("wechat_code_invalid");
  });
});

describe("WECHAT_APPID and WECHAT_SECRET", () => {
  const restart = (appid: string, secret: string) =>
    started().restart({ env: { WECHAT_APPID: appid, WECHAT_SECRET: secret } });
  const login = (app = 0) =>
    callOperation(started().url, "wechatLogin", {
      body: { users_wx_code: loginCode(app) },
      headers: refererOf(started(), app),
    });
  const list = (of: "appid" | "secret", separator: string) =>
    started()
      .sandbox.apps.map((app) => app[of])
      .join(separator);

  test("may have blanks around their commas", async () => {
    await restart(list("appid", " , "), list("secret", " , "));
    expect((await login(0)).status).toBe(200);
    expect((await login(1)).status).toBe(200);
  });

  test.each([
    ["another number of values", () => [list("appid", ","), "secret"]],
    ["an empty value", () => [`${list("appid", ",")},`, `${list("secret", ",")},`]],
    ["the same appid twice", () => [`${appidOf(started())},${appidOf(started())}`, list("secret", ",")]],
  ])("are not trusted with %s: WeChat is off, and the log says why", async (_what, values) => {
    const [appid = "", secret = ""] = values();
    await restart(appid, secret);
    expect((await login()).reason).toBe("wechat_not_configured");
    const lines = (await allLogRows(started())).filter(({ message }) =>
      message.startsWith("WECHAT_APPID and WECHAT_SECRET must hold as many values each"),
    );
    expect(lines.length).toBeGreaterThan(0);
    expect(JSON.stringify(lines)).not.toContain(started().sandbox.secret);
  });
});
