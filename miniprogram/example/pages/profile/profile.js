const auth = require("../../services/auth");
const { smaller } = require("../../services/picture");
const sandbox = require("../../services/sandbox");
const { wechatWords } = require("../../services/wechat-words");
const { problem } = require("../../services/words");

const QUIET = { kind: "success", text: "", action: "" };

/**
 * Who has the phone number, from the error `phone_taken`.
 * @param {{ holder?: import("../../lib/client").PhoneHolder }} [data]
 */
function holderOf({ holder } = {}) {
  if (!holder) return null;
  const hasPassword = holder.users_idtype === "ManagePlatform";
  const owner = holder.users_name_masked || "没有填写昵称";
  return { name: `${hasPassword ? "管理平台账号" : "微信账号"} · ${owner}`, hasPassword };
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
    /** Whether the nickname is known to be missing; until an event has told, it may be there. */
    nameless: false,
    /** The phone code of the last request: the service remembers it, sent again it costs nothing more. */
    code: "",
    /** Whether that request has had no answer. */
    unanswered: false,
    /** @type {{ name: string, hasPassword: boolean } | null} who has the phone number */
    holder: null,
    uploading: false,
    saving: false,
    busy: false,
    ready: false,
    /** @type {Record<string, string>} */
    wrong: {},
  },

  lifetimes: {
    attached() {
      const { session } = auth.client;
      if (!session) return;
      const { users_picture, users_name } = session.user;
      this.change({ preview: users_picture, picture: users_picture, name: users_name });
    },
  },

  methods: {
    /** @param {{ detail: { avatarUrl?: string, errMsg?: string, errno?: number } }} event */
    async onChooseAvatar({ detail }) {
      if (!detail.avatarUrl) return this.say(wechatWords(detail, "头像"));
      const before = this.data.picture;
      this.change({ uploading: true, preview: detail.avatarUrl, notice: QUIET, wrong: {} });
      try {
        const picture = await auth.client.uploadAvatar(await smaller(detail.avatarUrl));
        this.change({ uploading: false, picture, preview: picture });
      } catch (error) {
        this.change({ uploading: false, preview: before });
        this.fail(error, { users_picture: Object(error).fields && Object(error).fields.file });
      }
    },

    /** @param {{ detail: { value: string } }} event */
    onName({ detail }) {
      this.change({ name: detail.value, nameless: detail.value.trim() === "", wrong: {} });
    },

    /**
     * WeChat checks nicknames after the input has lost its focus, and empties the input when one does not pass.
     * @param {{ detail: { pass: boolean, timeout: boolean } }} event
     */
    onNicknameReview({ detail }) {
      if (detail.pass || detail.timeout) return;
      this.change({
        name: "",
        nameless: true,
        wrong: { users_name: "这个昵称没有通过微信的检查，请换一个" },
      });
    },

    /**
     * Comes before WeChat's dialog for the phone number. A nickname that was picked above the keyboard, instead of
     * typed, is told by no other event on some phones.
     * @param {{ detail: { value: { nickname: string } } }} event
     */
    onSubmit({ detail }) {
      this.onName({ detail: { value: detail.value.nickname } });
      if (this.data.nameless) return this.change({ wrong: { users_name: "请填写昵称" } });
      if (this.data.sandbox) return this.saveWithSandboxPhone();
    },

    /** @param {{ detail: { code?: string, errMsg: string, errno?: number } }} event */
    onPhoneNumber({ detail }) {
      if (detail.code) return this.save(detail.code);
      this.say(wechatWords(detail, "手机号"));
    },

    async saveWithSandboxPhone() {
      try {
        await this.save(await sandbox.phoneCode());
      } catch {
        this.say({ kind: "error", text: "连不上沙箱，请先运行 npm start" });
      }
    },

    /**
     * @param {string} code works once, for five minutes
     * @param {"claim"} [phone_conflict] moves the number here, whoever has it
     */
    async save(code, phone_conflict) {
      const { name, picture, nameless } = this.data;
      // The form has said so.
      if (nameless) return;
      const notice = { kind: "loading", text: "正在保存…", action: "" };
      this.change({ saving: true, wrong: {}, code, unanswered: false, holder: null, notice });
      try {
        const profile = { users_name: name, users_picture: picture, users_phone_code: code };
        await auth.client.updateProfile(
          phone_conflict ? Object.assign({ phone_conflict }, profile) : profile,
        );
        this.change({ notice: { kind: "success", text: "资料已保存", action: "返回" } });
      } catch (error) {
        const { status, data, fields } = Object(error);
        this.change({ unanswered: status === 0, holder: holderOf(data) });
        this.fail(error, fields);
      }
      this.change({ saving: false });
    },

    claim() {
      return this.save(this.data.code, "claim");
    },

    openLink() {
      wx.navigateTo({ url: "/pages/link/link" });
    },

    onNotice() {
      if (this.data.unanswered) return this.save(this.data.code);
      wx.navigateBack();
    },

    /** @param {import("../../services/wechat-words").Words} words */
    say({ kind, text }) {
      this.change({ notice: { kind, text, action: "" } });
    },

    /** @param {unknown} error @param {Record<string, string>} wrong what is wrong with which field */
    fail(error, wrong) {
      const notice = { kind: "error", text: problem(error).text, action: this.data.unanswered ? "重试" : "" };
      this.change({ wrong: wrong || {}, notice });
    },

    /**
     * Changes data, and with them what follows from them.
     * @param {Partial<WechatMiniprogram.Component.DataOption>} data
     */
    change(data) {
      const { uploading, saving, picture, nameless } = Object.assign({}, this.data, data);
      const busy = uploading || saving;
      this.setData(Object.assign({ busy, ready: !busy && picture !== "" && !nameless }, data));
    },
  },
});
