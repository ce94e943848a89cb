/**
 * A `wx` that behaves as WeChat's does towards a network that is real: callbacks, answers of any status as success,
 * header names in varying case, text that is parsed when it can be, at most ten calls at once, files behind temporary
 * paths, storage that may throw. Needs `fetch` alone, so that it runs in Node and in a browser.
 * @module
 */

/** The most calls WeChat lets through at once; the rest wait. */
const MOST_AT_ONCE = 10;
const DEFAULT_TIMEOUT = 60_000;
const METHODS = ["OPTIONS", "GET", "HEAD", "POST", "PUT", "DELETE", "TRACE", "CONNECT"];

interface Outcome {
  errMsg: string;
}
interface Callbacks<R> {
  success?(result: R & Outcome): void;
  fail?(error: Outcome): void;
  complete?(result: Outcome): void;
}
interface HttpResult {
  statusCode: number;
  header?: { [name: string]: string };
  data: unknown;
}
export interface RequestOptions extends Callbacks<HttpResult> {
  url: string;
  method?: string;
  header?: { [name: string]: string };
  data?: unknown;
  dataType?: string;
  timeout?: number;
}
export interface UploadOptions extends Callbacks<HttpResult> {
  url: string;
  filePath: unknown;
  name: string;
  header?: { [name: string]: string };
  timeout?: number;
}
export interface LoginOptions extends Callbacks<{ code: string }> {
  timeout?: number;
}

/** What an app asked for. */
export interface Call {
  api: "request" | "uploadFile" | "login";
  /** Path and query of the address; empty for login. */
  path: string;
  method: string;
  header: { [name: string]: string };
  body: unknown;
  timeout: number;
}

/** Keeps the outcome of the next matching call from the app. */
export interface Held {
  /** Resolves when the outcome is there. */
  arrived: Promise<void>;
  /** Lets the app have it. */
  release(): void;
}

type Match = string | ((call: Call) => boolean);
interface Rule {
  match: Match;
  times: number;
  outcome: HttpResult | Outcome | "silence";
}
interface Hold {
  match: Match;
  arrive(): void;
  released: Promise<void>;
}

export interface FakeWxOptions {
  /** What `wx.login` gives; throwing makes it fail with that message. */
  loginCode: () => string | Promise<string>;
}

