/**
 * Whether memory or open files grow: the last third of a run against the middle third, median against median.
 * @module
 */
import { median } from "../../tools/statistics.ts";

/**
 * MiB. Go lets the heap double between two collections and hands memory back over minutes, so single samples swing by
 * tens of MiB; medians over minutes do not. What may still come on top is the page cache of the log database, which
 * PocketBase caps at 32 MB a connection and which fills up with the log lines of the run.
 */
export const MEMORY_BOUND_MIB = 16;

/**
 * Connections to the databases, to WeChat and from clients come and go within their pools. At 50 requests a second
 * 10,000 requests lie between the middles of two thirds of ten minutes: one file left open in 400 of them is seen.
 */
export const OPEN_FILES_BOUND = 24;

export interface Sample {
  /** Milliseconds since the start. */
  at: number;
  /** MiB resident. */
  memory: number;
  openFiles: number;
}

/** The samples of the n-th third of the time, counted from 1. */
export function third(samples: readonly Sample[], number: number): Sample[] {
  const end = samples.at(-1)?.at ?? 0;
  return samples.filter(({ at }) => at > (end * (number - 1)) / 3 && at <= (end * number) / 3);
}

/** Bounds that were broken. The first third is left out: runtimes, pools and caches fill up in it. */
export function growth(samples: readonly Sample[]): string[] {
  const gain = (value: (sample: Sample) => number) =>
    median(third(samples, 3).map(value)) - median(third(samples, 2).map(value));
  const memory = gain((sample) => sample.memory);
  const openFiles = gain((sample) => sample.openFiles);
  // Written so that NaN, of a run without samples, breaks the bound.
  return [
    ...(memory <= MEMORY_BOUND_MIB
      ? []
      : [`memory grew by ${memory.toFixed(1)} MiB, bound: ${MEMORY_BOUND_MIB} MiB`]),
    ...(openFiles <= OPEN_FILES_BOUND ? [] : [`open files grew by ${openFiles}, bound: ${OPEN_FILES_BOUND}`]),
  ];
}
