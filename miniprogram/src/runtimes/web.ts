/**
 * `fetch` and Web Storage, for H5 and Node.
 * @module
 */
import { invalidArgument } from "../failures.ts";
import type { BlobLike, SessionStorage, TransportAnswer } from "../types.ts";
import type { Runtime } from "./runtime.ts";

interface FetchResponse {
  status: number;
  headers: { get(name: string): string | null };
  text(): Promise<string>;
}
// Declared here, because the sources are compiled for mini-programs, which have none of these.
declare function fetch(url: string, options: object): Promise<FetchResponse>;
declare const FormData: new () => { append(name: string, file: BlobLike): void };
/** Older browsers lack `timeout`; the caller then stops waiting all the same. */
declare const AbortSignal: { timeout?(milliseconds: number): unknown };
declare const localStorage: SessionStorage;

/** Headers that the client reads. Across origins a browser shows those that the service exposes. */
const HEADERS = ["date", "retry-after"];

function answerOf(response: FetchResponse): Promise<TransportAnswer> {
  const header: Record<string, string> = {};
  for (const name of HEADERS) header[name] = response.headers.get(name) || "";
  return response.text().then((data) => ({ statusCode: response.status, header, data }));
}

function send(url: string, options: object, timeout: number): Promise<TransportAnswer> {
  const signal = AbortSignal.timeout && AbortSignal.timeout(timeout);
  return fetch(url, Object.assign({ signal }, options)).then(answerOf);
}

export const web: Runtime = {
  transport: {
    request: ({ url, method, header, data, timeout }) =>
      send(url, { method, headers: header, body: data }, timeout),
    upload({ url, header, name, filePath, timeout }) {
      if (typeof filePath === "string") throw invalidArgument("file", "须为 File 或 Blob");
      const form = new FormData();
      form.append(name, filePath);
      return send(url, { method: "POST", headers: header, body: form }, timeout);
    },
  },
  storage: () => localStorage,
};
