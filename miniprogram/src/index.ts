export { createClient } from "./client.ts";
export { WechatAuthError } from "./errors.ts";
export type * from "./types.ts";
