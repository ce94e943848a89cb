import { PNG } from "pngjs";
import { describe, expect, test } from "vitest";
import { readQr } from "../../support/qr-reader.ts";
import { rateLimitTests } from "../../support/rate-limit.ts";
import { ownService, type Scenario, scenarios } from "../../support/scenarios.ts";
import { MANY_TICKETS, open, poll, startScan } from "../../support/scanning.ts";
import { brokenScenarios, notConfiguredTest } from "../../support/wechat-scenarios.ts";

/** Errcodes of the picture: what WeChat refuses is no fault of whoever sits at the computer. */
const ERRCODES = [41030, 40169, 40129, 45009, 45063, 40001, -1, 40013, 99999];
const UNAVAILABLE = {
  code: 503,
  msg: "暂时无法扫码登录，请使用其他登录方式",
  data: { reason: "scan_unavailable" },
};

const bytesOf = (image: string) => Buffer.from(image.split(",")[1] ?? "", "base64");

scenarios(
  "scanStart",
  [
    {
      name: "gives a ticket, a secret, two digits and a picture that opens the mini-program with the ticket",
      call: () => ({}),
      status: 200,
      absent: ['"link"', "token"],
      after: ({ sandbox }, { body }) => {
        const { ticket, secret, check_code, image, expires_in, interval, ...rest } = body.data;
        expect(rest).toEqual({});
        expect(body.msg).toBe("请用微信扫码");
        expect(ticket).toMatch(/^[0-9A-Za-z]{22}$/);
        expect(secret).toMatch(/^[0-9A-Za-z]{32}$/);
        expect(check_code).toMatch(/^[0-9]{2}$/);
        expect([expires_in, interval]).toEqual([120, 2]);
        expect(image).toMatch(/^data:image\/png;base64,/);
        expect(PNG.sync.read(bytesOf(image)).width).toBe(280);
        const url = new URL(readQr(bytesOf(image)) ?? "");
        expect(Object.fromEntries(url.searchParams)).toEqual({
          appid: sandbox.appid,
          path: "pages/index/index",
          query: `scene=${ticket}`,
          env_version: "release",
        });
        const drawn = sandbox.requests().filter(({ endpoint }) => endpoint === "getwxacodeunlimit");
        expect(drawn).toHaveLength(1);
        expect(drawn[0]?.wxacode).toEqual({
          scene: ticket,
          page: null,
          check_path: false,
          env_version: "release",
          width: 280,
        });
      },
    },
    {
      name: "reads no body",
      call: () => ({ body: "[not json", headers: { "content-type": "text/plain" } }),
      status: 200,
    },
    ...ERRCODES.map((errcode): Scenario => ({
      name: `answers 503 when WeChat refuses the picture with ${errcode}, and counts no ticket`,
      call: ({ sandbox }) => {
        sandbox.setFault({ endpoint: "getwxacodeunlimit", kind: "errcode", errcode });
        return {};
      },
      status: 503,
      reason: "scan_unavailable",
      absent: [String(errcode), "rid", "errcode"],
      after: (_service, { body }) => expect(body).toEqual(UNAVAILABLE),
    })),
    {
      name: "answers 503 when WeChat refuses the access token",
      call: async (service) => {
        await service.restart();
        service.sandbox.setFault({ endpoint: "stable_token", kind: "errcode", errcode: 40125 });
        return {};
      },
      status: 503,
      reason: "scan_unavailable",
    },
    {
      name: "answers 502 when WeChat's token server is busy",
      call: async (service) => {
        await service.restart();
        service.sandbox.setFault({ endpoint: "stable_token", kind: "errcode", errcode: -1 });
        return {};
      },
      status: 502,
      reason: "wechat_unavailable",
    },
    {
      name: "fetches another access token once when WeChat no longer takes the old one",
      call: async (service) => {
        await startScan(service);
        service.sandbox.expireTokens();
        return {};
      },
      status: 200,
      after: ({ sandbox }) =>
        expect(sandbox.requests().map(({ endpoint, errcode }) => [endpoint, errcode])).toEqual([
          ["getwxacodeunlimit", 42001],
          ["stable_token", 0],
          ["getwxacodeunlimit", 0],
        ]),
    },
    ...brokenScenarios("getwxacodeunlimit", async () => ({})),
  ],
  { env: MANY_TICKETS },
);

describe("scanStart with a page and a version of the mini-program", () => {
  const env = { ...MANY_TICKETS, SCAN_PAGE: " /pages/scan/scan", SCAN_ENV_VERSION: "Trial" };
  const started = ownService({ env });

  test("asks for a code that opens them", async () => {
    const service = started();
    await startScan(service);
    expect(service.sandbox.requests().at(-1)?.wxacode).toMatchObject({
      page: "pages/scan/scan",
      env_version: "trial",
    });
  });
});

