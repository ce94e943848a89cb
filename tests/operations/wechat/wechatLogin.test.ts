import { describe, expect, test } from "vitest";
import { appScenarios } from "../../support/app-scenarios.ts";
import { bodyScenarios } from "../../support/body-scenarios.ts";
import { rateLimitTests } from "../../support/rate-limit.ts";
import { ownService, type Scenario, scenarios } from "../../support/scenarios.ts";
import type { Answer, Service } from "../../support/service.ts";
import { brokenScenarios, errcodeScenarios, notConfiguredTest } from "../../support/wechat-scenarios.ts";

const login = (code: unknown, more: object = {}) => ({ body: { users_wx_code: code, ...more } });
const loginOf = (service: Service, user: string) => login(service.sandbox.mintLoginCode({ user }).code);
const somebodyNew = async (service: Service) => login(service.sandbox.mintLoginCode().code);

const refused = (what: string, code: unknown, message: string): Scenario => ({
  name: `refuses ${what}`,
  call: () => login(code),
  status: 400,
  reason: "validation_failed",
  fields: { users_wx_code: message },
  body: { code: 400, msg: "请求参数有误" },
  after: (service) => expect(service.sandbox.requests()).toEqual([]),
});

const statuses = (answers: Answer[]) => answers.map(({ body }) => body.meta.data.status).sort();

