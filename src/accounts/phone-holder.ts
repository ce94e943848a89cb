/**
 * Whose a phone number is: each has one holder, and the latest proof of possession wins, where the one who brings it
 * asks for that.
 * @module
 */
import type { PhoneHolder } from "../contract.ts";
import { maskName } from "../domain/person-name.ts";
import { fieldFailure } from "../errors.ts";
import { save } from "../pocketbase/saving.ts";
import { settings } from "../pocketbase/settings.ts";
import { findByPhone } from "../pocketbase/users.ts";
import { type Notice, phoneClaimed } from "./notices.ts";
import { emptied, PHONE } from "./personal-fields.ts";
import type { PhoneProof } from "./phone-proofs.ts";

/** The fields of a number that WeChat has vouched for. The mark says since when, and belongs to this number. */
export function provedPhone({ phone, provedAt }: PhoneProof): {
  users_phone: string;
  users_phone_verified_at: string;
} {
  return { users_phone: phone, users_phone_verified_at: markOf(provedAt) };
}

/** As PocketBase writes dates, so that marks can be compared as texts. */
const markOf = (time: number) => new Date(time).toISOString().replace("T", " ");

/**
 * Makes the number free for this user: it is nobody's or their own, or it is taken from its holder, whose mark goes
 * with it. To be called within the transaction that stores it.
 * @param claim whether the user asks for the number although somebody has it
 * @throws Failure phone_taken, saying as much of the holder as the user needs to know whether it is themselves
 */
export function freePhone(user: core.Record, proof: PhoneProof, claim: boolean, app: CoreApp): Notice[] {
  const holder = findByPhone(proof.phone, app);
  if (!holder || holder.id === user.id) return [];
  // A proof may be older than it is new to us: it was remembered.
  const outdated = holder.getString("users_phone_verified_at") > markOf(proof.provedAt);
  if (!claim || outdated || !settings().phoneClaim)
    throw fieldFailure("phone_taken", "users_phone_code", {
      holder: shownHolder(holder),
      cause: `held by ${holder.id}`,
    });
  dropPhone(holder, app);
  return [phoneClaimed(user, holder)];
}

/** Takes their phone from somebody, and its mark with it. To be called within the transaction that stores it elsewhere. */
export function dropPhone(holder: core.Record, app: CoreApp): void {
  holder.load(emptied(PHONE));
  save(app, holder);
}

function shownHolder(holder: core.Record): PhoneHolder {
  return {
    users_idtype: holder.getString("users_idtype"),
    users_name_masked: maskName(holder.getString("users_name")),
    verified: holder.getString("users_phone_verified_at") !== "",
  };
}
