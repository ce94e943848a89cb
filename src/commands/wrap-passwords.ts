/**
 * `pocketbase wechat-auth wrap-passwords`: what `import --wrap later` has brought in as it came. Can be stopped at any time
 * and run again; users may sign in meanwhile.
 * @module
 */
import { unwrappedAfter, wrapPassword } from "../pocketbase/passwords.ts";

const EVERY_MS = 2000;

export function run(_args: string[], _flags: string[], print: (text: string) => void): number {
  let [last, wrapped, saidAt] = ["", 0, Date.now()];
  for (let page = unwrappedAfter(last); page.length > 0; page = unwrappedAfter(last)) {
    for (const one of page) {
      wrapPassword(one);
      wrapped++;
      if (Date.now() - saidAt < EVERY_MS) continue;
      saidAt = Date.now();
      console.error(`${wrapped} passwords wrapped so far`);
    }
    last = page.at(-1)?.id ?? last;
  }
  print(`${wrapped} passwords wrapped`);
  return 0;
}
