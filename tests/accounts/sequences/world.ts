/**
 * The actions as requests to a running service, and what its database holds afterwards.
 * @module
 */
import { freshPhone, registration, type Answer, type Service } from "../../support/service.ts";
import { claimsOf } from "../../support/tokens.ts";
import { appidOf, openidOf, refererOf } from "../support.ts";
import { type Account, ACCOUNTS, type Action, PHONES } from "./actions.ts";
import { nameInProfile } from "./model.ts";
import { byOperator } from "./operator.ts";
import type { Outcome } from "./records.ts";

/** Everybody registers with the first. */
const PASSWORD = "correct-horse-8";
const passwordAt = (password: number) => (password === 0 ? PASSWORD : `${PASSWORD}-${password}`);
const PICTURE = "https://example.com/avatar/1.png";

let worlds = 0;

/** People, phones and unionids that nobody has met before, so that many worlds can share a service. */
export class World {
  /** In the order of their making, with the token that each got last. */
  readonly users: { id: string; token: string }[] = [];
  /** Ids of the records that a sign-in said it had made, and of those that were deleted. */
  readonly made: string[] = [];
  readonly removed: string[] = [];
  readonly phones = Array.from({ length: PHONES }, freshPhone);
  readonly #name = `world-${++worlds}`;

  constructor(readonly service: Service) {}

  openid(account: Account): string {
    const [person, app] = account.split("@");
    return openidOf(this.service, `${this.#name}-${person}`, Number(app));
  }

  unionid(unionid: string): string {
    return unionid === "" ? "" : `${this.#name}-${unionid}`;
  }

  /** All accounts of this world, by appid and openid. */
  accounts(): Map<string, Account> {
    return new Map(
      ACCOUNTS.map((account) => [
        `${appidOf(this.service, appOf(account))} ${this.openid(account)}`,
        account,
      ]),
    );
  }

