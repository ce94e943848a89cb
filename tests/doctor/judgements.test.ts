import { describe, expect, test } from "vitest";
import { CHECKS, type CheckId } from "../../src/doctor/checks.ts";
import { EXIT_STATUS, reportOf } from "../../src/doctor/report.ts";
import type { Facts } from "../../src/domain/deployment.ts";

const NOW = Date.parse("2026-11-27T12:00:00Z");
const DAY = 86_400_000;
const unknown = { unknown: "看不到" };

/** Nothing is known. */
const NOTHING: Facts = {
  now: NOW,
  version: unknown,
  kitFiles: unknown,
  operatorHooks: unknown,
  migrations: unknown,
  collections: unknown,
  indexes: unknown,
  usersCount: unknown,
  rateLimiter: unknown,
  proxy: unknown,
  applicationUrl: unknown,
  unusableVariables: unknown,
  apps: unknown,
  clock: unknown,
  hooksWatch: unknown,
  hooksPool: unknown,
  settingsEncrypted: unknown,
  backups: unknown,
  standby: unknown,
  logs: unknown,
  disk: unknown,
  lockedOut: unknown,
};

/** The verdict over one fact alone. */
const verdict = (id: CheckId, facts: Partial<Facts>) => CHECKS[id].judge({ ...NOTHING, ...facts }).verdict;

test("what is not known is never called sound, advised about or broken, and the reason is told", () => {
  const { verdict, checks } = reportOf(NOTHING);
  expect(verdict).toBe("sound");
  expect(new Set(checks.map(({ verdict, seen }) => `${verdict}: ${seen}`))).toEqual(
    new Set(["not_checked: 看不到"]),
  );
});

test("the whole is as bad as its worst check, and so is the exit status", () => {
  const sound = { hooksWatch: { value: false } };
  const advice = { ...sound, hooksPool: { value: 0 } };
  const broken = { ...advice, applicationUrl: { value: "" } };
  expect(
    [sound, advice, broken].map((facts) => EXIT_STATUS[reportOf({ ...NOTHING, ...facts }).verdict]),
  ).toEqual([0, 1, 2]);
});

test.each([
  ["0.38.9", "broken"],
  ["0.39.1", "broken"],
  ["0.39.6", "broken"],
  ["0.39.7", "advice"],
  ["0.39.10", "advice"],
  ["0.39.11", "sound"],
  ["v0.39.11", "sound"],
  ["0.40.0", "sound"],
  ["1.0.0-rc.1", "sound"],
  ["(untracked)", "not_checked"],
  ["", "not_checked"],
])("PocketBase %s is %s", (value, expected) => {
  expect(verdict("pocketbase_version", { version: { value } })).toBe(expected);
});

test.each([
  [9, "sound"],
  [-9, "sound"],
  [11, "advice"],
  [-59, "advice"],
  [60, "broken"],
  [-3600, "broken"],
])("a clock that is %i seconds ahead is %s", (seconds, expected) => {
  expect(verdict("clock", { clock: { value: { aheadMs: seconds * 1000, isLocal: false } } })).toBe(expected);
});

test("a clock that agrees with an address on this machine may agree with nobody but itself", () => {
  expect(verdict("clock", { clock: { value: { aheadMs: 0, isLocal: true } } })).toBe("not_checked");
});

describe("backups", () => {
  const judge = (cron: string, days: number | null, isReplicated = false) =>
    verdict("backups", {
      backups: { value: { cron, newestAt: days === null ? null : NOW - days * DAY } },
      standby: { value: { isReplicated, lastSyncAt: null, isDown: false, silence: "" } },
    });

  test.each([
    ["0 3 * * *", 1, "sound"],
    ["0 3 * * *", 9, "broken"],
    ["@daily", 9, "broken"],
    ["0 3 * * 1", 7, "sound"],
    ["0 3 1 * *", 20, "advice"],
    ["0 3 1 * *", 40, "broken"],
    ["@monthly", 20, "advice"],
    ["", 2, "sound"],
    ["", 9, "advice"],
    ["", null, "advice"],
    ["0 3 * * *", null, "advice"],
  ] as const)("by the plan “%s”, %s days old, are %s", (cron, days, expected) => {
    expect(judge(cron, days)).toBe(expected);
  });

  test("are not missed beside a replica", () => {
    expect([judge("", null, true), judge("", 30, true)]).toEqual(["sound", "sound"]);
  });
});

