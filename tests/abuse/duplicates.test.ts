import { setTimeout as sleep } from "node:timers/promises";
import { beforeEach, describe, expect, test } from "vitest";
import { ownService } from "../support/scenarios.ts";
import { type Answer, type Call, freshPhone, type Service } from "../support/service.ts";
import { atOnce, outcomeOf, POOLS, tally } from "../support/at-once.ts";

/** The whole body of an answer, but for how long it says to wait, which the contract check compares with the header. */
const DUPLICATE = {
  code: 429,
  msg: "请勿重复提交",
  data: { reason: "duplicate_request", retry_after: expect.any(Number) },
};

const withCode = (code: string): Call => ({ body: { users_wx_code: code } });

/** Where a code can be sent, and a call that brings a new one. */
const doors: [operationId: string, endpoint: "jscode2session" | "getuserphonenumber", call: NewCall][] = [
  ["wechatLogin", "jscode2session", (service) => withCode(service.sandbox.mintLoginCode().code)],
  [
    "refreshToken",
    "jscode2session",
    async (service) => {
      await service.wechatUser("regular");
      return withCode(service.sandbox.mintLoginCode({ user: "regular" }).code);
    },
  ],
  ["wechatProfile", "getuserphonenumber", async (service) => profile(service, freshPhone())],
];
/** A phone code was paid for: what it brought is remembered (tests/accounts/phone-proofs.test.ts). */
const isSignIn = ([, endpoint]: (typeof doors)[number]) => endpoint === "jscode2session";
type NewCall = (service: Service) => Call | Promise<Call>;

async function profile(service: Service, phone: string): Promise<Call> {
  const { token } = await service.wechatUser();
  const { code } = service.sandbox.mintPhoneCode({ phone });
  const users_picture = "https://example.com/a.png";
  return { token, body: { users_name: "小明", users_phone_code: code, users_picture } };
}

function codeOf({ body }: Call): string {
  const { users_wx_code, users_phone_code } = body as { [name: string]: string };
  return users_wx_code ?? users_phone_code ?? "";
}

const timesSent = (service: Service, call: Call) =>
  service.sandbox.requests().filter(({ code }) => code === codeOf(call)).length;

