import { afterEach, describe, expect, test } from "vitest";
import { FILES, type Json, type Row, type Workspace, workspace } from "./support.ts";

const rule = (label: string, maxRequests: number) => ({ label, audience: "", duration: 60, maxRequests });
const BUDGETS = [
  rule("POST /api/system/refresh-token", 600),
  rule("POST /api/wechat/login", 600),
  rule("POST /api/wechat/profile", 600),
  rule("POST /api/wechat/avatar", 600),
  rule("POST /api/platform/register", 60),
  rule("POST /api/platform/login", 60),
  rule("POST /api/system/test-helloworld", 600),
  rule("POST /api/system/health", 600),
  rule("POST /api/system/users-count", 600),
  rule("POST /api/account/link-wechat", 600),
  rule("POST /api/account/unlink-wechat", 600),
  rule("POST /api/account/revoke-tokens", 600),
  rule("POST /api/account/close", 60),
  rule("POST /api/platform/change-password", 60),
  rule("POST /api/platform/reset-password", 60),
  rule("GET /api/wechat/push", 600),
  rule("POST /api/wechat/push", 600),
  rule("POST /api/system/doctor", 60),
  rule("POST /api/system/join-users", 600),
  rule("POST /api/platform/scan-start", 600),
  rule("POST /api/platform/scan-status", 600),
  rule("POST /api/platform/scan-login", 600),
  rule("POST /api/wechat/scan-open", 600),
  rule("POST /api/wechat/scan-confirm", 600),
  rule("/api/system/health", 600),
];
const NO_NOTES: Row[] = [];

let db: Workspace;

afterEach(() => db.close());

const limits = async () => (await db.snapshot()).rateLimits;
const set = (rateLimits: Json) =>
  db.sql(
    `UPDATE _params SET value = json_set(value, '$.rateLimits', json('${JSON.stringify(rateLimits)}')) WHERE id = 'settings'`,
  );

describe("the rate limits", () => {
  test("are turned on with our budgets alone where the limiter was off, and put back by down", async () => {
    db = await workspace();
    const before = await limits();
    expect(before).toMatchObject({ enabled: false, rules: [{ label: "*:auth" }, {}, {}, {}] });
    await db.up();
    expect(await limits()).toEqual({ enabled: true, excludedIPs: [], rules: BUDGETS });
    await db.down();
    expect(await limits()).toEqual(before);
    expect((await db.snapshot()).notes).toEqual(NO_NOTES);
  });

  test("let 60 guesses of a password a minute through and answer 429 to the next", async () => {
    db = await workspace();
    const server = await db.serve();
    try {
      const statuses: number[] = [];
      for (let i = 0; i < 61; i++)
        statuses.push((await server.request("POST", "/api/platform/login")).status);
      // There is no such route here, as no hooks are loaded: PocketBase's limiter stands before the routes.
      expect(new Set(statuses.slice(0, 60))).toEqual(new Set([404]));
      expect(statuses[60]).toBe(429);
      expect((await server.request("POST", "/api/wechat/login")).status).toBe(404);
      const path = "/api/collections/_superusers/auth-methods";
      for (let i = 0; i < 10; i++) expect((await server.request("GET", path)).status).toBe(200);
    } finally {
      await server.stop();
    }
  });

  test("are added to an operator's own where the limiter was on, routes with a rule left out", async () => {
    db = await workspace("current_layout");
    const own = [
      { label: "*:auth", audience: "", duration: 10, maxRequests: 5 },
      { label: "POST /api/wechat/login", audience: "@guest", duration: 20, maxRequests: 7 },
      // As an earlier release would have written it.
      rule("POST /api/wechat/profile", 60),
    ];
    await set({ enabled: true, excludedIPs: [], rules: own });
    await db.up();
    expect(await limits()).toEqual({
      enabled: true,
      excludedIPs: [],
      rules: [...own, ...BUDGETS.filter(({ label }) => !own.some((rule) => rule.label === label))],
    });
    await db.down();
    expect(await limits()).toEqual({ enabled: true, excludedIPs: [], rules: own });
  });

  test("that an operator has changed since come back with up after down", async () => {
    db = await workspace();
    await db.up();
    const tuned = {
      enabled: true,
      excludedIPs: ["10.0.0.1"],
      rules: [
        rule("POST /api/wechat/login", 500),
        ...BUDGETS.filter(
          ({ label, maxRequests }) => maxRequests === 600 && label !== "POST /api/wechat/login",
        ),
        rule("/api/", 9),
      ],
    };
    await set(tuned);
    await db.down();
    expect(await limits()).toMatchObject({
      enabled: false,
      rules: [{ label: "*:auth" }, { label: "*:create" }, { label: "/api/batch" }, rule("/api/", 9)],
    });
    await db.up();
    expect(await limits()).toMatchObject({
      enabled: true,
      excludedIPs: ["10.0.0.1"],
      rules: expect.arrayContaining([rule("POST /api/wechat/login", 500)]),
    });
  });

  test("that an operator has turned off since stay off, when migrations run again and with up after down", async () => {
    db = await workspace();
    await db.up();
    const off = { enabled: false, excludedIPs: [], rules: BUDGETS };
    await set(off);
    await db.loseHistory();
    await db.up();
    expect(await limits()).toEqual(off);
    await db.down();
    await db.up();
    expect(await limits()).toEqual(off);
  });
});

describe("the budgets of an earlier release", () => {
  /** How many files `down` has to undo for the wider budgets to be undone. */
  const wider = FILES.length - FILES.indexOf("1795500202_wider_budgets.js");
  const LABELS = [
    "POST /api/system/refresh-token",
    "POST /api/wechat/login",
    "POST /api/wechat/profile",
    "POST /api/wechat/avatar",
  ];

  async function earlierRelease() {
    db = await workspace();
    await db.up();
    await db.down(wider);
  }
  const budgets = async () => {
    const { rules } = (await limits()) as { rules: { label: string; maxRequests: number }[] };
    return LABELS.map((label) => rules.find((rule) => rule.label === label)?.maxRequests);
  };
  const change = async (label: string, maxRequests: number) => {
    const { rules, ...rest } = (await limits()) as { rules: { label: string }[] };
    await set({
      ...rest,
      rules: rules.map((old) => (old.label === label ? rule(label, maxRequests) : old)),
    } as Json);
  };

  test("become ten times as wide where nothing can be guessed, and stay as they were elsewhere", async () => {
    await earlierRelease();
    expect(await budgets()).toEqual([60, 60, 60, 60]);
    await db.up();
    expect(await limits()).toMatchObject({ rules: expect.arrayContaining(BUDGETS) });
  });

  test("that an operator has changed stay", async () => {
    await earlierRelease();
    await change("POST /api/wechat/login", 61);
    await db.up();
    expect(await budgets()).toEqual([600, 61, 600, 600]);
    await db.down(wider);
    expect(await budgets()).toEqual([60, 61, 60, 60]);
  });

  test("that an operator makes narrow again stay so, when migrations run again and with up after down", async () => {
    await earlierRelease();
    await db.up();
    await change("POST /api/wechat/login", 60);
    await db.loseHistory();
    await db.up();
    expect(await budgets()).toEqual([600, 60, 600, 600]);
    await db.down(wider);
    await db.up();
    expect(await budgets()).toEqual([600, 60, 600, 600]);
  });

  test("stay off where an operator has turned them off", async () => {
    await earlierRelease();
    await set({ ...((await limits()) as object), enabled: false } as Json);
    await db.up();
    expect(await limits()).toMatchObject({ enabled: false });
    expect(await budgets()).toEqual([600, 600, 600, 600]);
  });
});
