import { describe, expect, test } from "vitest";
import { endedTokenTests } from "../../support/ended-tokens.ts";
import { nativeLogin } from "../../support/native-routes.ts";
import { platformLogin } from "../../support/passwords.ts";
import { rateLimitTests } from "../../support/rate-limit.ts";
import { ownService, type Scenario, scenarios } from "../../support/scenarios.ts";
import { type Call, freshPhone, type Service } from "../../support/service.ts";
import { strangeTokens } from "../../support/tokens.ts";
import { codeOf, guest, identities, link, member, second, signsInAs, somebody, stored } from "./people.ts";

/** A WeChat user who wants to leave; who they are, in headers that nobody reads. */
async function leaving(service: Service): Promise<Call> {
  const { id, token, name } = await member(service);
  return {
    token,
    body: { confirm: true, users_wx_code: codeOf(service, name) },
    headers: { "x-id": id, "x-name": name },
  };
}
const told = ({ headers }: Call, name: string) => headers?.[`x-${name}`] ?? "";
const stays = async (service: Service, _answer: unknown, call: Call) =>
  expect((await service.call("refreshToken", { token: call.token ?? "" })).status).toBe(200);

scenarios(
  "closeAccount",
  [
    {
      name: "closes a WeChat user's account on a code of theirs; their next sign-in makes a new one",
      call: leaving,
      status: 200,
      after: async (service, { body }, call) => {
        expect(body).toEqual({ code: 200, msg: "账号已注销", data: { status: "closed" } });
        expect((await service.call("refreshToken", { token: call.token ?? "" })).reason).toBe(
          "token_invalid",
        );
        const next = await guest(service, told(call, "name"));
        expect(next.id).not.toBe(told(call, "id"));
        expect(await stored(service, told(call, "id"))).toMatchObject({ users_status: -9 });
      },
    },
    {
      name: "closes a platform user's account on their password, and no door knows it any more",
      call: async (service) => {
        const { token, id, phone, password, openid } = await service.platformUser();
        const headers = { "x-id": id, "x-phone": phone, "x-openid": openid };
        return { token, body: { confirm: true, password }, headers };
      },
      status: 200,
      after: async (service, _answer, call) => {
        const [phone, openid] = [told(call, "phone"), told(call, "openid")];
        expect((await platformLogin(service, phone, "correct-horse-8")).reason).toBe("user_not_found");
        expect((await nativeLogin(service, `${openid}@manage.local`, "correct-horse-8")).status).toBe(400);
        // The phone is free again.
        expect((await service.platformUser({ users_phone: phone })).id).not.toBe(told(call, "id"));
      },
    },
    {
      name: "takes a code of any mini-program in which the account is linked",
      call: async (service) => {
        const { token } = await service.platformUser();
        const name = somebody();
        await link(service, token, name, { inSecond: true });
        const { appid, referer } = second(service);
        const users_wx_code = codeOf(service, name, appid);
        return { token, body: { confirm: true, users_wx_code }, headers: { referer } };
      },
      status: 200,
    },
    {
      name: "wants the intention said",
      call: async (service) => ({ ...(await leaving(service)), body: { users_wx_code: "code" } }),
      status: 400,
      reason: "confirm_required",
      fields: { confirm: "请确认注销账号" },
      after: async (service, answer, call) => {
        expect(service.sandbox.requests()).toEqual([]);
        await stays(service, answer, call);
      },
    },
    {
      name: "takes no other word for it",
      call: async (service) => ({
        ...(await leaving(service)),
        body: { confirm: false, users_wx_code: "code" },
      }),
      status: 400,
      reason: "confirm_required",
      after: stays,
    },
    {
      name: "wants a proof beside the token",
      call: async (service) => ({ ...(await leaving(service)), body: { confirm: true } }),
      status: 400,
      reason: "proof_rejected",
      body: { msg: "身份验证未通过，请重新验证后再试" },
      after: stays,
    },
    {
      name: "takes no code of somebody else's",
      call: async (service) => {
        const other = await guest(service);
        const body = { confirm: true, users_wx_code: codeOf(service, other.name) };
        return { ...(await leaving(service)), body };
      },
      status: 400,
      reason: "proof_rejected",
      fields: ["users_wx_code"],
      after: stays,
    },
    {
      name: "takes no code of a WeChat account that nobody has here",
      call: async (service) => ({
        ...(await leaving(service)),
        body: { confirm: true, users_wx_code: codeOf(service, somebody()) },
      }),
      status: 400,
      reason: "proof_rejected",
      fields: ["users_wx_code"],
      after: stays,
    },
    {
      name: "takes no code that WeChat does not know",
      call: async (service) => ({
        ...(await leaving(service)),
        body: { confirm: true, users_wx_code: "no-such-code" },
      }),
      status: 400,
      reason: "proof_rejected",
      fields: ["users_wx_code"],
      after: stays,
    },
    {
      name: "takes no password of a WeChat user's",
      call: async (service) => ({
        ...(await leaving(service)),
        body: { confirm: true, password: "anything" },
      }),
      status: 400,
      reason: "proof_rejected",
      fields: ["password"],
      after: stays,
    },
    {
      name: "takes no wrong password",
      call: async (service) => ({
        token: (await service.platformUser()).token,
        body: { confirm: true, password: "not-the-password" },
      }),
      status: 400,
      reason: "proof_rejected",
      fields: ["password"],
      after: stays,
    },
    {
      name: "says when WeChat cannot be asked, and closes nothing",
      call: async (service) => {
        const call = await leaving(service);
        service.sandbox.setFault({ endpoint: "jscode2session", kind: "errcode", errcode: -1 });
        return call;
      },
      status: 502,
      reason: "wechat_unavailable",
      after: stays,
    },
    {
      name: "refuses a disabled user",
      call: async (service) => {
        const call = await leaving(service);
        await service.admin.updateUser(told(call, "id"), { users_status: -1 });
        return call;
      },
      status: 403,
      reason: "account_disabled",
    },
    {
      name: "refuses a caller without a token",
      call: () => ({ body: {} }),
      status: 401,
      reason: "token_invalid",
    },
    ...Object.entries(strangeTokens).map(([what, make]): Scenario => ({
      name: `refuses a token ${what}`,
      call: async (service) => ({ body: { confirm: true }, token: await make(service) }),
      status: 401,
      reason: "token_invalid",
    })),
  ],
  { sandbox: { apps: 2 } },
);

