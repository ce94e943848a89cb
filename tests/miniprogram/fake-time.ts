/**
 * Timers of an app. The short ones run as they are; those of a second and more wait until the test lets time pass.
 * @module
 */

export interface Timers {
  setTimeout(work: () => void, milliseconds: number): unknown;
  clearTimeout(timer: unknown): void;
}

export interface FakeTime extends Timers {
  /** Fires what falls due, in order. */
  pass(milliseconds: number): void;
  /** Resolves once a timer waits for so long, with how long. */
  waits(atLeast: number, atMost?: number): Promise<number>;
}

export const realTime: Timers = {
  setTimeout: (work, milliseconds) => setTimeout(work, milliseconds),
  clearTimeout: (timer) => clearTimeout(timer as NodeJS.Timeout),
};

const LONG = 1000;

interface Timer {
  due: number;
  length: number;
  work(): void;
}

export function createFakeTime(): FakeTime {
  let now = 0;
  const timers = new Set<Timer>();
  const watchers = new Set<() => void>();

  const firstDue = () =>
    [...timers].filter(({ due }) => due <= now).sort((one, other) => one.due - other.due)[0];

  return {
    setTimeout(work, milliseconds) {
      if (milliseconds < LONG) return realTime.setTimeout(work, milliseconds);
      const timer = { due: now + milliseconds, length: milliseconds, work };
      timers.add(timer);
      for (const watcher of watchers) watcher();
      return timer;
    },
    clearTimeout(timer) {
      if (!timers.delete(timer as Timer)) realTime.clearTimeout(timer);
    },
    pass(milliseconds) {
      now += milliseconds;
      for (let timer = firstDue(); timer; timer = firstDue()) {
        timers.delete(timer);
        timer.work();
      }
    },
    waits: (atLeast, atMost = Infinity) =>
      new Promise((resolve) => {
        const look = () => {
          const found = [...timers].find(({ length }) => length >= atLeast && length <= atMost);
          if (found) resolve(found.length);
        };
        watchers.add(look);
        look();
      }),
  };
}
