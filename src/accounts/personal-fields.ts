/**
 * What the kit keeps of a person in their record, by the names of its fields; an operator's own are theirs.
 * @module
 */
import { AVATAR } from "../pocketbase/avatars.ts";
import { LEGACY_FIELD } from "../pocketbase/passwords.ts";

/** A phone and the mark that belongs to it. */
export const PHONE = ["users_phone", "users_phone_verified_at"] as const;

/** What a record that is absorbed hands over. */
export const HANDED_OVER = [...PHONE, "users_unionid"] as const;

/** All of it: closing takes it away. The anchor and the password, which no record is without, are replaced besides. */
export const PERSONAL = [
  ...HANDED_OVER,
  "users_name",
  "users_picture",
  AVATAR,
  "users_id_number",
  "users_convers_id",
  "users_id",
  "users_parent_id",
  "users_promo_code",
  LEGACY_FIELD,
  "email",
] as const;

/** Empty values for these fields, to be loaded into a record. */
export function emptied(fields: readonly string[]): { [field: string]: "" } {
  return Object.fromEntries(fields.map((field) => [field, ""]));
}