describe("closing", () => {
  endedTokenTests(async (service, { token, password }) => {
    const answer = await service.call("closeAccount", { token, body: { confirm: true, password } });
    expect(answer.status).toBe(200);
  });
});

describe("wrong passwords at the closing", () => {
  const started = ownService({ env: { LOGIN_MAX_FAILURES: "1" } });

  test("count in the lock of the login", async () => {
    const service = started();
    const { token, phone, password } = await service.platformUser();
    const attempt = (value: string) =>
      service.call("closeAccount", { token, body: { confirm: true, password: value } });
    expect((await attempt("not-the-password")).reason).toBe("proof_rejected");
    expect((await attempt("not-the-password")).reason).toBe("too_many_attempts");
    expect((await attempt(password)).reason).toBe("too_many_attempts");
    expect((await platformLogin(service, phone, password)).reason).toBe("too_many_attempts");
  });
});

/** Every text of every table, PocketBase's own included. */
async function everything({ admin }: Service): Promise<string> {
  const tables = await admin.sql<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'table'");
  const texts: string[] = [];
  for (const { name } of tables) texts.push(JSON.stringify(await admin.sql(`SELECT * FROM "${name}"`)));
  return texts.join("\n");
}

describe.each(["anonymise", "delete"])("nothing personal is left after closing in mode %s", (mode) => {
  const started = ownService({ env: { ACCOUNT_CLOSE_MODE: mode }, sandbox: { apps: 2 } });

  test("in any table: of the account, of the accounts it absorbed, of their files", async () => {
    const service = started();
    service.sandbox.bindOpenPlatform();
    const values = {
      users_name: "欧阳独一",
      users_id_number: "110101199001011234",
      users_parent_id: "parent-of-one",
      users_promo_code: "promo-of-one",
      users_picture: "https://example.com/face-of-one.png",
    };
    const { id, token, phone, password, openid } = await service.platformUser(values);
    await service.admin.updateUser(id, {
      users_convers_id: "conversation-of-one",
      users_id: "number-of-one",
    });
    const absorbed = await member(service, { users_name: "欧阳旧名", phone: freshPhone() });
    const merged = await link(service, token, absorbed.name, { merge: true });
    expect(merged.body.data.status).toBe("merged");
    const { unionid } = service.sandbox.mintLoginCode({ user: absorbed.name });
    const [row] = await service.admin.sql<{ hash: string }>(
      `SELECT password AS hash FROM tbl_auth_users WHERE id = '${id}'`,
    );
    const texts = [
      row?.hash ?? "",
      ...Object.values(values),
      phone,
      absorbed.phone,
      "欧阳旧名",
      "conversation-of-one",
      "number-of-one",
      openid,
      absorbed.openid,
      unionid ?? "no unionid",
    ];
    const before = await everything(service);
    // The proved phone of the absorbed account has taken the place of the claimed one; all the rest is there.
    expect(texts.filter((text) => !before.includes(text))).toEqual([phone]);

    const answer = await service.call("closeAccount", { token, body: { confirm: true, password } });
    expect(answer.status).toBe(200);
    const after = await everything(service);
    expect(texts.filter((text) => after.includes(text))).toEqual([]);
    expect(await identities(service, `user = '${id}'`)).toEqual([]);
    const rows = await service.admin.sql(
      `SELECT id FROM tbl_auth_users WHERE id IN ('${id}', '${absorbed.id}')`,
    );
    expect(rows).toHaveLength(mode === "delete" ? 0 : 2);
    const next = await signsInAs(service, absorbed.name);
    expect([id, absorbed.id]).not.toContain(next);
  });

  test("counts the users rightly, and keeps what others' records refer to", async () => {
    const service = started();
    await service.admin.request("POST", "/api/collections", {
      name: "orders",
      type: "base",
      fields: [
        {
          name: "buyer",
          type: "relation",
          collectionId: (
            await service.admin.request<{ id: string }>("GET", "/api/collections/tbl_auth_users")
          ).id,
          maxSelect: 1,
        },
      ],
    });
    const { id, token, password } = await service.platformUser();
    await service.admin.request("POST", "/api/collections/orders/records", { buyer: id });
    const count = async () => (await service.call("usersCount")).body.data.total_users as number;
    const before = await count();
    await service.call("closeAccount", { token, body: { confirm: true, password } });
    expect(await count()).toBe(mode === "delete" ? before - 1 : before);
    const [order] = await service.admin.sql<{ buyer: string }>("SELECT buyer FROM orders");
    expect(order?.buyer).toBe(mode === "delete" ? "" : id);
  });
});

