/**
 * Which of many values are somebody's already, in one query.
 * @module
 */
import { USERS } from "./request.ts";

export interface Values {
  /** Anchors. */
  openids: string[];
  /** `<appid> <openid>` */
  accounts: string[];
  phones: string[];
  unionids: string[];
}

/** The values that a user or an identity has, all kinds in one set: none can be taken for one of another kind. */
export function takenValues({ openids, accounts, phones, unionids }: Values, app: CoreApp): Set<string> {
  const rows = arrayOf(new DynamicModel({ value: "" }));
  app
    .db()
    .newQuery(TAKEN)
    .bind({
      openids: JSON.stringify(openids),
      accounts: JSON.stringify(accounts),
      phones: JSON.stringify(phones),
      unionids: JSON.stringify(unionids),
    })
    .all(rows);
  return new Set((rows as unknown as { value: string }[]).map(({ value }) => value));
}

/** The partial indexes serve only a query that repeats their condition. */
const TAKEN = `
  SELECT openid AS value FROM ${USERS} WHERE openid IN (SELECT value FROM json_each({:openids}))
  UNION ALL
  SELECT appid || ' ' || openid FROM json_each({:accounts}) AS wanted JOIN tbl_auth_identities
    ON appid = substr(wanted.value, 1, instr(wanted.value, ' ') - 1)
      AND openid = substr(wanted.value, instr(wanted.value, ' ') + 1)
  UNION ALL
  SELECT users_phone FROM ${USERS} WHERE users_phone IN (SELECT value FROM json_each({:phones})) AND users_phone != ''
  UNION ALL
  SELECT users_unionid FROM ${USERS}
    WHERE users_unionid IN (SELECT value FROM json_each({:unionids})) AND users_unionid != ''`;