scenarios("wechatLogin", [
  {
    name: "registers a new user as a guest, with an openid and nothing else",
    call: (service) => loginOf(service, "newcomer"),
    status: 200,
    absent: ["password", "tokenKey", "session_key", "secret", "hash", "unionid"],
    after: async (service, { body }) => {
      const { openid } = service.sandbox.mintLoginCode({ user: "newcomer" });
      const [stored, ...others] = await service.admin.users(`openid = "${openid}"`);
      expect(others).toEqual([]);
      const time = expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}Z$/);
      // The record is PocketBase's own; the view has the dates in RFC 3339.
      const dates = { created: body.record.created, updated: body.record.updated };
      const inView = Object.entries(dates).map(([name, date]) => [name, date.replace(" ", "T")]);
      const shared = {
        openid,
        users_idtype: "WeChat",
        users_type: "游客",
        users_status: 0,
        users_rank_level: 0,
        users_auth_type: 0,
        users_convers_id: "",
        users_id: "",
        users_id_number: "",
        users_name: "",
        users_phone: "",
        users_level: "",
        users_picture: "",
        company_id: "",
        users_parent_id: "",
        users_promo_code: "",
        usergroups_id: "",
        created: time,
        updated: time,
      };
      expect(body).toEqual({
        token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
        record: {
          ...shared,
          id: stored?.id,
          collectionId: stored?.collectionId,
          collectionName: "tbl_auth_users",
          email: "",
          emailVisibility: false,
          verified: false,
          users_avatar: "",
          users_phone_verified_at: "",
          users_merged_into: "",
        },
        meta: {
          code: 200,
          msg: "注册成功",
          data: {
            status: "register_success",
            is_info_complete: false,
            user: {
              ...shared,
              ...Object.fromEntries(inView),
              pb_id: stored?.id,
              users_phone_masked: "",
              users_phone_verified: false,
              wx_openid: openid,
              company: null,
            },
          },
        },
      });
      // Superusers see the hidden field as well.
      expect(stored).toEqual({ ...body.record, users_unionid: "", users_password_legacy: "" });
    },
  },
  {
    name: "signs a known user in, who keeps the record",
    call: async (service) => {
      await service.wechatUser("regular");
      return loginOf(service, "regular");
    },
    status: 200,
    body: { meta: { code: 200, msg: "登录成功", data: { status: "login_success" } } },
    after: async (service, { body }) => {
      expect(body.record.id).toBe((await service.wechatUser("regular")).id);
      expect(body.meta.data.user.pb_id).toBe(body.record.id);
    },
  },
  {
    name: "answers a token that PocketBase's own routes take",
    call: somebodyNew,
    status: 200,
    after: async (service, { body }) => {
      const own = `${service.url}/api/collections/tbl_auth_users/records/${body.record.id}`;
      const response = await fetch(own, { headers: { authorization: body.token } });
      expect(await response.json()).toEqual(body.record);
    },
  },
  {
    name: "says when name, phone and picture are all there, and shows the phone masked beside the full one",
    call: async (service) => {
      const { id } = await service.wechatUser("complete");
      const values = {
        users_name: "甲",
        users_phone: "13912345678",
        users_picture: "https://example.com/a.png",
      };
      await service.admin.updateUser(id, { ...values, users_status: 1.5 });
      return loginOf(service, "complete");
    },
    status: 200,
    body: {
      meta: {
        data: {
          is_info_complete: true,
          user: { users_phone: "13912345678", users_phone_masked: "139****5678", users_status: 1.5 },
        },
      },
    },
  },
  {
    name: "ignores everything in the body but the code",
    call: (service) => {
      const { code } = service.sandbox.mintLoginCode({ user: "pushy" });
      const more = {
        id: "pushyuser000001",
        openid: "x",
        users_status: 5,
        users_type: "注册用户",
        email: "a@b.cn",
      };
      return login(code, {
        ...more,
        verified: true,
        users_idtype: "ManagePlatform",
        users_phone: "13900000000",
      });
    },
    status: 200,
    body: { record: { users_status: 0, users_type: "游客", email: "", verified: false, users_phone: "" } },
    absent: ["pushyuser000001", "ManagePlatform"],
  },
  {
    name: "stores an openid of odd characters as it is",
    call: (service) => login(service.sandbox.mintLoginCode({ openid: `o'"{:x}%_\\` }).code),
    status: 200,
    body: { record: { openid: `o'"{:x}%_\\` } },
  },
  {
    name: "gives a new user a password that nobody can enter",
    call: (service) => loginOf(service, "passwordless"),
    status: 200,
    after: async (service, { body: { record } }) => {
      const [row] = await service.admin.sql<{ password: string }>(
        `SELECT password FROM tbl_auth_users WHERE id = '${record.id}'`,
      );
      const email = `${record.openid}@manage.local`;
      await service.admin.sql(`UPDATE tbl_auth_users SET email = '${email}' WHERE id = '${record.id}'`);
      for (const password of [row?.password, record.openid, record.id, "!"]) {
        const response = await fetch(`${service.url}/api/collections/tbl_auth_users/auth-with-password`, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify({ identity: email, password }),
        });
        expect(response.status).toBe(400);
      }
    },
  },
  {
    name: "refuses a disabled user",
    call: async (service) => {
      const { id } = await service.wechatUser("disabled");
      await service.admin.updateUser(id, { users_status: -1 });
      return loginOf(service, "disabled");
    },
    status: 403,
    reason: "account_disabled",
    body: { code: 403, msg: "账号已停用，请联系管理员", data: { reason: "account_disabled" } },
    absent: ["token", "record"],
  },
  refused("a body without the code", undefined, "微信登录凭证：不能为空"),
  refused("null", null, "微信登录凭证：必须是文本"),
  refused("a number", 12345, "微信登录凭证：必须是文本"),
  refused("a list", ["code"], "微信登录凭证：必须是文本"),
  refused("an empty code", "", "微信登录凭证：不能为空"),
  refused("a code of 513 characters", "a".repeat(513), "微信登录凭证：最多 512 个字符"),
  refused("a space", "a b", "微信登录凭证：只能包含可见的英文字符"),
  refused("Chinese", "登录", "微信登录凭证：只能包含可见的英文字符"),
  refused("a line break", "a\n", "微信登录凭证：只能包含可见的英文字符"),
  {
    name: "names the code when there is no body at all",
    call: () => ({}),
    status: 400,
    reason: "validation_failed",
    fields: ["users_wx_code"],
  },
  {
    name: "asks WeChat about a code of 512 characters, once, and answers that it is unknown",
    call: () => login("a".repeat(512)),
    status: 400,
    reason: "wechat_code_invalid",
    fields: { users_wx_code: "登录凭证无效或已过期，请重新获取" },
    after: (service) => expect(service.sandbox.requests()).toHaveLength(1),
  },
  {
    name: "refuses a phone code, which is not a login code",
    call: (service) => login(service.sandbox.mintPhoneCode({ phone: "13912345670" }).code),
    status: 400,
    reason: "wechat_code_invalid",
  },
  {
    name: "refuses the same code again within ten seconds, without asking WeChat again",
    call: async (service) => {
      const again = await somebodyNew(service);
      await service.call("wechatLogin", again);
      return again;
    },
    status: 429,
    reason: "duplicate_request",
    body: { code: 429, msg: "请勿重复提交", data: { reason: "duplicate_request" } },
    after: (service, { headers }) => {
      expect(service.sandbox.requests()).toEqual([]);
      expect(Number(headers.get("retry-after"))).toBeLessThanOrEqual(10);
    },
  },
  ...bodyScenarios(somebodyNew),
  ...appScenarios(somebodyNew),
  ...errcodeScenarios("jscode2session", somebodyNew, [
    [40029, 400, "wechat_code_invalid", ["users_wx_code"]],
    [41008, 400, "wechat_code_invalid", ["users_wx_code"]],
    [40163, 400, "wechat_code_used", ["users_wx_code"]],
  ]),
  ...brokenScenarios("jscode2session", somebodyNew),
]);

