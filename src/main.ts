/**
 * What the wiring file may call. Each function is the whole of one PocketBase callback.
 * @module
 */
export { guardNativePassword } from "./abuse/native-password.ts";
export { dispatch } from "./dispatch.ts";
export { serveConsole } from "./pocketbase/console-files.ts";
export { serveContract } from "./pocketbase/contract-file.ts";
export { dropPlaceholderMail, refuseEmailChange } from "./pocketbase/placeholder-mail.ts";
