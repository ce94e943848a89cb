/**
 * What every row of `tbl_auth_users` must satisfy, whatever requests made it.
 * @module
 */
import { access } from "node:fs/promises";
import { join } from "node:path";
import type { Service } from "../../support/service.ts";

type Row = { [column: string]: unknown };

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const DATE = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}Z$/;
const WEB = /^https?:\/\//;
// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const NAME = /^(?=\S)[^\u0000-\u001f\u007f]{1,64}(?<=\S)$/u;

/** Rules by column; a text alone means that the column holds exactly this. */
const EVERYONE: { [column: string]: RegExp | string } = {
  id: /^[a-z0-9]{15}$/,
  openid: /^.+$/,
  users_type: /^(游客|注册用户)$/,
  users_convers_id: "",
  users_id: "",
  users_rank_level: "0",
  users_auth_type: "0",
  verified: "0",
  emailVisibility: "0",
  password: /^\$2a\$10\$[./A-Za-z0-9]{53}$/,
  tokenKey: /^[A-Za-z0-9]{50}$/,
  created: DATE,
  updated: DATE,
};
const PLATFORM: typeof EVERYONE = {
  openid: UUID,
  users_name: NAME,
  // Empty once somebody else has proved that the number is theirs, and claimed it.
  users_phone: /^(1[3-9]\d{9})?$/,
  users_picture: WEB,
};
/** A WeChat user is a guest without a profile, or has the whole of it. */
const GUEST: typeof EVERYONE = {
  email: "",
  users_type: "游客",
  users_name: "",
  users_phone: "",
  users_picture: "",
};
const MEMBER: typeof EVERYONE = { ...PLATFORM, openid: /^.+$/, email: "", users_type: "注册用户" };

/** Nothing of the person is left. */
const CLOSED: typeof EVERYONE = {
  openid: UUID,
  email: "",
  users_name: "",
  users_phone: "",
  users_picture: "",
  users_avatar: "",
};
const ABSORBED: typeof EVERYONE = { users_phone: "", users_merged_into: /^[a-z0-9]{15}$/ };

function rulesOf(row: Row): typeof EVERYONE {
  if (row.users_status === "-9") return CLOSED;
  if (row.users_status === "-2") return ABSORBED;
  if (row.users_idtype === "ManagePlatform") return { ...PLATFORM, email: `${row.openid}@manage.local` };
  if (row.users_idtype === "WeChat") return row.users_type === "游客" ? GUEST : MEMBER;
  return { users_idtype: /^(WeChat|ManagePlatform)$/ };
}

/** Says what is not whole about a row; empty for a whole one. */
export function defectsOf(row: Row): string[] {
  return [EVERYONE, rulesOf(row)].flatMap((rules) =>
    Object.entries(rules)
      .filter(([column, rule]) => {
        const value = String(row[column]);
        return typeof rule === "string" ? value !== rule : !rule.test(value);
      })
      .map(([column, rule]) => `${row.id}: ${column} ${JSON.stringify(row[column])} is not ${rule}`),
  );
}

/** Every row of the table. */
export async function allRows({ admin }: Service): Promise<Row[]> {
  const rows: Row[] = [];
  for (;;) {
    const page = await admin.sql<Row>(
      `SELECT * FROM tbl_auth_users ORDER BY id LIMIT 500 OFFSET ${rows.length}`,
    );
    rows.push(...page);
    if (page.length < 500) return rows;
  }
}

/** The rows that name an avatar whose file does not exist. */
export async function rowsWithoutTheirFile({ admin, dataDir }: Service, rows: Row[]): Promise<unknown[]> {
  const [collection] = await admin.sql<{ id: string }>(
    "SELECT id FROM _collections WHERE name = 'tbl_auth_users'",
  );
  const lost: unknown[] = [];
  for (const { id, users_avatar } of rows) {
    if (users_avatar === "") continue;
    const file = join(dataDir, "storage", String(collection?.id), String(id), String(users_avatar));
    await access(file).catch(() => lost.push(id));
  }
  return lost;
}
