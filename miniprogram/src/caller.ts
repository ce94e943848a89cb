/**
 * One call to the service: address, headers, time limit, answer. Knows nothing of sessions.
 * @module
 */
import { headerOf, readAnswer } from "./answers.ts";
import { WechatAuthError } from "./errors.ts";
import { invalidArgument, unanswered } from "./failures.ts";
import { createQueue } from "./queue.ts";
import type { BlobLike, RequestOptions, Transport, TransportAnswer } from "./types.ts";

const METHODS = /^(GET|POST|PUT|DELETE|HEAD|OPTIONS)$/;
const UPLOAD_TIMEOUT = 60_000;
/** WeChat keeps what goes beyond waiting, with the time limit running. */
const MOST_AT_ONCE = 10;

/**
 * Rejects with `timeout` when the work has not settled in time. Platforms keep time limits of their own, but a callback
 * that never comes must not hold up everybody who waits for the session.
 */
export function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new WechatAuthError("timeout")), milliseconds);
    const stop = () => clearTimeout(timer);
    work.then(stop, stop);
    work.then(resolve, reject);
  });
}

export interface Caller {
  /** @throws WechatAuthError */
  send(path: string, options: RequestOptions, token: string | null): Promise<unknown>;
  /** @throws WechatAuthError */
  upload(path: string, file: string | BlobLike, token: string, timeout?: number): Promise<unknown>;
  /** Milliseconds that the service's clock is ahead of this one, by its last answer; undefined when none said. */
  skew(): number | undefined;
}

const authorization = (token: string | null): Record<string, string> =>
  token ? { Authorization: `Bearer ${token}` } : {};

export function createCaller(
  baseURL: string,
  transport: Transport,
  timeout: number,
  clock: () => number,
): Caller {
  const queue = createQueue(MOST_AT_ONCE);
  let skew: number | undefined;

  function answered(
    milliseconds: number,
    call: () => Promise<TransportAnswer>,
    isUpload = false,
  ): Promise<unknown> {
    // Within a promise, so that a transport may throw as well.
    const start = () => within(milliseconds, Promise.resolve().then(call));
    return queue(start)
      .then((answer) => {
        const time = Date.parse(headerOf(answer, "date"));
        if (time) skew = time - clock();
        return readAnswer(answer, isUpload);
      })
      .catch((thrown: unknown) => {
        throw unanswered(thrown);
      });
  }

  return {
    send(path, { method, body, headers, timeout: limit = timeout }, token) {
      return Promise.resolve().then(() => {
        const data = JSON.stringify(body) as string | undefined;
        const verb = method || (data ? "POST" : "GET");
        // Anything else could carry the token to another host.
        if (!/^\//.test(path)) throw invalidArgument("path", "须以 / 开头");
        if (!METHODS.test(verb))
          throw invalidArgument("method", "须为 GET、POST、PUT、DELETE、HEAD、OPTIONS");
        return answered(limit, () =>
          transport.request({
            url: baseURL + path,
            method: verb,
            header: Object.assign(
              data ? { "Content-Type": "application/json" } : {},
              headers,
              authorization(token),
            ),
            data,
            timeout: limit,
          }),
        );
      });
    },
    upload: (path, file, token, limit = UPLOAD_TIMEOUT) =>
      answered(
        limit,
        () =>
          transport.upload({
            url: baseURL + path,
            header: authorization(token),
            name: "file",
            filePath: file,
            timeout: limit,
          }),
        true,
      ),
    skew: () => skew,
  };
}
