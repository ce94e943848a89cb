import { describe, expect, test } from "vitest";
import { pushSignature, readPush } from "../../src/domain/wechat-push.ts";

describe("a push's signature", () => {
  test("is the one of WeChat's documentation", () => {
    const query = { signature: "", timestamp: "1714036504", nonce: "1514711492" };
    expect(pushSignature("AAAAA", query)).toBe("f464b24fc39322e44b38aa78f5edd27bd1441696");
  });

  test("sorts the three texts as WeChat does, whatever order they come in", () => {
    const [a, b] = [
      pushSignature("b", { signature: "", timestamp: "c", nonce: "a" }),
      pushSignature("c", { signature: "", timestamp: "a", nonce: "b" }),
    ];
    expect(a).toBe(b);
    // SHA-1 of "abc", RFC 3174.
    expect(a).toBe("a9993e364706816aba3e25717850c26c9cd0d89d");
  });
});

describe("a push's body", () => {
  const push = (fields: object) => readPush(JSON.stringify(fields));
  const event = {
    ToUserName: "gh_1",
    FromUserName: "oService",
    CreateTime: 1714036504,
    MsgType: "event",
    Event: "user_authorization_revoke",
    OpenID: "oUser",
    AppID: "wx1",
    RevokeInfo: "8",
  };

  test("names the person by OpenID, not by FromUserName", () => {
    expect(push(event)).toEqual({
      ok: {
        appid: "wx1",
        openid: "oUser",
        createTime: 1714036504,
        change: "revoked",
        name: "user_authorization_revoke",
        revoked: { phone: true, nameAndPicture: false },
      },
    });
  });

  test("is read with blanks around its keys, and with numbers as texts", () => {
    const blanks = Object.fromEntries(
      Object.entries(event).map(([key, value]) => [` ${key} `, String(value)]),
    );
    expect(push(blanks)).toEqual(push(event));
  });

  test.each([
    ["8", true, false],
    ["18", false, false],
    ["80", false, false],
    ["6", false, true],
    ["19", false, true],
    ["20", false, true],
    ["16", false, false],
    ["1,8", true, false],
    ["6 8", true, true],
    ["[8, 20]", true, true],
    ["1、2；8。", true, false],
    ["", false, false],
  ])(
    "with RevokeInfo “%s” takes back the phone: %s, name and picture: %s",
    (RevokeInfo, phone, nameAndPicture) => {
      expect(push({ ...event, RevokeInfo })).toMatchObject({ ok: { revoked: { phone, nameAndPicture } } });
    },
  );

  test.each([
    ["user_authorization_cancellation", "closed"],
    ["user_authorization_revoke", "revoked"],
    ["user_info_modified", "modified"],
    ["wxa_media_check", "other"],
  ])("of event %s means %s", (Event, change) => {
    expect(push({ ...event, Event })).toMatchObject({ ok: { change } });
  });

  test("in XML or encrypted is told apart by its content", () => {
    expect(readPush("\n<xml><Event>x</Event></xml>")).toEqual({ mode: "xml" });
    expect(push({ ToUserName: "gh_1", Encrypt: "AbC=" })).toEqual({ mode: "encrypted" });
  });

  test.each(["", "[]", "null", "8", "{", '"text"'])("that is no JSON object is broken: %s", (body) => {
    expect(readPush(body)).toEqual({ broken: true });
  });
});
