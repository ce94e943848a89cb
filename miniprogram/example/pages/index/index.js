const auth = require("../../services/auth");
const { clockTime, dateTime, HOUR, problem, span } = require("../../services/words");

/** How many lines of what happened are shown. */
const LINES = 6;
let nextId = 0;

/** @typedef {import("../../lib/client").Session} Session */

/**
 * What ensureLogin() did, seen from outside.
 * @param {Session | null} before @param {Session} after @param {boolean} ended
 */
function whatHappened(before, after, ended) {
  if (!before) return "静默登录：wx.login 换取令牌";
  if (before.receivedAt === after.receivedAt) return "令牌有效：直接使用，没有网络请求";
  return ended ? "令牌已过期：用新的 code 续期" : "令牌快到期：用令牌自己续期";
}

Component({
  data: {
    notice: { kind: "loading", text: "正在登录…", action: "" },
    /** @type {import("../../lib/client").User | null} */
    user: null,
    complete: false,
    endsAt: "",
    timeLeft: "",
    busy: false,
    /** @type {{ id: number, time: string, text: string }[]} */
    history: [],
  },

  lifetimes: {
    attached() {
      auth.onWait((seconds) => {
        const text = `现在人有点多，约 ${seconds} 秒后自动继续`;
        this.setData({ notice: { kind: "loading", text, action: "" } });
      });
      this.signIn();
    },
  },

  methods: {
    // The profile page may have changed the user.
    onShow() {
      this.showSession();
    },

    signIn() {
      return this.run("正在登录…", async () => {
        const before = auth.client.session;
        const ended = before !== null && before.expiresAt !== null && before.expiresAt <= auth.now();
        const after = await auth.client.ensureLogin();
        return whatHappened(before, after, ended);
      });
    },

    refresh() {
      return this.run("正在续期…", async () => {
        await auth.client.refresh();
        return "立即续期：换得新令牌";
      });
    },

    pretendNearEnd() {
      auth.pretendBeforeEnd(HOUR);
      return this.signIn();
    },

    pretendEnded() {
      auth.pretendBeforeEnd(0);
      return this.signIn();
    },

    logout() {
      auth.client.logout();
      auth.stopPretending();
      this.setData({ notice: { kind: "success", text: "已退出登录", action: "重新登录" } });
      this.record("退出登录：令牌已从本机删除");
      this.showSession();
    },

    openProfile() {
      wx.navigateTo({ url: "/pages/profile/profile" });
    },

    openAccount() {
      wx.navigateTo({ url: "/pages/account/account" });
    },

    /**
     * Runs one step with its states: loading, done, failed.
     * @param {string} text @param {() => Promise<string>} step answers what happened
     */
    async run(text, step) {
      this.setData({ busy: true, notice: { kind: "loading", text, action: "" } });
      try {
        this.record(await step());
        this.setData({ notice: { kind: "success", text: "", action: "" } });
      } catch (error) {
        const { text: words, retry } = problem(error);
        this.record(`失败：${words}`);
        this.setData({ notice: { kind: "error", text: words, action: retry ? "重试" : "" } });
      }
      // The new token counts from the phone's own time again.
      auth.stopPretending();
      this.setData({ busy: false });
      this.showSession();
    },

    showSession() {
      const session = auth.client.session;
      const end = session && session.expiresAt;
      this.setData({
        user: session && session.user,
        complete: session !== null && session.isInfoComplete,
        endsAt: end ? dateTime(end) : "",
        timeLeft: end ? span(end - auth.now()) : "",
      });
    },

    /** @param {string} text */
    record(text) {
      nextId += 1;
      const line = { id: nextId, time: clockTime(Date.now()), text };
      this.setData({ history: [line].concat(this.data.history).slice(0, LINES) });
    },
  },
});
