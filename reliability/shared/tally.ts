/**
 * What came of the calls: counts and latencies per kind of action, and answers that should not have been.
 * @module
 */
import { percentile } from "../../tools/statistics.ts";

const SHOWN = 20;

interface Line {
  succeeded: number;
  refused: Map<string, number>;
  lost: number;
  /** Milliseconds, of the successes. */
  latencies: number[];
}

export class Tally {
  readonly #lines = new Map<string, Line>();
  readonly #wrong: string[] = [];
  #wrongCount = 0;

  succeeded(action: string, milliseconds: number): void {
    const line = this.#line(action);
    line.succeeded += 1;
    line.latencies.push(milliseconds);
  }

  refused(action: string, reason: string): void {
    const { refused } = this.#line(action);
    refused.set(reason, (refused.get(reason) ?? 0) + 1);
  }

  lost(action: string): void {
    this.#line(action).lost += 1;
  }

  wrong(action: string, what: string): void {
    this.#wrongCount += 1;
    if (this.#wrong.length < SHOWN) this.#wrong.push(`${action}: ${what}`);
  }

  /** Answers that should not have been, at most 20 of them spelled out. */
  violations(): string[] {
    const more = this.#wrongCount - this.#wrong.length;
    return [...this.#wrong, ...(more > 0 ? [`… and ${more} more answers like these`] : [])];
  }

  total(): { succeeded: number; refused: number; lost: number } {
    const total = { succeeded: 0, refused: 0, lost: 0 };
    for (const line of this.#lines.values()) {
      total.succeeded += line.succeeded;
      total.lost += line.lost;
      for (const count of line.refused.values()) total.refused += count;
    }
    return total;
  }

  /** The reasons with which an action was refused. */
  reasons(action: string): string[] {
    return [...(this.#lines.get(action)?.refused.keys() ?? [])];
  }

  /** Milliseconds of the successes of some or all actions. */
  latencies(actions = [...this.#lines.keys()]): number[] {
    return actions.flatMap((action) => this.#lines.get(action)?.latencies ?? []);
  }

  /** Rows for a table: action, successes, refused, lost, median, p99. */
  rows(): string[][] {
    return [...this.#lines].map(([action, { succeeded, refused, lost, latencies }]) => [
      action,
      String(succeeded),
      [...refused].map(([reason, count]) => `${count} ${reason}`).join(", ") || "0",
      String(lost),
      latencies.length > 0 ? percentile(latencies, 0.5).toFixed(1) : "",
      latencies.length > 0 ? percentile(latencies, 0.99).toFixed(1) : "",
    ]);
  }

  #line(action: string): Line {
    const known = this.#lines.get(action);
    if (known) return known;
    const line: Line = { succeeded: 0, refused: new Map(), lost: 0, latencies: [] };
    this.#lines.set(action, line);
    return line;
  }
}
