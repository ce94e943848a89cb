import { describe, expect, test } from "vitest";
import type { HttpAnswer } from "../../src/domain/http-answer.ts";
import { type Reading, readAccessToken, readPhone, readSession } from "../../src/wechat/answers.ts";

const APPID = "wx0123456789abcdef";
const phoneInfo = (changes: object = {}) => ({
  errcode: 0,
  errmsg: "ok",
  phone_info: {
    phoneNumber: "13800138000",
    purePhoneNumber: "13800138000",
    countryCode: "86",
    watermark: { timestamp: 1637744274, appid: APPID },
    ...changes,
  },
});
const session = { openid: "oABC", session_key: "secret==" };
const token = { access_token: "token", expires_in: 7200 };

/** An answer as PocketBase hands it over. */
const answerOf = (statusCode: number, json: unknown): HttpAnswer => ({ statusCode, json });

const readers: [string, (answer: HttpAnswer) => Reading<unknown>, object][] = [
  ["readSession", readSession, session],
  ["readAccessToken", readAccessToken, token],
  ["readPhone", (answer) => readPhone(answer, APPID), phoneInfo()],
];

describe.each(readers)("%s", (_name, read, good) => {
  test.each([200, 201])("takes a good answer of status %d", (status) => {
    expect(read(answerOf(status, good))).toHaveProperty("ok");
  });

  test.each([0, 199, 300, 302, 400, 404, 500, 503])("takes nothing of status %d, however good", (status) => {
    expect(read(answerOf(status, good))).toEqual({ broken: `HTTP ${status}` });
  });

  test.each([
    [undefined, "empty body"],
    [null, "not a JSON object"],
    [[], "not a JSON object"],
    [[good], "not a JSON object"],
    ["text", "not a JSON object"],
    [42, "not a JSON object"],
    [{ ...good, errcode: "0" }, "errcode is not a number"],
    [{ ...good, errcode: null }, "errcode is not a number"],
  ])("calls %j broken", (json, broken) => {
    expect(read(answerOf(200, json))).toEqual({ broken });
  });

  test("reads an error before anything else that the answer holds", () => {
    const answer = { ...good, errcode: 40029, errmsg: "invalid code, rid: 1-2" };
    expect(read(answerOf(200, answer))).toEqual({
      error: { errcode: 40029, errmsg: "invalid code, rid: 1-2" },
    });
  });

  test.each([undefined, 5, null])("takes an errmsg of %j for none", (errmsg) => {
    expect(read(answerOf(200, { errcode: -1, errmsg }))).toEqual({ error: { errcode: -1, errmsg: "" } });
  });
});

describe("readSession", () => {
  test.each([session, { ...session, errcode: 0, errmsg: "ok" }, { ...session, more: 1 }])(
    "takes the openid, and no session key, out of %j",
    (answer) => {
      expect(readSession(answerOf(200, answer))).toEqual({ ok: { openid: "oABC", unionid: "" } });
    },
  );

  test.each([
    ["uABC", "uABC"],
    [undefined, ""],
    ["", ""],
    [5, ""],
    [null, ""],
    ["u\ufffd", ""],
  ])("takes a unionid of %j for %j", (unionid, read) => {
    expect(readSession(answerOf(200, { ...session, unionid }))).toEqual({
      ok: { openid: "oABC", unionid: read },
    });
  });

  test.each([
    {},
    { openid: "" },
    { openid: "o\ufffdABC" },
    { openid: 5 },
    { openid: null },
    { openid: ["oABC"] },
  ])("finds no openid in %j", (answer) => {
    expect(readSession(answerOf(200, answer))).toEqual({ broken: "no openid" });
  });
});

describe("readAccessToken", () => {
  test("takes the token and its lifetime in seconds", () => {
    expect(readAccessToken(answerOf(200, token))).toEqual({ ok: { token: "token", expiresIn: 7200 } });
  });

  test.each([
    [{ ...token, access_token: undefined }, "no access_token"],
    [{ ...token, access_token: "" }, "no access_token"],
    [{ ...token, access_token: 5 }, "no access_token"],
    [{ ...token, access_token: "t\ufffd" }, "no access_token"],
    [{ ...token, expires_in: undefined }, "no expires_in"],
    [{ ...token, expires_in: "7200" }, "no expires_in"],
    [{ ...token, expires_in: 0 }, "no expires_in"],
    [{ ...token, expires_in: -1 }, "no expires_in"],
    [{ ...token, expires_in: null }, "no expires_in"],
  ])("calls %j broken: %s", (answer, broken) => {
    expect(readAccessToken(answerOf(200, answer))).toEqual({ broken });
  });
});

describe("readPhone", () => {
  const NO_NUMBER = "no phone number of a known country";
  test.each([
    [{}, "13800138000"],
    [{ countryCode: 86 }, "13800138000"],
    [{ phoneNumber: "+85251234567", purePhoneNumber: "51234567", countryCode: "852" }, "+85251234567"],
    [{ phoneNumber: undefined }, "13800138000"],
    [{ countryCode: "+86" }, "13800138000"],
    [{ countryCode: "086" }, "13800138000"],
    [{ countryCode: "0086" }, "13800138000"],
    [{ purePhoneNumber: "8613800138002" }, "13800138002"],
    [{ purePhoneNumber: 13800138000 }, "13800138000"],
    [{ purePhoneNumber: "138-0013-8000" }, "13800138000"],
    [{ purePhoneNumber: "0912345678", countryCode: "886" }, "+886912345678"],
    [{ purePhoneNumber: undefined }, "13800138000"],
    [{ purePhoneNumber: "" }, "13800138000"],
    [{ purePhoneNumber: undefined, phoneNumber: "+85251234567", countryCode: 852 }, "+85251234567"],
    [{ purePhoneNumber: undefined, phoneNumber: "+85251234567", countryCode: undefined }, "+85251234567"],
    [{ countryCode: undefined }, "13800138000"],
    [{ countryCode: "" }, "13800138000"],
  ])("with %j stores %s", (changes, phone) => {
    expect(readPhone(answerOf(200, phoneInfo(changes)), APPID)).toEqual({ ok: phone });
  });

  test.each([
    [{ phone_info: null }, "no phone_info"],
    [{ phone_info: "13800138000" }, "no phone_info"],
    [{}, "no phone_info"],
    [phoneInfo({ watermark: undefined }), "watermark of another app"],
    [phoneInfo({ watermark: null }), "watermark of another app"],
    [phoneInfo({ watermark: { appid: "wxother" } }), "watermark of another app"],
    [phoneInfo({ purePhoneNumber: undefined, phoneNumber: undefined }), NO_NUMBER],
    [phoneInfo({ purePhoneNumber: "", phoneNumber: null }), NO_NUMBER],
    [phoneInfo({ purePhoneNumber: {}, phoneNumber: [] }), NO_NUMBER],
    [phoneInfo({ purePhoneNumber: "1".repeat(21) }), NO_NUMBER],
    [phoneInfo({ purePhoneNumber: "51234567", countryCode: undefined }), NO_NUMBER],
    [phoneInfo({ purePhoneNumber: "51234567", countryCode: null }), NO_NUMBER],
  ])("calls %j broken: %s", (answer, broken) => {
    expect(readPhone(answerOf(200, answer), APPID)).toEqual({ broken });
  });
});
