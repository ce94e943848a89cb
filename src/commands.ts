/**
 * The table of commands of PocketBase's binary, one line each: `pocketbase wechat-auth <name>` runs src/commands/<name>.ts.
 * @module
 */
import type { CommandLine } from "./pocketbase/command-line.ts";

export const commands: CommandLine[] = [
  {
    name: "pictures",
    does: "Stores avatars of earlier releases anew: smaller, the right way up, without metadata",
    flags: { "dry-run": "only say what would be done" },
  },
];
