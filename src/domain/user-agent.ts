/**
 * A browser's User-Agent in words. The text is the client's own choice, and somebody is to decide by it: only words of
 * ours come out, never any of the client's.
 * @module
 */

/** The first that fits: most browsers name those as well that they descend from. */
const BROWSERS: [RegExp, string][] = [
  [/\bMicroMessenger\//i, "微信浏览器"],
  [/\bDingTalk\//i, "钉钉浏览器"],
  [/\bLark\/|\bFeishu\//i, "飞书浏览器"],
  [/\bEdg(e|A|iOS)?\//, "Edge 浏览器"],
  [/\bOPR\/|\bOpera\b/, "Opera 浏览器"],
  [/\bM?QQBrowser\//i, "QQ 浏览器"],
  [/\bQihoo|\bQHBrowser|\b360SE\b|\b360EE\b/i, "360 浏览器"],
  [/\bHuaweiBrowser\//, "华为浏览器"],
  [/\bMiuiBrowser\//, "小米浏览器"],
  [/\bUCBrowser\//, "UC 浏览器"],
  [/\bFirefox\/|\bFxiOS\//, "Firefox 浏览器"],
  [/\bChrome\/|\bCriOS\/|\bChromium\//, "Chrome 浏览器"],
  [/\bSafari\//, "Safari 浏览器"],
];

const SYSTEMS: [RegExp, string][] = [
  [/\bOpenHarmony\b|\bHarmonyOS\b/, "鸿蒙"],
  [/\bAndroid\b/, "安卓"],
  [/\biPad\b/, "iPad"],
  [/\biPhone\b|\biPod\b/, "iPhone"],
  [/\bWindows\b/, "Windows"],
  [/\bMac OS X\b|\bMacintosh\b/, "Mac"],
  [/\bCrOS\b/, "ChromeOS"],
  [/\bLinux\b|\bX11\b/, "Linux"],
];

const named = (names: [RegExp, string][], text: string) => names.find(([pattern]) => pattern.test(text))?.[1];

/** Chinese and Latin letters are set with a blank between them. */
const isLatin = (letter: string | undefined) => /^\w$/.test(letter ?? "");

/** Such as `Windows 上的 Chrome 浏览器`. @param userAgent the header, "" for none */
export function userAgentInWords(userAgent: string): string {
  const browser = named(BROWSERS, userAgent) ?? "未知浏览器";
  const system = named(SYSTEMS, userAgent);
  if (system === undefined) return browser;
  return `${system}${isLatin(system.at(-1)) ? " " : ""}上的${isLatin(browser[0]) ? " " : ""}${browser}`;
}
