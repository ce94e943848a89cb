import { describe, expect, test } from "vitest";
import { appScenarios } from "../../support/app-scenarios.ts";
import { bodyScenarios } from "../../support/body-scenarios.ts";
import { rateLimitTests } from "../../support/rate-limit.ts";
import { oncePerService, ownService, type Scenario, scenarios } from "../../support/scenarios.ts";
import { type Answer, type Call, freshPhone, registration, type Service } from "../../support/service.ts";
import { strangeTokens } from "../../support/tokens.ts";
import { brokenScenarios, errcodeScenarios, notConfiguredTest } from "../../support/wechat-scenarios.ts";

const user = oncePerService((service) => service.wechatUser("profiled"));
const phoneCode = (service: Service, phone = freshPhone(), countryCode: string | number = "86") =>
  service.sandbox.mintPhoneCode({ phone, countryCode }).code;
const profile = (code: string, values: object = {}) => ({
  users_name: "小明",
  users_phone_code: code,
  users_picture: "https://example.com/avatar/1.png",
  ...values,
});

/** A call of one shared user, with a phone that is new to the service. */
const passing = async (service: Service) => ({
  token: (await user(service)).token,
  body: profile(phoneCode(service)),
});

const phoneCalls = (service: Service) =>
  service.sandbox.requests().filter(({ endpoint }) => endpoint === "getuserphonenumber");

/** Nothing was asked of WeChat, nothing was stored, and the phone code still works. */
async function costNothing(service: Service, _answer: Answer, call: Call): Promise<void> {
  expect(service.sandbox.requests()).toEqual([]);
  const code = (call.body as { users_phone_code?: unknown }).users_phone_code;
  const other = await service.wechatUser();
  const answer = await service.call("wechatProfile", { token: other.token, body: profile(String(code)) });
  expect(answer.status).toBe(200);
}

const refusedLocally = (
  what: string,
  values: object,
  fields: { [field: string]: string },
  reason = "validation_failed",
): Scenario => ({
  name: `refuses ${what} before WeChat is asked`,
  call: async (service) => ({
    token: (await service.wechatUser()).token,
    body: profile(phoneCode(service), values),
  }),
  status: 400,
  reason,
  fields,
  after: costNothing,
});

const refusedCode = (what: string, value: unknown, message: string): Scenario => ({
  name: `refuses ${what} as the phone code`,
  call: async (service) => ({
    token: (await user(service)).token,
    body: { ...profile(""), users_phone_code: value },
  }),
  status: 400,
  reason: "validation_failed",
  fields: { users_phone_code: message },
  after: (service) => expect(service.sandbox.requests()).toEqual([]),
});

const refusedToken = (what: string, make: (service: Service) => Promise<string>): Scenario => ({
  name: `refuses a token ${what}, before the body is looked at`,
  call: async (service) => ({ token: await make(service), body: "{" }),
  status: 401,
  reason: "token_invalid",
  body: { code: 401, msg: "登录已失效，请重新登录", data: { reason: "token_invalid" } },
});

const storesPhone = (
  what: string,
  phone: string,
  countryCode: string | number,
  stored: string,
): Scenario => ({
  name: `stores ${what}`,
  call: async (service) => ({
    token: (await user(service)).token,
    body: profile(phoneCode(service, phone, countryCode)),
  }),
  status: 200,
  body: { data: { user: { users_phone: stored } } },
});

/** WeChat's answer has these fields in `phone_info`, instead of the sandbox's own. */
const readsPhone = (what: string, phoneInfo: object, stored: string): Scenario => ({
  name: `stores one form of ${what}`,
  call: async (service) => {
    const call = { token: (await service.wechatUser()).token, body: profile(phoneCode(service)) };
    const watermark = { timestamp: 1, appid: service.sandbox.appid };
    const fields = { phone_info: { watermark, ...phoneInfo } };
    service.sandbox.setFault({ endpoint: "getuserphonenumber", kind: "wrong_types", times: 1, fields });
    return call;
  },
  status: 200,
  body: { data: { user: { users_phone: stored } } },
});

