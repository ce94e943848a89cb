/**
 * What exists on the fuzzed service: users, tokens, codes. Requests name these things; here they are looked up.
 * @module
 */
import { freshPhone, type Service, type SignedIn } from "../../support/service.ts";
import type { Authorization, Holder } from "./headers.ts";
import { OWN_PICKS, type OwnPick, type OwnThings, OwnThingsMaker } from "./own-things.ts";
import { tampered } from "./tampering.ts";
import type { Pick } from "./values.ts";

/** How many WeChat users and platform accounts there are to meet again. */
const CROWD = 3;

/** Operations that end tokens, or move and close accounts: whoever asks for one is there for this request alone. */
export const SPENDING = ["linkWechat", "unlinkWechat", "revokeTokens", "closeAccount", "changePassword"];

/** Whose token opens tickets. */
const OPENING: Holder[] = ["newcomer", "WeChat user", "platform user"];

const isOwnPick = (pick: Pick): pick is OwnPick => (Object.values(OWN_PICKS).flat() as Pick[]).includes(pick);

/** Whose token has a person behind it that such a request would use up. */
const SPENT: Holder[] = ["newcomer", "WeChat user", "platform user", "impersonated user"];

interface Account {
  phone: string;
  password: string;
}

export class World {
  /** Users that were signed up to carry a token, beside those the requests sign up. */
  newcomers = 0;
  #turn = 0;
  /** The WeChat account of the latest caller who is there for one request. */
  #own: string | null = null;
  /** What the request at hand has of its own, once it names something of it. */
  #things: OwnThings | null = null;
  /** The operation of the request at hand, and its caller's token where tickets can be opened with it. */
  #request: { operation: string; caller: string | null } = { operation: "", caller: null };
  readonly #maker: OwnThingsMaker;
  readonly #used = { login: "never-issued", phone: "never-issued" };

  private constructor(
    private readonly service: Service,
    private readonly accounts: Account[],
    private readonly wechatPhones: string[],
    private readonly tokens: { [H in Exclude<Holder, "newcomer">]: string },
    somebody: SignedIn,
  ) {
    this.#maker = new OwnThingsMaker(service, somebody);
  }

  /** Fills a fresh service with everyone the requests speak of. */
  static async create(service: Service): Promise<World> {
    const accounts: Account[] = [];
    for (let i = 0; i < CROWD; i++) accounts.push(await service.platformUser());
    const wechatPhones: string[] = [];
    for (let i = 0; i < CROWD; i++) wechatPhones.push(await completeProfile(service, `crowd-${i}`));

    const disabled = await service.wechatUser("disabled");
    await service.admin.updateUser(disabled.id, { users_status: -1 });
    const deleted = await service.wechatUser("deleted");
    await service.admin.request("DELETE", `/api/collections/tbl_auth_users/records/${deleted.id}`);
    await service.admin.createCompany("C001", "示例公司");
    const wechat = await service.wechatUser("crowd-0");
    const tokens = {
      "WeChat user": wechat.token,
      "platform user": (await service.platformUser()).token,
      "disabled user": disabled.token,
      "impersonated user": await service.admin.impersonate(wechat.id),
      "deleted user": deleted.token,
      superuser: await service.admin.token(),
    };
    return new World(service, accounts, wechatPhones, tokens, wechat);
  }

  /** The next of several things, in turns, so that the same requests in the same order meet the same things. */
  #next<T>(things: T[]): T {
    const thing = things[this.#turn++ % things.length];
    if (thing === undefined) throw new Error("nothing to choose from");
    return thing;
  }

  /** @param sent the members of the body that stand before this one, as JSON text */
  async lookUp(pick: Pick, sent: Map<string, string>): Promise<string> {
    if (pick === "same as password") return sent.get("password") ?? '"correct-horse-8"';
    return JSON.stringify(isOwnPick(pick) ? await this.#ownThing(pick) : this.#text(pick));
  }

  async #ownThing(pick: OwnPick): Promise<string> {
    if (!this.#things) {
      const { operation, caller } = this.#request;
      const { things, newcomers } = await this.#maker.make(operation, caller);
      this.#things = things;
      this.newcomers += newcomers;
    }
    return this.#things[pick] ?? "";
  }