describe("scanStart with an ordinary link", () => {
  const env = { ...MANY_TICKETS, SCAN_LINK_BASE: "https://example.com/scan", WECHAT_APPID: "" };
  const started = ownService({ env });

  test("gives the link with the ticket in it, and asks WeChat nothing, not even for credentials", async () => {
    const service = started();
    const { ticket, link, ...rest } = await startScan(service);
    expect(link).toBe(`https://example.com/scan?ticket=${ticket}`);
    expect(Object.keys(rest).sort()).toEqual(["check_code", "expires_in", "interval", "secret"]);
    expect(service.sandbox.requests()).toEqual([]);
  });

  test("adds the ticket behind parameters that are there", async () => {
    const service = started();
    await service.restart({ env: { SCAN_LINK_BASE: "https://example.com/s?from=pc" } });
    const { ticket, link } = await startScan(service);
    expect(link).toBe(`https://example.com/s?from=pc&ticket=${ticket}`);
  });

  test.each(["example.com/scan", "javascript:alert(1)", "https://example.com/#scan", "https://a b"])(
    "does not use %s, which is no address",
    async (base) => {
      const service = started();
      await service.restart({ env: { SCAN_LINK_BASE: base } });
      const answer = await service.call("scanStart");
      expect([answer.status, answer.reason]).toEqual([500, "wechat_not_configured"]);
    },
  );
});

describe("scanStart without credentials", () => {
  notConfiguredTest("scanStart", async () => ({}), ownService({ env: { WECHAT_APPID: "" } }));
});

describe("the tickets of one address", () => {
  const started = ownService({ env: { SCAN_MAX_PENDING: "3", SCAN_MAX_STARTS: "5" } });

  test("wait to be scanned in no larger number than the setting says; one that was scanned makes room", async () => {
    const service = started();
    const [first] = [await startScan(service), await startScan(service), await startScan(service)];
    const refused = await service.call("scanStart");
    expect([refused.status, refused.reason]).toEqual([429, "rate_limited"]);
    expect(refused.body.data.retry_after).toBeGreaterThan(110);
    expect(refused.body.data.retry_after).toBeLessThanOrEqual(121);
    const user = await service.wechatUser();
    expect((await open(service, user, first.ticket)).status).toBe(200);
    expect((await open(service, user, first.ticket)).status).toBe(200);
    const fourth = await startScan(service);
    expect((await service.call("scanStart")).reason).toBe("rate_limited");
    expect((await poll(service, fourth)).body.data).toEqual({ status: "pending" });
  });

  test("start in no larger number a minute than the setting says, scanned or not, and a refused picture counts", async () => {
    const service = started();
    await service.restart();
    const user = await service.wechatUser();
    service.sandbox.setFault({ endpoint: "getwxacodeunlimit", kind: "errcode", errcode: 45009, times: 1 });
    expect((await service.call("scanStart")).reason).toBe("scan_unavailable");
    for (let i = 0; i < 4; i++) await open(service, user, (await startScan(service)).ticket);
    const refused = await service.call("scanStart");
    expect([refused.status, refused.reason]).toEqual([429, "rate_limited"]);
    expect(refused.body.data.retry_after).toBeGreaterThan(50);
    expect(refused.body.data.retry_after).toBeLessThanOrEqual(61);
  });

  test("are five that wait and ten a minute unless an operator says otherwise", async () => {
    const service = started();
    await service.restart({ env: { SCAN_MAX_PENDING: "", SCAN_MAX_STARTS: "" } });
    const user = await service.wechatUser();
    for (let i = 0; i < 5; i++) await open(service, user, (await startScan(service)).ticket);
    for (let i = 0; i < 5; i++) await startScan(service);
    expect((await service.call("scanStart")).body.data.retry_after).toBeGreaterThan(50);
    await service.restart({ env: { SCAN_MAX_PENDING: "", SCAN_MAX_STARTS: "100" } });
    for (let i = 0; i < 5; i++) await startScan(service);
    expect((await service.call("scanStart")).body.data.retry_after).toBeGreaterThan(110);
  });

  test("are counted apart from those of another address", async () => {
    const service = started();
    await service.restart();
    await service.admin.settings({ trustedProxy: { headers: ["X-Real-IP"], useLeftmostIP: false } });
    const from = (address: string) => service.call("scanStart", { headers: { "x-real-ip": address } });
    for (let i = 0; i < 3; i++) expect((await from("203.0.113.1")).status).toBe(200);
    expect((await from("203.0.113.1")).reason).toBe("rate_limited");
    expect((await from("203.0.113.2")).status).toBe(200);
  });
});

describe("scanStart's budget", () => {
  rateLimitTests("scanStart", 600, ownService({ rateLimits: true }));
});
