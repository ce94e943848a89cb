/**
 * Figures per hour, put together into the steps of a picture: hours, or the days of whoever looks.
 * @module
 */

const HOUR = 3_600_000;

export type Step = "hour" | "day";

/** The beginnings of all steps from one time to another, as Unix times in milliseconds. */
export function stepsBetween(from: number, until: number, step: Step): number[] {
  const steps: number[] = [];
  for (let time = beginning(from, step); time < until; time = following(time, step)) steps.push(time);
  return steps;
}

/** One sum per step. @param counts hour → how many */
export function sums(counts: ReadonlyMap<number, number>, steps: readonly number[], step: Step): number[] {
  const places = new Map(steps.map((time, index) => [time, index]));
  const values = new Array<number>(steps.length).fill(0);
  for (const [hour, count] of counts) {
    const index = places.get(beginning(hour, step));
    if (index !== undefined) values[index] = (values[index] ?? 0) + count;
  }
  return values;
}

/** Days are those of the place where this runs; their length changes with the clocks. */
function beginning(time: number, step: Step): number {
  return step === "hour" ? Math.floor(time / HOUR) * HOUR : new Date(time).setHours(0, 0, 0, 0);
}

function following(time: number, step: Step): number {
  if (step === "hour") return time + HOUR;
  const day = new Date(time);
  return day.setDate(day.getDate() + 1);
}
