import { describe, expect, it } from "vitest";
import { type FaultInput, FOREIGN_APPID, type Sandbox } from "../../sandbox/server.ts";
import {
  currentToken,
  errorOf,
  exchange,
  fetchPhone,
  fetchToken,
  json,
  openSandbox,
  wechatError,
} from "./support.ts";

const HTML = expect.stringMatching(/^<html>.*<\/html>\n$/);

/** The errcode that says whether the code is still good: 0 when it is, 40163 when it was used. */
async function errcodeAfter(sandbox: Sandbox, code: string): Promise<unknown> {
  sandbox.clearFaults();
  return json(await exchange(sandbox, code)).errcode ?? 0;
}

describe("a fault in WeChat's place", () => {
  const cases: { fault: Omit<FaultInput, "endpoint">; status: number; type: string; text: unknown }[] = [
    { fault: { kind: "status" }, status: 503, type: "text/html", text: HTML },
    { fault: { kind: "status", status: 404 }, status: 404, type: "text/html", text: HTML },
    { fault: { kind: "empty" }, status: 200, type: "text/plain", text: "" },
    { fault: { kind: "html" }, status: 200, type: "text/html", text: HTML },
    { fault: { kind: "raw", base64: btoa("{}x") }, status: 200, type: "text/plain", text: "{}x" },
    { fault: { kind: "not_json" }, status: 200, type: "text/plain", text: '{"errcode":0,"errmsg":"ok",' },
  ];
  it.each(cases)("$fault answers $status $type and leaves the code unused", async ({ fault, ...answer }) => {
    const { sandbox } = await openSandbox();
    sandbox.setFault({ endpoint: "jscode2session", ...fault });
    const { code } = sandbox.mintLoginCode();
    expect(await exchange(sandbox, code)).toMatchObject({ ...answer, cut: false });
    expect(await errcodeAfter(sandbox, code)).toBe(0);
  });

  it("reset cuts the connection before any answer and leaves the code unused", async () => {
    const { sandbox } = await openSandbox();
    sandbox.setFault({ endpoint: "jscode2session", kind: "reset" });
    const { code } = sandbox.mintLoginCode();
    await expect(exchange(sandbox, code)).rejects.toMatchObject({ code: "ECONNRESET" });
    expect(await errcodeAfter(sandbox, code)).toBe(0);
  });

  const errcodes = [
    { errcode: -1, errmsg: "system error" },
    { errcode: 40014, errmsg: "invalid access_token" },
    { errcode: 40164, errmsg: "invalid ip 127.0.0.1, not in whitelist" },
    { errcode: 40226, errmsg: "code blocked" },
    { errcode: 42001, errmsg: "access_token expired" },
    { errcode: 45011, errmsg: "api minute-quota reach limit, retry next minute" },
    { errcode: 48001, errmsg: "api unauthorized" },
    { errcode: 99999, errmsg: "unknown error" },
  ];
  it.each(errcodes)(
    "errcode $errcode says $errmsg and leaves the code unused",
    async ({ errcode, errmsg }) => {
      const { sandbox } = await openSandbox();
      sandbox.setFault({ endpoint: "*", kind: "errcode", errcode });
      const { code } = sandbox.mintLoginCode();
      expect(errorOf(await exchange(sandbox, code))).toEqual(wechatError(errcode, `${errmsg},`));
      expect(errorOf(await fetchToken(sandbox))).toEqual(wechatError(errcode, errmsg));
      expect(await errcodeAfter(sandbox, code)).toBe(0);
    },
  );

  it("errcode takes an errmsg of one's own", async () => {
    const { sandbox } = await openSandbox();
    sandbox.setFault({ endpoint: "*", kind: "errcode", errcode: 1, errmsg: "自定义" });
    expect(errorOf(await fetchToken(sandbox))).toEqual(wechatError(1, "自定义"));
  });
});

