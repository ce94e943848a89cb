/** Single-use codes: what `wx.login` and the `getPhoneNumber` button give a mini-program. */
import { RecentMap } from "../shared/bounded.ts";

/** How many codes of each kind are remembered; older ones become unknown (40029). */
export const CODE_CAPACITY = 100_000;

/** What a login code stands for. */
export interface LoginGrant {
  readonly openid: string;
  readonly unionid: string | undefined;
}

/** What a phone code stands for. `grantedAt` (ms) is when the user agreed to share the number. */
export interface PhoneGrant {
  readonly phone: string;
  readonly countryCode: string | number;
  readonly grantedAt: number;
}

/** `invalid` covers unknown, expired and of another kind: WeChat answers all three with 40029. */
export type Redemption<Grant> =
  | { readonly state: "ok"; readonly grant: Grant }
  | { readonly state: "invalid" }
  | { readonly state: "used" };

interface Entry<Grant> {
  readonly grant: Grant;
  readonly expiresAt: number;
  used: boolean;
}

/** The codes of one kind. Each lives `ttlSeconds` and works once. */
export class SingleUseCodes<Grant> {
  readonly #entries: RecentMap<Entry<Grant>>;
  readonly #now: () => number;
  readonly #ttlSeconds: number;

  constructor(now: () => number, ttlSeconds: number, capacity = CODE_CAPACITY) {
    this.#entries = new RecentMap(capacity);
    this.#now = now;
    this.#ttlSeconds = ttlSeconds;
  }

  add(code: string, grant: Grant): void {
    this.#entries.add(code, { grant, expiresAt: this.#now() + this.#ttlSeconds * 1000, used: false });
  }

  /** Looks a code up and, with `consume`, uses it up. */
  redeem(code: string, consume: boolean): Redemption<Grant> {
    const entry = this.#entries.get(code);
    if (entry === undefined) return { state: "invalid" };
    if (entry.used) return { state: "used" };
    if (this.#now() >= entry.expiresAt) return { state: "invalid" };
    entry.used = consume;
    return { state: "ok", grant: entry.grant };
  }
}
