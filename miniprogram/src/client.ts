/**
 * Puts the parts together.
 * @module
 */
import { createAccount } from "./account.ts";
import { createCaller } from "./caller.ts";
import { createCodes } from "./codes.ts";
import { dataOf, invalidArgument } from "./failures.ts";
import { paidOnce } from "./paid-once.ts";
import { createQueue } from "./queue.ts";
import type { Runtime } from "./runtimes/runtime.ts";
import { createSessionStore } from "./session-store.ts";
import { createSessions } from "./sessions.ts";
import { createFlights } from "./single-flight.ts";
import type { BlobLike, Client, ClientOptions, RequestOptions, User } from "./types.ts";

const TIMEOUT = 20_000;
const AVATAR = "/api/wechat/avatar";
const PROFILE = "/api/wechat/profile";

export function createClientIn(runtime: Runtime, options: ClientOptions): Client {
  // Where nothing is given as well.
  const given: ClientOptions = Object(options);
  const { timeout = TIMEOUT, clock = Date.now } = given;
  if (!/^https?:\/\/[^\s?#]+$/.test(given.baseURL)) throw invalidArgument("baseURL", "须为 http(s) 地址");
  if (!(timeout > 0)) throw invalidArgument("timeout", "须大于 0");
  const transport = given.transport || runtime.transport;
  if (!transport) throw invalidArgument("transport", "须提供，这里没有 wx.request");
  const baseURL = given.baseURL.replace(/\/+$/, "");

  const caller = createCaller(baseURL, transport, timeout, clock);
  const store = createSessionStore({
    storage: () => given.storage || (runtime.storage && runtime.storage()),
    shared: !!given.storage || !runtime.ownsStorage,
    key: given.storageKey || `wechat_auth:${baseURL}`,
    clock,
  });
  const flights = createFlights(store.era);
  const ask = given.loginCode || runtime.loginCode;
  const onWait = given.onWait || (() => {});
  const withCode = ask ? createCodes(() => ask(timeout), timeout, onWait) : null;
  const sessions = createSessions({
    store,
    caller,
    flights,
    withCode,
    clock,
    renewWithin: given.renewWithin,
  });
  const uploads = createQueue(1);
  /** Counts the files that have gone out. */
  let sent = 0;

  function request(path: string, call: RequestOptions = {}, since?: number): Promise<unknown> {
    return call.auth === false
      ? caller.send(path, call, null)
      : sessions.authorized((token) => caller.send(path, call, token), since);
  }

  const account = createAccount({ sessions, caller, flights, withCode });

  return {
    get session() {
      return store.get();
    },
    login: sessions.login,
    ensureLogin: sessions.ensure,
    refresh: sessions.refresh,
    logout: account.logout,
    // The overloads say more than an implementation can.
    request: ((path: string, call?: RequestOptions) => request(path, call)) as Client["request"],
    uploadAvatar(file: string | BlobLike, call = {}) {
      if (!file) return Promise.reject(invalidArgument("file", "须为文件"));
      const since = store.era();
      const isPath = typeof file === "string";
      if (!isPath) sent += 1;
      // A double tap goes out once. What has gone out is another matter: its path can hold another file by now.
      return flights.run(`${AVATAR} ${sent} ${isPath ? file : ""}`, () =>
        // One after the other, because the service keeps the last file alone.
        uploads(() =>
          sessions.authorized((token) => {
            sent += 1;
            return caller.upload(AVATAR, file, token, call.timeout);
          }, since),
        ).then((answer) => dataOf<{ users_picture: string }>(answer, "users_picture").users_picture),
      );
    },
    updateProfile(profile) {
      if (!profile) return Promise.reject(invalidArgument("profile", "须为对象"));
      const since = store.era();
      // A double tap goes out once.
      return flights
        .run(PROFILE + JSON.stringify(profile), () =>
          sessions.keeping(() =>
            paidOnce(() => request(PROFILE, { body: profile }, since)).then((answer) =>
              dataOf<{ user: User }>(answer, "user"),
            ),
          ),
        )
        .then(({ user }) => user);
    },
    linkWechat: account.linkWechat,
    unlinkWechat: account.unlinkWechat,
    closeAccount: account.closeAccount,
    scan: account.scan,
    platform: {
      register: (registration) => sessions.platform("/api/platform/register", registration),
      login: (credentials) => sessions.platform("/api/platform/login", credentials),
      changePassword: account.changePassword,
      resetPassword: account.resetPassword,
    },
  };
}
