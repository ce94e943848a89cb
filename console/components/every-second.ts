/**
 * Something to do each second while a component is shown.
 * @module
 */
import { useLayoutEffect } from "preact/hooks";

export function useEverySecond(tick: () => void): void {
  useLayoutEffect(() => {
    const timer = window.setInterval(tick, 1000);
    return () => window.clearInterval(timer);
  }, [tick]);
}
