/**
 * The client of a mini-program.
 * @module
 */
import { createClientIn } from "./client.ts";
import { miniProgram } from "./runtimes/mini-program.ts";
import type { Client, ClientOptions } from "./types.ts";
import { findWx } from "./wx.ts";

/**
 * A client of one service. Make one and share it.
 * @throws WechatAuthError `invalid_argument` for options that cannot work
 */
export function createClient(options: ClientOptions): Client {
  const wx = findWx();
  return createClientIn(wx ? miniProgram(wx) : {}, options);
}

export { WechatAuthError } from "./errors.ts";
export type * from "./types.ts";
