/**
 * PocketBase's rate limiter in front of an operation: its stock budget, its answer, and the operator's hand on it.
 * @module
 */
import { expect, test } from "vitest";
import { operations } from "./contract.ts";
import type { Service } from "./service.ts";

interface Rule {
  label: string;
  audience: string;
  duration: number;
  maxRequests: number;
}

/**
 * The tests of one operation's budget.
 * @param perMinute the stock budget
 * @param started a service of its own, started with `rateLimits: true`
 */
export function rateLimitTests(operationId: string, perMinute: number, started: () => Service): void {
  test(`allows ${perMinute} requests per minute, and as many as an operator wants instead`, async () => {
    const service = started();
    const label = `POST ${operations[operationId]?.path}`;
    const { rateLimits } = await service.admin.request<{ rateLimits: { enabled: boolean; rules: Rule[] } }>(
      "GET",
      "/api/settings",
    );
    expect(rateLimits.enabled).toBe(true);
    expect(rateLimits.rules.filter((rule) => rule.label === label)).toEqual([
      { label, audience: "", duration: 60, maxRequests: perMinute },
    ]);

    const rules = rateLimits.rules.map((rule) =>
      rule.label === label ? { ...rule, duration: 30, maxRequests: 2 } : rule,
    );
    await service.admin.settings({ rateLimits: { enabled: true, rules } });
    const reasons = [];
    for (let i = 0; i < 2; i++) reasons.push((await service.call(operationId)).reason);
    expect(reasons).not.toContain("rate_limited");
    const limited = await service.call(operationId);
    expect(limited.body).toEqual({
      code: 429,
      msg: "请求过于频繁，请稍后再试",
      data: { reason: "rate_limited", retry_after: 30 },
    });
    expect(limited.headers.get("retry-after")).toBe("30");

    const other = operationId === "helloWorld" ? "health" : "helloWorld";
    expect((await service.call(other)).status).toBe(200);
    await service.admin.settings({ rateLimits });
    expect((await service.call(operationId)).reason).not.toBe("rate_limited");
  });
}
