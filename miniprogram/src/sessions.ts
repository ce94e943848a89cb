/**
 * Signing in, renewing, signing out: one flight at a time, and no flight outlives a sign-out.
 * @module
 */
import type { Caller } from "./caller.ts";
import { WechatAuthError } from "./errors.ts";
import { isPassing, unexpected } from "./failures.ts";
import { claimsOf } from "./jwt.ts";
import { isOver, nearsEnd } from "./lifetime.ts";
import type { SessionStore } from "./session-store.ts";
import type { Flights } from "./single-flight.ts";
import type { AuthAnswer, Session, User } from "./types.ts";

/** Key of the one flight that changes the session through WeChat or through its own token. */
const SESSION = "session";
/** Seconds until a renewal that failed is tried again while the token still holds, unless the service says. */
const RENEWAL_PAUSE = 60;

export interface Sessions {
  login(): Promise<AuthAnswer>;
  ensure(): Promise<Session>;
  refresh(): Promise<Session>;
  logout(): void;
  platform(path: string, body: object): Promise<AuthAnswer>;
  /** Runs a call with a token; on 401 renews once and runs it once more. */
  authorized<T>(call: (token: string) => Promise<T>): Promise<T>;
  /** Keeps the user that the call answers, unless somebody signed out meanwhile. */
  updating(call: () => Promise<User>): Promise<User>;
}

export interface SessionsOptions {
  store: SessionStore;
  caller: Caller;
  flights: Flights;
  /** Null where only platform users can sign in. */
  loginCode: (() => Promise<string>) | null;
  clock: () => number;
  /** Seconds. */
  renewWithin: number | undefined;
}

const userOf = (answer: unknown) => Object(Object(Object(answer).meta).data).user;

function isTokenRefused(error: unknown): boolean {
  const { status, reason } = Object(error);
  return status === 401 && reason !== "auth_rejected";
}

export function createSessions({
  store,
  caller,
  flights,
  loginCode,
  clock,
  renewWithin,
}: SessionsOptions): Sessions {
  // Counts sign-outs and platform sign-ins: what began under another identity changes nothing.
  let identity = 0;
  let pausedUntil = 0;

  const isDue = (session: Session) =>
    isOver(session, clock()) || (nearsEnd(session, clock(), renewWithin) && clock() >= pausedUntil);

  /** Stops a flight that began under another identity. */
  function check(since: number): void {
    if (since !== identity) throw new WechatAuthError("session_changed");
  }

  function current(since: number): Session {
    check(since);
    const session = store.get();
    if (!session) throw new WechatAuthError("session_changed");
    return session;
  }

  function keep(since: number, token: unknown, user: unknown): void {
    check(since);
    if (typeof token !== "string" || !token || !Object(user).pb_id) throw unexpected();
    pausedUntil = 0;
    store.receive(token, user as User);
  }

  async function codeBody(since: number): Promise<{ users_wx_code: string }> {
    check(since);
    if (!loginCode) throw new WechatAuthError("login_required");
    const users_wx_code = await loginCode();
    check(since);
    return { users_wx_code };
  }

  async function signIn(since: number): Promise<AuthAnswer> {
    const body = await codeBody(since);
    const answer = await caller.send("/api/wechat/login", { body }, null);
    keep(since, Object(answer).token, userOf(answer));
    return answer as AuthAnswer;
  }

  async function renewedToken(body: object | undefined, token: string | null): Promise<unknown> {
    const path = "/api/system/refresh-token";
    return Object(Object(await caller.send(path, { method: "POST", body }, token)).data).token;
  }

  /** @param refused somebody has refused the token, so that it cannot be all we offer */
  async function renew(since: number, refused?: boolean): Promise<unknown> {
    const session = store.get();
    if (!session) return signIn(since);
    const over = isOver(session, clock());
    // For a platform user, a code would sign in somebody else.
    const hasCode = loginCode && session.user.users_idtype !== "ManagePlatform";
    if (over && !hasCode) {
      store.clear();
      throw new WechatAuthError("login_required");
    }
    let token: unknown;
    try {
      const body = hasCode && (over || refused) ? await codeBody(since) : undefined;
      // The service goes by the token if it can, else by the code.
      token = await renewedToken(body, over ? null : session.token);
    } catch (error) {
      check(since);
      if (Object(error).reason === "user_not_found") return signIn(since);
      if (!isTokenRefused(error)) throw error;
      if (hasCode && !refused) return renew(since, true);
      store.clear();
      throw error;
    }
    // A code that belongs to somebody else: only a sign-in tells who this is.
    if (token && claimsOf(String(token)).id !== session.user.pb_id) return signIn(since);
    keep(since, token, session.user);
  }

  function renewal(refused?: boolean): Promise<unknown> {
    const since = identity;
    return flights.run<unknown>(SESSION, () => renew(since, refused));
  }

  async function ensure(): Promise<Session> {
    const since = identity;
    const session = store.get();
    const running = flights.current(SESSION);
    if (!running && session && !isDue(session)) return session;
    try {
      await (running || renewal());
    } catch (error) {
      const kept = store.get();
      if (since !== identity || !kept || isOver(kept, clock()) || !isPassing(error)) throw error;
      // Offline or overloaded, but the token still holds: go on with it and try again later.
      pausedUntil = clock() + (Object(error).retryAfter || RENEWAL_PAUSE) * 1000;
    }
    return current(since);
  }

  return {
    ensure,
    async refresh() {
      const since = identity;
      await renewal();
      return current(since);
    },
    login() {
      const since = identity;
      return flights.run("login", async () => {
        for (let running; (running = flights.current(SESSION));) await running.catch(() => undefined);
        return flights.run(SESSION, () => signIn(since));
      });
    },
    logout() {
      identity += 1;
      flights.forget();
      store.clear();
    },
    platform: (path, body) =>
      flights.run(path + JSON.stringify(body), async () => {
        const since = identity;
        const answer = await caller.send(path, { body }, null);
        check(since);
        identity += 1;
        flights.forget();
        keep(identity, Object(answer).token, userOf(answer));
        return answer as AuthAnswer;
      }),
    async authorized(call) {
      const since = identity;
      const session = await ensure();
      check(since);
      try {
        return await call(session.token);
      } catch (error) {
        if (!isTokenRefused(error) || since !== identity) throw error;
      }
      // Another call may have met the same refusal and renewed already.
      if (current(since).token === session.token) await renewal(true);
      return call(current(since).token);
    },
    async updating(call) {
      const since = identity;
      const user = await call();
      if (since === identity) store.setUser(user);
      return user;
    },
  };
}
