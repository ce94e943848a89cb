/**
 * Settings from the environment of the PocketBase process, read once per runtime: they cannot change while it runs.
 * @module
 */

export interface Settings {
  wechat: {
    /** Empty when not configured. */
    appid: string;
    secret: string;
    /** Base URL of WeChat's server API, without a trailing slash. */
    apiBase: string;
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

/** A whole number of at least `min`; an unset, empty or malformed value gives the default, said once in the log. */
function wholeNumber(name: string, fallback: number, min: number): number {
  const text = $os.getenv(name).trim();
  if (text === "") return fallback;
  const value = Number(text);
  if (Number.isInteger(value) && value >= min) return value;
  if (!$app.store().has(`wechat_auth:bad_setting:${name}`)) {
    $app.store().set(`wechat_auth:bad_setting:${name}`, true);
    $app.logger().error(`${name} must be a whole number of at least ${min}; using ${fallback}`);
  }
  return fallback;
}

let cached: Settings | null = null;

export function settings(): Settings {
  cached ??= {
    wechat: {
      appid: $os.getenv("WECHAT_APPID").trim(),
      secret: $os.getenv("WECHAT_SECRET").trim(),
      apiBase: ($os.getenv("WECHAT_API_BASE").trim() || "https://api.weixin.qq.com").replace(/\/+$/, ""),
      timeoutSeconds: wholeNumber("WECHAT_TIMEOUT_SECONDS", 5, 1),
    },
    codeRepeatSeconds: wholeNumber("WECHAT_CODE_REPEAT_SECONDS", 10, 0),
    loginMaxFailures: wholeNumber("LOGIN_MAX_FAILURES", 5, 1),
    loginFailureWindowSeconds: wholeNumber("LOGIN_FAILURE_WINDOW_SECONDS", 900, 1),
    consoleEnabled: !/^(false|0|no|off)$/i.test($os.getenv("CONSOLE_ENABLED").trim()),
  };
  return cached;
}
