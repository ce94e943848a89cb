/**
 * What a person of another system becomes as a record here.
 * @module
 */
import { placeholderEmail } from "../domain/guid.ts";
import { isPlatformPerson, type Person } from "../moving/person.ts";
import { newGuid, newUser } from "../pocketbase/users.ts";
import { setPasswordOf, type StoredPassword } from "./import-passwords.ts";

/** What of a person's claims is theirs here. */
export interface Kept {
  phone: boolean;
  unionid: boolean;
  /** Whether their openid can be the record's anchor: it is WeChat's name for them, and nobody's here. */
  anchor: boolean;
}

/** A new record, unsaved. A person whose phone somebody else keeps still is who they were. */
export function recordOf(person: Person, kept: Kept, password: StoredPassword): core.Record {
  const isPlatform = isPlatformPerson(person);
  const openid = !isPlatform && kept.anchor ? person.openid : newGuid();
  const user = newUser({
    openid,
    users_id: person.id,
    users_idtype: isPlatform ? "ManagePlatform" : "WeChat",
    users_type: isPlatform || person.phone !== "" ? "注册用户" : "游客",
    users_name: person.name,
    users_picture: person.picture,
    users_unionid: kept.unionid ? person.unionid : "",
    ...(isPlatform && { email: placeholderEmail(openid) }),
    ...(kept.phone && phoneFields(person)),
  });
  user.set("users_status", person.status);
  for (const [field, value] of Object.entries(person.extra)) user.set(field, value);
  setPasswordOf(user, password);
  setDates(user, person);
  return user;
}

/** The mark says since when at the latest the number was verified. */
export function phoneFields({ phone, phoneProved, updated, created }: Person): {
  users_phone: string;
  users_phone_verified_at: string;
} {
  const since = updated || created || new Date().toISOString().replace("T", " ");
  return { users_phone: phone, users_phone_verified_at: phoneProved ? since : "" };
}

/** PocketBase sets dates of its own only where nobody has put others. */
export function setDates(user: core.Record, { created, updated }: Pick<Person, "created" | "updated">): void {
  if (created !== "") user.setRaw("created", new DateTime(created));
  if (updated !== "") user.setRaw("updated", new DateTime(updated));
}

/**
 * Brings a record up to date with what the source says now.
 * @param isUntouched nobody has changed the record here since it was brought in: what the source says counts. Otherwise
 *   only what is empty is filled.
 */
export function bringUpToDate(
  user: core.Record,
  person: Person,
  kept: Pick<Kept, "phone" | "unionid">,
  isUntouched: boolean,
): void {
  const set = (field: string, value: unknown) => {
    if (value === "" || (!isUntouched && user.getString(field) !== "")) return;
    user.set(field, value);
  };
  set("users_id", person.id);
  set("users_name", person.name);
  set("users_picture", person.picture);
  for (const [field, value] of Object.entries(person.extra)) set(field, value);
  if (kept.unionid) set("users_unionid", person.unionid);
  if (kept.phone && (isUntouched || user.getString("users_phone") === "")) user.load(phoneFields(person));
  if (isUntouched) user.set("users_status", person.status);
  if (user.getString("users_phone") !== "") user.set("users_type", "注册用户");
  const before = user.getString("created");
  const created = person.created !== "" && (before === "" || person.created < before) ? person.created : "";
  setDates(user, { created, updated: isUntouched ? person.updated : "" });
}
