const auth = require("../../services/auth");
const { step } = require("../../services/step");

const QUIET = { kind: "success", text: "", action: "" };

Component({
  data: {
    notice: QUIET,
    /** @type {import("../../lib/client").User | null} */
    user: null,
    complete: false,
    busy: false,
    /** Whether the user is being asked if the account is really to be closed. */
    asksToClose: false,
  },

  lifetimes: {
    attached() {
      this.showSession();
    },
  },

  methods: {
    onShow() {
      this.showSession();
    },

    link() {
      return this.run("正在绑定…", async () => {
        const { status } = await auth.client.linkWechat();
        return status === "already_linked" ? "已经绑定了这个微信" : "已绑定这个微信";
      });
    },

    unlink() {
      return this.run("正在解绑…", async () => {
        await auth.client.unlinkWechat();
        return "已解绑。下次打开小程序会是一个新账号";
      });
    },

    openLink() {
      wx.navigateTo({ url: "/pages/link/link" });
    },

    openPassword() {
      wx.navigateTo({ url: "/pages/password/password" });
    },

    leaveEverywhere() {
      return this.run("正在退出…", async () => {
        await auth.client.logout({ everywhere: true });
        return "已在所有设备退出登录";
      });
    },

    askToClose() {
      this.setData({ asksToClose: true, notice: QUIET });
    },

    keep() {
      this.setData({ asksToClose: false });
    },

    /** @param {{ detail: { value: { password?: string } } }} event */
    onClose({ detail }) {
      const { password } = detail.value;
      return this.run("正在注销…", async () => {
        await auth.client.closeAccount(password ? { password } : {});
        this.setData({ asksToClose: false });
        return "账号已注销，个人信息已清除";
      });
    },

    done() {
      wx.reLaunch({ url: "/pages/index/index" });
    },

    /** @param {string} text @param {() => Promise<string>} work answers what to say */
    async run(text, work) {
      await step(this, text, async () => {
        const words = await work();
        return { kind: "success", text: words, action: auth.client.session ? "" : "返回首页" };
      });
      this.showSession();
    },

    showSession() {
      const { session } = auth.client;
      this.setData({
        user: session && session.user,
        complete: session !== null && session.isInfoComplete,
      });
    },
  },
});
