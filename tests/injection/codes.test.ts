import { beforeEach, describe, expect, test } from "vitest";
import { ownService } from "../support/scenarios.ts";

describe("a hostile code", () => {
  const service = ownService();
  beforeEach(() => service().sandbox.clearRequests());

  const VISIBLE = [
    "x&secret=0&appid=wx0",
    "x#fragment",
    "x?y=z",
    "../../cgi-bin/token",
    "%00%0d%0aHost:evil",
    "x%26secret%3D0",
    "+",
    '"},"force_refresh":true,"x":"',
    "'--",
    "{{.}}",
    "__proto__",
  ];
  const INVISIBLE = [
    "a b",
    "a\r\nHost: evil",
    "a\0b",
    "a\tb",
    "\u200b",
    "编码",
    "é",
    "a\ud800",
    "\ufffd",
    " a",
  ];

  const operations = {
    wechatLogin: { field: "users_wx_code", reason: "wechat_code_invalid", endpoint: "jscode2session" },
    refreshToken: { field: "users_wx_code", reason: "wechat_code_invalid", endpoint: "jscode2session" },
    wechatProfile: {
      field: "users_phone_code",
      reason: "phone_code_invalid",
      endpoint: "getuserphonenumber",
    },
  };

  test.each(Object.entries(operations))(
    "reaches WeChat through %s as the same text, or not at all",
    async (operation, { field, reason, endpoint }) => {
      const { token } = operation === "wechatProfile" ? await service().wechatUser() : { token: undefined };
      service().sandbox.clearRequests();
      const call = (code: string) =>
        service().call(operation, {
          ...(token !== undefined && { token }),
          body: { users_name: "小明", users_picture: "https://example.com/a.png", [field]: code },
        });
      for (const [i, text] of VISIBLE.entries()) {
        // A prefix keeps the same text from counting as sent twice.
        const code = `${i}${operation}${text}`;
        expect([code, (await call(code)).reason]).toEqual([code, reason]);
        const received = service()
          .sandbox.requests()
          .filter((request) => request.endpoint === endpoint);
        expect(received.at(-1)).toMatchObject({
          code,
          appid: endpoint === "jscode2session" ? service().sandbox.appid : null,
        });
      }
      service().sandbox.clearRequests();
      for (const code of INVISIBLE) {
        const answer = await call(code);
        expect([code, answer.status, answer.body.data.fields]).toEqual([
          code,
          400,
          { [field]: expect.any(String) },
        ]);
      }
      expect(service().sandbox.requests()).toEqual([]);
    },
  );
});
