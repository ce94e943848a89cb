/**
 * What the database holds, in the model's terms.
 * @module
 */
import type { Account } from "./actions.ts";
import type { Model } from "./model.ts";
import type { User } from "./records.ts";
import type { World } from "./world.ts";

type Shown = Omit<User, "hasToken" | "password" | "anchor" | "phone"> & { anchor: string; phone: string };

export interface State {
  /** Null for a record that is not there. */
  users: (Shown | null)[];
  rows: { [account: Account]: number | string | null };
}

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** What must stand in the database. */
export function expectedState(model: Model, world: World): State {
  return {
    users: model.users.map(
      ({ hasToken: _token, password: _password, anchor, phone, unionid, status, ...user }) =>
        status === "deleted"
          ? null
          : {
              ...user,
              status,
              anchor: anchor === null ? "a GUID" : world.openid(anchor),
              phone: phone === null ? "" : (world.phones[phone] ?? ""),
              unionid: world.unionid(unionid),
            },
    ),
    rows: Object.fromEntries(model.rows),
  };
}

/** What does. */
export async function storedState(world: World): Promise<State> {
  const { admin } = world.service;
  const ids = world.users.map(({ id }) => id);
  const position = (id: unknown) => ids.indexOf(String(id));
  const users = await admin.sql<{ [column: string]: string }>(
    `SELECT id, openid, users_idtype, users_type, users_status, users_merged_into, users_name, users_phone,
      users_phone_verified_at, users_unionid FROM tbl_auth_users WHERE id IN ('${ids.join("','")}')`,
  );
  const accounts = world.accounts();
  const rows = await admin.sql<{ appid: string; openid: string; user: string }>(
    `SELECT appid, openid, user FROM tbl_auth_identities
      WHERE openid IN (${[...accounts.values()].map((account) => `'${world.openid(account)}'`).join()})`,
  );
  const byId = new Map(users.map((row) => [row.id, shown(row, position)]));
  return {
    users: ids.map((id) => byId.get(id) ?? null),
    rows: Object.fromEntries(
      rows.map(({ appid, openid, user }) => [
        accounts.get(`${appid} ${openid}`) ?? `${openid} in ${appid}`,
        user === "" ? null : position(user),
      ]),
    ),
  };
}

function shown(row: { [column: string]: string }, position: (id: unknown) => number): Shown {
  const { openid = "", users_merged_into, users_phone = "", users_name = "", users_unionid = "" } = row;
  return {
    kind: row.users_idtype as User["kind"],
    status: Number(row.users_status) as User["status"],
    mergedInto: users_merged_into === "" ? null : position(users_merged_into),
    anchor: GUID.test(openid) ? "a GUID" : openid,
    registered: row.users_type === "注册用户",
    name: users_name,
    phone: users_phone,
    verified: row.users_phone_verified_at !== "",
    unionid: users_unionid,
  };
}