describe.each(POOLS)("the same WeChat code again %s", (_title, pool) => {
  const started = ownService({
    ...pool,
    env: { WECHAT_CODE_REPEAT_SECONDS: "3", WECHAT_TIMEOUT_SECONDS: "25" },
  });
  beforeEach(() => started().sandbox.clearFaults());

  test.each(doors)("%s: of 50 at once, one goes to WeChat and 49 are refused", async (id, endpoint, make) => {
    const service = started();
    const call = await make(service);
    service.sandbox.setFault({ endpoint, kind: "hang", times: 1 });
    const refused: Answer[] = [];
    const answers = atOnce(50, async () => {
      const answer = await service.call(id, call);
      if (answer.status !== 200) refused.push(answer);
      return answer;
    });
    // WeChat answers only when the 49 others have been refused.
    await expect.poll(() => refused.length, { timeout: 20_000 }).toBe(49);
    // The one may still be on its way when the others have been refused.
    await expect.poll(() => timesSent(service, call), { timeout: 20_000 }).toBe(1);
    service.sandbox.releaseHanging();
    expect(tally((await answers).map(outcomeOf))).toEqual({ 200: 1, duplicate_request: 49 });
    for (const { body, headers } of refused) {
      expect(body).toEqual(DUPLICATE);
      // The longest that the exchange may still take: for a phone code, four calls of 25 s each.
      expect(Number(headers.get("retry-after"))).toBeLessThanOrEqual(id === "wechatProfile" ? 101 : 26);
    }
    expect(timesSent(service, call)).toBe(1);
  });

  test("refused for a while after it was used, and Retry-After is true, wherever it signs in", async () => {
    const service = started();
    await Promise.all(
      doors.filter(isSignIn).map(async ([id, , make]) => {
        const call = await make(service);
        expect((await service.call(id, call)).status).toBe(200);
        const again = await service.call(id, call);
        expect(again.body).toEqual(DUPLICATE);
        expect(timesSent(service, call)).toBe(1);
        const retryAfter = Number(again.headers.get("retry-after"));
        expect([1, 2, 3]).toContain(retryAfter);
        await sleep(retryAfter * 1000);
        // It is looked at again, and WeChat is the one who knows it.
        expect((await service.call(id, call)).reason).toBe("wechat_code_used");
        expect(timesSent(service, call)).toBe(2);
      }),
    );
  });

  test.each(doors)("%s: refused after it has failed, too", async (id, endpoint, make) => {
    const service = started();
    const call = await make(service);
    service.sandbox.setFault({ endpoint, kind: "errcode", errcode: -1, times: 1 });
    expect((await service.call(id, call)).reason).toBe("wechat_unavailable");
    expect((await service.call(id, call)).reason).toBe("duplicate_request");
    expect(timesSent(service, call)).toBe(1);
  });

  test("refused whichever route it was sent to first", async () => {
    const service = started();
    await service.wechatUser("regular");
    for (const [first, second] of [
      ["wechatLogin", "refreshToken"],
      ["refreshToken", "wechatLogin"],
    ] as const) {
      const call = withCode(service.sandbox.mintLoginCode({ user: "regular" }).code);
      expect((await service.call(first, call)).status).toBe(200);
      expect((await service.call(second, call)).body).toEqual(DUPLICATE);
      expect(timesSent(service, call)).toBe(1);
    }
  });

  test("of 50 at once on both routes, one goes to WeChat", async () => {
    const service = started();
    await service.wechatUser("regular");
    const call = withCode(service.sandbox.mintLoginCode({ user: "regular" }).code);
    const answers = await atOnce(50, (i) => service.call(i % 2 ? "wechatLogin" : "refreshToken", call));
    expect(tally(answers.map(outcomeOf))).toEqual({ 200: 1, duplicate_request: 49 });
    expect(timesSent(service, call)).toBe(1);
  });

  test("other codes are no hindrance, not even those that differ in case", async () => {
    const service = started();
    const code = `sandbox-Code-${Date.now()}`;
    for (const other of [code, code.toLowerCase(), code.toUpperCase()]) {
      expect((await service.call("wechatLogin", withCode(other))).reason).toBe("wechat_code_invalid");
    }
  });

  test("a valid token needs no code, and the code beside it is not used up", async () => {
    const service = started();
    const { token } = await service.wechatUser("regular");
    const call = withCode(service.sandbox.mintLoginCode({ user: "regular" }).code);
    const renewals = await atOnce(10, () => service.call("refreshToken", { ...call, token }));
    expect(tally(renewals.map(outcomeOf))).toEqual({ 200: 10 });
    expect((await service.call("wechatLogin", call)).status).toBe(200);
  });
});

describe("a code whose exchange takes longer than the repeat window and one call to WeChat", () => {
  const started = ownService({ env: { WECHAT_CODE_REPEAT_SECONDS: "0", WECHAT_TIMEOUT_SECONDS: "3" } });

  test("is refused as long as the exchange lasts", async () => {
    const service = started();
    const call = await profile(service, freshPhone());
    const { sandbox } = service;
    sandbox.setFault({ endpoint: "stable_token", kind: "delay", delay_ms: 2000 });
    sandbox.setFault({ endpoint: "getuserphonenumber", kind: "errcode", errcode: 42001, times: 1 });
    sandbox.setFault({ endpoint: "getuserphonenumber", kind: "hang", times: 1 });
    const first = service.call("wechatProfile", call);
    await sandbox.waitForRequest(({ fault }) => fault === "hang");
    for (let i = 0; i < 10; i++) {
      expect((await service.call("wechatProfile", call)).body).toEqual(DUPLICATE);
      await sleep(50);
    }
    sandbox.releaseHanging();
    expect((await first).status).toBe(200);
    // Once with the stale access token, once with the new one.
    expect(timesSent(service, call)).toBe(2);
  });
});
