/** What to show when WeChat's own dialogs give nothing: a choice of the user, a mistake of the developer, or bad luck. */

/** errno → what it is. See “小程序隐私协议开发指南” and “手机号快速验证组件” in WeChat's documentation. */
const NOT_AGREED = 104;
const NOT_DECLARED = 112;
const NO_QUOTA = 1400001;

/** @typedef {{ kind: "" | "refused" | "error", text: string }} Words an empty kind: nothing to say */

/**
 * Words for the user, and for the developer on the console.
 * @param {{ errMsg?: string, errno?: number }} detail of the event
 * @param {string} what the user was asked for
 * @returns {Words}
 */
function wechatWords({ errMsg = "", errno }, what) {
  if (errno === NOT_DECLARED || /not declared in the privacy/.test(errMsg)) {
    warn(errno, errMsg, `在小程序后台“用户隐私保护指引”里声明${what}，几分钟后生效`);
    return { kind: "error", text: `这个小程序还没有声明会使用${what}，暂时用不了` };
  }
  if (errno === NOT_AGREED || /privacy permission is not authorized/.test(errMsg)) {
    warn(errno, errMsg, "用户没有同意隐私保护指引，一段时间内不会再弹出");
    return { kind: "refused", text: `同意隐私保护指引后，才能使用${what}` };
  }
  if (errno === NO_QUOTA) {
    warn(errno, errMsg, "手机号验证的次数已用完，请在小程序后台购买");
    return { kind: "refused", text: "手机号验证的次数已用完，请稍后再来" };
  }
  if (/cancel/.test(errMsg)) return { kind: "", text: "" };
  if (/deny/.test(errMsg)) return { kind: "refused", text: `你没有授权${what}，资料还没有保存` };
  if (/no permission/.test(errMsg)) {
    warn(errno, errMsg, "手机号只对已认证的非个人小程序开放");
    return { kind: "error", text: `这个小程序还不能使用${what}` };
  }
  if (/:ok$/.test(errMsg)) {
    warn(errno, errMsg, "事件里没有 code：基础库低于 2.21.2");
    return { kind: "error", text: "微信版本过低，请升级微信后重试" };
  }
  warn(errno, errMsg, "未知的失败");
  return { kind: "error", text: `微信没有给出${what}，请稍后重试` };
}

/** @param {number | undefined} errno @param {string} errMsg @param {string} advice */
function warn(errno, errMsg, advice) {
  console.warn(`${advice}（${errMsg}，errno ${errno}）`);
}

module.exports = { wechatWords };
