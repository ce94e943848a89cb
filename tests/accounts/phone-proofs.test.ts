import { beforeEach, describe, expect, test } from "vitest";
import { atOnce, outcomeOf, POOLS, tally } from "../support/at-once.ts";
import { ownService } from "../support/scenarios.ts";
import { freshPhone, type Service } from "../support/service.ts";

const profile = (users_phone_code: string, users_name = "小明") => ({
  users_name,
  users_phone_code,
  users_picture: "https://example.com/a.png",
});

const exchanges = ({ sandbox }: Service) =>
  sandbox.requests().filter(({ endpoint }) => endpoint === "getuserphonenumber").length;

describe.each(POOLS)("what WeChat answered for a phone code %s", (_title, pool) => {
  const started = ownService({ ...pool, sandbox: { apps: 2 } });
  beforeEach(() => {
    started().sandbox.clearFaults();
    started().sandbox.clearRequests();
  });

  test("is known when the same user sends it again, with other fields too, and is paid for once", async () => {
    const service = started();
    const { token } = await service.wechatUser();
    const phone = freshPhone();
    const { code } = service.sandbox.mintPhoneCode({ phone });
    for (const name of ["小明", "小明", "大明"]) {
      const { status, body } = await service.call("wechatProfile", { token, body: profile(code, name) });
      expect(status).toBe(200);
      expect(body.data.user).toMatchObject({ users_name: name, users_phone: phone });
    }
    expect(exchanges(service)).toBe(1);
  });

  test("is not lost when the database refuses the record", async () => {
    const service = started();
    const { id, token } = await service.wechatUser();
    const call = { token, body: profile(service.sandbox.mintPhoneCode({ phone: freshPhone() }).code) };
    await service.admin.sql(
      `CREATE TRIGGER busy BEFORE UPDATE ON tbl_auth_users WHEN NEW.id = '${id}' BEGIN SELECT RAISE(ABORT, 'busy'); END`,
    );
    expect((await service.call("wechatProfile", call)).reason).toBe("internal_error");
    await service.admin.sql("DROP TRIGGER busy");
    expect((await service.call("wechatProfile", call)).status).toBe(200);
    expect(exchanges(service)).toBe(1);
  });

  test("is nobody else's, who is told that the code is invalid", async () => {
    const service = started();
    const [owner, other] = [await service.wechatUser(), await service.platformUser()];
    const phone = freshPhone();
    const { code } = service.sandbox.mintPhoneCode({ phone });
    await service.call("wechatProfile", { token: owner.token, body: profile(code) });
    const answer = await service.call("wechatProfile", { token: other.token, body: profile(code) });
    expect(answer.body).toEqual({
      code: 400,
      msg: "手机号凭证无效、已过期或已使用，请重新授权手机号",
      data: {
        reason: "phone_code_invalid",
        fields: { users_phone_code: "手机号凭证无效、已过期或已使用，请重新授权手机号" },
      },
    });
    expect(exchanges(service)).toBe(1);
    expect(await service.admin.user(other.id)).toMatchObject({ users_phone: other.phone });
  });

  test("is known for the mini-program that the code was sent from, and for no other", async () => {
    const service = started();
    const { token } = await service.wechatUser();
    const { code } = service.sandbox.mintPhoneCode({ phone: freshPhone() });
    expect((await service.call("wechatProfile", { token, body: profile(code) })).status).toBe(200);
    const referer = `https://servicewechat.com/${service.sandbox.apps[1]?.appid}/0/page-frame.html`;
    const call = { token, body: profile(code), headers: { referer } };
    expect((await service.call("wechatProfile", call)).reason).toBe("phone_code_invalid");
    expect(exchanges(service)).toBe(2);
  });

  test("is asked for once by 50 requests of one user, each of which is answered or told to come again", async () => {
    const service = started();
    const { token } = await service.wechatUser();
    const call = { token, body: profile(service.sandbox.mintPhoneCode({ phone: freshPhone() }).code) };
    const answers = await atOnce(50, () => service.call("wechatProfile", call));
    const { 200: done = 0, duplicate_request: early = 0 } = tally(answers.map(outcomeOf));
    expect(done).toBeGreaterThan(0);
    expect(done + early).toBe(50);
    expect(exchanges(service)).toBe(1);
  });

  test("that was an error is forgotten at once", async () => {
    const service = started();
    const { token } = await service.wechatUser();
    const call = { token, body: profile(service.sandbox.mintPhoneCode({ phone: freshPhone() }).code) };
    service.sandbox.setFault({ endpoint: "getuserphonenumber", kind: "errcode", errcode: -1, times: 1 });
    expect((await service.call("wechatProfile", call)).reason).toBe("wechat_unavailable");
    expect((await service.call("wechatProfile", call)).reason).toBe("duplicate_request");
  });
});

describe("after a restart", () => {
  const started = ownService();

  test("WeChat is asked again, says that the code is used, and another code goes through", async () => {
    const service = started();
    const { id, token } = await service.wechatUser();
    const phone = freshPhone();
    const call = { token, body: profile(service.sandbox.mintPhoneCode({ phone }).code) };
    expect((await service.call("wechatProfile", call)).status).toBe(200);
    await service.restart();
    expect((await service.call("wechatProfile", call)).reason).toBe("phone_code_invalid");
    expect(exchanges(service)).toBe(2);
    const again = profile(service.sandbox.mintPhoneCode({ phone }).code);
    expect((await service.call("wechatProfile", { token, body: again })).status).toBe(200);
    expect(await service.admin.user(id)).toMatchObject({ users_phone: phone });
  });
});
