import { describe, expect, test } from "vitest";
import { ACCESS_TOKEN_MARK, SANDBOX_SECRET, SESSION_KEY_MARK } from "../../sandbox/server.ts";
import { ownService } from "../support/scenarios.ts";
import { allLogRows, type LogRow } from "../support/log-rows.ts";
import { callWith, type Door, doors } from "./faults-support.ts";

/** What an errcode must become, and the field that is to blame. */
type Row = [errcode: number, status: number, reason: string, field?: string];

const COMMON: Row[] = [
  ...[40013, 40125, 40164, 41002, 41004, 40243, 45009, 48001, 50002, 61004, 99_999, -1000].map(
    (errcode): Row => [errcode, 500, "wechat_misconfigured"],
  ),
  [-1, 502, "wechat_unavailable"],
  [40226, 403, "wechat_user_blocked"],
  [45011, 429, "wechat_rate_limited"],
];

const LOGIN_CODE: Row[] = [
  [40029, 400, "wechat_code_invalid", "users_wx_code"],
  [41008, 400, "wechat_code_invalid", "users_wx_code"],
  [40163, 400, "wechat_code_used", "users_wx_code"],
  // No access token takes part in this call.
  ...[40001, 40014, 42001].map((errcode): Row => [errcode, 500, "wechat_misconfigured"]),
  ...COMMON,
];

const PHONE_CODE: Row[] = [
  [40029, 400, "phone_code_invalid", "users_phone_code"],
  [40163, 400, "phone_code_invalid", "users_phone_code"],
  [41008, 500, "wechat_misconfigured"],
  ...COMMON,
];

/** A token that is asked for cannot be stale: 40001 is a wrong secret, and asking again would not help. */
const ACCESS_TOKEN: Row[] = [
  ...[40001, 40014, 42001, 40002, 40029, 40163].map((errcode): Row => [errcode, 500, "wechat_misconfigured"]),
  ...COMMON,
];

const SECRETS = [SANDBOX_SECRET, SESSION_KEY_MARK, ACCESS_TOKEN_MARK];

/** Every row over one door: the answer, that WeChat was asked once, and afterwards the log. */
function errcodeTests(title: string, door: Door, table: Row[]): void {
  describe(title, () => {
    const started = ownService();

    test.each(table)("%i is answered %i %s", async (errcode, status, reason, field) => {
      const { answer, calls } = await callWith(started(), door, { kind: "errcode", errcode });
      const fields = field && { [field]: expect.stringMatching(/^[\u4e00-\u9fff，、]+$/) };
      expect(answer.body).toEqual({
        code: status,
        msg: expect.any(String),
        data: { reason, ...(fields && { fields }), ...(status === 429 && { retry_after: 60 }) },
      });
      expect(answer.headers.get("retry-after")).toBe(status === 429 ? "60" : null);
      for (const text of [...SECRETS, "rid", "errcode", String(errcode)])
        expect(answer.text).not.toContain(text);
      expect(calls.filter(({ endpoint }) => endpoint === door.endpoint)).toHaveLength(1);
      expect(calls.at(-1)?.endpoint).toBe(door.endpoint);
    });

    test("each is one line of the log, with errcode and rid, and without a code or a secret", async () => {
      const rows = table.slice(-5);
      const codes: string[] = [];
      for (const [errcode] of rows) {
        const { calls } = await callWith(started(), door, { kind: "errcode", errcode });
        codes.push(...calls.flatMap(({ code }) => (code === null ? [] : [code])));
      }
      const lines = (await allLogRows(started())).filter(({ data }) => data.errcode !== undefined).slice(-5);
      expect(lines.map(summary)).toEqual(
        rows.map(([errcode, status, reason]) => ({
          message: status < 500 ? "sign-in refused" : "sign-in failed",
          level: status < 500 ? 4 : 8,
          operation: door.operationId,
          errcode,
          status,
          reason,
          rid: expect.stringMatching(/^[0-9a-f]+-[0-9a-f]+-[0-9a-f]+$/),
        })),
      );
      const text = JSON.stringify(lines);
      for (const secret of [...SECRETS, ...codes]) expect(text).not.toContain(secret);
    });
  });
}

function summary({ message, level, data }: LogRow) {
  const { operation, errcode, status, reason, rid } = data;
  return { message, level, operation, errcode, status, reason, rid };
}

errcodeTests("jscode2session at a login", doors.login, LOGIN_CODE);
errcodeTests("jscode2session at a refresh by code", doors.refresh, LOGIN_CODE);
errcodeTests("getuserphonenumber at a profile", doors.profile, PHONE_CODE);
errcodeTests("stable_token at a profile", doors.token, ACCESS_TOKEN);
