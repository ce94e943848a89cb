/**
 * Who keeps a phone or a unionid that somebody of a file claims and somebody here has.
 * @module
 */
import type { Person } from "../moving/person.ts";
import { findByPhone, findByUnionid } from "../pocketbase/users.ts";
import { dropPhone } from "./phone-holder.ts";

/** Somebody of the file. */
export interface Newcomer {
  person: Person;
  /** What of theirs somebody else of the file has a better right to. */
  lost: ReadonlySet<"phone" | "unionid">;
}

/** What a person could not have, or took from somebody, because two of the database claim it. */
export interface Conflict {
  kind: "phone" | "unionid" | "openid";
  /** The record id of the other one. */
  other: string;
  /** Whether the person of the file has it now. */
  won: boolean;
}

/** Somebody of the file, and how it is decided between them and who is here. */
interface Claimant extends Newcomer {
  app: CoreApp;
  rules: {
    /** Only say what would be done. */
    isDry: boolean;
    /** Of two who have not proved a phone the newer one keeps it. */
    newestFirst: boolean;
  };
}

/**
 * The one who has proved it keeps it, else the older; whoever loses it goes on without.
 * @param user the record of the person of the file, where they have one
 * @param conflicts gets what there is to say
 * @returns whether the person of the file has it now
 */
export function takePhone(
  { person, lost, rules, app }: Claimant,
  user: core.Record | null,
  conflicts: Conflict[],
): boolean {
  if (person.phone === "" || lost.has("phone")) return false;
  const holder = findByPhone(person.phone, app);
  if (!holder || holder.id === user?.id) return true;
  const holderProved = holder.getString("users_phone_verified_at") !== "";
  const isOlder = person.created !== "" && person.created < holder.getString("created");
  const won = person.phoneProved === holderProved ? isOlder !== rules.newestFirst : person.phoneProved;
  conflicts.push({ kind: "phone", other: holder.id, won });
  if (!won) return false;
  if (!rules.isDry) dropPhone(holder, app);
  return true;
}

/** The same of a unionid, which nobody here loses. */
export function isFreeUnionid(
  { person, lost, app }: Claimant,
  user: core.Record | null,
  conflicts: Conflict[],
): boolean {
  if (lost.has("unionid")) return false;
  const holder = findByUnionid(person.unionid, app);
  if (!holder || holder.id === user?.id) return true;
  conflicts.push({ kind: "unionid", other: holder.id, won: false });
  return false;
}
