import { describe, expect, test } from "vitest";
import { guest, identities, member, signsInAs, stored } from "../account/people.ts";
import { bodyScenarios } from "../../support/body-scenarios.ts";
import { allLogRows } from "../../support/log-rows.ts";
import { rateLimitTests } from "../../support/rate-limit.ts";
import { ownService, type Scenario, scenarios } from "../../support/scenarios.ts";
import type { Call, Service } from "../../support/service.ts";

const joining = async (service: Service, survivor_id: string, absorbed_id: string): Promise<Call> => ({
  token: await service.admin.token(),
  body: { survivor_id, absorbed_id },
});

/** A user of the platform, and somebody of the mini-program with a phone of their own. */
async function pair(service: Service) {
  return { platform: await service.platformUser(), wechat: await member(service) };
}

const passing = async (service: Service): Promise<Call> => {
  const { platform, wechat } = await pair(service);
  return joining(service, platform.id, wechat.id);
};

/** Either record may be the one that is barred. */
const barred = (status: number, reason: string, message: string): Scenario[] =>
  (["survivor_id", "absorbed_id"] as const).map((field) => ({
    name: `refuses a ${field} of status ${status}, and writes nothing`,
    call: async (service) => {
      const { platform, wechat } = await pair(service);
      const id = field === "survivor_id" ? platform.id : wechat.id;
      await service.admin.updateUser(id, { users_status: status });
      return joining(service, platform.id, wechat.id);
    },
    status: 403,
    reason,
    fields: { [field]: message },
    after: async (service, _, { body }) => {
      const { absorbed_id } = body as { absorbed_id: string };
      expect((await stored(service, absorbed_id)).users_merged_into).toBe("");
    },
  }));

scenarios(
  "joinUsers",
  [
    {
      name: "lets one record take over what the other has; the other stays behind and signs nobody in",
      call: async (service) => {
        const platform = await service.platformUser({ users_name: "周平台" });
        const wechat = await guest(service, "joined");
        return joining(service, platform.id, wechat.id);
      },
      status: 200,
      body: { code: 200, msg: "两个账号已合并", data: { status: "joined" } },
      absent: ["tokenKey"],
      after: async (service, _, { body }) => {
        const { survivor_id, absorbed_id } = body as { survivor_id: string; absorbed_id: string };
        expect(await stored(service, absorbed_id)).toMatchObject({
          users_status: -2,
          users_merged_into: survivor_id,
          users_phone: "",
        });
        expect(await identities(service, `user = '${survivor_id}'`)).toHaveLength(1);
        expect(await signsInAs(service, "joined")).toBe(survivor_id);
        const rows = await allLogRows(service);
        expect(rows.find(({ message }) => message === "account_merged")?.data).toMatchObject({
          record_id: survivor_id,
          absorbed_id,
        });
        expect(rows.find(({ data }) => data.operation === "joinUsers")?.data).toMatchObject({
          outcome: "joined",
          record_id: survivor_id,
        });
      },
    },
    {
      name: "ends the tokens of the one that goes, and none of the one that stays",
      call: async (service) => {
        const { platform, wechat } = await pair(service);
        const call = await joining(service, platform.id, wechat.id);
        return { ...call, headers: { "x-tokens": `${platform.token} ${wechat.token}` } };
      },
      status: 200,
      after: async (service, _, { headers }) => {
        const [stays, goes] = String(headers?.["x-tokens"]).split(" ");
        expect((await service.call("refreshToken", { token: stays ?? "" })).status).toBe(200);
        expect((await service.call("refreshToken", { token: goes ?? "" })).status).toBe(401);
      },
    },
    {
      name: "refuses who has no token",
      call: async (service) => ({ ...(await passing(service)), token: "" }),
      status: 401,
      reason: "token_invalid",
      body: { msg: "需要管理员登录" },
    },
    {
      name: "refuses a user, even about their own record",
      call: async (service) => {
        const { platform, wechat } = await pair(service);
        const call = await joining(service, platform.id, wechat.id);
        return { ...call, token: platform.token };
      },
      status: 401,
      reason: "token_invalid",
    },
    {
      name: "refuses a record for both",
      call: async (service) => {
        const { id } = await service.platformUser();
        return joining(service, id, id);
      },
      status: 400,
      reason: "validation_failed",
      fields: { absorbed_id: "不能与保留的记录相同" },
    },
    ...(["survivor_id", "absorbed_id"] as const).map((field): Scenario => ({
      name: `names ${field} where it is nobody's`,
      call: async (service) => {
        const call = await passing(service);
        return { ...call, body: { ...(call.body as object), [field]: "nobodyhasthisid" } };
      },
      status: 404,
      reason: "user_not_found",
      fields: { [field]: "用户不存在" },
    })),
    ...barred(-1, "account_disabled", "账号已停用，请联系管理员"),
    ...barred(-2, "account_disabled", "账号已停用，请联系管理员"),
    ...barred(-9, "account_disabled", "账号已停用，请联系管理员"),
    ...barred(-3, "approval_pending", "账号正在等待审核"),
    {
      name: "refuses two who each have an account of one mini-program, and moves nothing",
      call: async (service) => {
        const [one, two] = [await guest(service), await guest(service)];
        return joining(service, one.id, two.id);
      },
      status: 409,
      reason: "wechat_slot_taken",
      body: { msg: "两个账号在同一小程序各有微信，请先解除其中一个的绑定" },
      after: async (service, _, { body }) => {
        const { absorbed_id } = body as { absorbed_id: string };
        expect(await identities(service, `user = '${absorbed_id}'`)).toHaveLength(1);
      },
    },
    {
      name: "is blocked as a whole by a unique index of an operator's table",
      call: async (service) => {
        const { admin } = service;
        const { id: users } = await admin.request<{ id: string }>("GET", "/api/collections/tbl_auth_users");
        await admin.request("POST", "/api/collections", {
          name: "seats",
          type: "base",
          fields: [{ name: "user", type: "relation", collectionId: users, maxSelect: 1 }],
          indexes: ["CREATE UNIQUE INDEX `idx_seats` ON `seats` (`user`)"],
        });
        const { platform, wechat } = await pair(service);
        for (const { id } of [platform, wechat])
          await admin.request("POST", "/api/collections/seats/records", { user: id });
        return joining(service, platform.id, wechat.id);
      },
      status: 409,
      reason: "merge_blocked",
      after: async (service, _, { body }) => {
        const { absorbed_id } = body as { absorbed_id: string };
        expect(await stored(service, absorbed_id)).toMatchObject({ users_status: 0, users_merged_into: "" });
        await service.admin.request("DELETE", "/api/collections/seats");
      },
    },
    ...bodyScenarios(passing),
  ],
  { sandbox: { apps: 2 } },
);

describe("joinUsers and the addresses from which superusers may come", () => {
  const started = ownService();

  test("refuses a superuser who comes from elsewhere", async () => {
    const service = started();
    const call = await passing(service);
    const header = "X-Forwarded-For";
    await service.admin.settings({
      superuserIPs: ["127.0.0.1"],
      trustedProxy: { headers: [header], useLeftmostIP: false },
    });
    const elsewhere = await service.call("joinUsers", { ...call, headers: { [header]: "198.51.100.9" } });
    expect([elsewhere.status, elsewhere.reason]).toEqual([401, "token_invalid"]);
    expect((await service.call("joinUsers", call)).status).toBe(200);
  });
});

describe("joinUsers under PocketBase's rate limiter", () => {
  rateLimitTests("joinUsers", 600, ownService({ rateLimits: true }));
});
