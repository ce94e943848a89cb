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
  {
    name: "doctor",
    does: "Says what is wrong with this deployment and what to do (exit status: 0 sound, 1 advice, 2 broken)",
    flags: { json: "print one JSON object" },
    failure: 2,
  },
  {
    name: "import",
    does: "Brings users in from another system: wechat-auth import --from leancloud|uni-id|casdoor|csv FILE",
    flags: { "dry-run": "only say what would be done; nothing is written" },
    values: {
      from: "where FILE comes from: leancloud, uni-id, casdoor or csv",
      appid: "the mini-program whose openids FILE holds (default: the first of WECHAT_APPID)",
      "on-duplicate":
        "who gets an openid or unionid that several have: report (nobody but the oldest; the others are left out and named), oldest, newest",
      "auth-data":
        "LeanCloud: the entry of authData that is the mini-program's, where it is neither lc_weapp nor weapp",
      wrap: "when passwords that another system has hashed are wrapped in bcrypt: now, or later by wechat-auth wrap-passwords",
    },
  },
  {
    name: "wrap-passwords",
    does: "Wraps the passwords in bcrypt that `import --wrap later` has brought in as they came",
    flags: {},
  },
];
