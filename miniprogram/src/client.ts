/**
 * Puts the parts together.
 * @module
 */
import { createCaller, within } from "./caller.ts";
import { failed, invalidArgument, unexpected } from "./failures.ts";
import { createSessionStore } from "./session-store.ts";
import { createSessions } from "./sessions.ts";
import { createFlights } from "./single-flight.ts";
import { defaultStorage } from "./storage.ts";
import { fetchTransport } from "./transport/fetch.ts";
import { wxLoginCode, wxTransport } from "./transport/wx.ts";
import type { BlobLike, Client, ClientOptions, RequestOptions, User } from "./types.ts";
import { findWx } from "./wx.ts";

const TIMEOUT = 20_000;

async function codeFrom(askCode: () => Promise<string>, timeout: number): Promise<string> {
  try {
    const code = await within(timeout, askCode());
    if (code) return code;
    throw new Error("no code");
  } catch (thrown) {
    throw failed("wx_login_failed", thrown);
  }
}

/**
 * A client of one service. Make one and share it.
 * @throws WechatAuthError `invalid_argument` for options that cannot work
 */
export function createClient(options: ClientOptions): Client {
  const { timeout = TIMEOUT, clock = Date.now, renewWithin } = options;
  if (!/^https?:\/\/[^\s?#]+$/.test(options.baseURL)) throw invalidArgument("baseURL", "须为 http(s) 地址");
  if (!(timeout > 0)) throw invalidArgument("timeout", "须大于 0");
  const baseURL = options.baseURL.replace(/\/+$/, "");
  const wx = findWx();
  const storage = () => options.storage || defaultStorage(wx);
  const store = createSessionStore(storage, options.storageKey || `wechat_auth:${baseURL}`, clock);
  const transport = options.transport || (wx ? wxTransport(wx) : fetchTransport);
  const caller = createCaller(baseURL, transport, timeout);
  const askCode = options.loginCode || (wx && (() => wxLoginCode(wx, timeout)));
  const loginCode = askCode ? () => codeFrom(askCode, timeout) : null;
  const flights = createFlights();
  const sessions = createSessions({ store, caller, flights, loginCode, clock, renewWithin });

  async function request(path: string, call: RequestOptions = {}): Promise<unknown> {
    return call.auth === false
      ? caller.send(path, call, null)
      : sessions.authorized((token) => caller.send(path, call, token));
  }

  /** What a double tap sends twice goes out once. */
  const once = <T>(path: string, what: unknown, start: () => Promise<T>) =>
    flights.run(path + JSON.stringify(what), start);

  const dataOf = <T>(answer: unknown, key: string): T => {
    const value = Object(Object(answer).data)[key];
    if (!value) throw unexpected();
    return value;
  };

  return {
    get session() {
      return store.get();
    },
    login: sessions.login,
    ensureLogin: sessions.ensure,
    refresh: sessions.refresh,
    logout: sessions.logout,
    // The overloads say more than an implementation can.
    request: request as Client["request"],
    uploadAvatar(file: string | BlobLike, call = {}) {
      const path = "/api/wechat/avatar";
      const start = async () =>
        dataOf<string>(
          await sessions.authorized((token) => caller.upload(path, file, token, call.timeout)),
          "users_picture",
        );
      return typeof file === "string" ? once(path, file, start) : start();
    },
    updateProfile(profile) {
      const path = "/api/wechat/profile";
      return once(path, profile, () =>
        sessions.updating(async () => dataOf<User>(await request(path, { body: profile }), "user")),
      );
    },
    platform: {
      register: (registration) => sessions.platform("/api/platform/register", registration),
      login: (credentials) => sessions.platform("/api/platform/login", credentials),
    },
  };
}
