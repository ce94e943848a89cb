/**
 * The people: most came through a mini-program, some through both, a third by phone and password.
 * @module
 */
import type { CrowdOptions } from "./options.ts";
import { oneOf, rows, scatter, timeText, weighted } from "./sql.ts";

const SURNAMES = [..."王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗"];
const GIVEN = [
  "伟",
  "芳",
  "娜",
  "秀英",
  "敏",
  "静",
  "丽",
  "强",
  "磊",
  "军",
  "洋",
  "勇",
  "艳",
  "杰",
  "小满",
  "子涵",
];
const YEAR_SECONDS = 365 * 86_400;

/** Who is WeChat's, by the row's number. */
const isWechat = `${scatter(1, 100)} < 68`;
const hasPhone = `(NOT (${isWechat}) OR ${scatter(2, 100)} < 60)`;

/** A row's own record id. */
export const userId = (i = "i"): string => `printf('u%014d', ${i})`;

export function peopleSql({ people, appids, now }: CrowdOptions): string[] {
  const seconds = now / 1000;
  // Later rows came later, and more came lately.
  const created = `(${seconds} - ${YEAR_SECONDS} * (1 - (i * 1.0 / ${people + 1})) * (1 - (i * 0.5 / ${people + 1})))`;
  const identity = (appid: string, salt: number, who: string) =>
    `INSERT INTO tbl_auth_identities (id, appid, openid, user, created, updated) ${rows(people)}
     SELECT printf('d${salt}%013d', i), '${appid}', printf('o${salt}Crowd%021d', i), ${userId()}, ${timeText(created)}, ${timeText(created)}
     FROM n WHERE ${isWechat} AND ${who}`;
  return [
    `INSERT INTO tbl_company (id, company_id, company_name) ${rows(20)}
     SELECT printf('c%014d', i), printf('C%03d', i), ${oneOf(3, ["东海", "南山", "西湖", "北辰"])} || printf('第%d公司', i) FROM n`,
    `INSERT INTO tbl_auth_users (id, openid, email, password, tokenKey, users_idtype, users_type, users_name, users_phone,
       users_phone_verified_at, users_picture, users_status, users_unionid, company_id, created, updated) ${rows(people)}
     SELECT ${userId()}, CASE WHEN ${isWechat} THEN printf('o1Crowd%021d', i) ELSE printf('00000000-0000-4000-8000-%012d', i) END,
       CASE WHEN ${isWechat} THEN '' ELSE printf('00000000-0000-4000-8000-%012d@manage.local', i) END, '!', hex(randomblob(25)),
       CASE WHEN ${isWechat} THEN 'WeChat' ELSE 'ManagePlatform' END, CASE WHEN ${hasPhone} THEN '注册用户' ELSE '游客' END,
       CASE WHEN ${hasPhone} THEN ${oneOf(4, SURNAMES)} || ${oneOf(5, GIVEN)} ELSE '' END,
       CASE WHEN ${hasPhone} THEN printf('151%08d', i) ELSE '' END,
       CASE WHEN ${hasPhone} AND ${isWechat} THEN ${timeText(created)} ELSE '' END,
       CASE WHEN ${hasPhone} THEN printf('https://example.com/%d.png', i) ELSE '' END,
       ${weighted(6, [
         [95, "0"],
         [2, "-1"],
         [1, "-2"],
         [1, "-3"],
         [1, "-9"],
       ])},
       CASE WHEN ${isWechat} THEN printf('uCrowd%022d', i) ELSE '' END,
       CASE WHEN ${isWechat} THEN '' ELSE printf('C%03d', 1 + ${scatter(7, 20)}) END, ${timeText(created)}, ${timeText(created)} FROM n`,
    identity(appids[0], 1, `${scatter(8, 100)} < 80`),
    identity(appids[1], 2, `${scatter(8, 100)} >= 65`),
  ];
}