describe("a proxy", () => {
  const judge = (change: object) =>
    verdict("trusted_proxy", {
      proxy: { value: { trusted: [], trustsLeftmost: false, forwarded: [], peer: "127.0.0.1", ...change } },
    });

  test.each([
    ["none at all", {}, "sound"],
    ["trusted, by whatever case", { trusted: ["x-real-ip"], forwarded: ["X-Real-IP"] }, "sound"],
    [
      "trusted by one header of several",
      { trusted: ["X-Real-IP"], forwarded: ["X-Forwarded-For", "X-Real-IP"] },
      "sound",
    ],
    [
      "trusted by another header",
      { trusted: ["CF-Connecting-IP"], forwarded: ["X-Forwarded-For"] },
      "broken",
    ],
    [
      "whose clients write its list",
      { trusted: ["X-Forwarded-For"], forwarded: ["X-Forwarded-For"], trustsLeftmost: true },
      "advice",
    ],
    ["that was gone round from inside", { trusted: ["X-Real-IP"], peer: "10.0.0.7" }, "not_checked"],
    ["that can be gone round from outside", { trusted: ["X-Real-IP"], peer: "203.0.113.7" }, "advice"],
  ])("%s", (_what, change, expected) => {
    expect(judge(change)).toBe(expected);
  });
});

describe("a standby", () => {
  const judge = (value: object) =>
    CHECKS.standby.judge({
      ...NOTHING,
      standby: {
        value: { isReplicated: true, lastSyncAt: null, isDown: false, silence: "问不到", ...value },
      },
    });

  test("of which nobody tells the age is not checked, and the reason told", () => {
    expect(judge({})).toMatchObject({ verdict: "not_checked", seen: expect.stringContaining("问不到") });
  });

  test("is sound while it is seconds old, and missed by nobody where there is none", () => {
    expect(judge({ lastSyncAt: NOW - 2000 }).verdict).toBe("sound");
    expect(judge({ lastSyncAt: NOW - 61_000 }).verdict).toBe("broken");
    expect(judge({ isReplicated: false }).verdict).toBe("sound");
  });
});

describe("the Application URL", () => {
  test.each([
    ["https://api.example.com/pb", "sound"],
    ["http://api.example.com", "advice"],
    ["api.example.com", "broken"],
    ["http://127.0.0.1:8090", "broken"],
    ["", "broken"],
  ])("“%s” is %s", (value, expected) => {
    expect(verdict("application_url", { applicationUrl: { value } })).toBe(expected);
  });
});

describe("credentials", () => {
  test("of several mini-programs are told apart, and one that is refused is enough", () => {
    const apps = [
      { appid: "wx1", refusal: null },
      { appid: "wx2", refusal: { reason: "wechat_misconfigured", errcode: 40013, rid: "a-b" } },
      { appid: "wx3", refusal: { reason: "wechat_misconfigured", errcode: 99999 } },
    ];
    const finding = CHECKS.wechat_credentials.judge({ ...NOTHING, apps: { value: apps } });
    expect(finding.verdict).toBe("broken");
    expect(finding.seen).toBe("wx1：微信接受；wx2：errcode 40013，rid a-b；wx3：errcode 99999");
  });
});

describe("required fields", () => {
  test("that a hook of the operator's may fill are no more than worth a look", () => {
    const names = [
      "openid",
      "users_idtype",
      "users_type",
      "users_name",
      "users_phone",
      "users_picture",
      "users_id_number",
      "users_level",
      "company_id",
      "users_parent_id",
      "users_promo_code",
      "usergroups_id",
      "users_unionid",
      "users_merged_into",
      "users_status",
      "users_avatar",
      "users_phone_verified_at",
    ];
    const fields = [
      ...names.map((name) => ({ name, type: "text" })),
      { name: "shop", type: "text", required: true },
    ];
    const rules = { listRule: null, viewRule: null, createRule: null, updateRule: null, deleteRule: null };
    const collections = { value: { tbl_auth_users: { ...rules, fields } } };
    const hooks = (mayFill: boolean) => ({ value: { cutOffs: [], mayFill } });
    expect(verdict("user_fields", { collections, operatorHooks: hooks(true) })).toBe("advice");
    expect(verdict("user_fields", { collections, operatorHooks: hooks(false) })).toBe("broken");
    expect(verdict("user_fields", { collections })).toBe("broken");
  });
});
