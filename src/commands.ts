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
    failure: 1,
  },
  {
    name: "doctor",
    does: "Says what is wrong with this deployment and what to do (exit status: 0 sound, 1 advice, 2 broken)",
    flags: { json: "print one JSON object" },
    failure: 2,
  },
];
