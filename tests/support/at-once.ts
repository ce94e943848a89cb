/**
 * The same call many times at once, and what came of it.
 * @module
 */
import type { Answer, ServiceOptions } from "./service.ts";

/** State that runtimes share must hold both where they are kept and where each call gets a fresh one. */
export const POOLS: [title: string, options: ServiceOptions][] = [
  ["in PocketBase's pool of runtimes", {}],
  ["in a fresh runtime per call", { hooksPool: 0 }],
];

export function atOnce<T>(count: number, call: (serial: number) => Promise<T>): Promise<T[]> {
  return Promise.all(Array.from({ length: count }, (_, serial) => call(serial)));
}

/** The reason of a failure, otherwise the status. */
export const outcomeOf = ({ reason, status }: Answer): string => reason ?? String(status);

/** How often each outcome came. */
export function tally(outcomes: string[]): { [outcome: string]: number } {
  const counts: { [outcome: string]: number } = {};
  for (const outcome of outcomes) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
}
