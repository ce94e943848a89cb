/**
 * The part of `wx` that is used here; checked against miniprogram-api-typings.
 * @module
 */
import type { TransportAnswer, TransportRequest, TransportUpload } from "./types.ts";

export interface Callbacks<R> {
  success(result: R): void;
  fail(error: unknown): void;
}

/** Functions that need no `this`: mini-programs hand them around freely. */
export interface Wx {
  request: (options: TransportRequest & Callbacks<TransportAnswer>) => unknown;
  /** A path is what it takes; anything else fails with the platform's own words. */
  uploadFile: (options: TransportUpload & Callbacks<TransportAnswer>) => unknown;
  login: (options: { timeout: number } & Callbacks<{ code: string }>) => unknown;
  getStorageSync: (key: string) => string;
  setStorageSync: (key: string, value: string) => void;
  removeStorageSync: (key: string) => void;
}

declare const wx: Partial<Wx> | undefined;

/** The mini-program's `wx`; undefined elsewhere, and in WeChat's browser, whose `wx` can do none of this. */
export function findWx(): Wx | undefined {
  return typeof wx === "object" && wx && wx.request ? (wx as Wx) : undefined;
}
