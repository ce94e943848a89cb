import { describe, expect, test } from "vitest";
import { appScenarios } from "../../support/app-scenarios.ts";
import { bodyScenarios } from "../../support/body-scenarios.ts";
import { PASTED_PHONES } from "../../support/pasted-phones.ts";
import { rateLimitTests } from "../../support/rate-limit.ts";
import { oncePerService, ownService, type Scenario, scenarios } from "../../support/scenarios.ts";
import { freshPhone, type Service } from "../../support/service.ts";

const PASSWORD = "correct-horse-8";
const user = oncePerService((service) => service.platformUser());
const login = (users_phone: unknown, password: unknown = PASSWORD) => ({ body: { users_phone, password } });
const passing = async (service: Service) => login((await user(service)).phone);

/** Signs in with each password in turn; what became of each. */
async function attempts(service: Service, phone: string, passwords: string[]): Promise<(string | number)[]> {
  const outcomes = [];
  for (const password of passwords) {
    const { status, reason } = await service.call("platformLogin", login(phone, password));
    outcomes.push(reason ?? status);
  }
  return outcomes;
}
const wrong = (times: number) => Array<string>(times).fill("wrong-password");

const spelled = (spell: (phone: string) => string): Scenario => ({
  name: `finds the user by ${spell("13800138000")}`,
  call: async (service) => login(spell((await user(service)).phone)),
  status: 200,
});

const invalid = (what: string, body: object, fields: { [field: string]: string }): Scenario => ({
  name: `refuses ${what}`,
  call: () => ({ body }),
  status: 400,
  reason: "validation_failed",
  body: { code: 400, msg: "请求参数有误" },
  fields,
});

