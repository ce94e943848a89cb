/**
 * The session in memory, and in storage that survives a restart. What another tab has put there counts, whatever this
 * one is about to do. Storage may fail at any time.
 * @module
 */
import { claimsOf } from "./jwt.ts";
import { MINUTE, SECOND } from "./time.ts";
import type { Session, SessionStorage, User } from "./types.ts";

export interface SessionStore {
  /** As storage has it now. */
  get(): Session | null;
  /** Counts sign-outs, sign-ins as somebody else, and both in other tabs: what began in another era changes nothing. */
  era(): number;
  nextEra(): void;
  /**
   * Takes a token that has just been received.
   * @param skew milliseconds that the service's clock is ahead of the phone's; undefined when it did not say
   */
  receive(token: string, user: User, skew: number | undefined): void;
  /** Replaces the user, keeps the token. */
  setUser(user: User): void;
  clear(): void;
}

interface Received {
  token: string;
  user: User;
  receivedAt: number;
  expiresAt: number | null;
}

function sessionOf({ token, user, receivedAt, expiresAt }: Received): Session {
  const isInfoComplete = !!(user.users_name && user.users_phone && user.users_picture);
  return { token, receivedAt, expiresAt, user, isInfoComplete };
}

/** The end of a token by the phone's clock, which may be days off the service's; null when it cannot be told. */
function endOf(token: string, now: number, skew: number | undefined): number | null {
  const end = Number(claimsOf(token).exp) * SECOND;
  if (skew !== undefined && Math.abs(skew) > MINUTE) return end - skew || null;
  // A token that comes and has ended already: the clock is wrong by nobody knows how much.
  return end > now ? end : null;
}

function parsed(text: string): Session | null {
  try {
    const received = JSON.parse(text);
    return received.token && received.user.pb_id ? sessionOf(received) : null;
  } catch {
    // Unreadable, or not ours: nobody is signed in.
    return null;
  }
}

const ownerOf = (session: Session | null) => session && session.user.pb_id;

export interface SessionStoreOptions {
  /** May give none, or throw, like everything in it. */
  storage: () => SessionStorage | undefined;
  /** Whether others write there: it is then read again each time. */
  shared: boolean;
  key: string;
  /** Milliseconds since 1970. */
  clock: () => number;
}

export function createSessionStore({ storage, shared, key, clock }: SessionStoreOptions): SessionStore {
  let session: Session | null = null;
  let era = 0;
  /** What storage holds as far as is known, empty for nothing; undefined until it has been read. */
  let known: string | undefined;
  /** Storage does not hold the session yet. */
  let unsaved = false;

  function save(): void {
    unsaved = true;
    try {
      const place: SessionStorage = Object(storage());
      known = session ? JSON.stringify(session) : "";
      try {
        if (known) place.setItem(key, known);
      } catch {
        // Full. What an earlier session left there must not come back after a restart.
        known = "";
      }
      if (!known) place.removeItem(key);
      unsaved = false;
    } catch {
      // Denied: the session lives on in memory, and is written as soon as storage takes it.
    }
  }

  function takeOver(): void {
    if (!shared && known !== undefined) return;
    const text = String((Object(storage()) as SessionStorage).getItem(key) || "");
    if (text === known) return;
    const owner = ownerOf(session);
    known = text;
    session = parsed(text);
    if (ownerOf(session) !== owner) era += 1;
  }

  function get(): Session | null {
    if (unsaved) save();
    try {
      if (!unsaved) takeOver();
    } catch {
      // Denied: memory is all there is.
    }
    if (session && session.receivedAt > clock()) {
      // The clock has been put back: the token counts as received now.
      const { token, user, receivedAt, expiresAt } = session;
      const early = receivedAt - clock();
      const end = expiresAt === null ? null : expiresAt - early;
      keep({ token, user, receivedAt: receivedAt - early, expiresAt: end });
    }
    return session;
  }

  function keep(received: Received): void {
    session = sessionOf(received);
    save();
  }

  return {
    get,
    era() {
      get();
      return era;
    },
    nextEra() {
      era += 1;
    },
    receive(token, user, skew) {
      const receivedAt = clock();
      keep({ token, user, receivedAt, expiresAt: endOf(token, receivedAt, skew) });
    },
    setUser(user) {
      const now = get();
      if (now && ownerOf(now) === user.pb_id) keep(Object.assign({}, now, { user }));
    },
    clear() {
      session = null;
      save();
    },
  };
}
