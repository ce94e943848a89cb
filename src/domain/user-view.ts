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
  /** All values at once: a reader called for each field would be half of what the view costs. */
  fieldsData(): { [field: string]: unknown };
}

/** Whether name, phone and picture are all filled. */
export function isInfoComplete(record: Pick<ReadableRecord, "getString">): boolean {
  return ["users_name", "users_phone", "users_picture"].every((field) => record.getString(field) !== "");
}

/** The contract's user view. `company` is the `tbl_company` record of the user's company_id, or null. */
export function userView(record: ReadableRecord, company: Company | null): User {
  const values = record.fieldsData();
  const text = (field: string) => {
    const value = values[field];
    return typeof value === "string" ? value : "";
  };
  const number = (field: string) => Number(values[field]) || 0;
  return {
    pb_id: record.id,
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
    created: record.getString("created"),
    updated: record.getString("updated"),
  };
}