scenarios("platformLogin", [
  {
    name: "signs a platform user in",
    call: async (service) => {
      const { id } = await user(service);
      await service.admin.createCompany("C-login", "某公司");
      await service.admin.updateUser(id, { company_id: "C-login", users_rank_level: 2.5 });
      return passing(service);
    },
    status: 200,
    absent: ["password", "tokenKey", "hash", PASSWORD],
    after: async (service, { body }) => {
      const { id, openid, phone } = await user(service);
      // Superusers see the hidden fields as well.
      const { users_unionid, users_password_legacy, users_phone_verified_at, users_merged_into, ...visible } =
        await service.admin.user(id);
      expect([users_unionid, users_password_legacy]).toEqual(["", ""]);
      const { email, emailVisibility, verified, collectionId, collectionName, users_avatar, ...shared } =
        visible;
      const native = {
        ...{ email, emailVisibility, verified, collectionId, collectionName, users_avatar },
        ...{ users_phone_verified_at, users_merged_into },
      };
      expect(body).toEqual({
        token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
        record: { ...shared, ...native },
        meta: {
          code: 200,
          msg: "登录成功",
          data: {
            status: "login_success",
            is_info_complete: true,
            user: {
              ...shared,
              created: String(shared.created).replace(" ", "T"),
              updated: String(shared.updated).replace(" ", "T"),
              id: undefined,
              pb_id: id,
              users_phone_masked: `${phone.slice(0, 3)}****${phone.slice(7)}`,
              users_phone_verified: false,
              wx_openid: "",
              company: expect.objectContaining({ company_id: "C-login", company_name: "某公司" }),
            },
          },
        },
      });
      expect(shared).toMatchObject({ openid, users_rank_level: 2.5, users_idtype: "ManagePlatform" });
      expect((await service.call("refreshToken", { token: body.token })).status).toBe(200);
    },
  },
  {
    name: "ignores everything in the body but phone and password",
    call: async (service) => ({
      body: { ...(await passing(service)).body, users_status: 9, users_name: "改名", openid: "x" },
    }),
    status: 200,
    body: { record: { users_status: 0, users_name: "测试用户" } },
  },
  spelled((phone) => `+86 ${phone}`),
  spelled((phone) => `0086-${phone}`),
  ...PASTED_PHONES.map(([what, spell]) => ({
    ...spelled(spell),
    name: `finds the user by a phone with ${what}`,
  })),
  {
    name: "answers 404 for a phone that nobody has",
    call: () => login(freshPhone()),
    status: 404,
    reason: "user_not_found",
    body: { code: 404, msg: "用户不存在" },
    fields: { users_phone: "用户不存在" },
  },
  {
    name: "tells a WeChat user's phone from a platform user's",
    call: async (service) => {
      const { id } = await service.wechatUser();
      const users_phone = freshPhone();
      await service.admin.updateUser(id, { users_phone });
      return login(users_phone);
    },
    status: 400,
    reason: "user_type_mismatch",
    body: { code: 400, msg: "该手机号属于微信用户，请使用微信登录" },
    fields: ["users_phone"],
    absent: ["token", "openid"],
  },
  {
    name: "refuses a wrong password",
    call: async (service) => login((await service.platformUser()).phone, "correct-horse-9"),
    status: 400,
    reason: "password_wrong",
    body: { code: 400, msg: "密码错误" },
    fields: { password: "密码错误" },
    absent: ["token", "openid", "correct-horse-9"],
  },
  {
    name: "says that a platform user without their native identity needs an operator",
    call: async (service) => {
      const { id, phone } = await service.platformUser();
      await service.admin.updateUser(id, { email: "" });
      return login(phone);
    },
    status: 500,
    reason: "identity_missing",
    body: { code: 500, msg: "账号数据不完整，请联系管理员", data: { reason: "identity_missing" } },
    absent: ["token", "openid"],
  },
  {
    name: "signs a platform user in who has a real address from an older database",
    call: async (service) => {
      const { id, phone } = await service.platformUser();
      await service.admin.sql(`UPDATE tbl_auth_users SET email = 'real@example.com' WHERE id = '${id}'`);
      return login(phone);
    },
    status: 200,
  },
  {
    name: "refuses a disabled user who knows the password",
    call: async (service) => {
      const { id, phone } = await service.platformUser();
      await service.admin.updateUser(id, { users_status: -1 });
      return login(phone);
    },
    status: 403,
    reason: "account_disabled",
    body: { code: 403, msg: "账号已停用，请联系管理员", data: { reason: "account_disabled" } },
    absent: ["token", "openid"],
  },
  invalid("an empty object", {}, { users_phone: "手机号：不能为空", password: "密码：不能为空" }),
  invalid(
    "numbers",
    { users_phone: 13800138000, password: 12345678 },
    {
      users_phone: "手机号：必须是文本",
      password: "密码：必须是文本",
    },
  ),
  invalid("an empty password", { users_phone: "13800138000", password: "" }, { password: "密码：不能为空" }),
  invalid(
    "a password of 256 characters",
    { users_phone: "13800138000", password: "p".repeat(256) },
    {
      password: "密码：最多 255 个字符",
    },
  ),
  ...["+85251234567", "51234567", "+853 6612 3456", "+886 912 345 678", "+1 202 555 0123"].map(
    (users_phone) =>
      invalid(
        `${users_phone}, and says which numbers are served`,
        { users_phone, password: PASSWORD },
        { users_phone: "手机号：格式不正确，应为 11 位中国大陆手机号（不支持港澳台和境外号码）" },
      ),
  ),
  ...appScenarios(passing),
  ...bodyScenarios(passing),
]);

