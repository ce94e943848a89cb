import { beforeAll, describe, expect, test } from "vitest";
import { allLogRows } from "../support/log-rows.ts";
import { native } from "../support/native-routes.ts";
import { ownService } from "../support/scenarios.ts";
import { registration, type Service } from "../support/service.ts";
import { avatarForm, loginCall, profileCall } from "./support.ts";

interface Users {
  id: string;
  fields: { name: string }[];
  indexes: string[];
}

const usersOf = ({ admin }: Service) => admin.request<Users>("GET", "/api/collections/tbl_auth_users");

const refused = (field: string, rule: string) => ({
  code: 400,
  msg: "请求参数有误",
  data: { reason: "validation_failed", fields: { [field]: `${field}：${rule}` } },
});

/** Fields that an operator makes required later on, of every kind that can be empty. */
const REQUIRED: { [kind: string]: (service: Service) => Promise<object> } = {
  text: async () => ({ type: "text" }),
  number: async () => ({ type: "number" }),
  bool: async () => ({ type: "bool" }),
  select: async () => ({ type: "select", values: ["a", "b"], maxSelect: 1 }),
  date: async () => ({ type: "date" }),
  json: async () => ({ type: "json" }),
  relation: async (service) => ({
    type: "relation",
    collectionId: (await usersOf(service)).id,
    maxSelect: 1,
  }),
};

describe("a field that an operator makes required later", () => {
  const started = ownService();

  test.each(Object.entries(REQUIRED))("(%s) is named to whom it lets store nothing", async (kind, make) => {
    const service = started();
    const known = await service.platformUser();
    const { fields } = await usersOf(service);
    const shop = { name: "shop", required: true, ...(await make(service)) };
    await service.admin.collection("tbl_auth_users", { fields: [...fields, shop] });
    const before = await service.admin.countUsers();

    for (const [operation, call] of [
      ["wechatLogin", loginCall(service)],
      ["platformRegister", { body: registration() }],
      ["wechatProfile", profileCall(service, known.token)],
      ["wechatAvatar", { token: known.token, body: avatarForm() }],
    ] as const) {
      const answer = await service.call(operation, call);
      expect([kind, operation, answer.body]).toEqual([kind, operation, refused("shop", "不能为空")]);
    }
    expect(await service.admin.countUsers()).toBe(before);
    const login = { users_phone: known.phone, password: known.password };
    expect((await fetchLogin(service, login)).status).toBe(200);
    await service.admin.collection("tbl_auth_users", { fields });
  });

  /** The record bears the new field, which the contract of the stock collection does not know. */
  function fetchLogin(service: Service, body: object): Promise<Response> {
    return fetch(`${service.url}/api/platform/login`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  }
});

describe("a column that an operator makes unique later", () => {
  const started = ownService();

  test("lets the second sign-up store nothing, and is named", async () => {
    const service = started();
    const { fields, indexes } = await usersOf(service);
    await service.admin.collection("tbl_auth_users", {
      fields: [...fields, { name: "badge", type: "number" }],
      indexes: [...indexes, "CREATE UNIQUE INDEX `idx_badge` ON `tbl_auth_users` (`badge`)"],
    });
    const statuses = [];
    for (let i = 0; i < 2; i++) {
      const response = await fetch(`${service.url}/api/platform/register`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(registration()),
      });
      statuses.push([response.status, response.status === 200 ? null : await response.json()]);
    }
    expect(statuses).toEqual([
      [200, null],
      [400, refused("badge", "已被使用")],
    ]);
  });
});
describe("what an operator finds in the log when nobody can sign up", () => {
  const own = ownService();
  beforeAll(async () => {
    const { fields } = await usersOf(own());
    const shop = { name: "shop", type: "text", required: true };
    await own().admin.collection("tbl_auth_users", { fields: [...fields, shop] });
    await own().call("wechatLogin", loginCall(own()));
  });

  test("is an ERROR that names the collection and the field", async () => {
    const lines = (await allLogRows(own())).filter(({ data }) => data.operation === "wechatLogin");
    expect(lines).toEqual([
      expect.objectContaining({
        level: 8,
        message: "sign-in failed",
        data: expect.objectContaining({
          reason: "validation_failed",
          status: 400,
          fields: "shop",
          cause: "tbl_auth_users.shop: validation_required",
        }),
      }),
    ]);
  });
});

describe("rules that an operator tightens later", () => {
  const own = ownService();

  test("viewRule and manageRule are for PocketBase's own routes: ours answer as before", async () => {
    const service = own();
    const { token, id } = await service.wechatUser();
    await service.admin.collection("tbl_auth_users", { viewRule: null, manageRule: "users_rank_level > 8" });
    const path = `/api/collections/tbl_auth_users/records/${id}`;
    expect((await native(service, "GET", path, { token })).status).toBe(403);
    expect((await service.call("wechatProfile", profileCall(service, token))).status).toBe(200);
    expect((await service.call("refreshToken", { token })).status).toBe(200);
  });

  test("authRule refuses everybody whom it does not name a token, at every door", async () => {
    const service = own();
    const { id, token: before } = await service.wechatUser("known");
    await service.admin.collection("tbl_auth_users", {
      authRule: "users_status >= 0 && users_level = 'vip'",
    });
    // PocketBase ends everybody's tokens with a change of the rule.
    expect((await service.call("refreshToken", { token: before })).reason).toBe("token_invalid");
    await service.admin.updateUser(id, { users_level: "vip" });
    const { token } = await service.wechatUser("known");
    await service.admin.updateUser(id, { users_level: "" });
    const answers = [
      await service.call("wechatLogin", loginCall(service, "known")),
      await service.call("refreshToken", { token }),
      await service.call("refreshToken", loginCall(service, "known")),
    ];
    for (const { body } of answers)
      expect(body).toEqual({ code: 401, msg: "当前账号不允许登录", data: { reason: "auth_rejected" } });
  });
});
