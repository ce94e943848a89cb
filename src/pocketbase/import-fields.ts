/**
 * Which fields of the users' collection a file may fill.
 * @module
 */
import { currentCollection } from "./process.ts";
import { USERS } from "./request.ts";

/** What the kit decides itself, and the number of an identity document, which never comes in from outside. */
const OWN = new Set([
  ...["openid", "users_id", "users_idtype", "users_id_number", "users_status", "users_type", "users_name"],
  ...["users_phone", "users_phone_verified_at", "users_unionid", "users_merged_into", "users_picture"],
  "users_password_legacy",
]);

/** A file's values mean nothing to these: ids of records there, files elsewhere. */
const UNFIT = ["relation", "file", "password", "autodate"];

/** Names of the fields, the operator's own included. */
export function fillableFields(): Set<string> {
  const { fields } = JSON.parse(JSON.stringify(currentCollection(USERS))) as {
    fields: { name: string; type: string; system: boolean }[];
  };
  const fits = fields.filter(({ name, type, system }) => !system && !UNFIT.includes(type) && !OWN.has(name));
  return new Set(fits.map(({ name }) => name));
}
