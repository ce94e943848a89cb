const auth = require("../../services/auth");
const { step } = require("../../services/step");
const { dateTime } = require("../../services/words");

const NO_TICKET = "这个码里没有登录请求，请回到电脑上重新获取";

Component({
  data: {
    notice: { kind: "success", text: "", action: "" },
    busy: false,
    ticket: "",
    /** Who asks, while the user has not decided. @type {import("../../lib/client").ScanRequest | null} */
    request: null,
    time: "",
  },

  methods: {
    /** @param {import("../../lib/client").ScanQuery} query what WeChat found in the code */
    onLoad(query) {
      const ticket = auth.client.scan.ticketOf(query);
      if (!ticket) return this.setData({ notice: { kind: "error", text: NO_TICKET, action: "返回首页" } });
      this.setData({ ticket });
      return step(this, "正在查看登录请求…", async () => {
        const request = await auth.client.scan.open(ticket);
        this.setData({ request, time: dateTime(Date.parse(request.origin.time)) });
        return { kind: "success", text: "", action: "" };
      });
    },

    approve() {
      return this.decide(true, "已确认，电脑上马上登录");
    },

    refuse() {
      return this.decide(false, "已拒绝，电脑上不会登录");
    },

    /** @param {boolean} approve @param {string} text once it is decided */
    decide(approve, text) {
      return step(this, "正在提交…", async () => {
        await auth.client.scan.confirm(this.data.ticket, approve);
        this.setData({ request: null });
        return { kind: "success", text, action: "完成" };
      });
    },

    done() {
      wx.reLaunch({ url: "/pages/index/index" });
    },
  },
});
