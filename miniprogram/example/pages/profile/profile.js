const { client } = require("../../services/auth");
const sandbox = require("../../services/sandbox");
const { problem } = require("../../services/words");

/** WeChat's errno when the phone numbers that the app has paid for are used up. */
const NO_QUOTA = 1400001;
const QUIET = { kind: "success", text: "", action: "" };

/**
 * Why a getPhoneNumber button gave no code.
 * @param {{ errMsg: string, errno?: number }} detail
 */
function refusal({ errMsg, errno }) {
  if (errno === NO_QUOTA) return "今天的手机号验证次数已用完，请明天再试";
  if (/deny|cancel/.test(errMsg)) return "你没有授权手机号，资料还没有保存";
  return "微信没有给出手机号，请稍后重试";
}

Component({
  data: {
    sandbox: sandbox.enabled,
    notice: QUIET,
    /** What the picker shows: a temporary path until the upload is done. */
    preview: "",
    /** The address that the service gave. */
    picture: "",
    name: "",
    uploading: false,
    saving: false,
    busy: false,
    ready: false,
    /** @type {Record<string, string>} */
    wrong: {},
  },

  lifetimes: {
    attached() {
      const session = client.session;
      if (!session) return;
      const { users_picture, users_name } = session.user;
      this.change({ preview: users_picture, picture: users_picture, name: users_name });
    },
  },

  methods: {
    /** @param {{ detail: { avatarUrl: string } }} event */
    async onChooseAvatar({ detail }) {
      const before = this.data.picture;
      this.change({ uploading: true, preview: detail.avatarUrl, notice: QUIET, wrong: {} });
      try {
        const picture = await client.uploadAvatar(detail.avatarUrl);
        this.change({ uploading: false, picture, preview: picture });
      } catch (error) {
        this.change({ uploading: false, preview: before });
        this.fail(error, { users_picture: Object(error).fields && Object(error).fields.file });
      }
    },

    /** @param {{ detail: { value: string } }} event */
    onName({ detail }) {
      this.change({ name: detail.value, wrong: {} });
    },

    /**
     * WeChat checks nicknames after the input has lost its focus, and empties the input when one does not pass.
     * @param {{ detail: { pass: boolean, timeout: boolean } }} event
     */
    onNicknameReview({ detail }) {
      if (detail.pass || detail.timeout) return;
      this.change({ name: "", wrong: { users_name: "这个昵称没有通过微信的检查，请换一个" } });
    },

    /** @param {{ detail: { code?: string, errMsg: string, errno?: number } }} event */
    onPhoneNumber({ detail }) {
      if (detail.code) return this.save(detail.code);
      this.change({ notice: { kind: "refused", text: refusal(detail), action: "" } });
    },

    async saveWithSandboxPhone() {
      try {
        await this.save(await sandbox.phoneCode());
      } catch {
        this.change({ notice: { kind: "error", text: "连不上沙箱，请先运行 npm start", action: "" } });
      }
    },

    /** @param {string} code works once, for five minutes */
    async save(code) {
      const { name, picture } = this.data;
      this.change({ saving: true, wrong: {}, notice: { kind: "loading", text: "正在保存…", action: "" } });
      try {
        await client.updateProfile({ users_name: name, users_picture: picture, users_phone_code: code });
        this.change({ notice: { kind: "success", text: "资料已保存", action: "返回" } });
      } catch (error) {
        this.fail(error, Object(error).fields);
      }
      this.change({ saving: false });
    },

    close() {
      wx.navigateBack();
    },

    /** @param {unknown} error @param {Record<string, string>} wrong what is wrong with which field */
    fail(error, wrong) {
      this.change({ wrong: wrong || {}, notice: { kind: "error", text: problem(error).text, action: "" } });
    },

    /**
     * Changes data, and with them what follows from them.
     * @param {Partial<WechatMiniprogram.Component.DataOption>} data
     */
    change(data) {
      const { uploading, saving, picture, name } = Object.assign({}, this.data, data);
      const busy = uploading || saving;
      const ready = !busy && picture !== "" && name.trim() !== "";
      this.setData(Object.assign({ busy, ready }, data));
    },
  },
});