scenarios("wechatProfile", [
  {
    name: "stores name, phone and picture, and makes the guest a registered user",
    call: async (service) => ({
      token: (await service.wechatUser("fresh")).token,
      body: profile(phoneCode(service, "13812345678"), { users_name: "　 小明 😀 " }),
    }),
    status: 200,
    absent: ["token", "password", "tokenKey", "session_key", "secret", "users_phone_code"],
    after: async (service, { body }) => {
      const [stored] = await service.admin.users('users_phone = "13812345678"');
      expect(body).toEqual({
        code: 200,
        msg: "资料已保存",
        data: {
          status: "update_success",
          user: {
            pb_id: stored?.id,
            openid: service.sandbox.mintLoginCode({ user: "fresh" }).openid,
            users_name: "小明 😀",
            users_phone: "13812345678",
            users_phone_masked: "138****5678",
            users_phone_verified: true,
            wx_openid: service.sandbox.mintLoginCode({ user: "fresh" }).openid,
            users_picture: "https://example.com/avatar/1.png",
            users_type: "注册用户",
            users_idtype: "WeChat",
            users_status: 0,
            users_rank_level: 0,
            users_auth_type: 0,
            users_convers_id: "",
            users_id: "",
            users_id_number: "",
            users_level: "",
            company_id: "",
            users_parent_id: "",
            users_promo_code: "",
            usergroups_id: "",
            company: null,
            created: String(stored?.created).replace(" ", "T"),
            updated: String(stored?.updated).replace(" ", "T"),
          },
        },
      });
      expect(stored).toMatchObject({
        users_name: "小明 😀",
        users_picture: "https://example.com/avatar/1.png",
        users_type: "注册用户",
      });
      expect(phoneCalls(service)).toHaveLength(1);
      const code = service.sandbox.mintLoginCode({ user: "fresh" }).code;
      const login = await service.call("wechatLogin", { body: { users_wx_code: code } });
      expect(login.body.meta.data.is_info_complete).toBe(true);
    },
  },
  {
    name: "lets a user set their own phone again",
    call: async (service) => {
      const { token } = await service.wechatUser();
      const phone = freshPhone();
      await service.call("wechatProfile", { token, body: profile(phoneCode(service, phone)) });
      return { token, body: profile(phoneCode(service, phone), { users_name: "改名" }) };
    },
    status: 200,
    body: { data: { user: { users_name: "改名" } } },
  },
  {
    name: "changes only name, phone, picture and type, whatever else the body says",
    call: async (service) => ({
      token: (await service.wechatUser()).token,
      body: profile(phoneCode(service, "13812340000"), {
        id: "x",
        openid: "x",
        users_status: 9,
        users_phone: "13800000000",
        users_idtype: "ManagePlatform",
        users_type: "游客",
        company_id: "C1",
        email: "a@b.cn",
      }),
    }),
    status: 200,
    body: {
      data: {
        user: {
          users_status: 0,
          users_phone: "13812340000",
          users_idtype: "WeChat",
          users_type: "注册用户",
          company_id: "",
        },
      },
    },
    after: async (service) =>
      expect((await service.admin.users('users_phone = "13812340000"'))[0]).toMatchObject({ email: "" }),
  },
  {
    name: "shows the company that an operator has given the user",
    call: async (service) => {
      const { id, token } = await service.wechatUser();
      await service.admin.createCompany("C-profile", "某公司");
      await service.admin.updateUser(id, { company_id: "C-profile" });
      return { token, body: profile(phoneCode(service)) };
    },
    status: 200,
    body: { data: { user: { company_id: "C-profile", company: { company_name: "某公司" } } } },
  },
  {
    name: "takes an impersonation token, which only refreshing refuses",
    call: async (service) => ({
      token: await service.admin.impersonate((await user(service)).id),
      body: profile(phoneCode(service)),
    }),
    status: 200,
  },
  {
    name: "takes the bare token",
    call: async (service) => ({
      headers: { authorization: (await user(service)).token },
      body: profile(phoneCode(service)),
    }),
    status: 200,
  },
  {
    name: "takes the token of a platform user, whose phone it replaces",
    call: async (service) => ({
      token: (await service.platformUser()).token,
      body: profile(phoneCode(service)),
    }),
    status: 200,
    body: { data: { user: { users_idtype: "ManagePlatform" } } },
  },
  storesPhone("a mainland number whose country code is a number", "13812340001", 86, "13812340001"),
  storesPhone("a number of Hong Kong with its country code", "51234567", "852", "+85251234567"),
  storesPhone("a number whose country code is a number", "2025550123", 1, "+12025550123"),
  ...["86", "+86", "086", "0086", 86].map((countryCode, i) =>
    readsPhone(
      `a mainland number whose country code is ${JSON.stringify(countryCode)}`,
      { purePhoneNumber: `1380013810${i}`, countryCode },
      `1380013810${i}`,
    ),
  ),
  readsPhone(
    "a number that repeats the country code",
    { purePhoneNumber: "8613800138002", countryCode: "86" },
    "13800138002",
  ),
  readsPhone(
    "a number of Taiwan with its trunk zero",
    { purePhoneNumber: "0912345678", countryCode: "886" },
    "+886912345678",
  ),
  readsPhone(
    "a number without purePhoneNumber",
    { phoneNumber: "+85251234568", countryCode: "852" },
    "+85251234568",
  ),
  readsPhone(
    "a number without purePhoneNumber or country code",
    { phoneNumber: "+85366123456" },
    "+85366123456",
  ),
  {
    name: "asks WeChat for one access token for many profiles",
    call: async (service) => {
      await service.call("wechatProfile", await passing(service));
      return passing(service);
    },
    status: 200,
    after: (service) =>
      expect(service.sandbox.requests().map(({ endpoint }) => endpoint)).toEqual(["getuserphonenumber"]),
  },
  {
    name: "fetches another access token, and asks once more, when WeChat no longer takes the one it has",
    call: async (service) => {
      await service.call("wechatProfile", await passing(service));
      service.sandbox.expireTokens();
      return passing(service);
    },
    status: 200,
    after: (service) =>
      expect(service.sandbox.requests().map(({ endpoint }) => endpoint)).toEqual([
        "getuserphonenumber",
        "stable_token",
        "getuserphonenumber",
      ]),
  },
  {
    name: "asks no third time when WeChat takes the second access token neither",
    call: async (service) => {
      const call = await passing(service);
      service.sandbox.setFault({ endpoint: "getuserphonenumber", kind: "errcode", errcode: 40001 });
      return call;
    },
    status: 500,
    reason: "wechat_misconfigured",
    after: (service) => expect(phoneCalls(service)).toHaveLength(2),
  },
  {
    name: "refuses a phone that another user has, and changes nothing",
    call: async (service) => {
      const { phone } = await service.platformUser();
      const { token, id } = await service.wechatUser();
      return { token, body: profile(phoneCode(service, phone)), headers: { "x-user": id } };
    },
    status: 400,
    reason: "phone_taken",
    fields: { users_phone_code: "该手机号已被使用" },
    body: { code: 400, msg: "该手机号已被使用" },
    after: async (service, _answer, { headers }) =>
      expect(await service.admin.user(headers?.["x-user"] ?? "")).toMatchObject({
        users_name: "",
        users_phone: "",
        users_picture: "",
        users_type: "游客",
      }),
  },
  refusedLocally("a missing name", { users_name: undefined }, { users_name: "姓名：不能为空" }),
  refusedLocally(
    "a name of blanks",
    { users_name: " 　\u00a0 " },
    { users_name: "姓名：不能只有空白或不可见字符，也不能包含控制字符" },
  ),
  refusedLocally(
    "a line break in the name",
    { users_name: "a\nb" },
    { users_name: "姓名：不能只有空白或不可见字符，也不能包含控制字符" },
  ),
  refusedLocally(
    "a name of 65 characters",
    { users_name: "😀".repeat(65) },
    { users_name: "姓名：最多 64 个字符" },
  ),
  refusedLocally("a name that is a number", { users_name: 5 }, { users_name: "姓名：必须是文本" }),
  refusedLocally("null for the picture", { users_picture: null }, { users_picture: "头像：必须是文本" }),
  refusedLocally("an empty picture", { users_picture: "" }, { users_picture: "头像：不能为空" }),
  refusedLocally(
    "a picture that is no web address",
    { users_picture: "javascript:alert(1)" },
    { users_picture: "头像：必须是 http 或 https 地址" },
  ),
  refusedLocally(
    "a picture of 2049 characters",
    { users_picture: `https://example.com/${"a".repeat(2029)}` },
    { users_picture: "头像：最多 2048 个字符" },
  ),
  refusedLocally(
    "all that is wrong at once",
    { users_name: "", users_picture: 1 },
    { users_name: "姓名：不能为空", users_picture: "头像：必须是文本" },
  ),
  ...["wxfile://tmp_a.jpg", "http://tmp/a.jpg", "HTTP://TMP/a.jpg"].map((users_picture) =>
    refusedLocally(
      `the temporary path ${users_picture}`,
      { users_picture },
      { users_picture: "头像是小程序的临时路径，请先上传" },
      "picture_is_temporary",
    ),
  ),
  refusedLocally(
    "a picture sent as data, longer than any address",
    { users_picture: `data:image/png;base64,${"A".repeat(40_000)}` },
    { users_picture: "头像是小程序的临时路径，请先上传" },
    "picture_is_temporary",
  ),
  {
    name: "accepts a name of 64 characters and a picture of 2048",
    call: async (service) => ({
      token: (await user(service)).token,
      body: profile(phoneCode(service), {
        users_name: "😀".repeat(64),
        users_picture: `https://example.com/${"a".repeat(2028)}`,
      }),
    }),
    status: 200,
    body: { data: { user: { users_name: "😀".repeat(64) } } },
  },
  refusedCode("nothing", undefined, "手机号凭证：不能为空"),
  refusedCode("an empty text", "", "手机号凭证：不能为空"),
  refusedCode("null", null, "手机号凭证：必须是文本"),
  refusedCode("513 characters", "a".repeat(513), "手机号凭证：最多 512 个字符"),
  refusedCode("Chinese", "号码", "手机号凭证：只能包含可见的英文字符"),
  {
    name: "refuses a login code, the commonest mistake",
    call: async (service) => ({
      token: (await user(service)).token,
      body: profile(service.sandbox.mintLoginCode().code),
    }),
    status: 400,
    reason: "phone_code_invalid",
    fields: { users_phone_code: "手机号凭证无效、已过期或已使用，请重新授权手机号" },
  },
  {
    name: "takes the same request again, without asking WeChat again",
    call: async (service) => {
      const call = await passing(service);
      await service.call("wechatProfile", call);
      return call;
    },
    status: 200,
    after: (service) => expect(service.sandbox.requests()).toEqual([]),
  },
  {
    name: "refuses a caller without a token",
    call: () => ({ body: "{" }),
    status: 401,
    reason: "token_invalid",
  },
  ...Object.entries(strangeTokens).map(([what, make]) => refusedToken(what, make)),
  refusedToken("of a user without an openid", async (service) => {
    const { id, token } = await service.wechatUser();
    await service.admin.sql(`UPDATE tbl_auth_users SET openid = '' WHERE id = '${id}'`);
    return token;
  }),
  {
    name: "refuses a disabled user, before WeChat is asked",
    call: async (service) => {
      const { id, token } = await service.wechatUser();
      await service.admin.updateUser(id, { users_status: -1 });
      return { token, body: profile(phoneCode(service)) };
    },
    status: 403,
    reason: "account_disabled",
    body: { code: 403, msg: "账号已停用，请联系管理员", data: { reason: "account_disabled" } },
    after: costNothing,
  },
  ...appScenarios(passing),
  ...bodyScenarios(passing),
  ...errcodeScenarios("getuserphonenumber", passing, [
    [40029, 400, "phone_code_invalid", ["users_phone_code"]],
    [40163, 400, "phone_code_invalid", ["users_phone_code"]],
  ]),
  ...brokenScenarios("getuserphonenumber", passing),
  {
    name: "answers 502 when the phone number is meant for another mini-program",
    call: async (service) => {
      const call = await passing(service);
      service.sandbox.setFault({ endpoint: "getuserphonenumber", kind: "foreign_watermark" });
      return call;
    },
    status: 502,
    reason: "wechat_unavailable",
  },
]);

