/**
 * What must never be in the database, whatever has happened to accounts: at once, or across a crash.
 * @module
 */
import type { Service } from "./service.ts";

const USERS = "tbl_auth_users";
const IDENTITIES = "tbl_auth_identities";
const twice = (what: string, table: string, condition: string) =>
  `SELECT ${what} AS found FROM ${table} WHERE ${condition} GROUP BY ${what} HAVING count(*) > 1`;

/** Queries that find what must never be there. */
const DEFECTS: { [defect: string]: string } = {
  "two users with one unionid": twice("users_unionid", USERS, "users_unionid != ''"),
  "two holders of one phone": twice("users_phone", USERS, "users_phone != ''"),
  "two users with one anchor": twice("openid", USERS, "1"),
  "one account with two rows": twice("appid || ' ' || openid", IDENTITIES, "1"),
  "two accounts of one mini-program with one user": twice("appid || ' ' || user", IDENTITIES, "user != ''"),
  "an account of nobody who is there": `SELECT i.openid AS found FROM ${IDENTITIES} i
    LEFT JOIN ${USERS} u ON u.id = i.user WHERE i.user != '' AND u.id IS NULL`,
  "an account of somebody absorbed or closed": `SELECT i.openid AS found FROM ${IDENTITIES} i
    JOIN ${USERS} u ON u.id = i.user WHERE u.users_status IN (-2, -9) OR u.users_merged_into != ''`,
  "somebody absorbed by halves": `SELECT id AS found FROM ${USERS}
    WHERE (users_status = -2) != (users_merged_into != '')`,
  "something left with somebody absorbed or closed": `SELECT id AS found FROM ${USERS}
    WHERE users_status IN (-2, -9) AND (users_phone != '' OR users_unionid != '')`,
  "something personal left of somebody closed": `SELECT id AS found FROM ${USERS}
    WHERE users_status = -9 AND (users_name != '' OR users_picture != '' OR users_avatar != '' OR email != '')`,
  "somebody absorbed by somebody absorbed": `SELECT a.id AS found FROM ${USERS} a
    JOIN ${USERS} b ON b.id = a.users_merged_into WHERE b.users_merged_into != ''`,
  "a mark without its phone": `SELECT id AS found FROM ${USERS}
    WHERE users_phone = '' AND users_phone_verified_at != ''`,
};

/** Whatever is unsound in the database or in the count that is told of it; nothing when all is well. */
export async function accountDefects(service: Pick<Service, "admin" | "call">): Promise<string[]> {
  const query = Object.entries(DEFECTS).map(
    ([name, query]) => `SELECT '${name}' AS defect, found FROM (${query})`,
  );
  const rows = await service.admin.sql<{ defect: string; found: string }>(query.join(" UNION ALL "));
  const total = await service.admin.countUsers();
  const { total_users: told } = (await service.call("usersCount")).body.data;
  return [
    ...rows.map(({ defect, found }) => `${defect}: ${found}`),
    ...(told === total ? [] : [`users-count says ${told}, there are ${total}`]),
  ];
}
