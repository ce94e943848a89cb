/**
 * Nobody at a desk wants to press “again” until it works: while the service cannot be reached it is asked, and what has
 * failed meanwhile is loaded as soon as it answers.
 * @module
 */
import { effect } from "@preact/signals";
import { news, reportNews } from "../service/news.ts";
import { health } from "../service/operations.ts";

const PAUSE_MS = 5_000;

/** @param retry loads what could not be loaded */
export function watchRecovery(retry: () => void): void {
  let timer = 0;
  let wasBad = false;
  effect(() => {
    const bad = Boolean(news.value?.failure);
    window.clearTimeout(timer);
    if (bad) timer = window.setTimeout(() => void health().then(reportNews), PAUSE_MS);
    else if (wasBad) retry();
    wasBad = bad;
  });
}
