import { describe, expect, test } from "vitest";
import { userAgentInWords } from "../../src/domain/user-agent.ts";

const WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64)";
const MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)";
const KIT = "AppleWebKit/537.36 (KHTML, like Gecko)";

describe("a User-Agent in words", () => {
  test.each([
    [`${WINDOWS} ${KIT} Chrome/130.0.0.0 Safari/537.36`, "Windows 上的 Chrome 浏览器"],
    [`${WINDOWS} ${KIT} Chrome/130.0.0.0 Safari/537.36 Edg/130.0.0.0`, "Windows 上的 Edge 浏览器"],
    [`${WINDOWS} ${KIT} Chrome/94.0 Core/1.94 Safari/537.36 QQBrowser/12.5`, "Windows 上的 QQ 浏览器"],
    [
      `${WINDOWS} ${KIT} Chrome/122.0 Safari/537.36 MicroMessenger/7.0.20 WindowsWechat`,
      "Windows 上的微信浏览器",
    ],
    ["Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0", "Linux 上的 Firefox 浏览器"],
    [
      `${MAC} AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.6 Safari/605.1.15`,
      "Mac 上的 Safari 浏览器",
    ],
    [
      "Mozilla/5.0 (iPhone; CPU iPhone OS 17_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/128.0 Mobile/15E148 Safari/604.1",
      "iPhone 上的 Chrome 浏览器",
    ],
    [
      "Mozilla/5.0 (Phone; OpenHarmony 5.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/114.0 Safari/537.36 HuaweiBrowser/5.0",
      "鸿蒙上的华为浏览器",
    ],
    ["curl/8.5.0", "未知浏览器"],
    ["", "未知浏览器"],
  ])("%s", (userAgent, words) => {
    expect(userAgentInWords(userAgent)).toBe(words);
  });

  test("holds nothing that the client wrote", () => {
    const words = userAgentInWords("Windows <b>您的银行</b> Chrome/1\n|\0");
    expect(words).toBe("Windows 上的 Chrome 浏览器");
  });
});
