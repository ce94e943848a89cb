/**
 * Numbers that the runtimes of a process take in turn.
 * @module
 */
import { store } from "./process.ts";

/** From 0 up to, but not including, `count`: one more than the caller before got, and 0 again after the last. */
export function turnOf(what: string, count: number): number {
  if (count === 1) return 0;
  let turn = 0;
  store().setFunc(`wechat_auth:turn:${what}`, (next: number | null) => {
    turn = (next ?? 0) % count;
    return turn + 1;
  });
  return turn;
}
