/**
 * Who there is and what they have, and the rules of finding them: over plain values, as docs/accounts.md states them.
 * @module
 */
import type { Account, Action } from "./actions.ts";

export interface User {
  kind: "WeChat" | "ManagePlatform";
  /** 0, or as `users_status` says; "deleted" when there is no record any more. */
  status: 0 | -1 | -2 | -9 | "deleted";
  mergedInto: number | null;
  /** Null for a GUID. */
  anchor: Account | null;
  registered: boolean;
  name: string;
  phone: number | null;
  verified: boolean;
  /** "" for none. */
  unionid: string;
  /** Which password a platform user has. */
  password: number;
  /** Whether the token that the user got last has not been ended. */
  hasToken: boolean;
}

export interface Owner {
  owner: number | null;
  /** No row, or a row that names nobody. */
  row: "theirs" | "unlinked" | "none";
}

/** What an answer says in one word, and the position of the user whom it shows or lets in. */
export interface Outcome {
  said: string;
  user: number | null;
}

/** A refusal: nothing may have changed. */
export class Refusal extends Error {}

export class Records {
  readonly users: User[] = [];
  /** The rows of `tbl_auth_identities`; null where a row names nobody. */
  readonly rows = new Map<Account, number | null>();

  /** Records that are there, whatever their status. */
  get total(): number {
    return this.users.filter(({ status }) => status !== "deleted").length;
  }

  /** Positions begin again at the end. */
  at(who: number): number {
    return who % this.users.length;
  }

  /** Whether the action can be taken at all. */
  isPossible(action: Action): boolean {
    if (!("who" in action)) return true;
    if (this.users.length === 0) return false;
    const who = this.at(action.who);
    switch (action.does) {
      case "setStatus":
      case "setPhone":
        return this.isPresent(who);
      case "remove":
        return this.user(who).status !== "deleted";
      case "forgetRow": {
        const { kind, anchor } = this.user(who);
        // There was one mini-program then.
        return kind === "WeChat" && anchor !== null && anchor.endsWith("@0") && this.rows.get(anchor) === who;
      }
      default:
        return true;
    }
  }

  protected user(who: number): User {
    const user = this.users[who];
    if (!user) throw new Error(`no user ${who}`);
    return user;
  }

  protected find(fits: (user: User) => boolean): number | null {
    const found = this.users.findIndex((user) => user.status !== "deleted" && fits(user));
    return found < 0 ? null : found;
  }

  /** Neither deleted, absorbed nor closed. */
  protected isPresent(who: number): boolean {
    const { status } = this.user(who);
    return status === 0 || status === -1;
  }

  protected refuseDisabled(who: number): void {
    if (this.user(who).status !== 0) throw new Refusal("account_disabled");
  }

  protected caller(who: number): number {
    const caller = this.at(who);
    if (!this.isPresent(caller) || !this.user(caller).hasToken) throw new Refusal("token_invalid");
    this.refuseDisabled(caller);
    return caller;
  }

  protected add(user: Partial<User> & Pick<User, "kind" | "anchor">): number {
    const blank = { status: 0, mergedInto: null, registered: false, name: "", phone: null } as const;
    this.users.push({ ...blank, verified: false, unionid: "", password: 0, hasToken: true, ...user });
    return this.users.length - 1;
  }

  /** The accounts with a row of this user's, and the one from before rows were kept. */
  protected waysOf(who: number): { rows: Account[]; legacy: Account[] } {
    const rows = [...this.rows].filter(([, owner]) => owner === who).map(([account]) => account);
    const { kind, anchor } = this.user(who);
    const isLegacy = kind === "WeChat" && anchor !== null && !this.rows.has(anchor);
    return { rows, legacy: isLegacy ? [anchor] : [] };
  }

  protected slotOf(who: number, app: string): Account | undefined {
    const { rows, legacy } = this.waysOf(who);
    return [...rows, ...legacy].find((account) => appOf(account) === app);
  }

  protected ownerOf(account: Account, unionid: string): Owner {
    const named = this.rows.get(account);
    if (named === null) return { owner: null, row: "unlinked" };
    if (named !== undefined) return { owner: named, row: "theirs" };
    const anchored = this.find(({ anchor }) => anchor === account);
    const vouched = this.holderOf(unionid);
    const mayOwn = (who: number | null) =>
      who !== null && this.isPresent(who) && [undefined, account].includes(this.slotOf(who, appOf(account)));
    return { owner: [anchored, vouched].find(mayOwn) ?? null, row: "none" };
  }

  protected holderOf(unionid: string): number | null {
    return unionid === "" ? null : this.find((user) => user.unionid === unionid);
  }

  /** Unless somebody has it: nobody takes it from them. */
  protected keepUnionid(who: number, unionid: string): void {
    if (unionid !== "" && this.holderOf(unionid) === null) this.user(who).unionid = unionid;
  }

  protected phoneHolder(phone: number): number | null {
    return this.find((user) => user.phone === phone);
  }

  /** The password of whoever has this phone; any where nobody has it. */
  passwordOf(phone: number): number {
    const holder = this.phoneHolder(phone);
    return holder === null ? 0 : this.user(holder).password;
  }

  protected isGuestShell(who: number, account: Account): boolean {
    const { kind, registered, phone } = this.user(who);
    const { rows, legacy } = this.waysOf(who);
    return (
      kind === "WeChat" &&
      !registered &&
      phone === null &&
      [...rows, ...legacy].every((way) => way === account)
    );
  }
}

export function appOf(account: Account): string {
  return account.split("@")[1] ?? "";
}
