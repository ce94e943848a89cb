/**
 * Random choices that a seed repeats.
 * @module
 */

export interface Random {
  /** In [0, 1). */
  next(): number;
  /** A whole number in [0, limit). */
  below(limit: number): number;
  /** A whole number in [from, to]. */
  between(from: number, to: number): number;
  /** One of the items; undefined of an empty list. */
  pick<T>(items: readonly T[]): T | undefined;
}

/** Mulberry32: 32 bits of state are plenty for choosing what to do next. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  return {
    next,
    below,
    between: (from, to) => from + below(to - from + 1),
    pick: (items) => items[below(items.length)],
  };
}

/** A seed for a run that was not given one. */
export function anySeed(): number {
  return Math.floor(Math.random() * 1_000_000);
}
