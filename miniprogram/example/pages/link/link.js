const auth = require("../../services/auth");
const { step } = require("../../services/step");

const SIGNED_IN = "已登录这个账号，但还没有绑定微信";

Component({
  data: {
    notice: { kind: "success", text: "", action: "" },
    phone: "",
    password: "",
    busy: false,
    /** Whether WeChat belongs to an account with a life of its own, which only its owner can give up. */
    asksToMerge: false,
  },

  methods: {
    /** @param {{ detail: { value: { phone: string, password: string } } }} event */
    onSubmit({ detail }) {
      const { phone, password } = detail.value;
      return step(this, "正在登录…", async () => {
        await auth.client.platform.login({ users_phone: phone, password });
        return this.link({});
      });
    },

    merge() {
      return step(this, "正在合并…", () => this.link({ merge: true }));
    },

    /** @param {{ merge?: boolean }} options */
    async link(options) {
      this.setData({ asksToMerge: false });
      try {
        const { status } = await auth.client.linkWechat(options);
        const text = status === "merged" ? "已绑定，这个微信里的数据也归这个账号了" : "已绑定这个微信";
        return { kind: "success", text, action: "完成" };
      } catch (error) {
        if (Object(error).reason !== "wechat_linked_elsewhere") throw error;
        this.setData({ asksToMerge: true });
        return { kind: "refused", text: SIGNED_IN, action: "" };
      }
    },

    openForgotten() {
      wx.navigateTo({ url: "/pages/forgotten/forgotten" });
    },

    done() {
      wx.reLaunch({ url: "/pages/index/index" });
    },
  },
});
