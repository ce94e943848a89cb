/**
 * Compiled, never run: what the client asks of `wx` is what miniprogram-api-typings says there is.
 * @module
 */
import type { Wx } from "../src/wx.ts";

type Real = WechatMiniprogram.Wx;
type Parameter<F extends (options: never) => unknown> = Parameters<F>[0];

/** wx.request reads an undefined `data` as none, which its types cannot say. */
type WithoutUndefined<T> = { [K in keyof T]: Exclude<T[K], undefined> };

/** Real functions take what the client passes, except a browser's file, which never reaches them. */
export type Options = [
  request: WithoutUndefined<Parameter<Wx["request"]>> extends Omit<WechatMiniprogram.RequestOption, "success">
    ? true
    : never,
  upload: Omit<Parameter<Wx["uploadFile"]>, "filePath"> & { filePath: string } extends Omit<
    WechatMiniprogram.UploadFileOption,
    "success"
  >
    ? true
    : never,
  login: Parameter<Wx["login"]> extends WechatMiniprogram.LoginOption ? true : never,
];

/** Real callbacks give what the client reads. */
export type Results = [
  request: WechatMiniprogram.RequestSuccessCallbackResult<string> extends Result<"request"> ? true : never,
  upload: WechatMiniprogram.UploadFileSuccessCallbackResult extends Result<"uploadFile"> ? true : never,
  login: WechatMiniprogram.LoginSuccessCallbackResult extends Result<"login"> ? true : never,
];
type Result<N extends "request" | "uploadFile" | "login"> = Parameter<Parameter<Wx[N]>["success"]>;

export const holds: [...Options, ...Results] = [true, true, true, true, true, true];
export const storage: Pick<Wx, "getStorageSync" | "setStorageSync" | "removeStorageSync"> = wx satisfies Real;
