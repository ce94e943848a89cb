import { beforeEach, describe, expect, test } from "vitest";
import { ACCESS_TOKEN_MARK } from "../../sandbox/server.ts";
import { ownService } from "../support/scenarios.ts";
import { type Answer, freshPhone, type Service } from "../support/service.ts";
import { atOnce, outcomeOf, POOLS, tally } from "../support/at-once.ts";
import { allLogRows } from "../support/log-rows.ts";
import { asked, profileCall, regular } from "./faults-support.ts";

const profile = async (service: Service): Promise<Answer> =>
  service.call("wechatProfile", await profileCall(service));

/** Profiles of as many users, all at once: each has a phone code and a phone of their own. */
async function profilesAtOnce(service: Service, count: number): Promise<Answer[]> {
  const users = await atOnce(count, () => service.wechatUser());
  service.sandbox.clearRequests();
  return atOnce(count, (i) => {
    const { code } = service.sandbox.mintPhoneCode({ phone: freshPhone() });
    const users_picture = "https://example.com/a.png";
    const body = { users_name: "小明", users_phone_code: code, users_picture };
    return service.call("wechatProfile", { token: users[i]?.token ?? "", body });
  });
}

const numbersUsed = (service: Service) => [
  ...new Set(service.sandbox.requests().flatMap(({ token }) => (token === null ? [] : [token]))),
];
const fetches = (service: Service) =>
  service.sandbox.requests().filter(({ endpoint }) => endpoint === "stable_token");

describe.each(POOLS)("the access token %s", (_title, pool) => {
  const started = ownService({ ...pool, env: { WECHAT_TIMEOUT_SECONDS: "25" } });
  beforeEach(async () => {
    await regular(started());
    started().sandbox.clearFaults();
    started().sandbox.clearRequests();
  });

  test("is fetched once for many profiles one after another, and never by force", async () => {
    started().sandbox.expireTokens();
    for (let i = 0; i < 10; i++) expect((await profile(started())).status).toBe(200);
    expect(fetches(started())).toHaveLength(1);
    expect(fetches(started())[0]?.force_refresh).toBe(false);
  });

  test("is shared by profiles at once, once somebody has fetched it", async () => {
    await profile(started());
    expect(tally((await profilesAtOnce(started(), 50)).map(outcomeOf))).toEqual({ 200: 50 });
    expect(asked(started())).toEqual(Array(50).fill("getuserphonenumber 0"));
    expect(numbersUsed(started())).toHaveLength(1);
  });

  test("is the same for two who fetch it at once", async () => {
    await profile(started());
    started().sandbox.expireTokens();
    started().sandbox.setFault({ endpoint: "stable_token", kind: "hang", times: 2 });
    const pending = profilesAtOnce(started(), 2);
    await expect.poll(() => fetches(started()).length, { timeout: 20_000 }).toBe(2);
    started().sandbox.releaseHanging();
    expect((await pending).map(outcomeOf)).toEqual(["200", "200"]);
    // The stale one, and the new one.
    expect(numbersUsed(started())).toHaveLength(2);
    expect(fetches(started())).toHaveLength(2);
  });

  test("is fetched anew, by all who need it, when it ends before its time", async () => {
    await profile(started());
    started().sandbox.expireTokens();
    expect(tally((await profilesAtOnce(started(), 50)).map(outcomeOf))).toEqual({ 200: 50 });
    const outcomes = tally(asked(started()));
    expect(outcomes["getuserphonenumber 0"]).toBe(50);
    expect(outcomes["getuserphonenumber 42001"]).toBeLessThanOrEqual(50);
    expect(numbersUsed(started())).toHaveLength(2);
  });

  test.each([40001, 40014, 42001])(
    "is replaced once when WeChat says %i, and the call repeated",
    async (errcode) => {
      await profile(started());
      started().sandbox.clearRequests();
      started().sandbox.setFault({ endpoint: "getuserphonenumber", kind: "errcode", errcode, times: 1 });
      expect((await profile(started())).status).toBe(200);
      expect(asked(started())).toEqual([
        `getuserphonenumber ${errcode}`,
        "stable_token 0",
        "getuserphonenumber 0",
      ]);
      const [first, , second] = started().sandbox.requests();
      expect(second?.code).toBe(first?.code);
    },
  );

  test.each([40001, 40014, 42001])("is not replaced twice when WeChat says %i again", async (errcode) => {
    await profile(started());
    started().sandbox.clearRequests();
    started().sandbox.setFault({ endpoint: "getuserphonenumber", kind: "errcode", errcode });
    expect((await profile(started())).body.data).toEqual({ reason: "wechat_misconfigured" });
    expect(asked(started())).toEqual([
      `getuserphonenumber ${errcode}`,
      "stable_token 0",
      `getuserphonenumber ${errcode}`,
    ]);
  });

  test.each([40013, 45009, 48001, -1])("is not replaced when WeChat says %i", async (errcode) => {
    await profile(started());
    started().sandbox.clearRequests();
    started().sandbox.setFault({ endpoint: "getuserphonenumber", kind: "errcode", errcode });
    await profile(started());
    expect(asked(started())).toEqual([`getuserphonenumber ${errcode}`]);
    started().sandbox.clearFaults();
    expect((await profile(started())).status).toBe(200);
    expect(fetches(started())).toEqual([]);
  });
});

