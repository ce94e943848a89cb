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

/** After this a place counts as free again, whatever became of who had it. */
const LONGEST_STAY_MS = 60_000;
const LOOK_AGAIN_MS = 20;

/**
 * Runs `work` while at most `places` callers in the whole process do so; whoever comes later waits for a place.
 * @param what names the places
 * @returns null when none became free in time
 */
export function inPlace<T>(
  what: string,
  places: number,
  patienceMs: number,
  work: () => T,
): { done: T } | null {
  const key = `wechat_auth:places:${what}`;
  const giveUpAt = Date.now() + patienceMs;
  let mine = "";
  // Places taken, by the time until when: `<milliseconds>.<random>`.
  const take = (taken: string | null) => {
    const now = Date.now();
    const still = (taken ?? "").split(" ").filter((place) => Number.parseInt(place, 10) > now);
    mine = still.length < places ? `${now + LONGEST_STAY_MS}.${$security.randomString(8)}` : "";
    return [...still, mine].join(" ").trim();
  };
  for (store().setFunc(key, take); mine === ""; store().setFunc(key, take)) {
    if (Date.now() >= giveUpAt) return null;
    sleep(LOOK_AGAIN_MS);
  }
  try {
    return { done: work() };
  } finally {
    store().setFunc(key, (taken: string | null) => (taken ?? "").replace(mine, "").trim());
  }
}
