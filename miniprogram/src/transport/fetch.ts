/**
 * Calls through `fetch`, for H5 and Node.
 * @module
 */
import { invalidArgument } from "../failures.ts";
import type { BlobLike, Transport, TransportAnswer } from "../types.ts";

interface FetchResponse {
  status: number;
  headers: { get(name: string): string | null };
  text(): Promise<string>;
}
// Declared here, because mini-programs have neither these nor their types.
declare function fetch(url: string, options: object): Promise<FetchResponse>;
declare const FormData: new () => { append(name: string, file: BlobLike): void };
/** Older browsers lack `timeout`; the caller then stops waiting all the same. */
declare const AbortSignal: { timeout?(milliseconds: number): unknown };

async function send(url: string, options: object, timeout: number): Promise<TransportAnswer> {
  const signal = AbortSignal.timeout && AbortSignal.timeout(timeout);
  const response = await fetch(url, Object.assign({ signal }, options));
  return {
    statusCode: response.status,
    header: { "retry-after": response.headers.get("retry-after") || "" },
    data: await response.text(),
  };
}

export const fetchTransport: Transport = {
  request: ({ url, method, header, data, timeout }) =>
    send(url, { method, headers: header, body: data }, timeout),
  async upload({ url, header, name, filePath, timeout }) {
    if (typeof filePath === "string") throw invalidArgument("file", "须为 File 或 Blob");
    const form = new FormData();
    form.append(name, filePath);
    return send(url, { method: "POST", headers: header, body: form }, timeout);
  },
};
