/**
 * The rules of the management platform's doors: a phone and a password.
 * @module
 */
import { type Outcome, Records, Refusal } from "./records.ts";

export const NAME_AT_REGISTRATION = "测试用户";

export class Platform extends Records {
  protected register(phone: number): Outcome {
    if (this.phoneHolder(phone) !== null) throw new Refusal("phone_taken");
    const name = NAME_AT_REGISTRATION;
    const user = this.add({ kind: "ManagePlatform", anchor: null, registered: true, name, phone });
    return { said: "register_success", user };
  }

  protected platformLogin(phone: number, password: number): Outcome {
    const user = this.#platformUserOf(phone);
    if (this.user(user).password !== password) throw new Refusal("password_wrong");
    this.refuseDisabled(user);
    this.user(user).hasToken = true;
    return { said: "login_success", user };
  }

  protected resetPassword(phone: number, password: number): Outcome {
    const user = this.#platformUserOf(phone);
    this.refuseDisabled(user);
    Object.assign(this.user(user), { password, verified: true, hasToken: false });
    return { said: "password_reset", user: null };
  }

  /** All tokens end but the one that it answers. */
  protected changePassword(who: number, from: number, to: number): Outcome {
    const user = this.user(who);
    if (user.kind !== "ManagePlatform") throw new Refusal("user_type_mismatch");
    if (user.password !== from) throw new Refusal("password_wrong");
    if (from === to) throw new Refusal("password_same");
    user.password = to;
    return { said: "password_changed", user: null };
  }

  #platformUserOf(phone: number): number {
    const user = this.phoneHolder(phone);
    if (user === null) throw new Refusal("user_not_found");
    if (this.user(user).kind !== "ManagePlatform") throw new Refusal("user_type_mismatch");
    return user;
  }
}
