import { describe, expect, test } from "vitest";
import { bodyScenarios } from "../../support/body-scenarios.ts";
import { PASTED_PHONES } from "../../support/pasted-phones.ts";
import { rateLimitTests } from "../../support/rate-limit.ts";
import { oncePerService, ownService, type Scenario, scenarios } from "../../support/scenarios.ts";
import { freshPhone, registration, type Service } from "../../support/service.ts";

const UUID_V4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

const somebodyNew = async () => ({ body: registration() });
const existing = oncePerService((service) => service.platformUser());

/** The one user with this phone number, or none. */
const byPhone = (service: Service, phone: unknown) => service.admin.users(`users_phone = "${phone}"`);

const both = (password: string) => ({ password, passwordConfirm: password });

/** The password's own check: PocketBase's native sign-in by the placeholder address. */
async function signsInNatively(service: Service, identity: unknown, password: string): Promise<boolean> {
  const response = await fetch(`${service.url}/api/collections/tbl_auth_users/auth-with-password`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ identity, password }),
  });
  return response.status === 200;
}

/** Registers with these values, and expects them back. */
const accepts = (what: string, values: object, user: object = {}, after?: Scenario["after"]): Scenario => ({
  name: `accepts ${what}`,
  call: () => ({ body: registration({ ...values }) }),
  status: 200,
  body: { meta: { data: { status: "register_success", user } } },
  ...(after && { after }),
});

const refuses = (
  what: string,
  values: object,
  fields: { [field: string]: string },
  reason = "validation_failed",
): Scenario => ({
  name: `refuses ${what}`,
  call: () => ({ body: registration({ ...values }) }),
  status: 400,
  reason,
  fields,
  after: async (service, _answer, { body }) => {
    const { users_phone } = body as { users_phone?: unknown };
    expect(await byPhone(service, users_phone)).toEqual([]);
  },
});

/** Each way of writing a phone number, and the digits it is stored as. */
const spelled = (spell: (phone: string) => string): Scenario => ({
  name: `stores ${spell("13800138000")} as 11 digits`,
  call: () => {
    const phone = freshPhone();
    return { body: registration({ users_phone: spell(phone) }), headers: { "x-phone": phone } };
  },
  status: 200,
  after: (_service, { body }, { headers }) => {
    expect(body.record.users_phone).toBe(headers?.["x-phone"]);
  },
});

const parts = (phone: string, separator: string) =>
  [phone.slice(0, 3), phone.slice(3, 7), phone.slice(7)].join(separator);

const OPTIONAL_TEXTS = {
  users_id_number: "证件号",
  users_level: "用户等级",
  users_parent_id: "上级用户",
  users_promo_code: "推广码",
  usergroups_id: "用户组",
};