describe("wechatLogin under concurrency", () => {
  const started = ownService();

  test("makes one record of many first logins of one user, and all of them succeed", async () => {
    const service = started();
    const calls = Array.from({ length: 30 }, () => loginOf(service, "twin"));
    const answers = await Promise.all(calls.map((call) => service.call("wechatLogin", call)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(statuses(answers)).toEqual([...Array(29).fill("login_success"), "register_success"]);
    expect(new Set(answers.map(({ body }) => body.record.id)).size).toBe(1);
    expect(await service.admin.countUsers()).toBe(1);
  });

  test("sends a code to WeChat once, however many requests bring it", async () => {
    const service = started();
    service.sandbox.clearRequests();
    const call = loginOf(service, "impatient");
    const answers = await Promise.all(Array.from({ length: 20 }, () => service.call("wechatLogin", call)));
    expect(answers.map(({ reason }) => reason ?? "ok").sort()).toEqual([
      ...Array(19).fill("duplicate_request"),
      "ok",
    ]);
    expect(service.sandbox.requests()).toHaveLength(1);
  });
});

describe("wechatLogin under an operator's settings", () => {
  const started = ownService({ env: { WECHAT_CODE_REPEAT_SECONDS: "0" } });

  test("answers what WeChat says about a used code once the same code may be sent again", async () => {
    const service = started();
    const call = await somebodyNew(service);
    await service.call("wechatLogin", call);
    const { body } = await service.call("wechatLogin", call);
    expect(body).toEqual({
      code: 400,
      msg: "登录凭证已使用，请重新获取",
      data: { reason: "wechat_code_used", fields: { users_wx_code: "登录凭证已使用，请重新获取" } },
    });
  });

  test("answers 500 without detail when the record cannot be stored", async () => {
    const service = started();
    const before = await service.admin.countUsers();
    await service.admin.sql(
      "CREATE TRIGGER broken BEFORE INSERT ON tbl_auth_users BEGIN SELECT RAISE(ABORT, 'inner detail'); END",
    );
    const { body } = await service.call("wechatLogin", await somebodyNew(service));
    await service.admin.sql("DROP TRIGGER broken");
    expect(body).toEqual({
      code: 500,
      msg: "服务内部错误，请稍后再试",
      data: { reason: "internal_error" },
    });
    expect(await service.admin.countUsers()).toBe(before);
  });

  test("answers 401 auth_rejected to whom the operator's own authRule refuses, new or known", async () => {
    const service = started();
    await service.wechatUser("known");
    await service.admin.collection("tbl_auth_users", {
      authRule: "users_status >= 0 && users_level = 'member'",
    });
    for (const user of ["known", "unknown"]) {
      const { body } = await service.call("wechatLogin", loginOf(service, user));
      expect(body).toEqual({ code: 401, msg: "当前账号不允许登录", data: { reason: "auth_rejected" } });
    }
    const { openid } = service.sandbox.mintLoginCode({ user: "unknown" });
    const [waiting] = await service.admin.users(`openid = "${openid}"`);
    await service.admin.updateUser(waiting?.id ?? "", { users_level: "member" });
    expect((await service.call("wechatLogin", loginOf(service, "unknown"))).status).toBe(200);
  });

  test("gives up on a WeChat that does not answer, and has registered nobody", async () => {
    const service = started();
    await service.restart({ env: { WECHAT_TIMEOUT_SECONDS: "1" } });
    const before = await service.admin.countUsers();
    service.sandbox.setFault({ endpoint: "jscode2session", kind: "hang", times: 1 });
    expect((await service.call("wechatLogin", await somebodyNew(service))).reason).toBe("wechat_unavailable");
    expect(await service.admin.countUsers()).toBe(before);
  });
});

describe("wechatLogin without WeChat credentials, under PocketBase's rate limiter", () => {
  const started = ownService({ rateLimits: true, env: { WECHAT_APPID: "" } });
  notConfiguredTest("wechatLogin", somebodyNew, started);
  rateLimitTests("wechatLogin", 600, started);
});
