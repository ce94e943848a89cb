import { Buffer } from "node:buffer";
import { describe, expect, test } from "vitest";
import { ownService } from "../support/scenarios.ts";
import { freshPhone, type Service } from "../support/service.ts";

/**
 * PocketBase's own reading of an answer differs between versions; these hold on each of them (POCKETBASE_BIN).
 */
describe("an answer of WeChat's with invalid UTF-8 or doubled keys", () => {
  const started = ownService();

  /** Logs in while WeChat answers these bytes. */
  const login = (service: Service, ...parts: (string | number[])[]) => {
    const base64 = Buffer.concat(parts.map((part) => Buffer.from(part as string))).toString("base64");
    service.sandbox.setFault({ endpoint: "jscode2session", kind: "raw", base64, times: 1 });
    const { code } = service.sandbox.mintLoginCode();
    return service.call("wechatLogin", { body: { users_wx_code: code } });
  };

  test("counts when the damage is where nobody looks", async () => {
    const { body } = await login(started(), '{"openid":"o-whole-1","session_key":"', [0xff, 0xc3], '"}');
    expect(body.record.openid).toBe("o-whole-1");
  });

  test("is broken when the identity itself is damaged: nobody is made of it", async () => {
    const before = await started().admin.countUsers();
    const { reason } = await login(started(), '{"openid":"o-', [0xff], '-damaged"}');
    expect(reason).toBe("wechat_unavailable");
    expect(await started().admin.countUsers()).toBe(before);
  });

  test("says what the last of two keys says", async () => {
    const { body } = await login(started(), '{"openid":"o-first","openid":"o-last","openid":"o-last"}');
    expect(body.record.openid).toBe("o-last");
  });

  test("is an error when the last errcode says so", async () => {
    const { reason } = await login(started(), '{"openid":"o-1","errcode":0,"errcode":40029}');
    expect(reason).toBe("wechat_code_invalid");
  });

  test("loses no phone that was paid for", async () => {
    const service = started();
    const { token } = await service.wechatUser();
    const phone = freshPhone();
    const info = `"purePhoneNumber":"${phone}","countryCode":"86","countryCode":"86"`;
    const text = `{"errcode":0,"phone_info":{${info},"watermark":{"appid":"${service.sandbox.appid}"}}}`;
    service.sandbox.setFault({
      endpoint: "getuserphonenumber",
      kind: "raw",
      base64: Buffer.from(text).toString("base64"),
      times: 1,
    });
    const { code } = service.sandbox.mintPhoneCode({ phone });
    const body = { users_name: "甲", users_phone_code: code, users_picture: "https://example.com/a.png" };
    const answer = await service.call("wechatProfile", { token, body });
    expect(answer.body.data.user.users_phone).toBe(phone);
  });
});
