import { describe, expect, it } from "vitest";
import { SESSION_KEY_MARK } from "../../sandbox/server.ts";
import {
  currentToken,
  errorOf,
  exchange,
  fetchPhone,
  json,
  openSandbox,
  START_MS,
  send,
  wechatError,
} from "./support.ts";

describe("jscode2session with a good code", () => {
  it("answers session_key and openid as text/plain, and nothing else", async () => {
    const { sandbox } = await openSandbox();
    const { code, openid } = sandbox.mintLoginCode({ user: "alice" });
    const answer = await exchange(sandbox, code);
    expect({ status: answer.status, type: answer.type }).toEqual({ status: 200, type: "text/plain" });
    expect(json(answer)).toEqual({ session_key: expect.any(String), openid });
  });

  it("answers a session_key of 16 bytes that carries the mark and differs each time", async () => {
    const { sandbox } = await openSandbox();
    const keys = [];
    for (let round = 0; round < 2; round += 1) {
      const { code } = sandbox.mintLoginCode({ user: "alice" });
      keys.push(String(json(await exchange(sandbox, code)).session_key));
    }
    for (const key of keys) {
      expect(key.startsWith(SESSION_KEY_MARK)).toBe(true);
      expect(Buffer.from(key, "base64").toString("base64")).toBe(key);
      expect(Buffer.from(key, "base64")).toHaveLength(16);
    }
    expect(keys[0]).not.toBe(keys[1]);
  });

  it("answers unionid when the code has one", async () => {
    const { sandbox } = await openSandbox();
    const { code, openid } = sandbox.mintLoginCode({ user: "alice", unionid: "oUnion" });
    expect(json(await exchange(sandbox, code))).toEqual({
      session_key: expect.any(String),
      openid,
      unionid: "oUnion",
    });
  });

  it("works until the last millisecond of its five minutes", async () => {
    const { sandbox, clock } = await openSandbox();
    const { code, openid } = sandbox.mintLoginCode();
    clock.advance(299.999);
    expect(json(await exchange(sandbox, code)).openid).toBe(openid);
  });
});

