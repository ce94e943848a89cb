/**
 * Taking turns across the runtimes of a process.
 * @module
 */
import { store } from "./process.ts";

/** How many callers in the whole process asked about `what` before this one: 0 for the first. */
export function turn(what: string): number {
  let before = 0;
  store().setFunc(`wechat_auth:turn:${what}`, (turns: number | null) => {
    before = turns ?? 0;
    return before + 1;
  });
  return before;
}

/** True for the first caller who asks about `what`, and for nobody afterwards. */
export function firstTime(what: string): boolean {
  return turn(what) === 0;
}
