/** Words for people. */
const { WechatAuthError } = require("../lib/client");

const MINUTE = 60 * 1000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** @param {number} value */
const two = (value) => (value < 10 ? `0${value}` : String(value));

/** @param {number} time milliseconds since 1970 */
function clockTime(time) {
  const date = new Date(time);
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(":");
}

/** @param {number} time milliseconds since 1970 */
function dateTime(time) {
  const date = new Date(time);
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join("-");
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** @param {number} milliseconds */
function span(milliseconds) {
  if (milliseconds <= 0) return "已过期";
  if (milliseconds < HOUR) return `剩余 ${Math.ceil(milliseconds / MINUTE)} 分钟`;
  if (milliseconds < DAY) return `剩余 ${Math.floor(milliseconds / HOUR)} 小时`;
  return `剩余 ${Math.floor(milliseconds / DAY)} 天 ${Math.floor((milliseconds % DAY) / HOUR)} 小时`;
}

/**
 * When the same may be tried again, to be put behind a sentence.
 * @param {number} seconds
 */
function later(seconds) {
  if (seconds < 120) return `（${seconds} 秒后可重试）`;
  const time = clockTime(Date.now() + seconds * 1000).slice(0, 5);
  return `，约 ${Math.ceil(seconds / 60)} 分钟后（${time}）可重试`;
}

/**
 * What to show for a failed call, and whether trying again may help.
 * @param {unknown} thrown
 */
function problem(thrown) {
  if (!(thrown instanceof WechatAuthError)) return { text: "出了点问题，请重试", retry: true };
  const { message, reason, status, retryAfter, detail } = thrown;
  if (status === 0 && detail) console.warn(reason, detail);
  if (retryAfter !== null) return { text: message + later(retryAfter), retry: true };
  const final = reason === "account_disabled" || reason === "wechat_user_blocked";
  return { text: message, retry: !final };
}

module.exports = { MINUTE, HOUR, clockTime, dateTime, span, problem };
