/**
 * The log: busy days and quiet nights, some refusals at all times, and one afternoon on which WeChat was slow.
 * @module
 */
import type { CrowdOptions } from "./options.ts";
import { userId } from "./people.ts";
import { oneOf, rows, scatter, timeText, weighted } from "./sql.ts";

const DAY_SECONDS = 86_400;

/** How many of a hundred sign-ins fall into each hour in China, from midnight on. */
const HOURS = [1, 1, 0, 0, 0, 1, 2, 4, 7, 8, 7, 6, 6, 6, 6, 6, 6, 6, 6, 7, 6, 5, 2, 1];
const hourList = HOURS.flatMap((times, hour) => Array.from({ length: times }, () => String(hour)));

/** WeChat's bad afternoon: two days ago, 14 to 16 o'clock in China. */
const isSlow = "(day = 2 AND hour IN (14, 15))";

const REFUSALS = [
  ["platformLogin", "password_wrong", 400, 30],
  ["platformLogin", "user_not_found", 404, 14],
  ["platformLogin", "too_many_attempts", 429, 6],
  ["platformLogin", "account_disabled", 403, 4],
  ["wechatLogin", "wechat_code_used", 400, 14],
  ["wechatLogin", "wechat_code_invalid", 400, 8],
  ["wechatLogin", "account_disabled", 403, 3],
  ["wechatProfile", "phone_taken", 400, 7],
  ["wechatProfile", "phone_code_invalid", 400, 5],
  ["refreshToken", "token_invalid", 401, 9],
] as const;

export function signInsSql({ people, lines, days = 7, now }: CrowdOptions): string[] {
  const seconds = now / 1000;
  // The day on which it is now in China began then.
  const today = `(${Math.floor((seconds + 8 * 3600) / DAY_SECONDS) * DAY_SECONDS - 8 * 3600})`;
  const scattered = `SELECT i, ${scatter(11, days + 1)} AS day, CAST(${oneOf(12, hourList)} AS INTEGER) AS hour FROM n`;
  const timed = `SELECT i, hour, day, ${today} - day * ${DAY_SECONDS} + hour * 3600 + ${scatter(13, 3_600_000)} / 1000.0 AS at FROM (${scattered})`;
  const judged = `SELECT *, ${scatter(14, 1000)} AS luck, ${scatter(15, 100)} AS way, ${userId(`1 + ${scatter(16, people)}`)} AS who,
      '10.' || ${scatter(17, 8)} || '.' || ${scatter(18, 250)} || '.' || ${scatter(19, 250)} AS ip, 40 + ${scatter(20, 60)} * ${scatter(21, 4)} AS calm
    FROM (${timed}) WHERE at > ${seconds - days * DAY_SECONDS} AND at < ${seconds}`;
  const wechatMs = `CASE WHEN ${isSlow} THEN 900 + calm * 12 ELSE calm END`;
  const refusal = (field: 0 | 1 | 2) =>
    weighted(
      22,
      REFUSALS.map((one) => [
        one[3],
        typeof one[field] === "number" ? String(one[field]) : `'${one[field]}'`,
      ]),
    );
  const rid = "printf('%08x-%08x-%08x', i, i * 7, i * 13)";
  const success = (operation: string, outcome: string, extra: string) =>
    `json_object('operation', '${operation}', 'outcome', '${outcome}', 'record_id', who, 'user_ip', ip, ${extra})`;
  const asked = `'duration_ms', 2 + ${wechatMs}, 'wechat_ms', ${wechatMs}`;
  const data = `CASE
    WHEN luck < 400 AND ${isSlow} THEN json_object('operation', 'wechatLogin', 'outcome', 'failure', 'reason', 'wechat_unavailable',
      'status', 502, 'errcode', -1, 'rid', ${rid}, 'user_ip', ip, 'duration_ms', 5002, 'wechat_ms', 5000)
    WHEN luck < 60 THEN json_patch(json_object('operation', ${refusal(0)}, 'outcome', 'failure', 'reason', ${refusal(1)}, 'status', ${refusal(2)},
      'record_id', CASE WHEN luck < 45 THEN who END, 'user_ip', ip, 'duration_ms', 3 + calm), CASE
        WHEN ${refusal(0)} = 'platformLogin' THEN json_object('phone', printf('151****%04d', ${scatter(23, 10_000)}))
        WHEN ${refusal(1)} LIKE '%\\_code\\_%' ESCAPE '\\' THEN json_object('errcode', CASE WHEN ${refusal(1)} = 'wechat_code_used' THEN 40163 ELSE 40029 END, 'rid', ${rid}, 'wechat_ms', calm)
        ELSE json_object() END)
    WHEN way < 55 THEN ${success("refreshToken", "token_renewed", "'duration_ms', 1")}
    WHEN way < 84 THEN ${success("wechatLogin", "login_success", asked)}
    WHEN way < 88 THEN ${success("wechatLogin", "register_success", asked)}
    WHEN way < 91 THEN ${success("wechatProfile", "success", asked)}
    WHEN way < 99 THEN ${success("platformLogin", "login_success", "'duration_ms', 64, 'phone', printf('151****%04d', i % 10000)")}
    ELSE ${success("platformRegister", "register_success", "'duration_ms', 70, 'phone', printf('151****%04d', i % 10000)")} END`;
  return [
    `INSERT INTO _logs (id, level, message, data, created) ${rows(lines)}
     SELECT printf('l%014d', i), level, CASE level WHEN 0 THEN 'sign-in' WHEN 4 THEN 'sign-in refused' ELSE 'sign-in failed' END, data, ${timeText("at")}
     FROM (SELECT i, at, data, CASE WHEN json_extract(data, '$.outcome') <> 'failure' THEN 0 WHEN json_extract(data, '$.status') < 500 THEN 4 ELSE 8 END AS level
       FROM (SELECT i, at, ${data} AS data FROM (${judged}))) ORDER BY at`,
  ];
}
