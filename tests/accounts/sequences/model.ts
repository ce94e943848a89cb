/**
 * The rules of accounts as the design states them (docs/accounts.md), for each action: what it must answer, and what must
 * stand in the database afterwards.
 * @module
 */
import type { Account, Action } from "./actions.ts";
import { Platform } from "./platform.ts";
import { appOf, type Outcome, Refusal } from "./records.ts";

/** What a user calls themselves in their profile. */
export const nameInProfile = (who: number) => `用户${who}`;

export class Model extends Platform {
  /** Takes the action: the answer that must come, with the model changed as the database must be. */
  take(action: Action): Outcome {
    try {
      return this.#take(action);
    } catch (error) {
      if (error instanceof Refusal) return { said: error.message, user: null };
      throw error;
    }
  }

  #take(action: Action): Outcome {
    switch (action.does) {
      case "login":
      case "renew":
        return this.#signIn(action.account, action.unionid, action.does === "renew");
      case "register":
        return this.register(action.phone);
      case "platformLogin":
        return this.platformLogin(action.phone, action.password);
      case "resetPassword":
        return this.resetPassword(action.phone, action.password);
      case "changePassword":
        return this.changePassword(this.caller(action.who), action.from, action.to);
      case "revokeTokens":
        this.user(this.caller(action.who)).hasToken = false;
        return { said: "tokens_revoked", user: null };
      case "profile":
        return this.#profile(this.caller(action.who), action.phone, action.claim);
      case "link":
        return this.#link(this.caller(action.who), action.account, action.unionid, action.merge);
      case "unlink":
        return this.#unlink(this.caller(action.who), action.app);
      case "close":
        return this.#close(this.caller(action.who), action.by);
      case "join":
        return this.#join(this.at(action.who), this.at(action.other));
      case "setStatus":
        this.user(this.at(action.who)).status = action.status;
        return { said: "ok", user: null };
      case "setPhone":
        return this.#setPhone(this.at(action.who), action.phone);
      case "remove":
        return this.#remove(this.at(action.who));
      case "forgetRow": {
        const { anchor } = this.user(this.at(action.who));
        if (anchor) this.rows.delete(anchor);
        return { said: "ok", user: null };
      }
    }
  }

  #signIn(account: Account, unionid: string, knownOnly: boolean): Outcome {
    const { owner, row } = this.ownerOf(account, unionid);
    if (owner === null) {
      if (knownOnly) throw new Refusal("user_not_found");
      const isFree = row === "none" && this.find(({ anchor }) => anchor === account) === null;
      const user = this.add({ kind: "WeChat", anchor: isFree ? account : null });
      this.keepUnionid(user, unionid);
      this.rows.set(account, user);
      return { said: "register_success", user };
    }
    this.refuseDisabled(owner);
    this.keepUnionid(owner, unionid);
    this.rows.set(account, owner);
    this.user(owner).hasToken = true;
    return { said: knownOnly ? "renewed" : "login_success", user: owner };
  }

  #profile(who: number, phone: number, claim: boolean): Outcome {
    const holder = this.phoneHolder(phone);
    if (holder !== null && holder !== who) {
      if (!claim) throw new Refusal("phone_taken");
      Object.assign(this.user(holder), { phone: null, verified: false });
    }
    const name = nameInProfile(who);
    Object.assign(this.user(who), { phone, verified: true, registered: true, name });
    return { said: "update_success", user: who };
  }

  #link(who: number, account: Account, unionid: string, merge: boolean): Outcome {
    const { owner } = this.ownerOf(account, unionid);
    const user = this.user(who);
    if (owner !== who && this.slotOf(who, appOf(account)) !== undefined)
      throw new Refusal("wechat_slot_taken");
    if (owner === who || owner === null) {
      this.rows.set(account, who);
      if (user.unionid === "") this.keepUnionid(who, unionid);
      return { said: owner === who ? "already_linked" : "linked", user: who };
    }
    this.refuseDisabled(owner);
    if (!merge && !this.isGuestShell(owner, account)) throw new Refusal("wechat_linked_elsewhere");
    this.#absorb(who, owner, account);
    if (user.unionid === "") this.keepUnionid(who, unionid);
    return { said: "merged", user: who };
  }

  #absorb(who: number, absorbed: number, account: Account | null): void {
    const [user, other] = [this.user(who), this.user(absorbed)];
    const { rows, legacy } = this.waysOf(absorbed);
    const moving = new Set([...rows, ...legacy, ...(account ? [account] : [])]);
    if ([...moving].some((way) => this.slotOf(who, appOf(way)) !== undefined))
      throw new Refusal("wechat_slot_taken");
    for (const way of moving) this.rows.set(way, who);
    if (other.phone !== null && (user.phone === null || (!user.verified && other.verified)))
      Object.assign(user, { phone: other.phone, verified: other.verified });
    user.name ||= other.name;
    user.unionid ||= other.unionid;
    user.registered ||= other.registered;
    for (const earlier of this.users) if (earlier.mergedInto === absorbed) earlier.mergedInto = who;
    const gone = { status: -2, mergedInto: who, phone: null, verified: false, unionid: "", hasToken: false };
    Object.assign(other, gone);
  }

  #unlink(who: number, app: number): Outcome {
    const user = this.user(who);
    const { rows, legacy } = this.waysOf(who);
    const account = rows.find((row) => appOf(row) === String(app));
    if (!account) throw new Refusal("identity_not_found");
    const hasPassword = user.kind === "ManagePlatform" && user.phone !== null;
    if (rows.length === 1 && legacy.length === 0 && !hasPassword) throw new Refusal("last_sign_in_method");
    this.rows.set(account, null);
    if (rows.length === 1) user.unionid = "";
    return { said: "unlinked", user: who };
  }

  #close(who: number, by: Account | "password"): Outcome {
    const { kind, password } = this.user(who);
    const proved =
      by === "password" ? kind === "ManagePlatform" && password === 0 : this.ownerOf(by, "").owner === who;
    if (!proved) throw new Refusal("proof_rejected");
    for (const way of this.waysOf(who).rows) this.rows.delete(way);
    const nothing = { anchor: null, name: "", phone: null, verified: false, unionid: "", hasToken: false };
    for (const user of this.users) if (user.mergedInto === who) Object.assign(user, nothing);
    Object.assign(this.user(who), { ...nothing, status: -9 });
    return { said: "closed", user: null };
  }

  #join(who: number, other: number): Outcome {
    if (who === other) throw new Refusal("validation_failed");
    for (const one of [who, other]) {
      if (this.user(one).status === "deleted") throw new Refusal("user_not_found");
      this.refuseDisabled(one);
    }
    this.#absorb(who, other, null);
    return { said: "joined", user: null };
  }

  #setPhone(who: number, phone: number | null): Outcome {
    const user = this.user(who);
    const holder = phone === null ? null : this.phoneHolder(phone);
    if (holder !== null && holder !== who) throw new Refusal("400");
    if (user.phone !== phone) Object.assign(user, { phone, verified: false });
    return { said: "ok", user: null };
  }

  #remove(who: number): Outcome {
    this.user(who).status = "deleted";
    for (const [account, owner] of this.rows) if (owner === who) this.rows.delete(account);
    return { said: "ok", user: null };
  }
}
