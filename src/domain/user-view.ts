/**
 * How a user's record is shown.
 * @module
 */
import type { Company, User } from "../contract.ts";
import { maskPhone } from "./phone.ts";

/** Whether name, phone and picture are all filled. */
export function isInfoComplete(user: Pick<User, "users_name" | "users_phone" | "users_picture">): boolean {
  return user.users_name !== "" && user.users_phone !== "" && user.users_picture !== "";
}

/** The values of a record; a column that is gone has none. */
export type StoredUser = Partial<Omit<User, Derived>> & {
  /** PocketBase's date, empty where nobody vouched for the phone. */
  users_phone_verified_at?: unknown;
};

type Derived = "pb_id" | "users_phone_masked" | "users_phone_verified" | "wx_openid" | "company";

/**
 * The contract's user view.
 * @param id the record's
 * @param values all its fields
 * @param wxOpenid the user's openid in the mini-program of the request, "" for none
 * @param company the `tbl_company` record of the user's company_id, or null
 */
export function userView(id: string, values: StoredUser, wxOpenid: string, company: Company | null): User {
  return {
    pb_id: id,
    users_convers_id: values.users_convers_id ?? "",
    users_id: values.users_id ?? "",
    users_idtype: values.users_idtype ?? "",
    users_id_number: values.users_id_number ?? "",
    users_status: values.users_status ?? 0,
    users_rank_level: values.users_rank_level ?? 0,
    users_auth_type: values.users_auth_type ?? 0,
    users_type: values.users_type ?? "",
    users_name: values.users_name ?? "",
    users_phone: values.users_phone ?? "",
    users_phone_masked: maskPhone(values.users_phone ?? ""),
    users_phone_verified: String(values.users_phone_verified_at ?? "") !== "",
    users_level: values.users_level ?? "",
    users_picture: values.users_picture ?? "",
    openid: values.openid ?? "",
    wx_openid: wxOpenid,
    company_id: values.company_id ?? "",
    users_parent_id: values.users_parent_id ?? "",
    users_promo_code: values.users_promo_code ?? "",
    usergroups_id: values.usergroups_id ?? "",
    company,
    created: rfc3339(values.created),
    updated: rfc3339(values.updated),
  };
}

/** PocketBase's `2026-11-24 08:00:00.000Z` with a T, without which iOS reads no date. Null where no date was kept. */
function rfc3339(date: unknown): string | null {
  const text = String(date ?? "");
  return text === "" ? null : text.replace(" ", "T");
}
