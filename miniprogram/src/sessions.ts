/**
 * Signing in, renewing, signing out: one flight at a time, and no flight outlives a sign-out.
 * @module
 */
import type { Caller } from "./caller.ts";
import type { WithCode } from "./codes.ts";
import { WechatAuthError } from "./errors.ts";
import { isPassing, isTokenRefused, unexpected } from "./failures.ts";
import { claimsOf } from "./jwt.ts";
import { isOver, nearsEnd } from "./lifetime.ts";
import type { SessionStore } from "./session-store.ts";
import type { Flights } from "./single-flight.ts";
import { createPause, MINUTE, SECOND } from "./time.ts";
import type { AuthAnswer, Session, User } from "./types.ts";

/** Key of the one flight that changes the session through WeChat or through its own token. */
const SESSION = "session";

export interface Sessions {
  login(): Promise<AuthAnswer>;
  ensure(): Promise<Session>;
  refresh(): Promise<Session>;
  logout(): void;
  platform(path: string, body: object): Promise<AuthAnswer>;
  /** Runs a call with a token; on 401 renews once and runs it once more. */
  authorized<T>(call: (token: string) => Promise<T>, since?: number): Promise<T>;
  /** Keeps what the call answers about the session, unless somebody signed out meanwhile. */
  keeping<T extends object>(call: () => Promise<T>): Promise<T>;
  /** See the store. */
  current(): Session | null;
  era(): number;
  /** Throws when that era is over. */
  check(since: number): void;
}

/** What an answer may hold about the session. */
interface Kept {
  token?: string;
  user?: User;
}

export interface SessionsOptions {
  store: SessionStore;
  caller: Caller;
  flights: Flights;
  /** Null where only platform users can sign in. */
  withCode: WithCode | null;
  clock: () => number;
  /** Seconds. */
  renewWithin: number | undefined;
}

const userOf = (answer: unknown) => Object(Object(Object(answer).meta).data).user;

export function createSessions({
  store,
  caller,
  flights,
  withCode,
  clock,
  renewWithin,
}: SessionsOptions): Sessions {
  /** After a renewal that worked: whatever the clock says, the next one is a minute away. */
  const renewed = createPause();
  /** After one that failed while the token still held. */
  const postponed = createPause();

  const isDue = (session: Session) =>
    !renewed.isOn() &&
    (isOver(session, clock()) || (nearsEnd(session, clock(), renewWithin) && !postponed.isOn()));

  /** Stops what began in another era. */
  function check(since: number): void {
    if (since !== store.era()) throw new WechatAuthError("session_changed");
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
    store.receive(token, user as User, caller.skew());
  }

  function signIn(since: number): Promise<AuthAnswer> {
    if (!withCode) return Promise.reject(new WechatAuthError("login_required"));
    return withCode(
      () => check(since),
      (body) => caller.send("/api/wechat/login", { body }, null),
    ).then((answer) => {
      keep(since, Object(answer).token, userOf(answer));
      return answer as AuthAnswer;
    });
  }

  function renewedToken(token: string | null, body?: object): Promise<unknown> {
    return caller
      .send("/api/system/refresh-token", { method: "POST", body }, token)
      .then((answer) => Object(Object(answer).data).token);
  }

  /** @param refused somebody has refused the token, so that it cannot be all we offer */
  function renew(since: number, refused?: boolean): Promise<unknown> {
    const session = store.get();
    if (!session) return signIn(since);
    const { token, user } = session;
    const over = isOver(session, clock());
    // For a platform user without a WeChat account, a code would sign in somebody else.
    const isPlatform = user.users_idtype === "ManagePlatform";
    const byCode = isPlatform && !user.wx_openid ? null : withCode;
    /** The code is not this user's: a WeChat user is who the code says, a platform user has to say it themselves. */
    function signInInstead(): Promise<unknown> {
      if (!isPlatform) return signIn(since);
      store.clear();
      throw new WechatAuthError("login_required");
    }
    // The service goes by the token if it can, else by the code.
    const asked =
      byCode && (over || refused)
        ? byCode(
            () => check(since),
            (body) => renewedToken(over ? null : token, body),
          )
        : renewedToken(token);
    return asked.then(
      (fresh) => {
        // A code that belongs to somebody else: only a sign-in tells who this is.
        if (fresh && claimsOf(String(fresh)).id !== user.pb_id) return signInInstead();
        keep(since, fresh, user);
        renewed.begin(MINUTE);
      },
      (error) => {
        check(since);
        if (error.reason === "user_not_found") return signInInstead();
        if (!isTokenRefused(error)) throw error;
        if (byCode && !refused && !over) return renew(since, true);
        store.clear();
        throw over && !byCode ? new WechatAuthError("login_required") : error;
      },
    );
  }

  function renewal(refused?: boolean): Promise<unknown> {
    const since = store.era();
    return flights.run<unknown>(SESSION, () => renew(since, refused));
  }

  function ensure(): Promise<Session> {
    const since = store.era();
    const session = store.get();
    const running = flights.current(SESSION);
    if (!running && session && !isDue(session)) return Promise.resolve(session);
    return (running || renewal()).then(
      () => current(since),
      (error) => {
        const kept = store.get();
        if (since !== store.era() || !kept || isOver(kept, clock()) || !isPassing(error)) throw error;
        // Offline or overloaded, but the token still holds: go on with it and try again later.
        postponed.begin(error.retryAfter * SECOND || MINUTE);
        return kept;
      },
    );
  }

  return {
    ensure,
    refresh() {
      const since = store.era();
      return renewal().then(() => current(since));
    },
    login() {
      const since = store.era();
      const start = (): Promise<AuthAnswer> => {
        check(since);
        const running = flights.current(SESSION);
        return running ? running.then(start, start) : flights.run(SESSION, () => signIn(since));
      };
      return flights.run("login", start);
    },
    logout() {
      store.nextEra();
      store.clear();
    },
    platform(path, body) {
      const since = store.era();
      return flights.run(path + JSON.stringify(body), () =>
        caller.send(path, { body }, null).then((answer) => {
          check(since);
          store.nextEra();
          keep(since + 1, Object(answer).token, userOf(answer));
          return answer as AuthAnswer;
        }),
      );
    },
    authorized(call, since = store.era()) {
      return ensure().then((session) => {
        check(since);
        return call(session.token).catch((error) => {
          if (!isTokenRefused(error) || since !== store.era()) throw error;
          const repeat = () => {
            const { token, user } = current(since);
            // What one user asked for is not done as another.
            if (user.pb_id !== session.user.pb_id) throw new WechatAuthError("session_changed");
            return call(token);
          };
          // Another call may have met the same refusal and renewed already.
          if (current(since).token !== session.token) return repeat();
          // Renewed a moment ago and refused all the same: another renewal would change nothing.
          if (renewed.isOn()) throw error;
          return renewal(true).then(repeat);
        });
      });
    },
    keeping(call) {
      const since = store.era();
      return call().then((kept) => {
        const session = store.get();
        if (session && since === store.era()) {
          const { token, user = session.user } = kept as Kept;
          if (token) keep(since, token, user);
          else store.setUser(user);
        }
        return kept;
      });
    },
    current: store.get,
    era: store.era,
    check,
  };
}
