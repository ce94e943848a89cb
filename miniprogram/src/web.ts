/**
 * The same client for H5 and Node.
 * @module
 */
import { createClientIn } from "./client.ts";
import { web } from "./runtimes/web.ts";
import type { Client, ClientOptions } from "./types.ts";

/**
 * A client of one service. Make one and share it.
 * @throws WechatAuthError `invalid_argument` for options that cannot work
 */
export function createClient(options: ClientOptions): Client {
  return createClientIn(web, options);
}

export { WechatAuthError } from "./errors.ts";
export type * from "./types.ts";
