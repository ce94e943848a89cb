const auth = require("../../services/auth");
const { step } = require("../../services/step");

const EMPTY = { password_old: "", password: "", passwordConfirm: "" };

Component({
  data: {
    notice: { kind: "success", text: "", action: "" },
    busy: false,
    values: EMPTY,
    /** @type {Record<string, string>} */
    wrong: {},
  },

  methods: {
    /** @param {{ detail: { value: typeof EMPTY } }} event */
    onSubmit({ detail }) {
      this.setData({ values: detail.value, wrong: {} });
      return step(this, "正在修改…", async () => {
        try {
          await auth.client.platform.changePassword(detail.value);
        } catch (error) {
          this.setData({ wrong: Object(error).fields || {} });
          throw error;
        }
        this.setData({ values: EMPTY });
        return { kind: "success", text: "密码已修改，其他设备需要重新登录", action: "完成" };
      });
    },

    openForgotten() {
      wx.navigateTo({ url: "/pages/forgotten/forgotten" });
    },

    done() {
      wx.navigateBack();
    },
  },
});
