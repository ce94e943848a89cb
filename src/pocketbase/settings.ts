/**
 * Settings from the environment of the PocketBase process, read once per runtime: they cannot change while it runs.
 * @module
 */
import { logger } from "./process.ts";
import { firstTime } from "./turns.ts";

export interface Settings {
  wechat: {
    /** Empty when not configured. */
    appid: string;
    secret: string;
    /** Addresses of WeChat's server API, at least one: base URLs without a trailing slash. */
    apiBases: string[];
    /** Per upstream call. */
    timeoutSeconds: number;
  };
  /** How long the same WeChat code is refused after it was sent. */
  codeRepeatSeconds: number;
  /** Wrong passwords an account may have in one window. */
  loginMaxFailures: number;
  loginFailureWindowSeconds: number;
  /** Whether the page at /console is served. */
  consoleEnabled: boolean;
}

/** Far beyond any use, and far below what overflows PocketBase's durations in nanoseconds. */
const LARGEST = 999_999_999;

/** A whole number; an unset or empty value gives the default, as does a malformed one, said once in the log. */
function wholeNumber(name: string, fallback: number, min: number): number {
  const text = $os.getenv(name).trim();
  if (text === "") return fallback;
  const value = /^[0-9]+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= min && value <= LARGEST) return value;
  if (firstTime(`bad_setting:${name}`))
    logger().error(`${name} must be a whole number from ${min} to ${LARGEST}; using ${fallback}`);
  return fallback;
}

/** One or several base URLs, separated by commas. */
function baseUrls(name: string, fallback: string): string[] {
  const urls = $os
    .getenv(name)
    .split(",")
    .map((url) => url.trim().replace(/\/+$/, ""))
    .filter((url) => url !== "");
  return urls.length > 0 ? urls : [fallback];
}

let cached: Settings | null = null;

/** Not to be called from within a change of PocketBase's store: it may have to look into the store itself. */
export function settings(): Settings {
  cached ??= {
    wechat: {
      appid: $os.getenv("WECHAT_APPID").trim(),
      secret: $os.getenv("WECHAT_SECRET").trim(),
      apiBases: baseUrls("WECHAT_API_BASE", "https://api.weixin.qq.com"),
      timeoutSeconds: wholeNumber("WECHAT_TIMEOUT_SECONDS", 5, 1),
    },
    codeRepeatSeconds: wholeNumber("WECHAT_CODE_REPEAT_SECONDS", 10, 0),
    loginMaxFailures: wholeNumber("LOGIN_MAX_FAILURES", 5, 1),
    loginFailureWindowSeconds: wholeNumber("LOGIN_FAILURE_WINDOW_SECONDS", 900, 1),
    consoleEnabled: !/^(false|0|no|off)$/i.test($os.getenv("CONSOLE_ENABLED").trim()),
  };
  return cached;
}
