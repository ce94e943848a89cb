/**
 * Settings from the environment of the PocketBase process, read once per runtime: they cannot change while it runs.
 * @module
 */
import { logger } from "./process.ts";
import { firstTime } from "./turns.ts";

export interface MiniProgram {
  appid: string;
  secret: string;
}

export interface Settings {
  wechat: {
    /** The mini-programs, all of one Open Platform account; none when WeChat is not configured. */
    apps: MiniProgram[];
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
  /** Whether a user may take a phone that another record holds. */
  phoneClaim: boolean;
  /** Whether the world may register by phone and password; `approval`: an operator lets each one in. */
  platformRegister: "open" | "approval" | "closed";
  /** What stays of an account that its user closes: a record without a person, or nothing. */
  accountCloseMode: "anonymise" | "delete";
  /** The token by which WeChat signs its pushes; "" where they are not set up. */
  pushToken: string;
  /** Scan tickets that one address may have waiting to be scanned, and start within a minute. */
  scanMaxPending: number;
  scanMaxStarts: number;
  /** How long a computer waits between two questions about its ticket; 0 answers all of them. */
  scanPollSeconds: number;
  /** What a mini-program code opens: a page, "" for the first one, of a version of the mini-program. */
  scanPage: string;
  scanEnvVersion: "release" | "trial" | "develop";
  /** An ordinary link for the page to draw, to which the ticket is added; "" where WeChat draws a code instead. */
  scanLinkBase: string;
  /** The secrets by which a uni-id project hashed passwords in its early days; "" where there are none. */
  uniIdPasswordSecret: string;
  /** Whether the page at /console is served. */
  consoleEnabled: boolean;
  /** Names of variables whose values are of no use. */
  unusable: string[];
}

/** Filled while the settings are read. */
const unusable: string[] = [];

/** Notes a variable whose value is of no use; what it must be is said once in the log. */
function complain(name: string, must: string): void {
  unusable.push(name);
  if (firstTime(`bad_setting:${name}`)) logger().error(`${name} ${must}`);
}

/** Far beyond any use, and far below what overflows PocketBase's durations in nanoseconds. */
const LARGEST = 999_999_999;

/** A whole number; an unset or empty value gives the default, as does a malformed one, said once in the log. */
function wholeNumber(name: string, fallback: number, min: number): number {
  const text = $os.getenv(name).trim();
  if (text === "") return fallback;
  const value = /^[0-9]+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= min && value <= LARGEST) return value;
  complain(name, `must be a whole number from ${min} to ${LARGEST}; using ${fallback}`);
  return fallback;
}

/** A switch that is on unless it says otherwise. */
const isOff = (name: string) => /^(false|0|no|off)$/i.test($os.getenv(name).trim());

/**
 * One of some words.
 * @param fallback where it is unset or empty
 * @param safest where it is none of the words, which is said once in the log
 */
function word<W extends string>(name: string, words: readonly W[], fallback: W, safest: W): W {
  const text = $os.getenv(name).trim().toLowerCase();
  if (text === "") return fallback;
  const known = words.find((candidate) => candidate === text);
  if (known) return known;
  complain(name, `must be one of ${words.join(", ")}; using ${safest}`);
  return safest;
}

/** An http(s) address; "" where it is unset, or no address, which is said once in the log. */
function link(name: string): string {
  const text = $os.getenv(name).trim();
  if (text === "" || /^https?:\/\/[^\s#]+$/.test(text)) return text;
  complain(name, "must be an http(s) address without a fragment; it is not used");
  return "";
}

/** Values separated by commas. */
function list(name: string): string[] {
  return $os
    .getenv(name)
    .split(",")
    .map((value) => value.trim());
}

/** One or several base URLs. */
function baseUrls(name: string, fallback: string): string[] {
  const urls = list(name)
    .map((url) => url.replace(/\/+$/, ""))
    .filter((url) => url !== "");
  return urls.length > 0 ? urls : [fallback];
}

/** One or several mini-programs: appids and secrets in the same order. Where they do not pair up, none is trusted. */
function miniPrograms(): MiniProgram[] {
  const appids = list("WECHAT_APPID");
  const secrets = list("WECHAT_SECRET");
  const complete = [...appids, ...secrets].every((value) => value !== "");
  if (complete && appids.length === secrets.length && new Set(appids).size === appids.length) {
    return appids.map((appid, i) => ({ appid, secret: secrets[i] as string }));
  }
  const isSet = [...appids, ...secrets].some((value) => value !== "");
  if (isSet && appids.length + secrets.length > 2) {
    complain(
      "WECHAT_APPID",
      "and WECHAT_SECRET must hold as many values each, in the same order, none empty and no appid twice; WeChat sign-in is off",
    );
  }
  return [];
}

let cached: Settings | null = null;

/** Not to be called from within a change of PocketBase's store: it may have to look into the store itself. */
export function settings(): Settings {
  cached ??= {
    wechat: {
      apps: miniPrograms(),
      apiBases: baseUrls("WECHAT_API_BASE", "https://api.weixin.qq.com"),
      timeoutSeconds: wholeNumber("WECHAT_TIMEOUT_SECONDS", 5, 1),
    },
    codeRepeatSeconds: wholeNumber("WECHAT_CODE_REPEAT_SECONDS", 10, 0),
    loginMaxFailures: wholeNumber("LOGIN_MAX_FAILURES", 5, 1),
    loginFailureWindowSeconds: wholeNumber("LOGIN_FAILURE_WINDOW_SECONDS", 900, 1),
    phoneClaim: !isOff("PHONE_CLAIM"),
    // A slip of the pen must neither open a door nor destroy a record.
    platformRegister: word("PLATFORM_REGISTER", ["open", "approval", "closed"], "open", "closed"),
    accountCloseMode: word("ACCOUNT_CLOSE_MODE", ["anonymise", "delete"], "anonymise", "anonymise"),
    pushToken: $os.getenv("WECHAT_PUSH_TOKEN").trim(),
    scanMaxPending: wholeNumber("SCAN_MAX_PENDING", 5, 1),
    scanMaxStarts: wholeNumber("SCAN_MAX_STARTS", 10, 1),
    scanPollSeconds: wholeNumber("SCAN_POLL_SECONDS", 2, 0),
    scanPage: $os.getenv("SCAN_PAGE").trim().replace(/^\/+/, ""),
    scanEnvVersion: word("SCAN_ENV_VERSION", ["release", "trial", "develop"], "release", "release"),
    scanLinkBase: link("SCAN_LINK_BASE"),
    uniIdPasswordSecret: $os.getenv("UNI_ID_PASSWORD_SECRET").trim(),
    consoleEnabled: !isOff("CONSOLE_ENABLED"),
    unusable,
  };
  return cached;
}