describe("wechatProfile while no access token can be had", () => {
  // Each scenario needs a service whose access token is not there yet, or is no longer taken.
  const withoutToken = async (service: Service) => {
    const call = await passing(service);
    service.sandbox.expireTokens();
    return call;
  };
  scenarios("wechatProfile", [
    ...errcodeScenarios("stable_token", withoutToken, [
      [40001, 500, "wechat_misconfigured"],
      [40125, 500, "wechat_misconfigured"],
    ]),
    ...brokenScenarios("stable_token", withoutToken),
  ]);
});

describe("wechatProfile under concurrency and in trouble", () => {
  const started = ownService();

  test("gives a phone to one of many users who bring it at once", async () => {
    const service = started();
    const phone = freshPhone();
    const users = await Promise.all(Array.from({ length: 12 }, () => service.wechatUser()));
    const answers = await Promise.all(
      users.map(({ token }) =>
        service.call("wechatProfile", { token, body: profile(phoneCode(service, phone)) }),
      ),
    );
    expect(answers.map(({ reason }) => reason ?? "ok").sort()).toEqual([
      "ok",
      ...Array(11).fill("phone_taken"),
    ]);
    expect(await service.admin.users(`users_phone = "${phone}"`)).toHaveLength(1);
  });

  test("gives a phone either to a profile or to a registration that come at once", async () => {
    const service = started();
    const phone = freshPhone();
    const users = await Promise.all(Array.from({ length: 6 }, () => service.wechatUser()));
    const answers = await Promise.all([
      ...users.map(({ token }) =>
        service.call("wechatProfile", { token, body: profile(phoneCode(service, phone)) }),
      ),
      ...[1, 2, 3].map(() =>
        service.call("platformRegister", { body: registration({ users_phone: phone }) }),
      ),
    ]);
    expect(answers.map(({ reason }) => reason ?? "ok").sort()).toEqual([
      "ok",
      ...Array(8).fill("phone_taken"),
    ]);
    expect(await service.admin.users(`users_phone = "${phone}"`)).toHaveLength(1);
  });

  test("sends a phone code to WeChat once, however many requests bring it", async () => {
    const service = started();
    const { token } = await service.wechatUser();
    const call = { token, body: profile(phoneCode(service)) };
    service.sandbox.clearRequests();
    service.sandbox.setFault({ endpoint: "getuserphonenumber", kind: "hang", times: 1 });
    const first = service.call("wechatProfile", call);
    await service.sandbox.waitForRequest(({ fault }) => fault === "hang");
    const others = await Promise.all(Array.from({ length: 11 }, () => service.call("wechatProfile", call)));
    expect(others.map(({ reason }) => reason)).toEqual(Array(11).fill("duplicate_request"));
    service.sandbox.releaseHanging();
    expect((await first).status).toBe(200);
    expect(phoneCalls(service)).toHaveLength(1);
  });

  test.each([
    ["disabled", "account_disabled"],
    ["deleted", "token_invalid"],
  ])("changes nothing for a user who was %s while WeChat was asked", async (what, reason) => {
    const service = started();
    const { id, token } = await service.wechatUser();
    service.sandbox.setFault({ endpoint: "getuserphonenumber", kind: "hang", times: 1 });
    const body = profile(phoneCode(service));
    const answer = service.call("wechatProfile", { token, body });
    await service.sandbox.waitForRequest(({ code }) => code === body.users_phone_code);
    if (what === "disabled") await service.admin.updateUser(id, { users_status: -1 });
    else await service.admin.request("DELETE", `/api/collections/tbl_auth_users/records/${id}`);
    service.sandbox.releaseHanging();
    expect((await answer).reason).toBe(reason);
    expect(await service.admin.users(`id = "${id}" && users_name != ""`)).toEqual([]);
  });

  test("answers 500 without detail when the record cannot be stored", async () => {
    const service = started();
    const call = await passing(service);
    await service.admin.sql(
      "CREATE TRIGGER broken BEFORE UPDATE ON tbl_auth_users BEGIN SELECT RAISE(ABORT, 'inner detail'); END",
    );
    expect((await service.call("wechatProfile", call)).body).toEqual({
      code: 500,
      msg: "服务内部错误，请稍后再试",
      data: { reason: "internal_error" },
    });
  });
});

describe("wechatProfile without WeChat credentials, under PocketBase's rate limiter", () => {
  const started = ownService({ rateLimits: true, env: { WECHAT_APPID: "" } });
  const platformCall = async (service: Service) => ({
    token: (await service.platformUser()).token,
    body: profile("some-code"),
  });
  notConfiguredTest("wechatProfile", platformCall, started);
  rateLimitTests("wechatProfile", 600, started);
});
