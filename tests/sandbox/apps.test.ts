import { describe, expect, it } from "vitest";
import type { AppCredentials, Sandbox } from "../../sandbox/server.ts";
import {
  currentToken,
  errorOf,
  exchange,
  fetchPhone,
  fetchToken,
  json,
  openSandbox,
  send,
  START_MS,
  wechatError,
} from "./support.ts";

/** A sandbox with two apps. */
async function openTwo() {
  const opened = await openSandbox({ apps: 2 });
  const [first, second] = opened.sandbox.apps;
  if (first === undefined || second === undefined) throw new Error("two apps were asked for");
  return { ...opened, first, second };
}

/** What an app's login code of this user is exchanged for. */
async function identityOf(sandbox: Sandbox, app: AppCredentials, user: string) {
  const { code } = sandbox.mintLoginCode({ user, appid: app.appid });
  const { openid, unionid } = json(await exchange(sandbox, code, { ...app }));
  return { openid, unionid };
}

describe("several apps", () => {
  it("have credentials each, the first one those of a sandbox with one, and the same at every start", async () => {
    const one = await openSandbox();
    const [three, again] = [await openSandbox({ apps: 3 }), await openSandbox({ apps: 3 })];
    const { apps } = three.sandbox;
    const { appid, secret } = one.sandbox;
    expect(one.sandbox.apps).toEqual([{ appid, secret }]);
    expect(apps[0]).toEqual({ appid, secret });
    expect(apps).toEqual(again.sandbox.apps);
    for (const app of apps) {
      expect(app.appid).toMatch(/^wx[0-9a-f]{16}$/);
      expect(app.secret).toMatch(/^[0-9a-f]{32}$/);
    }
    expect(new Set(apps.flatMap(Object.values)).size).toBe(6);
  });

  it("may have credentials of one's own", async () => {
    const apps = [
      { appid: "wx0000000000000001", secret: "s1" },
      { appid: "wx0000000000000002", secret: "s2" },
    ];
    const { sandbox } = await openSandbox({ apps });
    expect(sandbox.apps).toEqual(apps);
    expect(sandbox).toMatchObject(apps[0] ?? {});
    expect(json(await fetchToken(sandbox, apps[1])).expires_in).toBe(7200);
  });

  it.each([
    { options: { apps: 0 }, message: "apps: must be an integer from 1 to 20" },
    { options: { apps: [] }, message: "apps: must be 1 to 20 apps" },
    {
      options: { apps: [{ appid: "", secret: "s" }] },
      message: "appid: must be text of 1 to 128 characters",
    },
    {
      options: {
        apps: [
          { appid: "wx1", secret: "s" },
          { appid: "wx1", secret: "t" },
        ],
      },
      message: "apps: must have an appid each that no other has",
    },
    {
      options: { appid: "wx1", apps: [{ appid: "wx1", secret: "s" }] },
      message: "apps: cannot be a list together with appid or secret, which are the first app's",
    },
  ])("are refused as $options", async ({ options, message }) => {
    await expect(openSandbox(options)).rejects.toThrow(message);
  });

  it("do not go by each other's secret", async () => {
    const { sandbox, first, second } = await openTwo();
    const mixed = { appid: second.appid, secret: first.secret };
    const { code } = sandbox.mintLoginCode({ appid: second.appid });
    expect(json(await exchange(sandbox, code, mixed)).errcode).toBe(40125);
    expect(json(await fetchToken(sandbox, mixed)).errcode).toBe(40001);
  });

  it("do not take each other's codes, and leave them unused", async () => {
    const { sandbox, first, second } = await openTwo();
    const login = sandbox.mintLoginCode({ user: "alice", appid: second.appid });
    expect(errorOf(await exchange(sandbox, login.code, { ...first }))).toEqual(
      wechatError(40029, "invalid code,"),
    );
    expect(json(await exchange(sandbox, login.code, { ...second })).openid).toBe(login.openid);
    const phone = sandbox.mintPhoneCode({ phone: "13800138000", appid: second.appid });
    const [firstToken, secondToken] = [
      await currentToken(sandbox, { ...first }),
      await currentToken(sandbox, { ...second }),
    ];
    expect(json(await fetchPhone(sandbox, firstToken, phone.code)).errcode).toBe(40029);
    expect(json(await fetchPhone(sandbox, secondToken, phone.code))).toMatchObject({
      errcode: 0,
      phone_info: {
        phoneNumber: "13800138000",
        watermark: { timestamp: START_MS / 1000, appid: second.appid },
      },
    });
  });

  it("have access tokens each, which are numbered together and expire apart", async () => {
    const { sandbox, first, second } = await openTwo();
    const tokens = [await currentToken(sandbox, { ...first }), await currentToken(sandbox, { ...second })];
    expect(tokens[0]).not.toBe(tokens[1]);
    await currentToken(sandbox, { ...first, force_refresh: true });
    sandbox.clearRequests();
    for (const token of tokens) await fetchPhone(sandbox, token, "x");
    sandbox.expireTokens({ appid: second.appid });
    for (const token of tokens) await fetchPhone(sandbox, token, "x");
    expect(sandbox.requests().map(({ token, errcode }) => [token, errcode])).toEqual([
      [1, 40001],
      [2, 40029],
      [1, 40001],
      [2, 42001],
    ]);
    expect(json(await fetchToken(sandbox, { ...second })).expires_in).toBe(7200);
  });

  it("know a person by another openid each, for ever", async () => {
    const { sandbox, first, second } = await openTwo();
    const inFirst = await identityOf(sandbox, first, "alice");
    const inSecond = await identityOf(sandbox, second, "alice");
    expect(inFirst.openid).not.toBe(inSecond.openid);
    expect(await identityOf(sandbox, first, "alice")).toEqual(inFirst);
    expect(await identityOf(sandbox, second, "alice")).toEqual(inSecond);
  });

  it("are the first one where a code is asked for without naming one", async () => {
    const { sandbox, first } = await openTwo();
    const { code, openid } = sandbox.mintLoginCode({ user: "alice" });
    expect(await identityOf(sandbox, first, "alice")).toMatchObject({ openid });
    expect(json(await exchange(sandbox, code, { ...first })).openid).toBe(openid);
  });

  it("refuse a name that none has", async () => {
    const { sandbox, first, second } = await openTwo();
    const words = `appid: must be one of ${first.appid}, ${second.appid}`;
    expect(() => sandbox.mintLoginCode({ appid: "wx1" })).toThrow(words);
    expect(() => sandbox.mintPhoneCode({ phone: "13800138000", appid: "wx1" })).toThrow(words);
    expect(() => sandbox.expireTokens({ appid: "wx1" })).toThrow(words);
    expect(() => sandbox.bindOpenPlatform({ appid: "wx1" })).toThrow(words);
  });
});

