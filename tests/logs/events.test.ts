import { beforeAll, describe, expect, test } from "vitest";
import { ownService } from "../support/scenarios.ts";
import { freshPhone, registration } from "../support/service.ts";
import { platformEvents } from "./events-platform.ts";
import { wechatEvents } from "./events-wechat.ts";
import { type Cast, type Event, refused, succeeded } from "./lines.ts";
import { allLogRows, type LogRow, readLogRows } from "../support/log-rows.ts";

/** What only an operator brings about; each changes the service for the events behind it. */
const operatorEvents: Event[] = [
  {
    name: "no address while the operator has turned addresses off",
    happen: async ({ service, platform: { phone, password } }) => {
      await service.admin.settings({ logs: { logIP: false } });
      await service.call("refreshToken");
      await service.call("platformLogin", { body: { users_phone: phone, password } });
      await service.admin.settings({ logs: { logIP: true } });
    },
    lines: ({ platform }) => {
      const failed = refused("refreshToken", "token_invalid", 401);
      delete failed.data.user_ip;
      const signedIn = succeeded("platformLogin", "login_success", { record_id: platform.id });
      signedIn.data.user_ip = null;
      return [failed, signedIn];
    },
  },
  {
    name: "a limit that PocketBase keeps",
    happen: async ({ service, platform: { phone, password } }) => {
      const rule = { label: "POST /api/platform/login", duration: 60, maxRequests: 1 };
      await service.admin.settings({ rateLimits: { enabled: true, rules: [rule] } });
      const body = { users_phone: phone, password };
      for (let i = 0; i < 2; i++) await service.call("platformLogin", { body });
      await service.admin.settings({ rateLimits: { enabled: false, rules: [] } });
    },
    lines: ({ platform }) => [
      succeeded("platformLogin", "login_success", { record_id: platform.id }),
      refused("platformLogin", "rate_limited", 429),
    ],
  },
  {
    name: "a stricter rule of the operator's",
    happen: async ({ service, wechat: { openid } }) => {
      await service.admin.collection("tbl_auth_users", { authRule: "users_status >= 0 && verified = true" });
      const { code } = service.sandbox.mintLoginCode({ openid });
      await service.call("wechatLogin", { body: { users_wx_code: code } });
    },
    lines: ({ wechat }) => [refused("wechatLogin", "auth_rejected", 401, { record_id: wechat.id })],
  },
  {
    name: "a broken database, with where it broke",
    happen: async ({ service }) => {
      await service.admin.request("DELETE", "/api/collections/tbl_company");
      await service.call("platformRegister", { body: registration({ company_id: "C001" }) });
    },
    lines: () => [
      refused("platformRegister", "internal_error", 500, {
        cause: expect.stringMatching(
          /^tbl_company: [\s\S]+companyOf[\s\S]+wechat_auth\/platformRegister\.js:[0-9]+/,
        ),
      }),
    ],
  },
];

const events = [...platformEvents, ...wechatEvents, ...operatorEvents];

describe("an operator finds in the log", () => {
  const service = ownService({ env: { WECHAT_TIMEOUT_SECONDS: "1" } });
  const ofSignIns = (rows: LogRow[]) =>
    rows
      .filter(({ data }) => "operation" in data)
      .map(({ level, message, data: { phone, wechat_ms, ...data } }): LogRow => {
        beside.push({ operation: String(data.operation), reason: data.reason, phone, wechat_ms });
        return { level, message, data };
      });
  /** What some of the lines have besides, in their order. */
  const beside: { operation: string; reason: unknown; phone: unknown; wechat_ms: unknown }[] = [];
  let cast: Cast;
  /** What each event left, in the order of `events`. */
  const left: LogRow[][] = [];

  beforeAll(async () => {
    cast = await assemble();
    const setUp = ofSignIns(await allLogRows(service())).length;
    for (const event of events) await event.happen(cast);
    const rows = ofSignIns(await allLogRows(service())).slice(setUp);
    for (const event of events) left.push(rows.splice(0, event.lines(cast).length));
    left.push(rows);
  });

  async function assemble(): Promise<Cast> {
    const [wechat, disabledWechat] = [await service().wechatUser(), await service().wechatUser()];
    const people = [
      await service().platformUser(),
      await service().platformUser(),
      await service().platformUser(),
    ];
    const [platform, disabled, broken] = people as [Cast["platform"], Cast["platform"], Cast["platform"]];
    const wechatPhone = freshPhone();
    await service().admin.updateUser(wechat.id, { users_phone: wechatPhone });
    await service().admin.updateUser(disabled.id, { users_status: -1 });
    await service().admin.updateUser(disabledWechat.id, { users_status: -1 });
    await service().admin.updateUser(broken.id, { email: "" });
    return { service: service(), wechat, disabledWechat, platform, disabled, broken, wechatPhone };
  }

  test.each(events.map(({ name }, i) => [name, i] as const))("%s", (_, i) => {
    expect(left[i]).toEqual(events[i]?.lines(cast));
  });

  test("no more lines than these", () => {
    expect(left.at(-1)).toEqual([]);
  });

  test("the masked phone that somebody came with, and nowhere a whole one", () => {
    const withPhone = beside.filter(({ phone }) => phone !== undefined);
    for (const { phone } of withPhone) expect(phone).toMatch(/^1[3-9][0-9]\*{4}[0-9]{4}$/);
    expect(new Set(withPhone.map(({ operation }) => operation))).toEqual(
      new Set(["platformRegister", "platformLogin"]),
    );
    expect(withPhone.map(({ reason }) => reason)).toEqual(
      expect.arrayContaining(["phone_taken", "user_not_found", "password_wrong", "too_many_attempts"]),
    );
  });

  test("how long WeChat took, where it was asked", () => {
    const asked = beside.filter(({ wechat_ms }) => wechat_ms !== undefined);
    for (const { wechat_ms } of asked) expect(wechat_ms).toEqual(expect.any(Number));
    expect(new Set(asked.map(({ operation }) => operation))).toEqual(
      new Set(["wechatLogin", "wechatProfile", "refreshToken"]),
    );
    // The one that waits for the time-out of one second.
    const waits = asked.filter(({ reason }) => reason === "wechat_unavailable");
    expect(Math.max(...waits.map(({ wechat_ms }) => Number(wechat_ms)))).toBeGreaterThanOrEqual(1000);
    const unasked = beside.filter(
      ({ reason }) => reason === "duplicate_request" || reason === "token_invalid",
    );
    for (const { wechat_ms } of unasked) expect(wechat_ms).toBeUndefined();
  });

  test("why one user could not log in, by their record id", async () => {
    const rows = await readLogRows(service(), `data.record_id = "${cast.disabled.id}"`);
    expect(rows.map(({ data }) => `${data.operation} ${data.reason ?? data.outcome}`)).toEqual([
      "platformRegister register_success",
      "platformLogin account_disabled",
      "auth-with-password account_disabled",
    ]);
  });

  test("who failed for one reason, and on which side the fault lies", async () => {
    const rows = await readLogRows(service(), 'level = 8 && data.reason ~ "wechat_"');
    expect(rows.map(({ data }) => data.errcode ?? data.cause)).toEqual([
      -1,
      40125,
      40164,
      "/sns/jscode2session: HTTP 503",
      "/sns/jscode2session: not a JSON object",
      "/sns/jscode2session: empty body",
      "/sns/jscode2session: not a JSON object",
      "/sns/jscode2session: time-out",
    ]);
  });
});
