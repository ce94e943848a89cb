const auth = require("../../services/auth");
const sandbox = require("../../services/sandbox");
const { step } = require("../../services/step");
const { wechatWords } = require("../../services/wechat-words");

/** Reasons that another try with the same phone number cannot cure. */
const OF_THE_NUMBER = /^(phone_code_invalid|user_not_found|user_type_mismatch|account_disabled)$/;

Component({
  data: {
    sandbox: sandbox.enabled,
    notice: { kind: "success", text: "", action: "" },
    busy: false,
    password: "",
    passwordConfirm: "",
    /** The phone code of the last try: the service remembers it, sent again it costs nothing more. */
    code: "",
    /** @type {Record<string, string>} */
    wrong: {},
  },

  methods: {
    /** @param {{ detail: { value: { password: string, passwordConfirm: string } } }} event */
    onSubmit({ detail }) {
      this.setData(detail.value);
      if (this.data.code) return this.reset(this.data.code);
      if (this.data.sandbox) return sandbox.phoneCode().then((code) => this.reset(code));
    },

    /** @param {{ detail: { code?: string, errMsg: string, errno?: number } }} event */
    onPhoneNumber({ detail }) {
      if (detail.code) return this.reset(detail.code);
      this.setData({ notice: Object.assign({ action: "" }, wechatWords(detail, "手机号")) });
    },

    /** @param {string} code works once, for five minutes */
    reset(code) {
      const { password, passwordConfirm } = this.data;
      this.setData({ code, wrong: {} });
      return step(this, "正在设置…", async () => {
        try {
          await auth.client.platform.resetPassword({ users_phone_code: code, password, passwordConfirm });
        } catch (error) {
          const { fields, reason } = Object(error);
          if (OF_THE_NUMBER.test(reason)) this.setData({ code: "" });
          this.setData({ wrong: fields || {} });
          throw error;
        }
        return { kind: "success", text: "密码已设置，请用它登录", action: "去登录" };
      });
    },

    done() {
      wx.navigateBack();
    },
  },
});