  #text(pick: Exclude<Pick, "same as password" | OwnPick>): string {
    const { sandbox } = this.service;
    switch (pick) {
      case "login code, new user":
        return (this.#used.login = sandbox.mintLoginCode().code);
      case "login code, known user":
        return (this.#used.login = sandbox.mintLoginCode({ user: this.#next(KNOWN_USERS) }).code);
      case "login code, own":
        return sandbox.mintLoginCode(this.#own === null ? {} : { user: this.#own }).code;
      case "login code, used":
        return this.#used.login;
      case "phone code, new":
        return (this.#used.phone = sandbox.mintPhoneCode({ phone: freshPhone() }).code);
      case "phone code, taken":
        return sandbox.mintPhoneCode({ phone: this.#next(this.accounts).phone }).code;
      case "phone code, used":
        return this.#used.phone;
      case "phone of a platform account":
        return this.#next(this.accounts).phone;
      case "phone of a WeChat user":
        return this.#next(this.wechatPhones);
      case "new phone":
        return freshPhone();
      case "password of a platform account":
        return this.accounts[0]?.password ?? "";
      case "wrong password":
        return "not-the-password";
      case "web picture":
        return "https://example.com/头像/😀.png?x=1#y";
      case "company":
        return "C001";
    }
  }

  /** A newcomer is somebody else each time: whatever half of a profile is written stays visible in their record. */
  async #tokenOf(holder: Holder, operation: string): Promise<string> {
    if (SPENDING.includes(operation) && SPENT.includes(holder)) return this.#tokenToSpend(holder);
    if (holder !== "newcomer") return this.tokens[holder];
    this.newcomers++;
    return (await this.service.wechatUser()).token;
  }

  /** Every second platform user has a WeChat account: some may link one, some unlink it. */
  async #tokenToSpend(holder: Holder): Promise<string> {
    const { service } = this;
    const turn = ++this.newcomers;
    this.#own = `own-${turn}`;
    if (holder !== "platform user") {
      const user = await service.wechatUser(this.#own);
      return holder === "impersonated user" ? service.admin.impersonate(user.id) : user.token;
    }
    const { token } = await service.platformUser();
    if (turn % 2 === 0) {
      const { code } = service.sandbox.mintLoginCode({ user: this.#own });
      await service.call("linkWechat", { token, body: { users_wx_code: code } });
    }
    return token;
  }

  /**
   * @returns the value of the Authorization header, null for none; and whether it holds a token as it was issued
   */
  async authorize(
    authorization: Authorization,
    operation: string,
  ): Promise<{ header: string | null; intact: boolean }> {
    this.#own = null;
    this.#things = null;
    this.#request = { operation, caller: null };
    if (authorization.kind === "none") return { header: null, intact: false };
    if (authorization.kind === "text") return { header: authorization.value, intact: false };
    const issued = await this.#tokenOf(authorization.holder, operation);
    const sent = authorization.tampering
      ? await tampered(issued, authorization.tampering, (holder) => this.#tokenOf(holder, operation))
      : issued;
    const intact = sent === issued;
    if (intact && OPENING.includes(authorization.holder)) this.#request.caller = issued;
    return { header: authorization.scheme + sent, intact };
  }
}

const KNOWN_USERS = [...Array(CROWD).keys()].map((i) => `crowd-${i}`).concat("disabled");

/** Signs a WeChat user in and gives them a phone. @returns the phone */
async function completeProfile(service: Service, name: string): Promise<string> {
  const { token } = await service.wechatUser(name);
  const phone = freshPhone();
  const { code } = service.sandbox.mintPhoneCode({ phone });
  const body = { users_name: name, users_phone_code: code, users_picture: "https://example.com/a.png" };
  const { status, text } = await service.call("wechatProfile", { token, body });
  if (status !== 200) throw new Error(`profile of ${name}: ${text}`);
  return phone;
}
