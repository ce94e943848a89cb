/**
 * Where sessions are kept when the caller does not say.
 * @module
 */
import type { SessionStorage } from "./types.ts";
import type { Wx } from "./wx.ts";

declare const localStorage: SessionStorage;

/** The mini-program's storage, else the browser's; throws where there is neither, or where it is denied. */
export function defaultStorage(wx: Wx | undefined): SessionStorage {
  return wx
    ? {
        getItem: (key) => wx.getStorageSync(key),
        setItem: (key, value) => wx.setStorageSync(key, value),
        removeItem: (key) => wx.removeStorageSync(key),
      }
    : localStorage;
}
