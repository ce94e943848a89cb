/**
 * What signed-in users do with their account.
 * @module
 */
import type { Caller } from "./caller.ts";
import type { WithCode } from "./codes.ts";
import { WechatAuthError } from "./errors.ts";
import { dataOf, isTokenRefused } from "./failures.ts";
import { paidOnce } from "./paid-once.ts";
import type { Sessions } from "./sessions.ts";
import type { Flights } from "./single-flight.ts";
import type { Client } from "./types.ts";

export interface AccountOptions {
  sessions: Sessions;
  caller: Caller;
  flights: Flights;
  /** Null where there is no WeChat to ask. */
  withCode: WithCode | null;
}

/** In what a page gets: the scene of a mini-program code as it is, or an ordinary link, encoded. */
const TICKET = /(?:^|ticket(?:=|%3D))([0-9A-Za-z]{22})(?![0-9A-Za-z])/i;

export type Account = Pick<Client, "logout" | "linkWechat" | "unlinkWechat" | "closeAccount" | "scan"> &
  Pick<Client["platform"], "changePassword" | "resetPassword">;

export function createAccount({ sessions, caller, flights, withCode }: AccountOptions): Account {
  /** A call that goes out once however often it is tapped; `data` of its answer. */
  const once = <T extends { status: string }>(path: string, body: object, send: () => Promise<unknown>) =>
    flights.run(path + JSON.stringify(body), () => send().then((answer) => dataOf<T>(answer, "status")));

  /** The same as the signed-in user; the session takes the token and the user that it answers. */
  function act<T extends { status: string }>(path: string, body: object, needsCode = false): Promise<T> {
    const since = sessions.era();
    const send = (token: string) => {
      const post = (proof?: object) => caller.send(path, { body: Object.assign({}, body, proof) }, token);
      if (!needsCode) return post();
      return withCode
        ? withCode(() => sessions.check(since), post)
        : Promise.reject(new WechatAuthError("wx_login_failed"));
    };
    return sessions.keeping(() => once<T>(path, body, () => sessions.authorized(send, since)));
  }

  /** Ends the session, unless it is another one by now. */
  const endOf = (since: number) => () => {
    if (since === sessions.era()) sessions.logout();
  };

  return {
    logout: ((options) => {
      const { everywhere } = Object(options);
      if (!everywhere || !sessions.current()) return sessions.logout();
      const end = endOf(sessions.era());
      return act("/api/account/revoke-tokens", {}).then(end, (error) => {
        // Nobody can be signed out more than that.
        if (!isTokenRefused(error)) throw error;
        end();
      });
    }) as Client["logout"],
    linkWechat: (options = {}) => act("/api/account/link-wechat", options, true),
    unlinkWechat: () => act("/api/account/unlink-wechat", {}),
    closeAccount({ password } = {}) {
      const body = Object.assign({ confirm: true }, password ? { password } : {});
      return act("/api/account/close", body, !password).then(endOf(sessions.era()));
    },
    scan: {
      ticketOf(query) {
        const { scene, q } = Object(query);
        const found = TICKET.exec(scene || q);
        return found && (found[1] as string);
      },
      open: (ticket) => act("/api/wechat/scan-open", { ticket }),
      confirm: (ticket, approve) => act("/api/wechat/scan-confirm", { ticket, approve }),
    },
    changePassword: (change) => act("/api/platform/change-password", change),
    resetPassword(reset) {
      const path = "/api/platform/reset-password";
      return once(path, reset, () => paidOnce(() => caller.send(path, { body: reset }, null)));
    },
  };
}
