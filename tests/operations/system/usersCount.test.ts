import { describe, expect, test } from "vitest";
import { rateLimitTests } from "../../support/rate-limit.ts";
import { ownService, scenarios } from "../../support/scenarios.ts";
import type { Service } from "../../support/service.ts";

const total = async (service: Service): Promise<number> =>
  (await service.call("usersCount")).body.data.total_users;

scenarios("usersCount", [
  {
    name: "follows sign-ups and deletions at once",
    call: () => ({}),
    status: 200,
    after: async (service, { body }) => {
      const before = body.data.total_users;
      const user = await service.wechatUser("counted");
      expect(await total(service)).toBe(before + 1);
      await service.wechatUser("counted");
      expect(await total(service)).toBe(before + 1);
      await service.platformUser();
      expect(await total(service)).toBe(before + 2);
      await service.admin.request("DELETE", `/api/collections/tbl_auth_users/records/${user.id}`);
      expect(await total(service)).toBe(before + 1);
      expect(await service.admin.countUsers()).toBe(before + 1);
    },
  },
  {
    name: "is exact after many sign-ups at once",
    call: async (service) => {
      await Promise.all(Array.from({ length: 20 }, () => service.wechatUser()));
      return {};
    },
    status: 200,
    after: async (service, { body }) => {
      expect(body.data.total_users).toBe(await service.admin.countUsers());
    },
  },
]);

describe("usersCount where nobody has signed up", () => {
  const started = ownService({ rateLimits: true });
  rateLimitTests("usersCount", 600, started);

  test("is zero, whatever is sent", async () => {
    const { body } = await started().call("usersCount", { body: "{", token: "garbage" });
    expect(body).toEqual({ code: 200, msg: "查询成功", data: { total_users: 0 } });
  });

  // The last one: the count cannot be had again.
  test("is 500 when the count cannot be read, and says nothing about the inside", async () => {
    const service = started();
    await service.admin.sql("DROP TABLE tbl_auth_users_total");
    const answer = await service.call("usersCount");
    expect(answer.body).toEqual({
      code: 500,
      msg: "服务内部错误，请稍后再试",
      data: { reason: "internal_error" },
    });
  });
});
