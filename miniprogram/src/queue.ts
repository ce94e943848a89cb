/**
 * Lets so many tasks run at once, in the order they came.
 * @module
 */

export type Queue = <T>(task: () => Promise<T>) => Promise<T>;

export function createQueue(most: number): Queue {
  const waiting: (() => void)[] = [];
  let free = most;
  const leave = () => {
    const next = waiting.shift();
    // The place passes on, or it is free.
    if (next) next();
    else free += 1;
  };
  return (task) =>
    new Promise((resolve, reject) => {
      const enter = () => {
        const running = task();
        running.then(leave, leave);
        running.then(resolve, reject);
      };
      if (free > 0) {
        free -= 1;
        enter();
      } else waiting.push(enter);
    });
}
