/**
 * How many of something there were within the last seconds, as a short text that runtimes can share: one
 * `second:count` for each second that has any, separated by commas. However many are counted, it has as many parts as
 * the window has seconds.
 * @module
 */

/** A window: no more than `max` within any `seconds`. */
export interface Window {
  seconds: number;
  max: number;
}

/** [Unix time in seconds, count], oldest first. */
type Buckets = [number, number][];

function parse(text: string): Buckets {
  if (text === "") return [];
  return text.split(",").map((part) => part.split(":").map(Number) as [number, number]);
}

const format = (buckets: Buckets) => buckets.map((bucket) => bucket.join(":")).join(",");
const secondOf = (time: number) => Math.floor(time / 1000);

/** What is still within the window. A second counts as a whole until its end has left it. */
function within(text: string, now: number, { seconds }: Window): Buckets {
  return parse(text).filter(([second]) => (second + seconds + 1) * 1000 > now);
}

/**
 * Whole seconds until one more fits into the window: 0 if it does now.
 * @param text what has been counted
 * @param now Unix time in milliseconds
 */
export function secondsUntilFree(text: string, now: number, window: Window): number {
  const buckets = within(text, now, window);
  let over = buckets.reduce((sum, [, count]) => sum + count, 0) - (window.max - 1);
  for (const [second, count] of buckets) {
    if (over <= 0) return 0;
    over -= count;
    if (over <= 0) return Math.max(1, Math.ceil(second + window.seconds + 1 - now / 1000));
  }
  return 0;
}

/** The text with one more, counted at `now`; what has left the window is forgotten. */
export function counted(text: string, now: number, window: Window): string {
  const buckets = within(text, now, window);
  const last = buckets.at(-1);
  const second = secondOf(now);
  if (last?.[0] === second) last[1] += 1;
  else buckets.push([second, 1]);
  return format(buckets);
}

/** The text without one that was counted at `time`, if it is still there. */
export function uncounted(text: string, time: number): string {
  const second = secondOf(time);
  const buckets = parse(text).map(([at, count]): [number, number] => [at, at === second ? count - 1 : count]);
  return format(buckets.filter(([, count]) => count > 0));
}
