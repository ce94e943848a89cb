/**
 * Time as timers tell it: no setting of the phone's clock moves it.
 * @module
 */

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;

/** Timers of Node, which a process would wait for before it ends. */
interface NodeTimer {
  unref?(): void;
}

export interface Pause {
  /** Begins, or begins anew. */
  begin(milliseconds: number): void;
  isOn(): boolean;
}

export function createPause(): Pause {
  let timer: unknown = null;
  return {
    begin(milliseconds) {
      clearTimeout(timer as number);
      timer = setTimeout(() => (timer = null), milliseconds);
      const { unref } = timer as NodeTimer;
      if (unref) unref.call(timer);
    },
    isOn: () => timer !== null,
  };
}

export function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, milliseconds));
}