describe("an operator's veto", () => {
  const veto = (event: string) => `
${event}((e) => {
  if (e.record.getString("users_name") === "有订单") throw new BadRequestError("还有未完成的订单");
  e.next();
}, "tbl_auth_users");
`;
  const hooks = {
    "veto.pb.js": `
onRecordUpdate((e) => {
  if (e.record.original().getString("users_name") === "有订单" && e.record.getFloat("users_status") === -9)
    throw new BadRequestError("还有未完成的订单");
  e.next();
}, "tbl_auth_users");
${veto("onRecordDelete")}`,
  };

  describe.each(["anonymise", "delete"])("in mode %s", (mode) => {
    const started = ownService({ env: { ACCOUNT_CLOSE_MODE: mode }, hooks });

    test("is answered in their words, and nothing is half done", async () => {
      const service = started();
      const { id, token, password } = await service.platformUser({ users_name: "有订单" });
      const before = await stored(service, id);
      const answer = await service.call("closeAccount", { token, body: { confirm: true, password } });
      expect(answer.body).toEqual({
        code: 409,
        msg: "还有未完成的订单",
        data: { reason: "close_refused" },
      });
      expect(await stored(service, id)).toEqual(before);
      const other = await service.platformUser();
      const body = { confirm: true, password: other.password };
      expect((await service.call("closeAccount", { token: other.token, body })).status).toBe(200);
    });
  });
});

describe("a required reference", () => {
  const started = ownService({ env: { ACCOUNT_CLOSE_MODE: "delete" } });

  test("forbids the delete, says so, and names itself in the log", async () => {
    const service = started();
    const { id: collectionId } = await service.admin.request<{ id: string }>(
      "GET",
      "/api/collections/tbl_auth_users",
    );
    await service.admin.request("POST", "/api/collections", {
      name: "contracts",
      type: "base",
      fields: [{ name: "party", type: "relation", collectionId, maxSelect: 1, required: true }],
    });
    const { id, token, password } = await service.platformUser();
    await service.admin.request("POST", "/api/collections/contracts/records", { party: id });
    const answer = await service.call("closeAccount", { token, body: { confirm: true, password } });
    expect(answer.body).toEqual({
      code: 409,
      msg: "账号下还有关联的数据，暂时不能注销",
      data: { reason: "close_refused" },
    });
    expect((await service.call("refreshToken", { token })).status).toBe(200);
  });
});

describe("closing at the same time", () => {
  const started = ownService();

  test("ten times closes once, and a sign-in beside it never brings the closed account back", async () => {
    const service = started();
    const { token, name, id } = await member(service);
    const close = () =>
      service.call("closeAccount", { token, body: { confirm: true, users_wx_code: codeOf(service, name) } });
    const login = () => service.call("wechatLogin", { body: { users_wx_code: codeOf(service, name) } });
    const answers = await Promise.all(Array.from({ length: 10 }, (_, i) => (i % 2 ? close() : login())));
    expect(
      answers.filter(({ status, body }) => status === 200 && body.data?.status === "closed"),
    ).toHaveLength(1);
    expect(await stored(service, id)).toMatchObject({ users_status: -9, users_name: "", users_phone: "" });
    expect(await signsInAs(service, name)).not.toBe(id);
  });
});

describe("closeAccount's budget", () => {
  rateLimitTests("closeAccount", 60, ownService({ rateLimits: true }));
});
