/**
 * What a person has told WeChat about their account here: an authorisation taken back, data changed, the end of it.
 * @module
 */
import type { PushEvent } from "../domain/wechat-push.ts";
import { save } from "../pocketbase/saving.ts";
import { inWriteTransaction } from "../pocketbase/transaction.ts";
import { findByOpenid, findUser, isGone } from "../pocketbase/users.ts";
import { close } from "./closing.ts";
import { type Identity, identityRow } from "./identities.ts";
import { emptied, PHONE } from "./personal-fields.ts";

export interface Withdrawal {
  /** "" where nobody here is meant. */
  recordId: string;
  /** For the log. */
  outcome: "closed" | "emptied" | "nothing_to_do" | "unknown_user" | "outdated" | "ignored";
}

/**
 * Does what the event asks for. The same event again changes nothing; one that is older than the account, or than what it
 * would take away, is about what was before.
 * @throws Failure close_refused, and what else an operator's hook throws, with nothing half done
 */
export function withdraw(event: PushEvent): Withdrawal {
  if (event.change === "other") return { recordId: "", outcome: "ignored" };
  return inWriteTransaction((app) => {
    const row = identityRow(event, app);
    const user = row ? findUser(row.user, app) : anchoredUser(event.openid, app);
    if (!user || isGone(user)) return { recordId: "", outcome: "unknown_user" };
    if (isOutdated(event, user, row)) return { recordId: user.id, outcome: "outdated" };
    if (event.change === "closed") {
      close(user, app);
      return { recordId: user.id, outcome: "closed" };
    }
    return { recordId: user.id, outcome: empty(user, event, app) ? "emptied" : "nothing_to_do" };
  });
}

/** A user who was made before identities were kept. */
function anchoredUser(openid: string, app: CoreApp): core.Record | null {
  return openid === "" ? null : findByOpenid(openid, app);
}

/** Whether the account, or the tie to it, has come about since: then the event is about an earlier one. */
function isOutdated({ createTime }: PushEvent, user: core.Record, row: Identity | null): boolean {
  return [user.getString("created"), row?.updated ?? ""].some((date) => seconds(date) > createTime);
}

/** @returns whether there was anything to empty */
function empty(user: core.Record, event: PushEvent, app: CoreApp): boolean {
  const { change, revoked, createTime } = event;
  const values: { [field: string]: string } = {};
  // A number that WeChat vouched for since then was given anew.
  if (revoked.phone && seconds(user.getString("users_phone_verified_at")) <= createTime)
    Object.assign(values, emptied(PHONE));
  if (change === "modified" || revoked.nameAndPicture)
    Object.assign(values, { users_name: "", users_picture: "", users_avatar: "" });
  const filled = Object.keys(values).filter((field) => user.getString(field) !== "");
  if (filled.length === 0) return false;
  user.load(values);
  save(app, user);
  return true;
}

/** Unix time in whole seconds of a date as PocketBase stores it; 0 for none. */
function seconds(date: string): number {
  return date === "" ? 0 : Math.floor(Date.parse(date.replace(" ", "T")) / 1000);
}