describe("an Open Platform account", () => {
  it("joins its apps by one unionid for each person; without one nobody has any", async () => {
    const { sandbox, first, second } = await openTwo();
    expect((await identityOf(sandbox, first, "alice")).unionid).toBeUndefined();
    sandbox.bindOpenPlatform();
    const alice = await identityOf(sandbox, first, "alice");
    expect(alice.unionid).toMatch(/^o[\w-]{27}$/);
    expect((await identityOf(sandbox, second, "alice")).unionid).toBe(alice.unionid);
    expect((await identityOf(sandbox, first, "bob")).unionid).not.toBe(alice.unionid);
  });

  it("gives another unionid when an app moves to it, and none when the app leaves", async () => {
    const { sandbox, first, second } = await openTwo();
    sandbox.bindOpenPlatform({ account: "a" });
    const before = await identityOf(sandbox, first, "alice");
    sandbox.bindOpenPlatform({ appid: first.appid, account: "b" });
    const moved = await identityOf(sandbox, first, "alice");
    expect(moved.openid).toBe(before.openid);
    expect(moved.unionid).not.toBe(before.unionid);
    expect((await identityOf(sandbox, second, "alice")).unionid).toBe(before.unionid);
    sandbox.unbindOpenPlatform({ appid: first.appid });
    expect((await identityOf(sandbox, first, "alice")).unionid).toBeUndefined();
    sandbox.bindOpenPlatform({ account: "a" });
    expect(await identityOf(sandbox, first, "alice")).toEqual(before);
  });

  it("leaves a code as it was when it was minted, and gives way to a unionid of one's own", async () => {
    const { sandbox, first } = await openTwo();
    const early = sandbox.mintLoginCode({ user: "alice" });
    sandbox.bindOpenPlatform();
    const late = sandbox.mintLoginCode({ user: "alice", unionid: "oMine" });
    expect(json(await exchange(sandbox, early.code, { ...first }))).not.toHaveProperty("unionid");
    expect(json(await exchange(sandbox, late.code, { ...first })).unionid).toBe("oMine");
  });

  it("knows a person by the openid as well as by the name", async () => {
    const { sandbox } = await openTwo();
    sandbox.bindOpenPlatform();
    const alice = sandbox.mintLoginCode({ user: "alice" });
    expect(sandbox.mintLoginCode({ openid: alice.openid }).unionid).toBe(alice.unionid);
    const stranger = sandbox.mintLoginCode();
    expect(sandbox.mintLoginCode({ openid: stranger.openid }).unionid).toBe(stranger.unionid);
  });

  it("is bound, listed and unbound over HTTP, one app or all", async () => {
    const { sandbox, first, second } = await openTwo();
    const url = `${sandbox.url}/sandbox/open-platform`;
    const apps = (...accounts: (string | null)[]) => ({
      apps: [first, second].map(({ appid }, index) => ({ appid, open_platform: accounts[index] })),
    });
    expect(json(await send("POST", url))).toEqual(apps("sandbox", "sandbox"));
    expect(json(await send("POST", `${url}?account=b&appid=${second.appid}`))).toEqual(apps("sandbox", "b"));
    expect(json(await send("GET", `${sandbox.url}/sandbox/apps`))).toEqual(apps("sandbox", "b"));
    expect(json(await send("DELETE", `${url}?appid=${first.appid}`))).toEqual(apps(null, "b"));
    expect(json(await send("DELETE", url))).toEqual(apps(null, null));
    const minting = `${sandbox.url}/sandbox/login-codes?user=alice&appid=${second.appid}`;
    const { openid } = json(await send("POST", minting));
    expect(await identityOf(sandbox, second, "alice")).toEqual({ openid, unionid: undefined });
  });
});
