/**
 * Things that are done once per process, whichever of its runtimes comes first.
 * @module
 */
import { store } from "./process.ts";

/** True for the first caller who asks about `what`, and for nobody afterwards. */
export function firstTime(what: string): boolean {
  let first = false;
  store().setFunc(`wechat_auth:done:${what}`, (done: true | null) => {
    first = !done;
    return true;
  });
  return first;
}
