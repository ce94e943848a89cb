import { beforeAll, describe, expect, test } from "vitest";
import { ownService } from "../support/scenarios.ts";
import { open, poll, startScan } from "../support/scanning.ts";
import type { Answer, Service } from "../support/service.ts";
import { atOnce, outcomeOf, POOLS, tally } from "../support/at-once.ts";
import { cheapPasswords, platformLogin } from "../support/passwords.ts";
import { allLogRows } from "../support/log-rows.ts";

/** Name → its smallest value and its default. */
const SETTINGS = {
  WECHAT_TIMEOUT_SECONDS: { min: 1, fallback: 5 },
  WECHAT_CODE_REPEAT_SECONDS: { min: 0, fallback: 10 },
  LOGIN_MAX_FAILURES: { min: 1, fallback: 5 },
  LOGIN_FAILURE_WINDOW_SECONDS: { min: 1, fallback: 900 },
  SCAN_MAX_PENDING: { min: 1, fallback: 5 },
  SCAN_MAX_STARTS: { min: 1, fallback: 10 },
  SCAN_POLL_SECONDS: { min: 0, fallback: 2 },
};

/** What no word, number or address is says what is taken instead. */
const OTHERS = {
  SCAN_ENV_VERSION: "must be one of release, trial, develop; using release",
  SCAN_LINK_BASE: "must be an http(s) address without a fragment; it is not used",
};

const NAMES = [...Object.keys(SETTINGS), ...Object.keys(OTHERS)];
const allSetTo = (value: string) =>
  Object.fromEntries(NAMES.map((name) => [name, value])) as { [name: string]: string };

/** The lines that tell of malformed settings. */
async function complaints(service: Service): Promise<string[]> {
  const rows = await allLogRows(service);
  return rows.filter(({ message }) => /^[A-Z_]+ must be /.test(message)).map(({ message }) => message);
}

const complaintAbout = (name: keyof typeof SETTINGS) =>
  `${name} must be a whole number from ${SETTINGS[name].min} to 999999999; using ${SETTINGS[name].fallback}`;
const NUMBER_COMPLAINTS = Object.keys(SETTINGS).map((name) => complaintAbout(name as keyof typeof SETTINGS));
const ALL_COMPLAINTS = [
  ...NUMBER_COMPLAINTS,
  ...Object.entries(OTHERS).map(([name, must]) => `${name} ${must}`),
];

/** Seconds for which a code is refused, and a locked account. */
async function secondsOfRefusal(service: Service): Promise<{ code: number; account: number }> {
  const call = { body: { users_wx_code: service.sandbox.mintLoginCode().code } };
  await service.call("wechatLogin", call);
  const repeated = await service.call("wechatLogin", call);
  const { phone } = await service.platformUser();
  const guesses = await atOnce(10, () => platformLogin(service, phone, "wrong-password-1"));
  expect(tally(guesses.map(outcomeOf))).toEqual({ password_wrong: 5, too_many_attempts: 5 });
  const locked = await platformLogin(service, phone, "wrong-password-1");
  return { code: retryAfter(repeated), account: retryAfter(locked) };
}

const retryAfter = ({ headers }: Answer) => Number(headers.get("retry-after"));

describe.each(POOLS)("malformed settings %s", (_title, pool) => {
  const started = ownService({ ...pool, env: allSetTo("soon") });
  beforeAll(() => cheapPasswords(started()));

  test("give the defaults, however many requests come first at once", async () => {
    const { phone } = await started().platformUser();
    const guesses = await atOnce(50, () => platformLogin(started(), phone, "wrong-password-1"));
    expect(tally(guesses.map(outcomeOf))).toEqual({ password_wrong: 5, too_many_attempts: 45 });
    const { code, account } = await secondsOfRefusal(started());
    expect(code).toBeGreaterThan(5);
    expect(code).toBeLessThanOrEqual(10);
    expect(account).toBeGreaterThan(800);
    expect(account).toBeLessThanOrEqual(900);
  });

  test("give the defaults of scanning: a code of WeChat's, how often to ask, how many may wait and start", async () => {
    const service = started();
    const user = await service.wechatUser();
    const first = await startScan(service);
    expect(first).toMatchObject({ interval: 2, image: expect.stringContaining("data:image/") });
    expect(service.sandbox.requests().at(-1)?.wxacode).toMatchObject({ env_version: "release" });
    await poll(service, first);
    expect((await poll(service, first)).reason).toBe("rate_limited");

    const answers = await atOnce(6, () => service.call("scanStart"));
    expect(tally(answers.map(outcomeOf))).toEqual({ 200: 4, rate_limited: 2 });
    expect(retryAfter(await service.call("scanStart"))).toBeGreaterThan(110);
    for (const { status, body } of answers) if (status === 200) await open(service, user, body.data.ticket);
    for (let i = 0; i < 5; i++) await open(service, user, (await startScan(service)).ticket);
    // Ten within this minute, of which one waits.
    expect(retryAfter(await service.call("scanStart"))).toBeLessThanOrEqual(61);
  });

  test("are named in the log, each in one line", async () => {
    await atOnce(50, () => started().call("wechatLogin", { body: { users_wx_code: "nothing" } }));
    expect((await complaints(started())).sort()).toEqual(ALL_COMPLAINTS.toSorted());
  });
});

describe("what counts as a whole number", () => {
  const started = ownService();

  /** The complaints of a process with these settings, which has read them all. */
  async function complaintsWith(env: { [name: string]: string }): Promise<string[]> {
    const known = await complaints(started());
    await started().restart({ env });
    await started().call("wechatLogin", { body: { users_wx_code: "nothing" } });
    return (await complaints(started())).slice(known.length).sort();
  }

  test.each([
    ["0", "-1", "1.5", "1e1"],
    ["0x5", "５", "5s", "1 0"],
    ["1000000000", "9".repeat(30), "Infinity", "NaN"],
  ])("not %j, %j, %j or %j", async (...values) => {
    const names = Object.keys(SETTINGS);
    const env = Object.fromEntries(names.map((name, i) => [name, values[i % values.length] ?? ""]));
    expect(await complaintsWith(env)).toEqual(NUMBER_COMPLAINTS.toSorted());
  });

  test("digits, with or without blanks around them; an empty text is no setting", async () => {
    const env = {
      WECHAT_TIMEOUT_SECONDS: " 999999999 ",
      WECHAT_CODE_REPEAT_SECONDS: "0",
      LOGIN_MAX_FAILURES: "\t007\n",
      LOGIN_FAILURE_WINDOW_SECONDS: " ",
      SCAN_MAX_PENDING: "1",
      SCAN_MAX_STARTS: " ",
      SCAN_POLL_SECONDS: "0",
      SCAN_ENV_VERSION: " Trial ",
      SCAN_LINK_BASE: " https://example.com/scan ",
    };
    expect(await complaintsWith(env)).toEqual([]);
  });
});

describe("a time-out of many years", () => {
  const started = ownService({ env: { WECHAT_TIMEOUT_SECONDS: "999999999" } });

  test("is one, and not over at once", async () => {
    expect((await started().wechatUser()).openid).not.toBe("");
  });
});
