import { describe, expect, test } from "vitest";
import { rateLimitTests } from "../../support/rate-limit.ts";
import { ownService, scenarios } from "../../support/scenarios.ts";

scenarios("health", [
  {
    name: "is healthy while the database answers, whatever is sent",
    call: () => ({ body: "{", token: "garbage", query: "?fields=msg" }),
    status: 200,
    after: (_service, { body }) => {
      expect(body).toEqual({
        code: 200,
        msg: "服务正常",
        data: { status: "healthy", timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) },
      });
      expect(Math.abs(Date.parse(body.data.timestamp) - Date.now())).toBeLessThan(60_000);
    },
  },
]);

describe("health of a service that is not well", () => {
  const started = ownService({ rateLimits: true });
  rateLimitTests("health", 600, started);

  test("is 503 when a read of the database fails, and says nothing about the inside", async () => {
    const service = started();
    await service.admin.sql("DROP TABLE tbl_auth_users_total");
    const answer = await service.call("health");
    expect(answer.body).toEqual({
      code: 503,
      msg: "数据库暂时不可用，请稍后再试",
      data: { reason: "database_unavailable" },
    });
  });
});
