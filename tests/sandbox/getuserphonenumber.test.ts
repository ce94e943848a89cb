import { describe, expect, it } from "vitest";
import {
  currentToken,
  errorOf,
  exchange,
  fetchPhone,
  json,
  openSandbox,
  START_MS,
  send,
  sendPhone,
  wechatError,
} from "./support.ts";

describe("getuserphonenumber with a good code", () => {
  const numbers = [
    {
      name: "a mainland number without +86",
      countryCode: undefined,
      phoneNumber: "13800138000",
      answered: "86",
    },
    { name: "countryCode as text", countryCode: "86", phoneNumber: "13800138000", answered: "86" },
    { name: "countryCode as a number", countryCode: 86, phoneNumber: "13800138000", answered: 86 },
    {
      name: "a foreign number with +852",
      countryCode: "852",
      phoneNumber: "+85213800138000",
      answered: "852",
    },
  ];
  it.each(numbers)("answers $name", async ({ countryCode, phoneNumber, answered }) => {
    const { sandbox, clock } = await openSandbox();
    const phone = "13800138000";
    const { code } = sandbox.mintPhoneCode({ phone, ...(countryCode === undefined ? {} : { countryCode }) });
    clock.advance(60);
    const answer = await fetchPhone(sandbox, await currentToken(sandbox), code);
    expect({ status: answer.status, type: answer.type }).toEqual({ status: 200, type: "text/plain" });
    expect(json(answer)).toEqual({
      errcode: 0,
      errmsg: "ok",
      phone_info: {
        phoneNumber,
        purePhoneNumber: phone,
        countryCode: answered,
        watermark: { timestamp: START_MS / 1000, appid: sandbox.appid },
      },
    });
  });
});

describe("getuserphonenumber refuses", () => {
  const badToken = "invalid credential, access_token is invalid or not latest";

  it.each([
    { name: "no access token", token: undefined, errcode: 41001, errmsg: "access_token missing" },
    { name: "an empty access token", token: "", errcode: 41001, errmsg: "access_token missing" },
    { name: "an access token never issued", token: "90_x", errcode: 40001, errmsg: badToken },
  ])("$name with $errcode, and leaves the code unused", async ({ token, errcode, errmsg }) => {
    const { sandbox } = await openSandbox();
    const { code } = sandbox.mintPhoneCode({ phone: "13800138000" });
    const answer = await sendPhone(sandbox, token, JSON.stringify({ code }));
    expect(errorOf(answer)).toEqual(wechatError(errcode, errmsg));
    expect(json(await fetchPhone(sandbox, await currentToken(sandbox), code)).errcode).toBe(0);
  });

  it("an expired access token with 42001, and leaves the code unused", async () => {
    const { sandbox } = await openSandbox();
    const { code } = sandbox.mintPhoneCode({ phone: "13800138000" });
    const token = await currentToken(sandbox);
    sandbox.expireTokens();
    expect(errorOf(await fetchPhone(sandbox, token, code))).toEqual(
      wechatError(42001, "access_token expired"),
    );
    expect(json(await fetchPhone(sandbox, await currentToken(sandbox), code)).errcode).toBe(0);
  });

  it.each([
    { name: "an empty body", body: "", errcode: 44002, errmsg: "empty post data" },
    { name: "a form", body: "code=x", errcode: 47001, errmsg: "data format error" },
    { name: "no code", body: "{}", errcode: 41008, errmsg: "missing code" },
    { name: "an empty code", body: '{"code":""}', errcode: 41008, errmsg: "missing code" },
    { name: "a code that is no text", body: '{"code":7}', errcode: 41008, errmsg: "missing code" },
    { name: "an unknown code", body: '{"code":"abc"}', errcode: 40029, errmsg: "invalid code" },
  ])("$name with $errcode", async ({ body, errcode, errmsg }) => {
    const { sandbox } = await openSandbox();
    const answer = await sendPhone(sandbox, await currentToken(sandbox), body);
    expect(errorOf(answer)).toEqual(wechatError(errcode, errmsg));
  });

  it("a used code with 40163", async () => {
    const { sandbox } = await openSandbox();
    const token = await currentToken(sandbox);
    const { code } = sandbox.mintPhoneCode({ phone: "13800138000" });
    await fetchPhone(sandbox, token, code);
    expect(errorOf(await fetchPhone(sandbox, token, code))).toEqual(wechatError(40163, "code been used"));
  });

  it("an expired code with 40029", async () => {
    const { sandbox, clock } = await openSandbox();
    const token = await currentToken(sandbox);
    const { code } = sandbox.mintPhoneCode({ phone: "13800138000" });
    clock.advance(300);
    expect(errorOf(await fetchPhone(sandbox, token, code))).toEqual(wechatError(40029, "invalid code"));
  });

  it("a login code with 40029, and leaves it unused", async () => {
    const { sandbox } = await openSandbox();
    const { code, openid } = sandbox.mintLoginCode({ user: "alice" });
    const answer = await fetchPhone(sandbox, await currentToken(sandbox), code);
    expect(errorOf(answer)).toEqual(wechatError(40029, "invalid code"));
    expect(json(await exchange(sandbox, code)).openid).toBe(openid);
  });

  it("a GET with 43002", async () => {
    const { sandbox } = await openSandbox();
    const answer = await send("GET", `${sandbox.url}/wxa/business/getuserphonenumber?access_token=x`);
    expect(errorOf(answer)).toEqual(wechatError(43002, "require POST method"));
  });
});