scenarios("platformRegister", [
  {
    name: "registers a platform user with a GUID, an address of their own, and signs them in",
    call: () => ({ body: registration({ users_phone: "13911112222", users_name: " 张三　" }) }),
    status: 200,
    absent: ["password", "tokenKey", "hash", "correct-horse-8"],
    after: async (service, { body }) => {
      const [stored, ...others] = await byPhone(service, "13911112222");
      expect(others).toEqual([]);
      expect(stored?.openid).toMatch(UUID_V4);
      const time = expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}Z$/);
      // The record is PocketBase's own; the view has the dates in RFC 3339.
      const dates = { created: body.record.created, updated: body.record.updated };
      const inView = Object.entries(dates).map(([name, date]) => [name, date.replace(" ", "T")]);
      const shared = {
        openid: stored?.openid,
        users_idtype: "ManagePlatform",
        users_type: "注册用户",
        users_name: "张三",
        users_phone: "13911112222",
        users_picture: "https://example.com/avatar/1.png",
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
          email: `${stored?.openid}@manage.local`,
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
            is_info_complete: true,
            user: {
              ...shared,
              ...Object.fromEntries(inView),
              pb_id: stored?.id,
              users_phone_masked: "139****2222",
              users_phone_verified: false,
              wx_openid: "",
              company: null,
            },
          },
        },
      });
      // Superusers see the hidden field as well.
      expect(stored).toEqual({ ...body.record, users_unionid: "", users_password_legacy: "" });
      expect(await signsInNatively(service, stored?.email, "correct-horse-8")).toBe(true);
      expect(await signsInNatively(service, stored?.email, "correct-horse-9")).toBe(false);
    },
  },
  {
    name: "ignores everything in the body that a new user has no say in",
    call: () => ({
      body: registration({
        id: "pushyuser000001",
        openid: "pushy-openid",
        email: "pushy@example.com",
        emailVisibility: true,
        verified: true,
        tokenKey: "pushy-token-key-pushy-token-key-pushy",
        users_idtype: "WeChat",
        users_status: 7,
        users_rank_level: 7,
        users_auth_type: 7,
        users_id: "pushy-id",
        users_convers_id: "pushy-talk",
        users_avatar: "pushy.png",
        created: "2001-01-01 00:00:00.000Z",
      }),
    }),
    status: 200,
    body: {
      record: {
        emailVisibility: false,
        verified: false,
        users_idtype: "ManagePlatform",
        users_status: 0,
        users_rank_level: 0,
        users_auth_type: 0,
      },
    },
    absent: ["pushy", "2001-01-01"],
  },
  {
    name: "shows the company that the new user belongs to",
    call: async (service) => {
      await service.admin.createCompany("C-注册", "某公司");
      return { body: registration({ company_id: "C-注册" }) };
    },
    status: 200,
    body: {
      record: { company_id: "C-注册" },
      meta: {
        data: { user: { company_id: "C-注册", company: { company_id: "C-注册", company_name: "某公司" } } },
      },
    },
  },
  {
    name: "answers a token that this service takes",
    call: somebodyNew,
    status: 200,
    after: async (service, { body }) =>
      expect((await service.call("refreshToken", { token: body.token })).status).toBe(200),
  },
  accepts("the type of a guest", { users_type: "游客" }, { users_type: "游客" }),
  accepts("null for the type, which is the default's", { users_type: null }, { users_type: "注册用户" }),
  accepts(
    "null and empty texts for what is optional",
    { users_id_number: null, users_level: "", company_id: null, users_parent_id: null, usergroups_id: "" },
    { users_id_number: "", users_level: "", company_id: "", company: null, usergroups_id: "" },
  ),
  accepts(
    "every optional text, of up to 255 characters",
    {
      ...Object.fromEntries(Object.keys(OPTIONAL_TEXTS).map((field) => [field, "😀".repeat(255)])),
    },
    Object.fromEntries(Object.keys(OPTIONAL_TEXTS).map((field) => [field, "😀".repeat(255)])),
  ),
  accepts("a name of 64 characters", { users_name: "名".repeat(64) }, { users_name: "名".repeat(64) }),
  accepts("a name of markup, as text", { users_name: "<b>'\"{{x}}</b>" }, { users_name: "<b>'\"{{x}}</b>" }),
  ...[
    ["8 characters", "a1-56 8$"],
    ["71 characters", "p".repeat(71)],
    ["24 Chinese characters, which are 72 bytes", "密".repeat(24)],
    ["spaces at its ends, which count", " password "],
  ].map(([what, password = ""]) =>
    accepts(`a password of ${what}`, both(password), {}, async (service, { body }) => {
      expect(await signsInNatively(service, body.record.email, password)).toBe(true);
      // bcrypt compares the first 72 bytes: a password that is cut somewhere would let its beginning in.
      expect(await signsInNatively(service, body.record.email, password.slice(0, -1))).toBe(false);
    }),
  ),
  spelled((phone) => `+86${phone}`),
  spelled((phone) => `86${phone}`),
  spelled((phone) => `0086 ${phone}`),
  ...PASTED_PHONES.map(([what, spell]) => ({
    ...spelled(spell),
    name: `stores a phone with ${what} as 11 digits`,
  })),
  spelled((phone) => ` +86 ${parts(phone, "-")} `),
  spelled((phone) => parts(phone, " ")),
  {
    name: "refuses a phone that is registered, in whatever spelling, and leaves its user as they are",
    call: async (service) => ({
      body: registration({ users_phone: `+86 ${(await existing(service)).phone}`, users_name: "冒充" }),
    }),
    status: 400,
    reason: "phone_taken",
    body: { code: 400, msg: "该手机号已被使用" },
    fields: { users_phone: "该手机号已被使用" },
    absent: ["token", "openid"],
    after: async (service) => {
      const { phone, id } = await existing(service);
      expect(await byPhone(service, phone)).toMatchObject([{ id, users_name: "测试用户" }]);
    },
  },
  {
    name: "refuses a phone that a WeChat user has",
    call: async (service) => {
      const { id } = await service.wechatUser();
      const users_phone = freshPhone();
      await service.admin.updateUser(id, { users_phone });
      return { body: registration({ users_phone }) };
    },
    status: 400,
    reason: "phone_taken",
  },
  refuses(
    "a company that is not there",
    { company_id: "C-none" },
    { company_id: "公司不存在" },
    "company_not_found",
  ),
  {
    name: "names every required field when there is no body",
    call: () => ({}),
    status: 400,
    reason: "validation_failed",
    body: { code: 400, msg: "请求参数有误" },
    fields: {
      users_name: "姓名：不能为空",
      users_phone: "手机号：不能为空",
      password: "密码：不能为空",
      passwordConfirm: "确认密码：不能为空",
      users_picture: "头像：不能为空",
    },
  },
  {
    name: "names every field of a wrong type, once",
    call: () => ({
      body: {
        users_name: 1,
        users_phone: 13800138000,
        password: true,
        passwordConfirm: [],
        users_picture: {},
      },
    }),
    status: 400,
    reason: "validation_failed",
    fields: {
      users_name: "姓名：必须是文本",
      users_phone: "手机号：必须是文本",
      password: "密码：必须是文本",
      passwordConfirm: "确认密码：必须是文本",
      users_picture: "头像：必须是文本",
    },
  },
  ...[
    "12800138000",
    "23800138000",
    "1380013800a",
    "+8613800138",
    "+1 13800138000",
    "1380013800012",
    "51234567",
    "+852 5123 4567",
    "+853 6612 3456",
    "+886 912 345 678",
  ].map((users_phone) =>
    refuses(
      `the phone ${users_phone}`,
      { users_phone },
      { users_phone: "手机号：格式不正确，应为 11 位中国大陆手机号（不支持港澳台和境外号码）" },
    ),
  ),
  refuses(
    "a phone of 10 digits",
    { users_phone: "1380013800" },
    { users_phone: "手机号：格式不正确，应为 11 位中国大陆手机号（不支持港澳台和境外号码）" },
  ),
  refuses(
    "a phone of 65 characters",
    { users_phone: `${" ".repeat(54)}13800138000` },
    { users_phone: "手机号：最多 64 个字符" },
  ),
  refuses("a password of 7 characters", both("1234567"), { password: "密码：至少 8 个字符" }),
  refuses("a password of 72 characters", both("p".repeat(72)), {
    password: "密码：最多 71 个字符",
    passwordConfirm: "确认密码：最多 71 个字符",
  }),
  refuses("a password of 25 Chinese characters, which are 75 bytes", both("密".repeat(25)), {
    password: "密码：不能超过 72 字节",
  }),
  refuses("a NUL in the password", both("12345678\0"), { password: "密码：不能包含空字符" }),
  refuses(
    "a password that is confirmed otherwise",
    { passwordConfirm: "correct-horse-9" },
    {
      passwordConfirm: "确认密码：与密码不一致",
    },
  ),
  refuses("a name of 65 characters", { users_name: "名".repeat(65) }, { users_name: "姓名：最多 64 个字符" }),
  refuses(
    "a name of blanks",
    { users_name: " 　" },
    { users_name: "姓名：不能只有空白或不可见字符，也不能包含控制字符" },
  ),
  ...["\u200b", "\u2060", "\u00ad", " \u200b\u3000\u2800\ufeff"].map((name) =>
    refuses(
      `a name that nobody sees: ${JSON.stringify(name).replace(/[^ -~]/g, "·")} (${[...name].length} characters)`,
      { users_name: name },
      { users_name: "姓名：不能只有空白或不可见字符，也不能包含控制字符" },
    ),
  ),
  refuses(
    "another type of user",
    { users_type: "管理员" },
    { users_type: "用户类型：只能是“游客”或“注册用户”" },
  ),
  refuses("an empty type", { users_type: "" }, { users_type: "用户类型：只能是“游客”或“注册用户”" }),
  ...Object.entries({ ...OPTIONAL_TEXTS, company_id: "公司" }).flatMap(([field, title]) => [
    refuses(
      `256 characters in ${field}`,
      { [field]: "x".repeat(256) },
      { [field]: `${title}：最多 255 个字符` },
    ),
    refuses(`a number in ${field}`, { [field]: 1 }, { [field]: `${title}：必须是文本` }),
    refuses(`a NUL in ${field}`, { [field]: "a\0b" }, { [field]: `${title}：不能包含控制字符` }),
  ]),
  refuses(
    "a picture that is no web address",
    { users_picture: "ftp://example.com/a.png" },
    {
      users_picture: "头像：必须是 http 或 https 地址",
    },
  ),
  refuses(
    "a space in the picture",
    { users_picture: "https://example.com/a b.png" },
    {
      users_picture: "头像：不能包含空白或控制字符",
    },
  ),
  refuses(
    "a temporary path as the picture",
    { users_picture: "wxfile://tmp_a.jpg" },
    {
      users_picture: "头像是小程序的临时路径，请先上传",
    },
    "picture_is_temporary",
  ),
  ...bodyScenarios(somebodyNew),
]);

