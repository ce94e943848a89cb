import { beforeAll, describe, expect, test } from "vitest";
import { ownService } from "../support/scenarios.ts";
import { type Answer, registration, type Service } from "../support/service.ts";
import { atOnce, outcomeOf, POOLS, tally } from "../support/at-once.ts";
import { native, nativeLogin } from "../support/native-routes.ts";
import { cheapPasswords, platformLogin } from "../support/passwords.ts";
import { doors, profileCall, regular, stored } from "./faults-support.ts";

const UNAVAILABLE = {
  code: 502,
  msg: "微信服务暂时不可用，请稍后再试",
  data: { reason: "wechat_unavailable" },
};

describe("WECHAT_TIMEOUT_SECONDS", () => {
  const started = ownService({ env: { WECHAT_TIMEOUT_SECONDS: "1" } });

  // Each of these would last for more than a minute: that an answer comes at all shows that nobody waited for it.
  test.each(Object.entries(doors))("ends the wait for WeChat: %s", async (_, door) => {
    const service = started();
    service.sandbox.expireTokens();
    const calls = await atOnce(3, () => door.call(service));
    const before = await stored(service);
    service.sandbox.clearRequests();
    for (const fault of [
      { kind: "hang" },
      { kind: "delay", delay_ms: 120_000 },
      { kind: "slow_body", chunk_ms: 1000 },
    ] as const)
      service.sandbox.setFault({ endpoint: door.endpoint, ...fault, times: 1 });
    const answers = await Promise.all(calls.map((call) => service.call(door.operationId, call)));
    expect(answers.map(({ body }) => body)).toEqual(Array(3).fill(UNAVAILABLE));
    expect(await stored(service)).toEqual(before);
    const hit = service.sandbox.requests().map(({ fault }) => fault);
    expect(hit.filter((fault) => fault !== null).sort()).toEqual(["delay", "hang", "slow_body"]);
  });

  test("a code whose answer never came is not sent again", async () => {
    const service = started();
    const call = await doors.login.call(service);
    service.sandbox.clearRequests();
    service.sandbox.setFault({ endpoint: "jscode2session", kind: "hang", times: 1 });
    const answers = await atOnce(10, () => service.call("wechatLogin", call));
    expect(tally(answers.map(outcomeOf))).toEqual({ wechat_unavailable: 1, duplicate_request: 9 });
    expect(service.sandbox.requests()).toHaveLength(1);
  });
});

/** Everything that does not need WeChat → a call of it, and the status of its answer. */
async function independent(service: Service): Promise<{ [what: string]: () => Promise<number> }> {
  const { token, id } = await regular(service);
  const { phone, password, openid } = await service.platformUser();
  const status = (answer: Promise<{ status: number }>) => answer.then((answered) => answered.status);
  return {
    hello: () => status(service.call("helloWorld")),
    health: () => status(service.call("health")),
    "users-count": () => status(service.call("usersCount")),
    "refresh by token": () => status(service.call("refreshToken", { token })),
    "a profile refused locally": () => status(service.call("wechatProfile", { token, body: {} })),
    "a login refused locally": () => status(service.call("wechatLogin", { body: {} })),
    register: () => status(service.call("platformRegister", { body: registration() })),
    "platform login": () => status(platformLogin(service, phone, password)),
    "native password login": () => status(nativeLogin(service, `${openid}@manage.local`, password)),
    "own record": () =>
      status(native(service, "GET", `/api/collections/tbl_auth_users/records/${id}`, { token })),
    "PocketBase's health": () => status(native(service, "GET", "/api/health")),
    "the contract": () => status(fetch(`${service.url}/openapi.yaml`)),
  };
}

const EXPECTED = {
  hello: 200,
  health: 200,
  "users-count": 200,
  "refresh by token": 200,
  "a profile refused locally": 400,
  "a login refused locally": 400,
  register: 200,
  "platform login": 200,
  "native password login": 200,
  "own record": 200,
  "PocketBase's health": 200,
  "the contract": 200,
};

describe.each(POOLS)("while WeChat hangs %s", (_title, pool) => {
  // Longer than the test may take: what is answered meanwhile did not wait for a time-out.
  const started = ownService({ ...pool, env: { WECHAT_TIMEOUT_SECONDS: "60" } });
  beforeAll(() => cheapPasswords(started()));

  test("everything that does not need it is answered, and all who wait are served when it is back", async () => {
    const service = started();
    const others = await independent(service);
    const calls = await atOnce(24, (i) => (i % 4 ? doors.login.call(service) : profileCall(service)));
    service.sandbox.clearRequests();
    service.sandbox.setFault({ endpoint: "*", kind: "hang" });
    const answered: Answer[] = [];
    const waiting = atOnce(24, async (i) => {
      const answer = await service.call(i % 4 ? "wechatLogin" : "wechatProfile", calls[i]);
      answered.push(answer);
      return answer;
    });
    await expect.poll(() => service.sandbox.requests().length, { timeout: 20_000 }).toBe(24);

    for (let round = 0; round < 2; round++) {
      const statuses = await Promise.all(
        Object.entries(others).map(async ([what, call]) => [what, await call()] as const),
      );
      expect(Object.fromEntries(statuses)).toEqual(EXPECTED);
    }
    expect(answered).toEqual([]);

    service.sandbox.clearFaults();
    service.sandbox.releaseHanging();
    expect(tally((await waiting).map(outcomeOf))).toEqual({ 200: 24 });
  });
});

describe("while WeChat is away", () => {
  const started = ownService();

  test("everything that does not need it is answered as ever", async () => {
    const service = started();
    const others = await independent(service);
    const login = await doors.login.call(service);
    await service.sandbox.close();
    expect((await service.call("wechatLogin", login)).body).toEqual(UNAVAILABLE);
    for (const [what, call] of Object.entries(others))
      expect([what, await call()]).toEqual([what, EXPECTED[what as keyof typeof EXPECTED]]);
  });
});