describe("a fault that spoils WeChat's answer", () => {
  const openid = "oOpenid";

  /** The three answers of success under a fault, each of which uses its code up. */
  async function answers(fault: Omit<FaultInput, "endpoint">) {
    const { sandbox } = await openSandbox();
    const token = await currentToken(sandbox);
    const { code } = sandbox.mintLoginCode({ openid });
    const phone = sandbox.mintPhoneCode({ phone: "13800138000" });
    sandbox.setFault({ endpoint: "*", ...fault });
    const login = json(await exchange(sandbox, code));
    const issued = json(await fetchToken(sandbox));
    const number = json(await fetchPhone(sandbox, token, phone.code));
    expect(await errcodeAfter(sandbox, code)).toBe(40163);
    expect(json(await fetchPhone(sandbox, token, phone.code)).errcode).toBe(40163);
    return { login, issued, number };
  }

  it("wrong_types makes openid a number, expires_in text and phone_info null", async () => {
    expect(await answers({ kind: "wrong_types" })).toEqual({
      login: { session_key: expect.any(String), openid: 1234567890 },
      issued: { access_token: expect.any(String), expires_in: "7200" },
      number: { errcode: 0, errmsg: "ok", phone_info: null },
    });
  });

  it("wrong_types takes replacements of one's own", async () => {
    expect(await answers({ kind: "wrong_types", fields: { openid: [""], phone_info: {} } })).toEqual({
      login: { session_key: expect.any(String), openid: [""], phone_info: {} },
      issued: { access_token: expect.any(String), expires_in: 7200, openid: [""], phone_info: {} },
      number: { errcode: 0, errmsg: "ok", openid: [""], phone_info: {} },
    });
  });

  it("missing_fields leaves errcode 0 without openid, access_token and phone_info", async () => {
    expect(await answers({ kind: "missing_fields" })).toEqual({
      login: { errcode: 0, errmsg: "ok", session_key: expect.any(String) },
      issued: { errcode: 0, errmsg: "ok", expires_in: 7200 },
      number: { errcode: 0, errmsg: "ok" },
    });
  });

  it("missing_fields takes a list of one's own", async () => {
    expect(await answers({ kind: "missing_fields", omit: ["expires_in", "session_key", "errmsg"] })).toEqual({
      login: { errcode: 0, openid },
      issued: { errcode: 0, access_token: expect.any(String) },
      number: { errcode: 0, phone_info: expect.any(Object) },
    });
  });

  it("foreign_watermark changes the watermark's appid alone", async () => {
    const { sandbox } = await openSandbox();
    const token = await currentToken(sandbox);
    const number = async () => {
      const { code } = sandbox.mintPhoneCode({ phone: "13800138000" });
      return json(await fetchPhone(sandbox, token, code));
    };
    const plain = await number();
    sandbox.setFault({ endpoint: "getuserphonenumber", kind: "foreign_watermark" });
    const expected = structuredClone(plain) as { phone_info: { watermark: { appid: string } } };
    expected.phone_info.watermark.appid = FOREIGN_APPID;
    expect(await number()).toEqual(expected);
    expect(FOREIGN_APPID).not.toBe(sandbox.appid);
  });

  it("huge pads valid JSON to the size asked for", async () => {
    const { sandbox } = await openSandbox();
    const { code } = sandbox.mintLoginCode({ openid });
    sandbox.setFault({ endpoint: "jscode2session", kind: "huge", size_mb: 2 });
    const answer = await exchange(sandbox, code);
    expect(answer).toMatchObject({ status: 200, type: "text/plain", cut: false });
    const { padding, ...rest } = json(answer);
    expect(String(padding)).toHaveLength(2 * 1024 * 1024);
    expect(rest).toEqual({ session_key: expect.any(String), openid });
    expect(await errcodeAfter(sandbox, code)).toBe(40163);
  });

  it.each(["wrong_types", "missing_fields"] as const)("%s leaves an error as it is", async (kind) => {
    const { sandbox } = await openSandbox();
    sandbox.setFault({ endpoint: "*", kind });
    expect(errorOf(await exchange(sandbox, "0abc"))).toEqual(wechatError(40029, "invalid code,"));
  });

  it("half cuts the connection after half of the body and uses the code up", async () => {
    const { sandbox } = await openSandbox();
    const { code } = sandbox.mintLoginCode();
    sandbox.setFault({ endpoint: "jscode2session", kind: "half" });
    const answer = await exchange(sandbox, code);
    expect(answer).toMatchObject({ status: 200, type: "text/plain", cut: true });
    expect(answer.text).toMatch(/^\{"session_key":"[^}]*$/);
    expect(await errcodeAfter(sandbox, code)).toBe(40163);
  });
});