describe("jscode2session refuses", () => {
  const cases = [
    { name: "no appid", overrides: { appid: undefined }, errcode: 41002, errmsg: "appid missing," },
    { name: "an empty appid", overrides: { appid: "" }, errcode: 41002, errmsg: "appid missing," },
    { name: "another appid", overrides: { appid: "wx0" }, errcode: 40013, errmsg: "invalid appid," },
    { name: "no secret", overrides: { secret: undefined }, errcode: 41004, errmsg: "appsecret missing," },
    { name: "a wrong secret", overrides: { secret: "x" }, errcode: 40125, errmsg: "invalid appsecret," },
    {
      name: "no grant_type",
      overrides: { grant_type: undefined },
      errcode: 40002,
      errmsg: "invalid grant_type,",
    },
    {
      name: "another grant_type",
      overrides: { grant_type: "x" },
      errcode: 40002,
      errmsg: "invalid grant_type,",
    },
    { name: "no code", overrides: { js_code: undefined }, errcode: 41008, errmsg: "missing code," },
    { name: "an empty code", overrides: { js_code: "" }, errcode: 41008, errmsg: "missing code," },
    { name: "an unknown code", overrides: { js_code: "0abc" }, errcode: 40029, errmsg: "invalid code," },
    {
      name: "a wrong appid before it looks at the rest",
      overrides: { appid: "wx0", secret: undefined, js_code: undefined },
      errcode: 40013,
      errmsg: "invalid appid,",
    },
  ];
  it.each(cases)(
    "$name with $errcode, and leaves the code unused",
    async ({ overrides, errcode, errmsg }) => {
      const { sandbox } = await openSandbox();
      const { code, openid } = sandbox.mintLoginCode();
      expect(errorOf(await exchange(sandbox, code, overrides))).toEqual(wechatError(errcode, errmsg));
      expect(json(await exchange(sandbox, code)).openid).toBe(openid);
    },
  );

  it("a used code with 40163, however often it comes", async () => {
    const { sandbox } = await openSandbox();
    const { code } = sandbox.mintLoginCode();
    await exchange(sandbox, code);
    for (let round = 0; round < 2; round += 1) {
      expect(errorOf(await exchange(sandbox, code))).toEqual(wechatError(40163, "code been used,"));
    }
  });

  it("all but one of many simultaneous calls with the same code", async () => {
    const { sandbox } = await openSandbox();
    const { code } = sandbox.mintLoginCode();
    const answers = await Promise.all(Array.from({ length: 10 }, () => exchange(sandbox, code)));
    const errcodes = answers.map((answer) => json(answer).errcode ?? 0).sort();
    expect(errcodes).toEqual([0, ...Array.from({ length: 9 }, () => 40163)]);
  });

  it("an expired code with 40029", async () => {
    const { sandbox, clock } = await openSandbox();
    const { code } = sandbox.mintLoginCode();
    clock.advance(300);
    expect(errorOf(await exchange(sandbox, code))).toEqual(wechatError(40029, "invalid code,"));
  });

  it("a code past its life when codeTtlSeconds says otherwise than five minutes", async () => {
    const { sandbox, clock } = await openSandbox({ codeTtlSeconds: 2 });
    const first = sandbox.mintLoginCode();
    clock.advance(1.999);
    expect(json(await exchange(sandbox, first.code)).openid).toBe(first.openid);
    const second = sandbox.mintLoginCode();
    clock.advance(2);
    expect(errorOf(await exchange(sandbox, second.code)).errcode).toBe(40029);
    expect(first.expires_in).toBe(2);
  });

  it("a phone code with 40029, and leaves it unused", async () => {
    const { sandbox } = await openSandbox();
    const { code } = sandbox.mintPhoneCode({ phone: "13800138000" });
    expect(errorOf(await exchange(sandbox, code))).toEqual(wechatError(40029, "invalid code,"));
    expect(json(await fetchPhone(sandbox, await currentToken(sandbox), code)).errcode).toBe(0);
  });

  it("a POST with 43001", async () => {
    const { sandbox } = await openSandbox();
    const answer = await send("POST", `${sandbox.url}/sns/jscode2session`, "{}");
    expect(errorOf(answer)).toEqual(wechatError(43001, "require GET method,"));
  });

  it("with a rid that starts with the second of the call", async () => {
    const { sandbox } = await openSandbox();
    const { errmsg } = json(await exchange(sandbox, "0abc"));
    const second = (START_MS / 1000).toString(16);
    expect(String(errmsg)).toMatch(new RegExp(`^invalid code, rid: ${second}-[0-9a-f]{8}-[0-9a-f]{8}$`));
  });
});

describe("login codes", () => {
  it("give a named user one openid, in every sandbox of the app", async () => {
    const [first, second] = [await openSandbox(), await openSandbox()];
    const one = first.sandbox.mintLoginCode({ user: "alice" });
    const two = second.sandbox.mintLoginCode({ user: "alice" });
    expect(two.openid).toBe(one.openid);
    expect(two.code).not.toBe(one.code);
    expect(one.openid).toBe("o-LM_niarSvUfFEh4xiBS_rHl-UU");
  });

  it("give a user of another app another openid", async () => {
    const [first, second] = [await openSandbox(), await openSandbox({ appid: "wx0123456789abcdef" })];
    const one = first.sandbox.mintLoginCode({ user: "alice" });
    expect(second.sandbox.mintLoginCode({ user: "alice" }).openid).not.toBe(one.openid);
  });

  it("give different users different openids of WeChat's shape", async () => {
    const { sandbox } = await openSandbox();
    const inputs = [{ user: "alice" }, { user: "bob" }, { user: "张三" }, {}, {}];
    const minted = inputs.map((input) => sandbox.mintLoginCode(input));
    expect(new Set(minted.map(({ openid }) => openid)).size).toBe(5);
    for (const { openid, code } of minted) {
      expect(openid).toMatch(/^o[A-Za-z0-9_-]{27}$/);
      expect(code).toMatch(/^0[A-Za-z0-9]{31}$/);
    }
  });

  it("take an openid as it is", async () => {
    const { sandbox } = await openSandbox();
    const { code, openid } = sandbox.mintLoginCode({ openid: "o' OR 1=1" });
    expect(openid).toBe("o' OR 1=1");
    expect(json(await exchange(sandbox, code)).openid).toBe("o' OR 1=1");
  });
});
