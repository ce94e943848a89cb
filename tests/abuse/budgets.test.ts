import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, test } from "vitest";
import { operations } from "../support/contract.ts";
import { ownService } from "../support/scenarios.ts";
import { type Call, freshPhone, registration, type Service } from "../support/service.ts";
import { atOnce, POOLS, tally } from "../support/at-once.ts";

const LIMITED = {
  code: 429,
  msg: "请求过于频繁，请稍后再试",
  data: { reason: "rate_limited", retry_after: 60 },
};

const STOCK: [operationId: string, perMinute: number][] = [
  ["helloWorld", 600],
  ["health", 600],
  ["usersCount", 600],
  ["refreshToken", 600],
  ["wechatLogin", 600],
  ["wechatProfile", 600],
  ["wechatAvatar", 600],
  ["platformRegister", 60],
  ["platformLogin", 60],
  ["doctor", 60],
];

/** Sends `count` calls at once and tells how many passed the limiter. */
async function passed(service: Service, id: string, count: number, call: Call = {}): Promise<number> {
  const answers = await atOnce(count, () => service.call(id, call));
  const { limited = 0, let_through = 0 } = tally(
    answers.map(({ reason }) => (reason === "rate_limited" ? "limited" : "let_through")),
  );
  expect(limited + let_through).toBe(count);
  return let_through;
}

/** Replaces the rules by one for an operation. */
function budget(service: Service, id: string, maxRequests: number, duration: number): Promise<unknown> {
  const label = `${operations[id]?.method} ${operations[id]?.path}`;
  const rules = [{ label, audience: "", duration, maxRequests }];
  return service.admin.settings({ rateLimits: { enabled: true, rules } });
}

const from = (address: string): Call => ({ headers: { "x-forwarded-for": address } });

describe("budgets per address and route", () => {
  const started = ownService({ rateLimits: true });

  test.each(STOCK)("%s: exactly %i of more at once pass", async (id, perMinute) => {
    expect(await passed(started(), id, perMinute + 20)).toBe(perMinute);
    const { body, headers } = await started().call(id);
    expect(body).toEqual(LIMITED);
    expect(headers.get("retry-after")).toBe("60");
  });
});

describe("a school behind one address", () => {
  const started = ownService({ rateLimits: true });
  const phone = freshPhone();

  test("has 200 new users within a minute, and all of them get in", async () => {
    const service = started();
    const codes = Array.from({ length: 200 }, () => service.sandbox.mintLoginCode().code);
    const answers = await atOnce(codes.length, (i) =>
      service.call("wechatLogin", { body: { users_wx_code: codes[i] } }),
    );
    expect(tally(answers.map(({ body, reason }) => reason ?? body.meta.data.status))).toEqual({
      register_success: 200,
    });
    expect(await service.admin.countUsers()).toBe(200);
  });

  test("guesses no more passwords than before: 60 of an address, 5 of an account", async () => {
    const service = started();
    await service.call("platformRegister", { body: registration({ users_phone: phone }) });
    const guess = () =>
      service.call("platformLogin", { body: { users_phone: phone, password: "wrong-horse-9" } });
    const answers = await atOnce(80, guess);
    expect(tally(answers.map(({ reason }) => reason ?? "in"))).toEqual({
      password_wrong: 5,
      too_many_attempts: 55,
      rate_limited: 20,
    });
  });

  test("registers no more accounts than before: 60", async () => {
    const answers = await atOnce(80, () => started().call("platformRegister", { body: registration() }));
    // One of the 60 was spent above.
    expect(tally(answers.map(({ body, reason }) => reason ?? body.meta.data.status))).toEqual({
      register_success: 59,
      rate_limited: 21,
    });
  });
});