describe("an access token near its end", () => {
  /** Lives so briefly that its last part, in which WeChat hands out the next one, comes within the test. */
  const started = ownService({ sandbox: { tokenTtlSeconds: 6 }, env: { WECHAT_TIMEOUT_SECONDS: "25" } });
  beforeEach(() => started().sandbox.clearFaults());

  /** Makes profiles until WeChat's log shows what is waited for; all of them must succeed. */
  async function profilesUntil(done: () => boolean): Promise<void> {
    while (!done()) expect((await profile(started())).status).toBe(200);
  }

  test("is renewed before it ends: no call ever meets a stale one", async () => {
    await regular(started());
    started().sandbox.clearRequests();
    await profilesUntil(() => numbersUsed(started()).length === 2);
    expect(new Set(asked(started()))).toEqual(new Set(["stable_token 0", "getuserphonenumber 0"]));
    expect(fetches(started()).length).toBeLessThanOrEqual(3);
  });

  test("serves on when the next one is not to be had, until it ends; and the log says so", async () => {
    await profile(started());
    started().sandbox.clearRequests();
    started().sandbox.setFault({ endpoint: "stable_token", kind: "errcode", errcode: 45011 });
    await profilesUntil(() => fetches(started()).length > 0);
    // Asked for in vain, and not again with every call.
    for (let i = 0; i < 3; i++) expect((await profile(started())).status).toBe(200);
    expect(fetches(started())).toHaveLength(1);
    await expect
      .poll(async () => (await profile(started())).reason, { timeout: 15_000, interval: 100 })
      .toBe("wechat_rate_limited");
    started().sandbox.clearFaults();
    expect((await profile(started())).status).toBe(200);

    const rows = await allLogRows(started());
    const [line] = rows.filter(({ message }) => message.startsWith("WeChat's access token"));
    expect(line).toMatchObject({
      level: 4,
      message: "WeChat's access token could not be renewed, the old one still works",
      data: { reason: "wechat_rate_limited", errcode: 45011, rid: expect.stringContaining("-") },
    });
    expect(JSON.stringify(rows)).not.toContain(ACCESS_TOKEN_MARK);
  });
});

describe("wrong credentials", () => {
  const started = ownService({ env: { WECHAT_SECRET: "not-the-secret" } });

  test("are a misconfiguration that asking again does not mend: one call for a login, one for a profile", async () => {
    const { token } = await started().platformUser();
    const { code } = started().sandbox.mintPhoneCode({ phone: freshPhone() });
    const users_picture = "https://example.com/a.png";
    const body = { users_name: "小明", users_phone_code: code, users_picture };
    const answer = await started().call("wechatProfile", { token, body });
    expect(answer.body).toEqual({
      code: 500,
      msg: "微信服务配置有误，请联系管理员",
      data: { reason: "wechat_misconfigured" },
    });
    const login = { body: { users_wx_code: started().sandbox.mintLoginCode().code } };
    expect((await started().call("wechatLogin", login)).reason).toBe("wechat_misconfigured");
    expect(asked(started())).toEqual(["stable_token 40001", "jscode2session 40125"]);
  });
});

describe.each(POOLS)("missing credentials %s", (_title, pool) => {
  const started = ownService({ ...pool, env: { WECHAT_SECRET: "" } });

  test("are said once in the log, with what to set, however many ask at once", async () => {
    const login = (i: number) => started().call("wechatLogin", { body: { users_wx_code: `code-${i}` } });
    expect(tally((await atOnce(50, login)).map(outcomeOf))).toEqual({ wechat_not_configured: 50 });
    expect(started().sandbox.requests()).toEqual([]);
    const rows = await allLogRows(started());
    expect(rows.filter(({ message }) => message.includes("WECHAT_SECRET"))).toMatchObject([
      {
        level: 8,
        message:
          "WeChat sign-in is not configured: set WECHAT_APPID and WECHAT_SECRET and restart PocketBase",
      },
    ]);
  });
});
