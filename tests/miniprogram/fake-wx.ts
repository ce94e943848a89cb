/**
 * A `wx` that behaves as WeChat's does towards a network that is real: callbacks, answers of any status as success,
 * header names in varying case, text that is parsed when it can be, at most ten calls at once, files behind temporary
 * paths, storage that may throw. Needs `fetch` alone, so that it runs in Node and in a browser.
 * @module
 */

import { createNetwork, type HttpResult } from "./fake-network.ts";
import { type Call, createPlans } from "./fake-plans.ts";
import { createFakeStorage } from "./fake-storage.ts";

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

export interface FakeWxOptions {
  /** What `wx.login` gives; throwing makes it fail with that message. */
  loginCode: () => string | Promise<string>;
  /** Of the mini-program. WeChat names it in the Referer of each call, which no page can change. */
  appid?: string;
}

/** Builds one; `wx` is for the app, the rest for the test. */
export function createFakeWx({ loginCode, appid = "touristappid" }: FakeWxOptions) {
  const referer = { referer: `https://servicewechat.com/${appid}/devtools/page-frame.html` };
  const calls: Call[] = [];
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  const plans = createPlans();
  const network = createNetwork();
  const state = {
    offline: false,
    /** Answers come without a header. */
    hidesHeaders: false,
    /** Storage throws, whatever is asked of it. */
    storageFails: false,
    /** Storage throws when something is to be written. */
    storageIsFull: false,
  };
  const storage = createFakeStorage(state);

  /** What the call comes to: a result, a failure thrown, or null for none ever. */
  async function outcomeOf<R extends object>(call: Call, run: () => Promise<R>): Promise<R | null> {
    const planned = plans.outcomeFor(call);
    if (planned === "silence") return null;
    if (planned === "lost") {
      await run();
      throw new Error(`${call.api}:fail net::ERR_CONNECTION_RESET`);
    }
    if (planned === "sent twice") {
      await run();
      return run();
    }
    if (planned && "errMsg" in planned) throw new Error(planned.errMsg);
    if (planned) return planned as unknown as R;
    if (state.offline) throw new Error(`${call.api}:fail 似乎已断开与互联网的连接。`);
    return run();
  }

  /** Runs one API call in the background, as every `wx` API does, and calls back. */
  function start<R extends object>(
    call: Call,
    { success, fail, complete }: Callbacks<R>,
    run: (signal: AbortSignal) => Promise<R>,
  ) {
    const abort = new AbortController();
    calls.push(call);
    void settle();

    async function settle() {
      let result: Outcome | null;
      let failed = false;
      try {
        const found = await outcomeOf(call, () => run(abort.signal));
        result = found && { ...found, errMsg: `${call.api}:ok` };
      } catch (error) {
        failed = true;
        result = { errMsg: failureWords(call.api, error) };
      }
      await plans.passed(call);
      if (!result) return;
      if (failed) fail?.(result);
      else success?.(result as R & Outcome);
      complete?.(result);
    }
    return { abort: () => abort.abort(new Error(`${call.api}:fail abort`)) };
  }

  const wx = {
    request(options: RequestOptions) {
      const { url, method = "GET", header = {}, data, timeout = DEFAULT_TIMEOUT } = options;
      const call: Call = { api: "request", path: pathOf(url), method, header, body: data, timeout };
      return start<HttpResult>(call, options, async (signal) => {
        if (!METHODS.includes(method)) throw new Error("request:fail invalid method");
        const headers = { "content-type": "application/json", ...lowerCased(header), ...referer };
        const body = data === undefined || data === "" ? {} : { body: bodyText(data) };
        const init = { method, headers, ...body };
        const result = await network.call("request", url, init, { timeout, signal });
        const { dataType = "json" } = options;
        if (state.hidesHeaders) result.header = {};
        return { ...result, data: dataType === "json" ? parsedIfPossible(result.data) : result.data };
      });
    },

    uploadFile(options: UploadOptions) {
      const { url, filePath, name, header = {}, timeout = DEFAULT_TIMEOUT } = options;
      const method = "POST";
      const call: Call = { api: "uploadFile", path: pathOf(url), method, header, body: filePath, timeout };
      return start<HttpResult>(call, options, async (signal) => {
        if (typeof filePath !== "string")
          throw new Error("uploadFile:fail parameter error: parameter.filePath should be String");
        const content = files.get(filePath);
        if (!content) throw new Error("uploadFile:fail createUploadTask:fail file not found");
        const form = new FormData();
        form.append(name, new Blob([content]), filePath.split("/").pop());
        const init = { method, headers: { ...lowerCased(header), ...referer }, body: form };
        const { statusCode, data } = await network.call("uploadFile", url, init, { timeout, signal });
        // Text, whatever its type, and no header.
        return { statusCode, data };
      });
    },

    login(options: LoginOptions) {
      const { timeout = DEFAULT_TIMEOUT } = options;
      const call: Call = { api: "login", path: "", method: "", header: {}, body: null, timeout };
      return void start<{ code: string }>(call, options, async () => ({ code: await loginCode() }));
    },

    ...storage.api,
  };

  return {
    wx,
    /** Every API call so far, oldest first. */
    calls,
    /** Paths of the network calls so far; `wx.login` is “login”. */
    trail: () => calls.map(({ api, path }) => (api === "login" ? "login" : path)),
    storage: storage.items,
    files,
    state,
    /** The most calls that were under way at once. */
    peak: network.peak,
    answer: plans.answer,
    hold: plans.hold,
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

function pathOf(url: string): string {
  const { pathname, search } = new URL(url);
  return pathname + search;
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