describe("platformRegister under concurrency and an operator's settings", () => {
  const started = ownService();

  test("makes one record of many registrations of one phone at once", async () => {
    const service = started();
    const users_phone = freshPhone();
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, i) =>
        service.call("platformRegister", { body: registration({ users_phone, users_name: `第${i}个` }) }),
      ),
    );
    expect(answers.map(({ status, reason }) => reason ?? status).sort()).toEqual([
      200,
      ...Array(7).fill("phone_taken"),
    ]);
    const winner = answers.find(({ status }) => status === 200);
    expect(await byPhone(service, users_phone)).toEqual([
      { ...winner?.body.record, users_unionid: "", users_password_legacy: "" },
    ]);
    expect(await service.admin.countUsers()).toBe(1);
  });

  test("answers 401 auth_rejected where the operator's own authRule lets nobody in yet, and keeps the user", async () => {
    const service = started();
    await service.admin.collection("tbl_auth_users", {
      authRule: "users_status >= 0 && users_level = 'approved'",
    });
    const body = registration();
    expect((await service.call("platformRegister", { body })).body).toEqual({
      code: 401,
      msg: "当前账号不允许登录",
      data: { reason: "auth_rejected" },
    });
    const [waiting] = await byPhone(service, body.users_phone);
    await service.admin.updateUser(waiting?.id ?? "", { users_level: "approved" });
    const login = { users_phone: body.users_phone, password: body.password };
    expect((await service.call("platformLogin", { body: login })).status).toBe(200);
  });

  test("answers 500 without detail when the record cannot be stored", async () => {
    const service = started();
    await service.admin.sql(
      "CREATE TRIGGER broken BEFORE INSERT ON tbl_auth_users BEGIN SELECT RAISE(ABORT, 'inner detail'); END",
    );
    expect((await service.call("platformRegister", { body: registration() })).body).toEqual({
      code: 500,
      msg: "服务内部错误，请稍后再试",
      data: { reason: "internal_error" },
    });
  });
});

describe("platformRegister under PocketBase's rate limiter", () => {
  rateLimitTests("platformRegister", 60, ownService({ rateLimits: true }));
});
