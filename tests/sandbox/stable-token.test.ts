import { describe, expect, it } from "vitest";
import { ACCESS_TOKEN_MARK, type Sandbox } from "../../sandbox/server.ts";
import {
  currentToken,
  errorOf,
  fetchPhone,
  fetchToken,
  json,
  openSandbox,
  send,
  wechatError,
} from "./support.ts";

/** The errcode a phone call with the token gets: 0 when the token works. */
async function errcodeWith(sandbox: Sandbox, token: string): Promise<unknown> {
  const { code } = sandbox.mintPhoneCode({ phone: "13800138000" });
  return json(await fetchPhone(sandbox, token, code)).errcode;
}

describe("stable_token in normal mode", () => {
  it("answers a long marked token and its life as text/plain, and nothing else", async () => {
    const { sandbox } = await openSandbox();
    const answer = await fetchToken(sandbox);
    expect({ status: answer.status, type: answer.type }).toEqual({ status: 200, type: "text/plain" });
    expect(json(answer)).toEqual({
      access_token: expect.stringMatching(new RegExp(`^90_${ACCESS_TOKEN_MARK}[A-Za-z0-9_-]{136}$`)),
      expires_in: 7200,
    });
  });

  it("answers the same token with what is left of its life", async () => {
    const { sandbox, clock } = await openSandbox();
    const first = json(await fetchToken(sandbox));
    clock.advance(6899.5);
    expect(json(await fetchToken(sandbox))).toEqual({ access_token: first.access_token, expires_in: 300 });
    clock.advance(0.5);
    expect(json(await fetchToken(sandbox))).toEqual({ access_token: first.access_token, expires_in: 300 });
  });

  it("renews in the last five minutes, when old and new both work for five minutes", async () => {
    const { sandbox, clock } = await openSandbox();
    const old = await currentToken(sandbox);
    clock.advance(6901);
    const renewed = json(await fetchToken(sandbox));
    expect(renewed).toEqual({ access_token: expect.not.stringMatching(`^${old}$`), expires_in: 7200 });
    clock.advance(299.999);
    expect(await errcodeWith(sandbox, old)).toBe(0);
    clock.advance(0.001);
    expect(await errcodeWith(sandbox, old)).toBe(42001);
    expect(await errcodeWith(sandbox, String(renewed.access_token))).toBe(0);
    expect(await currentToken(sandbox)).toBe(renewed.access_token);
  });

  it("answers a new token once the old one has expired", async () => {
    const { sandbox, clock } = await openSandbox();
    const old = await currentToken(sandbox);
    clock.advance(7200);
    expect(json(await fetchToken(sandbox))).toEqual({
      access_token: expect.not.stringMatching(`^${old}$`),
      expires_in: 7200,
    });
    expect(await errcodeWith(sandbox, old)).toBe(42001);
  });

  it("renews a token of short life in the second half of that life", async () => {
    const { sandbox, clock } = await openSandbox({ tokenTtlSeconds: 10 });
    const old = await currentToken(sandbox);
    clock.advance(5);
    expect(json(await fetchToken(sandbox))).toEqual({ access_token: old, expires_in: 5 });
    clock.advance(1);
    expect(json(await fetchToken(sandbox)).expires_in).toBe(10);
    clock.advance(4.999);
    expect(await errcodeWith(sandbox, old)).toBe(0);
    clock.advance(0.001);
    expect(await errcodeWith(sandbox, old)).toBe(42001);
  });

  it("hands out a new token after expireTokens, and old ones answer 42001", async () => {
    const { sandbox, clock } = await openSandbox();
    const first = await currentToken(sandbox);
    clock.advance(6901);
    const second = await currentToken(sandbox);
    sandbox.expireTokens();
    expect(await errcodeWith(sandbox, first)).toBe(42001);
    expect(await errcodeWith(sandbox, second)).toBe(42001);
    const third = json(await fetchToken(sandbox));
    expect(third.expires_in).toBe(7200);
    expect([first, second]).not.toContain(third.access_token);
    expect(await errcodeWith(sandbox, String(third.access_token))).toBe(0);
  });
});

