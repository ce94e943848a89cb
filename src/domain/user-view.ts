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

/**
 * The contract's user view.
 * @param id the record's
 * @param values all its fields; a date may be any object whose text is the date's
 * @param company the `tbl_company` record of the user's company_id, or null
 */
export function userView(id: string, values: { [field: string]: unknown }, company: Company | null): User {
  const text = (field: string) => {
    const value = values[field];
    return typeof value === "string" ? value : "";
  };
  const number = (field: string) => Number(values[field]) || 0;
  return {
    pb_id: id,
    users_convers_id: text("users_convers_id"),
    users_id: text("users_id"),
    users_idtype: text("users_idtype"),
    users_id_number: text("users_id_number"),
    users_status: number("users_status"),
    users_rank_level: number("users_rank_level"),
    users_auth_type: number("users_auth_type"),
    users_type: text("users_type"),
    users_name: text("users_name"),
    users_phone: text("users_phone"),
    users_phone_masked: maskPhone(text("users_phone")),
    users_level: text("users_level"),
    users_picture: text("users_picture"),
    openid: text("openid"),
    company_id: text("company_id"),
    users_parent_id: text("users_parent_id"),
    users_promo_code: text("users_promo_code"),
    usergroups_id: text("usergroups_id"),
    company,
    created: String(values.created ?? ""),
    updated: String(values.updated ?? ""),
  };
}
