/**
 * How a user's record is shown.
 * @module
 */
import type { Company, User } from "../contract.ts";
import { maskPhone } from "./phone.ts";

/** The readers of a PocketBase record that the view needs; tests hand in a plain object. */
export interface ReadableRecord {
  id: string;
  getString(field: string): string;
  getFloat(field: string): number;
}

/** Whether name, phone and picture are all filled. */
export function isInfoComplete(record: ReadableRecord): boolean {
  return ["users_name", "users_phone", "users_picture"].every((field) => record.getString(field) !== "");
}

/** The contract's user view. `company` is the `tbl_company` record of the user's company_id, or null. */
export function userView(record: ReadableRecord, company: Company | null): User {
  const text = (field: string) => record.getString(field);
  return {
    pb_id: record.id,
    users_convers_id: text("users_convers_id"),
    users_id: text("users_id"),
    users_idtype: text("users_idtype"),
    users_id_number: text("users_id_number"),
    users_status: record.getFloat("users_status"),
    users_rank_level: record.getFloat("users_rank_level"),
    users_auth_type: record.getFloat("users_auth_type"),
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
    created: text("created"),
    updated: text("updated"),
  };
}