/** Builds one; `wx` is for the app, the rest for the test. */
export function createFakeWx({ loginCode }: FakeWxOptions) {
  const calls: Call[] = [];
  const storage = new Map<string, unknown>();
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  const rules: Rule[] = [];
  const holds: Hold[] = [];
  const waiting: (() => void)[] = [];
  const state = { offline: false, storageFails: false, running: 0, peak: 0, answers: 0 };

  const matches = (match: Match, call: Call) =>
    typeof match === "string" ? call.path === match || call.api === match : match(call);

  function take<T extends { match: Match }>(list: T[], call: Call): T | undefined {
    const index = list.findIndex(({ match }) => matches(match, call));
    return index < 0 ? undefined : list.splice(index, 1)[0];
  }

  async function slot(): Promise<() => void> {
    if (state.running >= MOST_AT_ONCE) await new Promise<void>((go) => waiting.push(go));
    else state.running += 1;
    state.peak = Math.max(state.peak, state.running);
    return () => {
      const next = waiting.shift();
      // The slot passes on, or it is free.
      if (next) next();
      else state.running -= 1;
    };
  }

  /** Runs one API call in the background, as every `wx` API does, and calls back. */
  function start<R extends object>(
    call: Call,
    { success, fail, complete }: Callbacks<R>,
    run: (signal: AbortSignal) => Promise<R>,
  ) {
    const abort = new AbortController();
    calls.push(call);
    const outcome = async (): Promise<R | null> => {
      const rule = rules.find(({ match }) => matches(match, call));
      if (rule && (rule.times -= 1) === 0) rules.splice(rules.indexOf(rule), 1);
      if (rule?.outcome === "silence") return null;
      if (rule && "errMsg" in rule.outcome) throw new Error(rule.outcome.errMsg);
      if (rule) return rule.outcome as unknown as R;
      if (state.offline) throw new Error(`${call.api}:fail 似乎已断开与互联网的连接。`);
      return run(abort.signal);
    };
    void settle();

    async function settle() {
      let result: Outcome | null;
      let failed = false;
      try {
        const found = await outcome();
        result = found && { ...found, errMsg: `${call.api}:ok` };
      } catch (error) {
        failed = true;
        result = { errMsg: failureWords(call.api, error) };
      }
      const hold = take(holds, call);
      hold?.arrive();
      await hold?.released;
      if (!result) return;
      if (failed) fail?.(result);
      else success?.(result as R & Outcome);
      complete?.(result);
    }
    return { abort: () => abort.abort(new Error(`${call.api}:fail abort`)) };
  }

  async function http(api: string, call: Call, url: string, init: RequestInit, signal: AbortSignal) {
    const free = await slot();
    try {
      const late = AbortSignal.timeout(call.timeout);
      const response = await fetch(url, { ...init, signal: AbortSignal.any([signal, late]) });
      return { response, text: await response.text() };
    } catch (error) {
      throw error instanceof Error && error.name === "TimeoutError"
        ? new Error(`${api}:fail timeout`)
        : error;
    } finally {
      free();
    }
  }

  const wx = {
    request(options: RequestOptions) {
      const {
        url,
        method = "GET",
        header = {},
        data,
        dataType = "json",
        timeout = DEFAULT_TIMEOUT,
      } = options;
      const call: Call = { api: "request", path: pathOf(url), method, header, body: data, timeout };
      return start<HttpResult>(call, options, async (signal) => {
        if (!METHODS.includes(method)) throw new Error("request:fail invalid method");
        const headers = { "content-type": "application/json", ...lowerCased(header) };
        const body = data === undefined || data === "" ? {} : { body: bodyText(data) };
        const { response, text } = await http("request", call, url, { method, headers, ...body }, signal);
        return {
          statusCode: response.status,
          header: headerInSomeCase(response.headers, state.answers++),
          data: dataType === "json" ? parsedIfPossible(text) : text,
        };
      });
    },

    uploadFile(options: UploadOptions) {
      const { url, filePath, name, header = {}, timeout = DEFAULT_TIMEOUT } = options;
      const call: Call = {
        api: "uploadFile",
        path: pathOf(url),
        method: "POST",
        header,
        body: filePath,
        timeout,
      };
      return start<HttpResult>(call, options, async (signal) => {
        if (typeof filePath !== "string")
          throw new Error("uploadFile:fail parameter error: parameter.filePath should be String");
        const content = files.get(filePath);
        if (!content) throw new Error("uploadFile:fail createUploadTask:fail file not found");
        const form = new FormData();
        form.append(name, new Blob([content]), filePath.split("/").pop());
        const init = { method: "POST", headers: lowerCased(header), body: form };
        const { response, text } = await http("uploadFile", call, url, init, signal);
        // Text, whatever its type, and no header.
        return { statusCode: response.status, data: text };
      });
    },

    login(options: LoginOptions) {
      const { timeout = DEFAULT_TIMEOUT } = options;
      const call: Call = { api: "login", path: "", method: "", header: {}, body: null, timeout };
      return void start<{ code: string }>(call, options, async () => ({ code: await loginCode() }));
    },

    getStorageSync(key: string): unknown {
      if (state.storageFails) throw new Error("getStorageSync:fail");
      return storage.get(key) ?? "";
    },
    setStorageSync(key: string, value: unknown): void {
      if (state.storageFails) throw new Error("setStorageSync:fail exceed storage max size 10Mb");
      storage.set(key, structuredClone(value));
    },
    removeStorageSync(key: string): void {
      if (state.storageFails) throw new Error("removeStorageSync:fail");
      storage.delete(key);
    },
  };

  return {
    wx,
    /** Every API call so far, oldest first. */
    calls,
    /** Paths of the network calls so far; `wx.login` is “login”. */
    trail: () => calls.map(({ api, path }) => (api === "login" ? "login" : path)),
    storage,
    files,
    state,
    /** Answers matching calls in the service's place: an HTTP result, a `fail`, or never. */
    answer(match: Match, outcome: Rule["outcome"], times = 1): void {
      rules.push({ match, outcome, times });
    },
    /** Keeps back the outcome of the next matching call. */
    hold(match: Match): Held {
      let arrive = () => {};
      let release = () => {};
      const arrived = new Promise<void>((resolve) => (arrive = resolve));
      const released = new Promise<void>((resolve) => (release = resolve));
      holds.push({ match, arrive, released });
      return { arrived, release };
    },
    /** Puts a file behind a temporary path, as `chooseAvatar` does. */
    chooseAvatar(
      content: Uint8Array<ArrayBuffer>,
      path = "wxfile://tmp_avatar.jpg",
    ): { detail: { avatarUrl: string } } {
      files.set(path, content);
      return { detail: { avatarUrl: path } };
    },
  };
}

export type FakeWx = ReturnType<typeof createFakeWx>;

/** The event of a `getPhoneNumber` button. */
export function phoneNumberEvent(outcome: { code: string } | "refused" | "no quota") {
  if (outcome === "refused") return { detail: { errMsg: "getPhoneNumber:fail user deny" } };
  if (outcome === "no quota")
    return { detail: { errMsg: "getPhoneNumber:fail the quota is used up", errno: 1400001 } };
  return { detail: { errMsg: "getPhoneNumber:ok", code: outcome.code } };
}

function pathOf(url: string): string {
  const { pathname, search } = new URL(url);
  return pathname + search;
}

/** Clients differ in how they write names: as sent, in capitals at each word, in capitals throughout. */
function headerInSomeCase(headers: Headers, turn: number): { [name: string]: string } {
  const spell = [
    (name: string) => name,
    (name: string) => name.replace(/\b[a-z]/g, (letter) => letter.toUpperCase()),
    (name: string) => name.toUpperCase(),
  ][turn % 3];
  return Object.fromEntries([...headers].map(([name, value]) => [spell?.(name) ?? name, value]));
}

const lowerCased = (header: { [name: string]: string }) =>
  Object.fromEntries(Object.entries(header).map(([name, value]) => [name.toLowerCase(), value]));

const bodyText = (data: unknown) => (typeof data === "string" ? data : JSON.stringify(data));

function parsedIfPossible(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Errors of the fake itself carry the words already; the rest is what a broken connection looks like. */
function failureWords(api: string, error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.startsWith(`${api}:`) ? message : `${api}:fail ${message}`;
}