describe.each(POOLS)("budgets as an operator sets them %s", (_title, pool) => {
  const started = ownService(pool);
  afterEach(() => started().admin.settings({ trustedProxy: { headers: [] } }));

  test("of 50 at once exactly as many pass as the operator allows", async () => {
    for (const allowed of [1, 20, 49]) {
      await budget(started(), "helloWorld", allowed, 60);
      expect(await passed(started(), "helloWorld", 50)).toBe(allowed);
    }
  });

  test("Retry-After is true: when it is over, the whole budget is there again", async () => {
    await budget(started(), "health", 3, 2);
    expect(await passed(started(), "health", 10)).toBe(3);
    const { headers } = await started().call("health");
    expect(headers.get("retry-after")).toBe("2");
    await sleep(Number(headers.get("retry-after")) * 1000);
    expect(await passed(started(), "health", 10)).toBe(3);
  });

  test("each address behind a trusted proxy has a budget of its own", async () => {
    await started().admin.settings({ trustedProxy: { headers: ["X-Forwarded-For"] } });
    await budget(started(), "helloWorld", 5, 60);
    const addresses = ["203.0.113.1", "203.0.113.2", "2001:db8::1"];
    const counts = await Promise.all(
      addresses.map((address) => passed(started(), "helloWorld", 10, from(address))),
    );
    expect(counts).toEqual([5, 5, 5]);
    // The proxy adds the address it sees at the end; what the client wrote before it does not count.
    expect(await passed(started(), "helloWorld", 5, from("198.51.100.7, 203.0.113.1"))).toBe(0);
    // Another spelling of the same address.
    expect(await passed(started(), "helloWorld", 5, from("2001:0db8:0000::0001"))).toBe(0);
  });

  test("nobody gets a budget of their own by a header that the operator has not named", async () => {
    await budget(started(), "helloWorld", 5, 60);
    const counts = await Promise.all(
      ["203.0.113.1", "203.0.113.2"].map((address) => passed(started(), "helloWorld", 5, from(address))),
    );
    expect((counts[0] ?? 0) + (counts[1] ?? 0)).toBe(5);
  });

  test("a superuser is let through, as everywhere in PocketBase", async () => {
    await budget(started(), "helloWorld", 2, 60);
    const token = await started().admin.token();
    expect(await passed(started(), "helloWorld", 50, { token })).toBe(50);
    expect(await passed(started(), "helloWorld", 50)).toBe(2);
  });

  test("addresses that the operator has excluded are let through", async () => {
    await budget(started(), "helloWorld", 2, 60);
    await started().admin.settings({ rateLimits: { excludedIPs: ["127.0.0.1"] } });
    expect(await passed(started(), "helloWorld", 20)).toBe(20);
    await started().admin.settings({ rateLimits: { excludedIPs: [] } });
  });

  test("a budget of signed-in users is theirs alone, with its own Retry-After", async () => {
    const { token } = await started().wechatUser();
    const label = "/api/system/health";
    const rules = [
      { label, audience: "@auth", duration: 7, maxRequests: 2 },
      { label, audience: "@guest", duration: 30, maxRequests: 4 },
    ];
    await started().admin.settings({ rateLimits: { enabled: true, rules } });
    expect(await passed(started(), "health", 10, { token })).toBe(2);
    expect(await passed(started(), "health", 10)).toBe(4);
    expect((await started().call("health", { token })).headers.get("retry-after")).toBe("7");
    expect((await started().call("health")).headers.get("retry-after")).toBe("30");
  });

  test("what is refused here costs WeChat no call and no code", async () => {
    const service = started();
    const { code } = service.sandbox.mintLoginCode();
    await budget(service, "wechatLogin", 1, 2);
    await service.call("wechatLogin");
    service.sandbox.clearRequests();
    const call = { body: { users_wx_code: code } };
    expect(await passed(service, "wechatLogin", 5, call)).toBe(0);
    expect(service.sandbox.requests()).toEqual([]);
    await expect
      .poll(async () => (await service.call("wechatLogin", call)).status, { timeout: 10_000 })
      .toBe(200);
  });
});
