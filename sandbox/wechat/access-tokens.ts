/**
 * The stable access token, as WeChat documents it for `POST /cgi-bin/stable_token`:
 * normal mode answers the same token with its remaining life and renews it in its last five minutes, when old and
 * new work side by side for five minutes; a forced refresh revokes at once, at most 20 times a day, and one that
 * follows another within 30 seconds refreshes nothing.
 */
import { RecentMap } from "../shared/bounded.ts";
import { newAccessToken } from "./identity.ts";

const RENEWAL_WINDOW_SECONDS = 300;
const FORCED_PER_DAY = 20;
const FORCED_SPACING_MS = 30_000;
const BEIJING_OFFSET_MS = 8 * 3_600_000;
const DAY_MS = 86_400_000;
/** At most two tokens work at a time; the rest is kept to tell "expired" from "never existed". */
const REMEMBERED_TOKENS = 1000;

interface Token {
  readonly value: string;
  /** Counts from 1 in the order of issue: names a token without showing it. */
  readonly number: number;
  expiresAt: number;
  revoked: boolean;
}

export interface IssuedToken {
  readonly access_token: string;
  /** Remaining life in seconds. */
  readonly expires_in: number;
}

export interface TokenCheck {
  readonly state: "valid" | "expired" | "invalid";
  /** The token's number, or null when the sandbox never issued it. */
  readonly number: number | null;
}

export class AccessTokens {
  readonly #known = new RecentMap<Token>(REMEMBERED_TOKENS);
  readonly #now: () => number;
  readonly #ttlMs: number;
  readonly #windowMs: number;
  readonly #nextNumber: () => number;
  #current: Token | undefined;
  #previous: Token | undefined;
  #lastForcedAt = Number.NEGATIVE_INFINITY;
  #forcedDay = 0;
  #forcedToday = 0;

  /** Tokens that live less than ten minutes renew in the second half of their life. */
  constructor(now: () => number, ttlSeconds: number, nextNumber: () => number) {
    this.#now = now;
    this.#ttlMs = ttlSeconds * 1000;
    this.#nextNumber = nextNumber;
    this.#windowMs = Math.min(RENEWAL_WINDOW_SECONDS * 1000, this.#ttlMs / 2);
  }

  /** The token to answer, or null when the day's forced refreshes are used up. */
  issue(options: { force: boolean }): IssuedToken | null {
    const now = this.#now();
    if (options.force && now - this.#lastForcedAt >= FORCED_SPACING_MS) {
      if (!this.#countForced(now)) return null;
      for (const token of [this.#previous, this.#current]) if (token) token.revoked = true;
      this.#previous = undefined;
      this.#current = this.#create(now);
    } else if (this.#current === undefined || now >= this.#current.expiresAt) {
      this.#current = this.#create(now);
    } else if (this.#current.expiresAt - now < this.#windowMs) {
      this.#previous = this.#current;
      this.#previous.expiresAt = now + this.#windowMs;
      this.#current = this.#create(now);
    }
    const { value, expiresAt } = this.#current;
    return { access_token: value, expires_in: Math.floor((expiresAt - now) / 1000) };
  }

  check(value: string): TokenCheck {
    const token = this.#known.get(value);
    if (token === undefined) return { state: "invalid", number: null };
    if (token.revoked) return { state: "invalid", number: token.number };
    return { state: this.#now() < token.expiresAt ? "valid" : "expired", number: token.number };
  }

  /** Every token issued so far expires now. */
  expireAll(): void {
    for (const token of [this.#previous, this.#current]) {
      if (token) token.expiresAt = Math.min(token.expiresAt, this.#now());
    }
  }

  #countForced(now: number): boolean {
    const day = Math.floor((now + BEIJING_OFFSET_MS) / DAY_MS);
    if (day !== this.#forcedDay) {
      this.#forcedDay = day;
      this.#forcedToday = 0;
    }
    if (this.#forcedToday >= FORCED_PER_DAY) return false;
    this.#forcedToday += 1;
    this.#lastForcedAt = now;
    return true;
  }

  #create(now: number): Token {
    const value = newAccessToken();
    const token = { value, number: this.#nextNumber(), expiresAt: now + this.#ttlMs, revoked: false };
    this.#known.add(value, token);
    return token;
  }
}
