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

describe("health by the methods that monitors know", () => {
  const started = ownService({ rateLimits: true });

  test("is the same by GET, and by HEAD without a body", async () => {
    const service = started();
    const { body } = await service.call("healthGet", { query: "?fields=msg" });
    expect(body).toMatchObject({ code: 200, msg: "服务正常", data: { status: "healthy" } });
    expect(await service.call("healthHead")).toMatchObject({ status: 200, text: "" });
  });

  test("has one budget, apart from POST's", async () => {
    const service = started();
    const { rateLimits } = await service.admin.request<{ rateLimits: { rules: { label: string }[] } }>(
      "GET",
      "/api/settings",
    );
    const label = "/api/system/health";
    const budget = { label, audience: "", duration: 60, maxRequests: 600 };
    expect(rateLimits.rules.filter((rule) => rule.label === label)).toEqual([budget]);
    const rules = rateLimits.rules.map((rule) =>
      rule.label === label ? { ...budget, maxRequests: 1 } : rule,
    );
    await service.admin.settings({ rateLimits: { enabled: true, rules } });
    expect((await service.call("healthGet")).status).toBe(200);
    expect((await service.call("healthHead")).status).toBe(429);
    const { body, headers } = await service.call("healthGet");
    expect(body.data).toEqual({ reason: "rate_limited", retry_after: 60 });
    expect(headers.get("retry-after")).toBe("60");
    expect((await service.call("health")).status).toBe(200);
    await service.admin.settings({ rateLimits });
  });

  test("is 503 when a read of the database fails", async () => {
    const service = started();
    await service.admin.sql("ALTER TABLE tbl_auth_users_total RENAME TO put_aside");
    expect((await service.call("healthGet")).body.data).toEqual({ reason: "database_unavailable" });
    expect((await service.call("healthHead")).status).toBe(503);
    await service.admin.sql("ALTER TABLE put_aside RENAME TO tbl_auth_users_total");
  });
});

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