describe("stable_token with force_refresh", () => {
  const force = { force_refresh: true };

  it("answers a new token and revokes the old ones at once", async () => {
    const { sandbox, clock } = await openSandbox();
    const first = await currentToken(sandbox);
    clock.advance(6901);
    const second = await currentToken(sandbox);
    const forced = json(await fetchToken(sandbox, force));
    expect(forced.expires_in).toBe(7200);
    expect(await errcodeWith(sandbox, first)).toBe(40001);
    expect(await errcodeWith(sandbox, second)).toBe(40001);
    expect(await errcodeWith(sandbox, String(forced.access_token))).toBe(0);
    expect(await currentToken(sandbox)).toBe(forced.access_token);
  });

  it("refreshes nothing within 30 seconds of the last forced refresh", async () => {
    const { sandbox, clock } = await openSandbox();
    const first = await currentToken(sandbox, force);
    clock.advance(29.999);
    expect(await currentToken(sandbox, force)).toBe(first);
    clock.advance(0.001);
    expect(await currentToken(sandbox, force)).not.toBe(first);
  });

  it("is refused with 45009 after 20 in a day, until midnight in Beijing", async () => {
    const { sandbox, clock } = await openSandbox();
    for (let round = 0; round < 20; round += 1) {
      expect(json(await fetchToken(sandbox, force)).expires_in).toBe(7200);
      clock.advance(30);
    }
    const last = await currentToken(sandbox);
    expect(errorOf(await fetchToken(sandbox, force))).toEqual(
      wechatError(45009, "reach max api daily quota limit"),
    );
    expect(await currentToken(sandbox)).toBe(last);
    // The clock started at 08:00 in Beijing: 16 hours, less the 10 minutes spent, to midnight.
    clock.advance(16 * 3600 - 601);
    expect(errorOf(await fetchToken(sandbox, force)).errcode).toBe(45009);
    clock.advance(1);
    expect(json(await fetchToken(sandbox, force)).expires_in).toBe(7200);
  });
});

describe("stable_token refuses", () => {
  const wrongSecret = "invalid credential, access_token is invalid or not latest";
  const cases = [
    { name: "no appid", overrides: { appid: undefined }, errcode: 41002, errmsg: "appid missing" },
    { name: "another appid", overrides: { appid: "wx0" }, errcode: 40013, errmsg: "invalid appid" },
    { name: "an appid that is no text", overrides: { appid: 7 }, errcode: 40013, errmsg: "invalid appid" },
    { name: "no secret", overrides: { secret: undefined }, errcode: 41004, errmsg: "appsecret missing" },
    { name: "a null secret", overrides: { secret: null }, errcode: 41004, errmsg: "appsecret missing" },
    { name: "a wrong secret", overrides: { secret: "x" }, errcode: 40001, errmsg: wrongSecret },
    {
      name: "no grant_type",
      overrides: { grant_type: undefined },
      errcode: 40002,
      errmsg: "invalid grant_type",
    },
    {
      name: "another grant_type",
      overrides: { grant_type: "x" },
      errcode: 40002,
      errmsg: "invalid grant_type",
    },
  ];
  it.each(cases)("$name with $errcode", async ({ overrides, errcode, errmsg }) => {
    const { sandbox } = await openSandbox();
    expect(errorOf(await fetchToken(sandbox, overrides))).toEqual(wechatError(errcode, errmsg));
  });

  const bodies = [
    { name: "a GET", method: "GET", body: undefined, errcode: 43002, errmsg: "require POST method" },
    { name: "an empty body", method: "POST", body: "", errcode: 44002, errmsg: "empty post data" },
    { name: "a form", method: "POST", body: "appid=x&secret=y", errcode: 47001, errmsg: "data format error" },
    { name: "a JSON array", method: "POST", body: "[]", errcode: 47001, errmsg: "data format error" },
    { name: "JSON null", method: "POST", body: "null", errcode: 47001, errmsg: "data format error" },
  ];
  it.each(bodies)("$name with $errcode", async ({ method, body, errcode, errmsg }) => {
    const { sandbox } = await openSandbox();
    const answer = await send(method, `${sandbox.url}/cgi-bin/stable_token`, body);
    expect(errorOf(answer)).toEqual(wechatError(errcode, errmsg));
  });
});
