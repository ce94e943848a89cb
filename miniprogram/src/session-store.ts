/**
 * The session in memory, with a copy in storage that survives a restart. Storage may fail at any time.
 * @module
 */
import { claimsOf } from "./jwt.ts";
import type { Session, SessionStorage, User } from "./types.ts";

export interface SessionStore {
  get(): Session | null;
  /** Takes a token that has just been received. */
  receive(token: string, user: User): void;
  /** Replaces the user, keeps the token. */
  setUser(user: User): void;
  clear(): void;
}

function sessionOf(token: string, user: User, receivedAt: number): Session {
  const { exp } = claimsOf(token);
  return {
    token,
    receivedAt,
    expiresAt: exp ? Number(exp) * 1000 : null,
    user,
    isInfoComplete: !!(user.users_name && user.users_phone && user.users_picture),
  };
}

/** @param storage gives the storage; may throw, like everything in it */
export function createSessionStore(
  storage: () => SessionStorage,
  key: string,
  clock: () => number,
): SessionStore {
  // Undefined until storage has been read.
  let session: Session | null | undefined;

  function keep(next: Session): void {
    session = next;
    try {
      storage().setItem(key, JSON.stringify(next));
    } catch {
      // Full or denied: the session lives on in memory.
    }
  }

  function get(): Session | null {
    if (session === undefined) {
      session = null;
      try {
        const { token, user, receivedAt } = JSON.parse(String(storage().getItem(key)));
        if (token && user.pb_id) session = sessionOf(token, user, receivedAt);
      } catch {
        // Unreadable, or not ours: nobody is signed in.
      }
    }
    return session;
  }

  return {
    get,
    receive: (token, user) => keep(sessionOf(token, user, clock())),
    setUser(user) {
      const now = get();
      if (now) keep(sessionOf(now.token, user, now.receivedAt));
    },
    clear() {
      session = null;
      try {
        storage().removeItem(key);
      } catch {
        // A token that cannot be removed is gone from memory all the same.
      }
    },
  };
}
