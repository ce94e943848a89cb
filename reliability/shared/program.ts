/**
 * What every program here shares: options, a clean end on Ctrl-C, the exit code.
 * @module
 */
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { anySeed } from "./random.ts";

/** A mistake of whoever started the program: shown without a stack. */
export class UsageError extends Error {}

/**
 * Whole-number options such as `--rounds 50`; `seed` is always there, and random unless given.
 * @param defaults the options and their defaults
 * @throws UsageError
 */
export function wholeNumbers<Name extends string>(
  args: string[],
  defaults: { [N in Name]: number },
): { [N in Name | "seed"]: number } {
  const all: { [name: string]: number } = { ...defaults, seed: anySeed() };
  const options = Object.fromEntries(Object.keys(all).map((name) => [name, { type: "string" as const }]));
  let given: { [name: string]: unknown };
  try {
    given = parseArgs({ args, options }).values;
  } catch (error) {
    const usage = Object.entries(all).map(([name, value]) =>
      name === "seed" ? "[--seed N]" : `[--${name} ${value}]`,
    );
    throw new UsageError(`${error instanceof Error ? error.message : error}\noptions: ${usage.join(" ")}`, {
      cause: error,
    });
  }
  for (const [name, text] of Object.entries(given)) {
    const value = Number(text);
    if (String(text).trim() === "" || !Number.isInteger(value) || value < 0) {
      throw new UsageError(`--${name} takes a whole number of at least 0, not "${text}"`);
    }
    all[name] = value;
  }
  return all as { [N in Name | "seed"]: number };
}

/** A line of progress. */
export type Say = (line: string) => void;

/** What a program hands back: the result as Markdown, and every broken promise. */
export interface Outcome {
  markdown: string;
  violations: string[];
}

/**
 * Runs a program to its end: prints progress with the seconds since the start, then the result; exits with 1 when a
 * promise was broken, 2 on bad options. On Ctrl-C the signal is raised, and the program cleans up and ends.
 */
export async function run(main: (say: Say, interrupted: AbortSignal) => Promise<Outcome>): Promise<void> {
  const started = Date.now();
  const interrupt = new AbortController();
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(name, () => interrupt.abort());
  const say: Say = (line) =>
    console.log(`${((Date.now() - started) / 1000).toFixed(1).padStart(7)}s  ${line}`);
  try {
    const { markdown, violations } = await main(say, interrupt.signal);
    if (interrupt.signal.aborted) say("interrupted: the result covers what was done until then");
    console.log(`\n${markdown}\n`);
    console.log(
      violations.length === 0 ? "every promise that was tried held" : `${violations.length} broken promises`,
    );
    process.exitCode = violations.length > 0 ? 1 : interrupt.signal.aborted ? 130 : 0;
  } catch (error) {
    if (error instanceof UsageError) {
      console.error(error.message);
      process.exitCode = 2;
    } else if (interrupt.signal.aborted) {
      // Ctrl-C in a terminal ends PocketBase as well, so whatever was under way has failed.
      say("interrupted");
      process.exitCode = 130;
    } else {
      throw error;
    }
  }
}

/** Waits; returns early, without an error, when the program is interrupted. */
export async function pause(milliseconds: number, interrupted?: AbortSignal): Promise<void> {
  await sleep(milliseconds, undefined, interrupted ? { signal: interrupted } : {}).catch(() => undefined);
}
