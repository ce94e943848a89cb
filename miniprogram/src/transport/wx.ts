/**
 * Calls through the mini-program's own API.
 * @module
 */
import type { Transport, TransportAnswer } from "../types.ts";
import type { Callbacks, Wx } from "../wx.ts";

/** A function of `wx` as a promise; rejects with what its `fail` callback gets. */
function promised<R, O extends object>(
  start: (options: O & Callbacks<R>) => unknown,
  options: O,
): Promise<R> {
  return new Promise((success, fail) => void start(Object.assign({ success, fail }, options)));
}

export function wxTransport(wx: Wx): Transport {
  return {
    request: (request) => promised<TransportAnswer, typeof request>(wx.request, request),
    upload: (upload) => promised<TransportAnswer, typeof upload>(wx.uploadFile, upload),
  };
}

/** A fresh sign-in code; each works once. */
export async function wxLoginCode(wx: Wx, timeout: number): Promise<string> {
  return (await promised<{ code: string }, { timeout: number }>(wx.login, { timeout })).code;
}
