/**
 * What the wiring file calls besides the contract's operations. Each function is the whole of one PocketBase callback;
 * `start` runs once, while the hook files load.
 * @module
 */
import { commands } from "./commands.ts";
import { addCommands } from "./pocketbase/command-line.ts";
import { refuseSecondCopy } from "./pocketbase/hook-files.ts";
import { keepEventPattern } from "./pocketbase/sign-in-checks.ts";

export { guardNativePassword } from "./abuse/native-password.ts";
export { guardIdentityUpdate, guardUserUpdate } from "./accounts/user-updates.ts";
export { serveConsole } from "./pocketbase/console-files.ts";
export { mendTotal, mendTotalOnce } from "./pocketbase/counter.ts";
export { serveContract } from "./pocketbase/contract-file.ts";
export { refuseMethod } from "./pocketbase/methods.ts";
export { dropPlaceholderMail, refuseEmailChange } from "./pocketbase/placeholder-mail.ts";

export function start(): void {
  refuseSecondCopy();
  keepEventPattern();
  addCommands(commands);
}