  /** @throws when the answer is no declared one, or none of a sound service */
  async perform(action: Action): Promise<Outcome> {
    switch (action.does) {
      case "login":
        return this.#signedIn(await this.#byCode("wechatLogin", action));
      case "renew": {
        const answer = await this.#byCode("refreshToken", action);
        if (answer.status !== 200) return this.#outcome(answer);
        const { token } = answer.body.data;
        return { said: "renewed", user: this.#arrived(claimsOf(token).id, token) };
      }
      case "register": {
        const body = registration({ users_phone: this.phones[action.phone], password: PASSWORD });
        return this.#signedIn(await this.service.call("platformRegister", { body }));
      }
      case "platformLogin": {
        const body = { users_phone: this.phones[action.phone], password: passwordAt(action.password) };
        return this.#signedIn(await this.service.call("platformLogin", { body }));
      }
      case "resetPassword": {
        const users_phone_code = this.#phoneCode(action.phone);
        const password = passwordAt(action.password);
        const body = { users_phone_code, password, passwordConfirm: password };
        return this.#outcome(await this.service.call("resetPassword", { body }));
      }
      case "changePassword": {
        const password = passwordAt(action.to);
        const body = { password_old: passwordAt(action.from), password, passwordConfirm: password };
        const id = this.#id(action.who);
        const answer = await this.service.call("changePassword", { body, ...this.#bearer(action.who) });
        if (answer.status === 200) this.#arrived(id, answer.body.data.token);
        return this.#outcome(answer);
      }
      case "revokeTokens":
        return this.#outcome(await this.service.call("revokeTokens", this.#bearer(action.who)));
      case "profile": {
        const body = {
          users_name: nameInProfile(this.#position(action.who)),
          users_picture: PICTURE,
          users_phone_code: this.#phoneCode(action.phone),
          ...(action.claim && { phone_conflict: "claim" }),
        };
        return this.#outcome(await this.service.call("wechatProfile", { body, ...this.#bearer(action.who) }));
      }
      case "link": {
        const { token } = this.#bearer(action.who);
        return this.#outcome(await this.#byCode("linkWechat", action, { merge: action.merge }, token));
      }
      case "unlink": {
        const call = { ...this.#bearer(action.who), headers: refererOf(this.service, action.app) };
        const answer = await this.service.call("unlinkWechat", call);
        if (answer.status === 200) this.#arrived(answer.body.data.user.pb_id, answer.body.data.token);
        return this.#outcome(answer);
      }
      case "close": {
        const { token } = this.#bearer(action.who);
        if (action.by !== "password") {
          const proof = { account: action.by, unionid: "" };
          return this.#outcome(await this.#byCode("closeAccount", proof, { confirm: true }, token));
        }
        const body = { confirm: true, password: PASSWORD };
        return this.#outcome(await this.service.call("closeAccount", { body, token }));
      }
      case "join": {
        const body = { survivor_id: this.#id(action.who), absorbed_id: this.#id(action.other) };
        const token = await this.service.admin.token();
        return this.#outcome(await this.service.call("joinUsers", { body, token }));
      }
      case "setStatus":
        return byOperator(this.service, "PATCH", this.#id(action.who), { users_status: action.status });
      case "setPhone": {
        const users_phone = action.phone === null ? "" : this.phones[action.phone];
        return byOperator(this.service, "PATCH", this.#id(action.who), { users_phone });
      }
      case "remove": {
        const id = this.#id(action.who);
        const outcome = await byOperator(this.service, "DELETE", id);
        if (outcome.said === "ok") this.removed.push(id);
        return outcome;
      }
      case "forgetRow": {
        const id = this.#id(action.who);
        await this.service.admin.sql(
          `DELETE FROM tbl_auth_identities WHERE user = '${id}'
            AND openid = (SELECT openid FROM tbl_auth_users WHERE id = '${id}')`,
        );
        return { said: "ok", user: null };
      }
    }
  }

  #position(who: number): number {
    return who % this.users.length;
  }

  #id(who: number): string {
    return this.users[this.#position(who)]?.id ?? "";
  }

  #bearer(who: number): { token: string } {
    return { token: this.users[this.#position(who)]?.token ?? "" };
  }

  #phoneCode(phone: number): string {
    return this.service.sandbox.mintPhoneCode({ phone: this.phones[phone] ?? "" }).code;
  }

  #byCode(
    operation: string,
    { account, unionid }: { account: Account; unionid: string },
    more: object = {},
    token?: string,
  ): Promise<Answer> {
    const { code } = this.service.sandbox.mintLoginCode({
      user: `${this.#name}-${account.split("@")[0]}`,
      appid: appidOf(this.service, appOf(account)),
      ...(unionid !== "" && { unionid: this.unionid(unionid) }),
    });
    return this.service.call(operation, {
      body: { users_wx_code: code, ...more },
      headers: refererOf(this.service, appOf(account)),
      ...(token !== undefined && { token }),
    });
  }

  #arrived(id: string, token: string): number {
    const known = this.users.findIndex((user) => user.id === id);
    if (known < 0) return this.users.push({ id, token }) - 1;
    this.users[known] = { id, token };
    return known;
  }

  #signedIn(answer: Answer): Outcome {
    if (answer.status !== 200) return this.#outcome(answer);
    const { token, record, meta } = answer.body;
    const said = meta.data.status;
    if (said === "register_success") this.made.push(record.id);
    return { said, user: this.#arrived(record.id, token) };
  }

  #outcome({ status, reason, body, text }: Answer): Outcome {
    if (status >= 500) throw new Error(`${status}: ${text}`);
    if (reason !== undefined) return { said: reason, user: null };
    const { status: said, user } = body.data;
    return { said, user: user ? this.users.findIndex(({ id }) => id === user.pb_id) : null };
  }
}

const appOf = (account: Account) => Number(account.split("@")[1]);
