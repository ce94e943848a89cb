/**
 * The mini-program's own API.
 * @module
 */
import type { TransportAnswer } from "../types.ts";
import type { Callbacks, Wx } from "../wx.ts";
import type { Runtime } from "./runtime.ts";

/** A function of `wx` as a promise; rejects with what its `fail` callback gets. */
function promised<R, O extends object>(
  start: (options: O & Callbacks<R>) => unknown,
  options: O,
): Promise<R> {
  return new Promise((success, fail) => void start(Object.assign({ success, fail }, options)));
}

export function miniProgram(wx: Wx): Runtime {
  return {
    transport: {
      request: (request) => promised<TransportAnswer, typeof request>(wx.request, request),
      upload: (upload) => promised<TransportAnswer, typeof upload>(wx.uploadFile, upload),
    },
    storage: () => ({
      getItem: wx.getStorageSync,
      setItem: wx.setStorageSync,
      removeItem: wx.removeStorageSync,
    }),
    ownsStorage: true,
    loginCode: (timeout) =>
      promised<{ code: string }, { timeout: number }>(wx.login, { timeout }).then(({ code }) => code),
  };
}
