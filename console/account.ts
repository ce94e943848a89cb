/**
 * The account part of the page: the forms, or the signed-in user.
 * @module
 */
import type { components } from "../src/generated/api.d.ts";
import { type Failure, ownRecord, platformLogin, platformRegister, refreshToken } from "./api.ts";
import { announce, button, type Child, element } from "./dom.ts";
import { loginFields, registerFields } from "./fields.ts";
import { Form } from "./form.ts";
import { failureWords, Notice } from "./notice.ts";
import { profile, userOfRecord } from "./profile.ts";
import { claimsOf, storedToken, storeToken } from "./session.ts";
import { tabs } from "./tabs.ts";
import { endsSession, TokenPanel } from "./token-panel.ts";

type Schemas = components["schemas"];

export class Account {
  #panel: TokenPanel | null = null;

  /**
   * @param section shows what the account's state asks for
   * @param usersChanged called after a registration
   */
  constructor(
    private readonly section: HTMLElement,
    private readonly usersChanged: () => void,
  ) {
    const token = storedToken();
    if (token) void this.#restore(token);
    else this.#showForms();
  }

  #show(title: string, actions: HTMLButtonElement[], content: Child[]): void {
    this.#panel?.close();
    this.#panel = null;
    const heading = element("h2", { id: "account-title", tabindex: "-1" }, title);
    this.section.replaceChildren(element("div", { class: "card-head" }, heading, ...actions), ...content);
  }

  #focusTitle(): void {
    document.getElementById("account-title")?.focus();
  }

  /** @returns the place for a word about how the session ended */
  #showForms(): Notice {
    const notice = new Notice();
    const login = new Form({
      id: "login",
      fields: loginFields,
      submit: "登录",
      busy: "正在登录…",
      send: (values) => platformLogin(values as Schemas["PlatformLoginRequest"]),
      done: (answer) => this.#signedIn(answer),
    });
    const register = new Form({
      id: "register",
      fields: registerFields,
      submit: "注册并登录",
      busy: "正在注册…",
      send: (values) => platformRegister(values as unknown as Schemas["PlatformRegisterRequest"]),
      done: (answer) => {
        this.#signedIn(answer);
        this.usersChanged();
      },
    });
    const forms = tabs("登录或注册", [
      { id: "login", label: "登录", content: login.element },
      { id: "register", label: "注册", content: register.element },
    ]);
    this.#show("平台账号", [], [notice.element, ...forms]);
    return notice;
  }

  #showSession(...content: Child[]): void {
    const signOut = button("退出登录", { class: "quiet" }, () => {
      storeToken(null);
      this.#showForms();
      this.#focusTitle();
      announce("已退出登录");
    });
    this.#show("当前账号", [signOut], content);
  }

  #signedIn({ token, meta }: Schemas["AuthAnswer"]): void {
    storeToken(token);
    this.#showUser(meta.data.user, token);
    this.#focusTitle();
    announce(meta.msg);
  }

  #showUser(user: Schemas["User"], token: string): void {
    const panel = new TokenPanel({
      token,
      renewed: storeToken,
      ended: (failure) => this.#end(failure),
    });
    this.#showSession(...profile(user), panel.element);
    this.#panel = panel;
  }

  /** @param failure why the service no longer accepts the session; null when the token has run out */
  #end(failure: Failure | null): void {
    storeToken(null);
    const notice = this.#showForms();
    notice.show(failure ? failureWords(failure) : { title: "登录已过期，请重新登录" });
    this.#focusTitle();
  }

  /** Shows the user of the token that this tab still has, after a reload. */
  async #restore(token: string): Promise<void> {
    this.#show("当前账号", [], [element("p", { class: "muted" }, "正在恢复登录…")]);
    const claims = claimsOf(token);
    if (!claims) return this.#end(null);
    const record = await ownRecord(token, claims.id);
    if (record.ok) return this.#showUser(userOfRecord(record.value), token);
    // PocketBase's route only says “not found”; this one names the reason.
    const check = await refreshToken(token);
    if (!check.ok && endsSession(check.failure)) return this.#end(check.failure);
    this.#showRestoreFailure(token, check.ok ? record.failure : check.failure);
  }

  /** The session may be fine: it is kept until the service can tell. */
  #showRestoreFailure(token: string, failure: Failure): void {
    const notice = new Notice();
    const retry = button("重试", { class: "primary" }, () => {
      void this.#restore(token).then(() => this.#focusTitle());
    });
    this.#showSession(notice.element, element("div", { class: "buttons" }, retry));
    notice.showFailure(failure);
  }
}