describe("platformLogin after wrong passwords", () => {
  const started = ownService();

  test("refuses five, locks at the sixth, and then refuses the right one too", async () => {
    const service = started();
    const { phone } = await service.platformUser();
    expect(await attempts(service, phone, [...wrong(6), PASSWORD])).toEqual([
      ...Array(5).fill("password_wrong"),
      "too_many_attempts",
      "too_many_attempts",
    ]);
    const locked = await service.call("platformLogin", login(phone));
    const wait = Number(locked.headers.get("retry-after"));
    expect(locked.body).toEqual({
      code: 429,
      msg: "密码错误次数过多，请稍后再试",
      data: { reason: "too_many_attempts", retry_after: wait },
    });
    expect(wait).toBeGreaterThan(800);
    expect(wait).toBeLessThanOrEqual(900);
  });

  test("says how many more may be tried; a success gives them back; nobody's phone has a count", async () => {
    const service = started();
    const { phone } = await service.platformUser();
    const left = async (tried: string, times: number) => {
      const counts = [];
      for (const password of wrong(times)) {
        const { body } = await service.call("platformLogin", login(tried, password));
        counts.push(body.data.attempts_left);
      }
      return counts;
    };
    expect(await left(phone, 6)).toEqual([5, 4, 3, 2, 1, undefined]);
    const other = await service.platformUser();
    expect(await left(other.phone, 4)).toEqual([5, 4, 3, 2]);
    expect(await attempts(service, other.phone, [PASSWORD])).toEqual([200]);
    expect(await left(other.phone, 1)).toEqual([5]);
    expect(await left(freshPhone(), 6)).toEqual(Array(6).fill(undefined));
  });

  test("locks one account and no other", async () => {
    const service = started();
    const [locked, other] = [await service.platformUser(), await service.platformUser()];
    await attempts(service, locked.phone, wrong(6));
    expect(await attempts(service, other.phone, [PASSWORD])).toEqual([200]);
  });

  test("counts one account under every spelling of its phone", async () => {
    const service = started();
    const { phone } = await service.platformUser();
    const spellings = [phone, `+86${phone}`, `86${phone}`, `0086${phone}`, `${phone} `, ` ${phone}`];
    const outcomes = [];
    for (const spelling of spellings)
      outcomes.push((await service.call("platformLogin", login(spelling, "wrong-password"))).reason);
    expect(outcomes.at(-1)).toBe("too_many_attempts");
  });

  test("forgets the wrong ones after the right one", async () => {
    const service = started();
    const { phone } = await service.platformUser();
    expect(await attempts(service, phone, [...wrong(5), PASSWORD, ...wrong(5), PASSWORD])).toEqual([
      ...Array(5).fill("password_wrong"),
      200,
      ...Array(5).fill("password_wrong"),
      200,
    ]);
  });

  test("lets no more than five guesses through when many come at once", async () => {
    const service = started();
    const { phone } = await service.platformUser();
    const outcomes = (
      await Promise.all(wrong(16).map((guess) => service.call("platformLogin", login(phone, guess))))
    ).map(({ reason }) => reason);
    expect(outcomes.filter((reason) => reason === "password_wrong").length).toBeLessThanOrEqual(5);
    expect(outcomes.filter((reason) => reason !== "password_wrong")).toEqual(
      expect.arrayContaining(Array(11).fill("too_many_attempts")),
    );
    expect(await attempts(service, phone, [PASSWORD])).toEqual(["too_many_attempts"]);
  });
});

describe("platformLogin under an operator's settings", () => {
  const started = ownService({ env: { LOGIN_MAX_FAILURES: "1", LOGIN_FAILURE_WINDOW_SECONDS: "2" } });

  test("locks after the operator's number of wrong passwords, until the operator's window has ended", async () => {
    const service = started();
    const { phone } = await service.platformUser();
    // On a busy machine two guesses may fall into two windows.
    await expect
      .poll(() => attempts(service, phone, wrong(2)), { timeout: 20_000 })
      .toContain("too_many_attempts");
    await expect.poll(() => attempts(service, phone, [PASSWORD]), { timeout: 20_000 }).toEqual([200]);
  });

  test("answers 401 auth_rejected to whom the operator's own authRule refuses", async () => {
    const service = started();
    const { id, phone } = await service.platformUser();
    await service.admin.updateUser(id, { users_level: "left" });
    await service.admin.collection("tbl_auth_users", {
      authRule: "users_status >= 0 && users_level != 'left'",
    });
    expect((await service.call("platformLogin", login(phone))).body).toEqual({
      code: 401,
      msg: "当前账号不允许登录",
      data: { reason: "auth_rejected" },
    });
  });

  test("answers 500 without detail when the users cannot be read", async () => {
    const service = started();
    const { phone } = await service.platformUser({ users_level: "member" });
    await service.admin.collection("tbl_auth_users", { name: "elsewhere" });
    expect((await service.call("platformLogin", login(phone))).body).toEqual({
      code: 500,
      msg: "服务内部错误，请稍后再试",
      data: { reason: "internal_error" },
    });
  });
});

describe("platformLogin under PocketBase's rate limiter", () => {
  rateLimitTests("platformLogin", 60, ownService({ rateLimits: true }));
});
