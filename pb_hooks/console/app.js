"use strict";
(() => {
  // console/clock.ts
  var NOISE_MS = 2e3;
  var offset = 0;
  function observeDate(header) {
    const time = Date.parse(header ?? "");
    if (Number.isNaN(time)) return;
    const difference = time - Date.now();
    offset = Math.abs(difference) > NOISE_MS ? difference : 0;
  }
  function serverNow() {
    return Date.now() + offset;
  }

  // console/api.ts
  var TIMEOUT_SECONDS = 15;
  var base = location.pathname.replace(/\/console\/?$/, "");
  var health = () => plain("/api/system/health");
  var helloWorld = () => plain("/api/system/test-helloworld");
  var usersCount = () => plain("/api/system/users-count");
  var platformRegister = (body) => call("POST", "/api/platform/register", { body });
  var platformLogin = (body) => call("POST", "/api/platform/login", { body });
  var refreshToken = (token) => plain("/api/system/refresh-token", { token });
  var ownRecord = (token, id) => call("GET", `/api/collections/tbl_auth_users/records/${encodeURIComponent(id)}`, {
    token
  });
  async function plain(path, options = {}) {
    const result = await call("POST", path, options);
    return result.ok ? { ok: true, value: result.value.data } : result;
  }
  async function call(method, path, { body, token }) {
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), TIMEOUT_SECONDS * 1e3);
    try {
      const response = await fetch(base + path, {
        method,
        headers: {
          ...body && { "Content-Type": "application/json" },
          ...token !== void 0 && { Authorization: `Bearer ${token}` }
        },
        ...body && { body: JSON.stringify(body) },
        credentials: "omit",
        cache: "no-store",
        signal: abort.signal
      });
      observeDate(response.headers.get("Date"));
      return read(response, await response.text());
    } catch {
      return { ok: false, failure: { kind: abort.signal.aborted ? "timeout" : "unreachable" } };
    } finally {
      clearTimeout(timer);
    }
  }
  function read(response, text) {
    const unreadable = { ok: false, failure: { kind: "unreadable", status: response.status } };
    let body;
    try {
      body = JSON.parse(text);
    } catch {
      return unreadable;
    }
    if (typeof body !== "object" || body === null) return unreadable;
    if (response.ok) return { ok: true, value: body };
    const { msg, data } = body;
    if (typeof msg !== "string" || typeof data?.reason !== "string") return unreadable;
    const seconds = Number.parseInt(response.headers.get("Retry-After") ?? "", 10);
    return {
      ok: false,
      failure: {
        kind: "refused",
        status: response.status,
        msg,
        reason: data.reason,
        fields: data.fields ?? {},
        retryAfter: seconds > 0 ? seconds : null
      }
    };
  }

  // console/dom.ts
  function element(tag, attributes = {}, ...children) {
    const node = document.createElement(tag);
    setAttributes(node, attributes);
    node.append(...children);
    return node;
  }
  function setAttributes(node, attributes) {
    for (const [name, value] of Object.entries(attributes)) {
      if (value === false || value === null || value === void 0) node.removeAttribute(name);
      else node.setAttribute(name, value === true ? "" : String(value));
    }
  }
  function setText(node, text) {
    if (node.textContent !== text) node.textContent = text;
  }
  function button(label, attributes, onClick) {
    const node = element("button", { type: "button", ...attributes }, label);
    node.addEventListener("click", onClick);
    return node;
  }
  async function whileBusy(node, label, action) {
    if (node.getAttribute("aria-disabled") === "true") return;
    const idle = node.textContent ?? "";
    setAttributes(node, { "aria-disabled": "true" });
    node.textContent = label;
    try {
      await action();
    } finally {
      setAttributes(node, { "aria-disabled": null });
      node.textContent = idle;
    }
  }
  function announce(text) {
    const announcer = document.getElementById("announcer");
    announcer?.replaceChildren(element("span", {}, text));
  }
  function byId(id) {
    const node = document.getElementById(id);
    if (!node) throw new Error(`index.html has no #${id}`);
    return node;
  }

  // console/fields.ts
  var registerFields = {
    users_name: { label: "姓名", autocomplete: "name" },
    users_phone: { label: "手机号", type: "tel", autocomplete: "username", hint: "中国大陆手机号" },
    password: {
      label: "密码",
      type: "password",
      autocomplete: "new-password",
      hint: "8 到 71 个字符"
    },
    passwordConfirm: {
      label: "确认密码",
      type: "password",
      autocomplete: "new-password",
      hint: "再输入一次"
    },
    users_picture: {
      label: "头像",
      type: "url",
      autocomplete: "photo",
      hint: "图片的 http 或 https 地址",
      wide: true
    },
    users_type: {
      label: "用户类型",
      options: { "": "默认（注册用户）", 注册用户: "注册用户", 游客: "游客" },
      optional: true
    },
    company_id: { label: "公司", hint: "已存在的公司编号", optional: true },
    users_id_number: { label: "证件号", optional: true },
    users_level: { label: "用户等级", optional: true },
    users_parent_id: { label: "上级用户", optional: true },
    users_promo_code: { label: "推广码", optional: true },
    usergroups_id: { label: "用户组", optional: true }
  };
  var loginFields = {
    users_phone: { label: "手机号", type: "tel", autocomplete: "username" },
    password: { label: "密码", type: "password", autocomplete: "current-password" }
  };

  // console/control.ts
  var Control = class {
    /** @param id unique in the page */
    constructor(id, name, field) {
      this.name = name;
      this.field = field;
      this.#hint = field.hint ? element("p", { id: `${id}-hint`, class: "hint" }, field.hint) : null;
      this.#error = element("p", { id: `${id}-error`, class: "field-error", hidden: true });
      const attributes = { id, name, required: !field.optional, "aria-describedby": this.#hint?.id };
      this.input = field.options ? element(
        "select",
        attributes,
        ...Object.entries(field.options).map(([value, label]) => element("option", { value }, label))
      ) : element("input", {
        ...attributes,
        type: field.type ?? "text",
        autocomplete: field.autocomplete ?? "off",
        ...field.autocomplete !== "name" && { autocapitalize: "off", spellcheck: "false" }
      });
      this.input.addEventListener("input", () => this.showError(null));
      this.element = element(
        "div",
        { class: field.wide ? "field wide" : "field" },
        element("label", { for: id }, field.label),
        element("div", { class: "input-row" }, this.input, ...this.#revealButton()),
        ...this.#hint ? [this.#hint] : [],
        this.#error
      );
    }
    name;
    field;
    element;
    input;
    #error;
    #hint;
    get value() {
      return this.input.value;
    }
    /** @param message null takes the error away */
    showError(message) {
      const prefix = `${this.field.label}：`;
      this.#error.textContent = message?.startsWith(prefix) ? message.slice(prefix.length) : message;
      this.#error.hidden = message === null;
      const described = [message === null ? "" : this.#error.id, this.#hint?.id ?? ""].filter(Boolean);
      setAttributes(this.input, {
        "aria-invalid": message === null ? null : "true",
        "aria-describedby": described.join(" ") || null
      });
    }
    /** Puts the cursor into the input, unfolding what hides it. */
    focus() {
      const folded = this.element.closest("details");
      if (folded) folded.open = true;
      this.input.focus();
    }
    #revealButton() {
      const { input } = this;
      if (this.field.type !== "password" || !(input instanceof HTMLInputElement)) return [];
      const label = `显示${this.field.label}`;
      const reveal = button("显示", { class: "reveal", "aria-pressed": "false", "aria-label": label }, () => {
        const shown = input.type === "password";
        input.type = shown ? "text" : "password";
        setAttributes(reveal, { "aria-pressed": String(shown) });
      });
      return [reveal];
    }
  };

  // console/notice.ts
  function failureWords(failure) {
    switch (failure.kind) {
      case "refused":
        return { title: failure.msg, reason: failure.reason };
      case "unreachable":
        return { title: "连接不上服务", detail: "请检查网络，或稍后再试。" };
      case "timeout":
        return { title: `服务在 ${TIMEOUT_SECONDS} 秒内没有应答`, detail: "请稍后再试。" };
      case "unreadable":
        return {
          title: `服务的应答无法识别（HTTP ${failure.status}）`,
          detail: "可能是服务前面的代理出了问题，请稍后再试。"
        };
    }
  }
  var Notice = class {
    #alert = element("div", { role: "alert" });
    // Beside the alert, not in it: a number that changes each second must not be read out each second.
    #timer = element("p", { role: "timer", class: "countdown", hidden: true });
    element = element("div", { class: "notice" }, this.#alert, this.#timer);
    #ticking = 0;
    /** @param more stands between the words and the reason */
    show(words, ...more) {
      this.clear();
      this.#alert.append(
        element("p", { class: "notice-title" }, words.title),
        ...words.detail ? [element("p", {}, words.detail)] : [],
        ...more,
        ...words.reason ? [element("p", { class: "notice-reason" }, "原因代码 ", element("code", {}, words.reason))] : []
      );
    }
    showFailure(failure, ...more) {
      this.show(failureWords(failure), ...more);
      if (failure.kind === "refused" && failure.retryAfter !== null) this.#countDown(failure.retryAfter);
    }
    clear() {
      window.clearInterval(this.#ticking);
      this.#timer.hidden = true;
      this.#alert.replaceChildren();
    }
    #countDown(seconds) {
      const until = Date.now() + seconds * 1e3;
      announce(`请在 ${seconds} 秒后重试`);
      const tick = () => {
        const left = Math.ceil((until - Date.now()) / 1e3);
        setText(this.#timer, left > 0 ? `请在 ${left} 秒后重试` : "现在可以重试了");
        if (left > 0) return;
        window.clearInterval(this.#ticking);
        announce("现在可以重试了");
      };
      tick();
      this.#timer.hidden = false;
      this.#ticking = window.setInterval(tick, 1e3);
    }
  };

  // console/form.ts
  var Form = class {
    constructor(options) {
      this.options = options;
      this.#controls = Object.entries(options.fields).map(
        ([name, field]) => new Control(`${options.id}-${name}`, name, field)
      );
      const grid = (optional) => element(
        "div",
        { class: "fields" },
        ...this.#controls.filter(({ field }) => Boolean(field.optional) === optional).map((control) => control.element)
      );
      const folded = this.#controls.some(({ field }) => field.optional) ? [element("details", {}, element("summary", {}, "选填资料"), grid(true))] : [];
      const submit = element("button", { type: "submit", class: "primary" }, options.submit);
      this.element = element(
        "form",
        { method: "post", novalidate: true },
        grid(false),
        ...folded,
        this.#notice.element,
        submit
      );
      this.element.addEventListener("submit", (event) => {
        event.preventDefault();
        void whileBusy(submit, options.busy, () => this.#submit());
      });
    }
    options;
    element;
    #controls;
    #notice = new Notice();
    async #submit() {
      this.#notice.clear();
      for (const control of this.#controls) control.showError(null);
      const mistakes = this.#mistakes();
      if (Object.keys(mistakes).length > 0) {
        this.#notice.show({ title: "请先改正标出的内容" }, ...this.#showFields(mistakes));
        this.#focusFirst(mistakes);
        return;
      }
      const result = await this.options.send(this.#values());
      if (result.ok) this.options.done(result.value);
      else this.#showFailure(result.failure);
    }
    /** What needs no server to be seen; everything else is the service's to judge. */
    #mistakes() {
      const mistakes = {};
      for (const { name, field, value: value2 } of this.#controls) {
        if (!field.optional && value2.trim() === "") mistakes[name] = `${field.label}：不能为空`;
      }
      const value = (name) => this.#controls.find((control) => control.name === name)?.value;
      const confirmation = value("passwordConfirm");
      if (confirmation && confirmation !== value("password"))
        mistakes.passwordConfirm = "确认密码：与密码不一致";
      return mistakes;
    }
    #values() {
      const sent = this.#controls.filter(({ field, value }) => !field.optional || value.trim() !== "");
      return Object.fromEntries(sent.map(({ name, value }) => [name, value]));
    }
    #showFailure(failure) {
      const fields = failure.kind === "refused" ? failure.fields : {};
      this.#notice.showFailure(failure, ...this.#showFields(fields, failureWords(failure).title));
      this.#focusFirst(fields);
    }
    /**
     * Marks the inputs.
     * @param title what the summary says anyway
     * @returns the list for the summary, from which each message leads to its input
     */
    #showFields(messages, title = "") {
      const known = this.#controls.flatMap((control) => {
        const message = messages[control.name];
        if (message === void 0) return [];
        control.showError(message);
        if (message === title) return [];
        const link = element("a", { href: `#${control.input.id}` }, message);
        link.addEventListener("click", (event) => {
          event.preventDefault();
          control.focus();
        });
        return [link];
      });
      const unknown = Object.entries(messages).filter(([name]) => !this.#controls.some((control) => control.name === name)).map(([name, message]) => `${name}：${message}`);
      const items = [...known, ...unknown].map((item) => element("li", {}, item));
      return items.length > 0 ? [element("ul", {}, ...items)] : [];
    }
    #focusFirst(messages) {
      this.#controls.find(({ name }) => name in messages)?.focus();
    }
  };

  // src/domain/phone.ts
  function maskPhone(phone) {
    if (phone === "") return "";
    if (phone.length < 8) return `****${phone.slice(-2)}`;
    return `${phone.slice(0, 3)}****${phone.slice(-4)}`;
  }

  // src/domain/user-view.ts
  function isInfoComplete(user) {
    return user.users_name !== "" && user.users_phone !== "" && user.users_picture !== "";
  }
  function userView(id, values, company) {
    return {
      pb_id: id,
      users_convers_id: values.users_convers_id ?? "",
      users_id: values.users_id ?? "",
      users_idtype: values.users_idtype ?? "",
      users_id_number: values.users_id_number ?? "",
      users_status: values.users_status ?? 0,
      users_rank_level: values.users_rank_level ?? 0,
      users_auth_type: values.users_auth_type ?? 0,
      users_type: values.users_type ?? "",
      users_name: values.users_name ?? "",
      users_phone: values.users_phone ?? "",
      users_phone_masked: maskPhone(values.users_phone ?? ""),
      users_level: values.users_level ?? "",
      users_picture: values.users_picture ?? "",
      openid: values.openid ?? "",
      company_id: values.company_id ?? "",
      users_parent_id: values.users_parent_id ?? "",
      users_promo_code: values.users_promo_code ?? "",
      usergroups_id: values.usergroups_id ?? "",
      company,
      created: values.created ?? "",
      updated: values.updated ?? ""
    };
  }

  // console/format.ts
  var DATE_TIME = new Intl.DateTimeFormat("zh-CN", { dateStyle: "medium", timeStyle: "short" });
  var TIME = new Intl.DateTimeFormat("zh-CN", { timeStyle: "medium" });
  function dateTimeWords(text) {
    const time = new Date(text.replace(" ", "T"));
    return Number.isNaN(time.getTime()) ? text : DATE_TIME.format(time);
  }
  function timeWords(time) {
    return TIME.format(time);
  }
  function durationWords(milliseconds) {
    const seconds = Math.max(0, Math.ceil(milliseconds / 1e3));
    const [days, hours, minutes] = [
      Math.floor(seconds / 86400),
      Math.floor(seconds / 3600) % 24,
      Math.floor(seconds / 60) % 60
    ];
    if (days > 0) return `${days} 天 ${hours} 小时`;
    if (hours > 0) return `${hours} 小时 ${minutes} 分`;
    if (minutes > 0) return `${minutes} 分 ${seconds % 60} 秒`;
    return `${seconds} 秒`;
  }

  // console/profile.ts
  var ID_TYPES = { WeChat: "微信", ManagePlatform: "管理平台" };
  var NEEDED = [
    ["users_name", "姓名"],
    ["users_phone", "手机号"],
    ["users_picture", "头像"]
  ];
  function userOfRecord(record) {
    return userView(record.id, record, null);
  }
  function profile(user) {
    return [
      element(
        "div",
        { class: "profile-head" },
        avatar(user),
        element(
          "div",
          {},
          element("p", { class: "profile-name" }, user.users_name || "未填写姓名"),
          element("p", { class: "badges" }, ...badges(user))
        )
      ),
      element("dl", { class: "details" }, ...details(user).flatMap(row))
    ];
  }
  function badges(user) {
    const badge = (tone, text) => element("span", { class: `badge ${tone}` }, text);
    const disabled = user.users_status < 0;
    const missing = NEEDED.filter(([field]) => user[field] === "").map(([, label]) => label);
    const complete = isInfoComplete(user);
    return [
      badge("", ID_TYPES[user.users_idtype] ?? "未知来源"),
      disabled ? badge("bad", "已停用") : badge("good", "状态正常"),
      complete ? badge("good", "资料完整") : badge("warn", `资料不完整：缺${missing.join("、")}`)
    ];
  }
  function details(user) {
    const company = user.company ? `${user.company.company_name}（${user.company_id}）` : user.company_id;
    return [
      ["手机号", user.users_phone_masked],
      ["来源", user.users_idtype],
      ["用户类型", user.users_type],
      ["账号状态", `${user.users_status}（${user.users_status < 0 ? "停用" : "正常"}）`],
      ["公司", company],
      ["注册时间", dateTimeWords(user.created)],
      ["openid", user.openid, "code"],
      ["记录编号", user.pb_id, "code"],
      ["头像地址", user.users_picture, "code"]
    ];
  }
  function row([label, value, kind]) {
    const shown = value === "" ? element("span", { class: "muted" }, "未填写") : value;
    const content = kind === "code" && value !== "" ? element("code", {}, value) : shown;
    return [
      element(
        "div",
        { class: kind === "code" ? "wide" : "" },
        element("dt", {}, label),
        element("dd", {}, content)
      )
    ];
  }
  function avatar(user) {
    const initial = Array.from(user.users_name.trim())[0] ?? "?";
    const fallback = element("span", { class: "avatar initial", "aria-hidden": "true" }, initial);
    if (!/^https?:\/\//i.test(user.users_picture)) return fallback;
    const picture = element("img", {
      class: "avatar",
      alt: "",
      width: 64,
      height: 64,
      referrerpolicy: "no-referrer"
    });
    picture.addEventListener("error", () => picture.replaceWith(fallback));
    picture.src = user.users_picture;
    return picture;
  }

  // console/session.ts
  var KEY = "wechat_auth_console.token";
  function storedToken() {
    try {
      return sessionStorage.getItem(KEY);
    } catch {
      return null;
    }
  }
  function storeToken(token) {
    try {
      if (token === null) sessionStorage.removeItem(KEY);
      else sessionStorage.setItem(KEY, token);
    } catch {
    }
  }
  function claimsOf(token) {
    try {
      const payload = (token.split(".")[1] ?? "").replace(/-/g, "+").replace(/_/g, "/");
      const { id, exp } = JSON.parse(atob(payload));
      return typeof id === "string" && typeof exp === "number" ? { id, expiresAt: exp * 1e3 } : null;
    } catch {
      return null;
    }
  }

  // console/tabs.ts
  var STEPS = {
    ArrowRight: (index, count) => (index + 1) % count,
    ArrowLeft: (index, count) => (index + count - 1) % count,
    Home: () => 0,
    End: (_index, count) => count - 1
  };
  function tabs(label, list) {
    const parts = list.map(({ id, label: text, content }) => ({
      tab: element(
        "button",
        { type: "button", role: "tab", id: `${id}-tab`, "aria-controls": `${id}-panel` },
        text
      ),
      panel: element("div", { role: "tabpanel", id: `${id}-panel`, "aria-labelledby": `${id}-tab` }, content)
    }));
    const select = (selected) => parts.forEach(({ tab, panel }, index) => {
      setAttributes(tab, {
        "aria-selected": String(index === selected),
        tabindex: index === selected ? null : -1
      });
      panel.hidden = index !== selected;
    });
    parts.forEach(({ tab }, index) => {
      tab.addEventListener("click", () => select(index));
      tab.addEventListener("keydown", (event) => {
        const next = STEPS[event.key]?.(index, parts.length);
        if (next === void 0) return;
        event.preventDefault();
        select(next);
        parts[next]?.tab.focus();
      });
    });
    select(0);
    const bar = element(
      "div",
      { role: "tablist", class: "tabs", "aria-label": label },
      ...parts.map(({ tab }) => tab)
    );
    return [bar, ...parts.map(({ panel }) => panel)];
  }

  // console/token-panel.ts
  var SOON_MS = 2 * 6e4;
  var TokenPanel = class {
    constructor(options) {
      this.options = options;
      this.#token = options.token;
      const renew = button("续期令牌", { class: "primary" }, () => {
        void whileBusy(renew, "正在续期…", () => this.#renew());
      });
      this.element = element(
        "section",
        { class: "token", "aria-labelledby": "token-title" },
        element("h3", { id: "token-title" }, "令牌"),
        element(
          "dl",
          { class: "details" },
          element("div", {}, element("dt", {}, "有效期至"), this.#expiry),
          element("div", {}, element("dt", {}, "剩余时间"), element("dd", {}, this.#remaining))
        ),
        this.#notice.element,
        this.#outcome,
        element(
          "div",
          { class: "buttons" },
          renew,
          button("复制令牌", {}, () => void this.#copy())
        )
      );
      this.#ticking = window.setInterval(() => this.#tick(), 1e3);
      this.#showExpiry();
    }
    options;
    element;
    #notice = new Notice();
    #expiry = element("dd");
    #remaining = element("span", { role: "timer" });
    #outcome = element("div", { class: "outcome" });
    #ticking;
    #token;
    #warned = false;
    #closed = false;
    /** Stops the clock; an answer still under way no longer counts, so that a renewal cannot undo a sign-out. */
    close() {
      this.#closed = true;
      window.clearInterval(this.#ticking);
      this.#notice.clear();
    }
    #showExpiry() {
      const expiresAt = claimsOf(this.#token)?.expiresAt;
      setText(
        this.#expiry,
        expiresAt === void 0 ? "未知" : dateTimeWords(new Date(expiresAt).toISOString())
      );
      this.#warned = false;
      this.#tick();
    }
    #tick() {
      const expiresAt = claimsOf(this.#token)?.expiresAt;
      if (expiresAt === void 0) return setText(this.#remaining, "未知");
      const left = expiresAt - serverNow();
      if (left <= 0) return this.options.ended(null);
      setText(this.#remaining, durationWords(left));
      const soon = left <= SOON_MS;
      setAttributes(this.#remaining, { class: soon ? "soon" : null });
      if (soon && !this.#warned) announce(`登录将在 ${durationWords(left)}后过期，可以续期令牌`);
      this.#warned = soon;
    }
    async #renew() {
      this.#notice.clear();
      const result = await refreshToken(this.#token);
      if (this.#closed) return;
      if (result.ok) {
        this.#token = result.value.token;
        this.#outcome.replaceChildren();
        this.options.renewed(this.#token);
        this.#showExpiry();
        this.#confirm("令牌已续期");
      } else if (endsSession(result.failure)) {
        this.options.ended(result.failure);
      } else {
        this.#notice.showFailure(result.failure);
      }
    }
    async #copy() {
      try {
        await navigator.clipboard.writeText(this.#token);
        this.#confirm("令牌已复制到剪贴板");
      } catch {
        const input = element("input", { type: "text", readonly: true, value: this.#token, id: "token-text" });
        this.#outcome.replaceChildren(
          element("label", { for: "token-text" }, "浏览器不允许直接复制：令牌已选中，请手动复制"),
          input
        );
        input.select();
      }
    }
    /** Says to eyes and ears alike that something worked. */
    #confirm(text) {
      this.#outcome.replaceChildren(element("p", { class: "confirmation" }, text));
      announce(text);
    }
  };
  function endsSession(failure) {
    return failure.kind === "refused" && (failure.status === 401 || failure.status === 403);
  }

  // console/account.ts
  var Account = class {
    /**
     * @param section shows what the account's state asks for
     * @param usersChanged called after a registration
     */
    constructor(section, usersChanged) {
      this.section = section;
      this.usersChanged = usersChanged;
      const token = storedToken();
      if (token) void this.#restore(token);
      else this.#showForms();
    }
    section;
    usersChanged;
    #panel = null;
    #show(title, actions, content) {
      this.#panel?.close();
      this.#panel = null;
      const heading = element("h2", { id: "account-title", tabindex: "-1" }, title);
      this.section.replaceChildren(element("div", { class: "card-head" }, heading, ...actions), ...content);
    }
    #focusTitle() {
      document.getElementById("account-title")?.focus();
    }
    /** @returns the place for a word about how the session ended */
    #showForms() {
      const notice = new Notice();
      const login = new Form({
        id: "login",
        fields: loginFields,
        submit: "登录",
        busy: "正在登录…",
        send: (values) => platformLogin(values),
        done: (answer) => this.#signedIn(answer)
      });
      const register = new Form({
        id: "register",
        fields: registerFields,
        submit: "注册并登录",
        busy: "正在注册…",
        send: (values) => platformRegister(values),
        done: (answer) => {
          this.#signedIn(answer);
          this.usersChanged();
        }
      });
      const forms = tabs("登录或注册", [
        { id: "login", label: "登录", content: login.element },
        { id: "register", label: "注册", content: register.element }
      ]);
      this.#show("平台账号", [], [notice.element, ...forms]);
      return notice;
    }
    #showSession(...content) {
      const signOut = button("退出登录", { class: "quiet" }, () => {
        storeToken(null);
        this.#showForms();
        this.#focusTitle();
        announce("已退出登录");
      });
      this.#show("当前账号", [signOut], content);
    }
    #signedIn({ token, meta }) {
      storeToken(token);
      this.#showUser(meta.data.user, token);
      this.#focusTitle();
      announce(meta.msg);
    }
    #showUser(user, token) {
      const panel = new TokenPanel({
        token,
        renewed: storeToken,
        ended: (failure) => this.#end(failure)
      });
      this.#showSession(...profile(user), panel.element);
      this.#panel = panel;
    }
    /** @param failure why the service no longer accepts the session; null when the token has run out */
    #end(failure) {
      storeToken(null);
      const notice = this.#showForms();
      notice.show(failure ? failureWords(failure) : { title: "登录已过期，请重新登录" });
      this.#focusTitle();
    }
    /** Shows the user of the token that this tab still has, after a reload. */
    async #restore(token) {
      this.#show("当前账号", [], [element("p", { class: "muted" }, "正在恢复登录…")]);
      const claims = claimsOf(token);
      if (!claims) return this.#end(null);
      const record = await ownRecord(token, claims.id);
      if (record.ok) return this.#showUser(userOfRecord(record.value), token);
      const check = await refreshToken(token);
      if (!check.ok && endsSession(check.failure)) return this.#end(check.failure);
      this.#showRestoreFailure(token, check.ok ? record.failure : check.failure);
    }
    /** The session may be fine: it is kept until the service can tell. */
    #showRestoreFailure(token, failure) {
      const notice = new Notice();
      const retry = button("重试", { class: "primary" }, () => {
        void this.#restore(token).then(() => this.#focusTitle());
      });
      this.#showSession(notice.element, element("div", { class: "buttons" }, retry));
      notice.showFailure(failure);
    }
  };

  // console/status.ts
  var REFRESH_MS = 3e4;
  var UNKNOWN = "—";
  var Status = class {
    #badge = element("p", { role: "status", class: "state" }, "正在检查…");
    #advice = element("p", { class: "muted", hidden: true });
    #users = element("dd", { class: "figure" }, UNKNOWN);
    #built = element("dd", {}, UNKNOWN);
    #checked = element("dd", {}, UNKNOWN);
    #next = 0;
    /** Unix time in milliseconds before which nothing is asked unasked. */
    #dueAt = 0;
    #checks = 0;
    #healthyAt = null;
    constructor(section) {
      const refresh = button("刷新", { class: "quiet" }, () => {
        void whileBusy(refresh, "正在刷新…", async () => {
          await this.check();
          announce(`服务状态：${this.#badge.textContent}`);
        });
      });
      const row2 = (label, value) => element("div", {}, element("dt", {}, label), value);
      section.replaceChildren(
        element("div", { class: "card-head" }, element("h2", { id: "status-title" }, "服务状态"), refresh),
        this.#badge,
        this.#advice,
        element(
          "dl",
          { class: "details" },
          row2("用户总数", this.#users),
          row2("构建时间", this.#built),
          row2("上次检查", this.#checked)
        )
      );
      document.addEventListener("visibilitychange", () => this.#schedule());
      window.addEventListener("online", () => void this.check());
      void this.check();
    }
    /** Asks the service and shows what it says; of overlapping checks the last one counts. */
    async check() {
      const turn = ++this.#checks;
      window.clearTimeout(this.#next);
      this.#dueAt = Date.now() + REFRESH_MS;
      const [state, hello, users] = await Promise.all([health(), helloWorld(), usersCount()]);
      if (turn !== this.#checks) return;
      this.#showState(state);
      setText(this.#built, hello.ok ? builtWords(hello.value.build_time) : UNKNOWN);
      setText(this.#users, users.ok ? users.value.total_users.toLocaleString("zh-CN") : UNKNOWN);
      setText(this.#checked, timeWords(Date.now()));
      this.#dueAt = Date.now() + Math.max(REFRESH_MS, waitOf(state) * 1e3);
      this.#schedule();
    }
    #showState(state) {
      if (state.ok) this.#healthyAt = Date.now();
      const words = state.ok ? { title: "运行正常" } : failureWords(state.failure);
      setText(this.#badge, words.title);
      setAttributes(this.#badge, { "data-state": state.ok ? "good" : "bad" });
      const since = this.#healthyAt === null ? "" : `上次正常：${timeWords(this.#healthyAt)}`;
      setText(this.#advice, state.ok ? "" : [words.detail, since].filter(Boolean).join("\n"));
      this.#advice.hidden = this.#advice.textContent === "";
    }
    /** Nobody looks at a hidden page, so it asks nothing. */
    #schedule() {
      window.clearTimeout(this.#next);
      if (document.hidden) return;
      this.#next = window.setTimeout(() => void this.check(), Math.max(0, this.#dueAt - Date.now()));
    }
  };
  function builtWords(time) {
    return time === null ? "非发布构建" : dateTimeWords(time);
  }
  function waitOf(result) {
    return result.failure?.kind === "refused" ? result.failure.retryAfter ?? 0 : 0;
  }

  // console/app.ts
  var status = new Status(byId("status"));
  new Account(byId("account"), () => void status.check());
})();
