/**
 * What became of a file's people, counted, and one line for each who is not simply here now.
 * @module
 */
import { maskPhone } from "../domain/phone.ts";

const OUTCOMES = ["imported", "updated", "unchanged", "skipped", "refused"] as const;
type Counted = (typeof OUTCOMES)[number];

/** Someone of the file, as a report may name them. */
export interface Named {
  place: number;
  /** "" where it could not be read. */
  id: string;
}

/** What stands in a summary at most, of what the file itself names. */
const MOST_NAMES = 40;

export class Report {
  readonly #outcomes = new Map<Counted, number>(OUTCOMES.map((outcome) => [outcome, 0]));
  readonly #reasons = new Map<string, number>();
  readonly #duplicates = new Map<string, number>();
  readonly #left = new Map<string, number>();
  readonly #roles = new Map<string, number>();
  #entries = 0;

  /** @param detail takes each line about somebody */
  constructor(private readonly detail: (line: string) => void) {}

  get entries(): number {
    return this.#entries;
  }

  /** Whether an operator should look at the details. */
  get needsALook(): boolean {
    return this.#duplicates.size > 0 || this.#count("skipped") > 0 || this.#count("refused") > 0;
  }

  did(outcome: "imported" | "updated" | "unchanged"): void {
    this.#entries++;
    this.#add(this.#outcomes, outcome);
  }

  skipped(who: Named, why: string, how: "skipped" | "refused" = "skipped"): void {
    this.#entries++;
    this.#add(this.#outcomes, how);
    this.#add(this.#reasons, how === "skipped" ? why : "refused here");
    this.detail(`${nameOf(who)}: ${how}: ${why}`);
  }

  /** @param other whom they share it with: an id of the source, or a record */
  duplicate(who: Named, kind: string, value: string, other: string, outcome: string): void {
    this.#add(this.#duplicates, kind);
    const shown = kind === "phone" ? ` ${maskPhone(value)}` : "";
    this.detail(
      `${nameOf(who)}: ${kind}${shown} is also that of ${other || "an account that was unlinked here"}: ${outcome}`,
    );
  }

  left(words: string[]): void {
    for (const word of words) this.#add(this.#left, word);
  }

  roles(names: string[]): void {
    for (const name of names) this.#add(this.#roles, name);
  }

  /** @param isDry nothing was written */
  summary(isDry: boolean): string[] {
    const verbs: { [outcome in Counted]: string } = isDry
      ? {
          imported: "to be imported",
          updated: "to be updated",
          unchanged: "unchanged",
          skipped: "to be skipped",
          refused: "refused",
        }
      : {
          imported: "imported",
          updated: "updated",
          unchanged: "unchanged",
          skipped: "skipped",
          refused: "refused",
        };
    return [
      `${this.#entries} entries: ${OUTCOMES.map((outcome) => `${this.#count(outcome)} ${verbs[outcome]}`).join(", ")}`,
      ...this.#list("skipped, by reason", this.#reasons),
      ...this.#list("duplicates", this.#duplicates),
      ...this.#list("did not come along", this.#left),
      ...this.#list("roles, which are kept in the map file alone", this.#roles),
    ];
  }

  #count(outcome: Counted): number {
    return this.#outcomes.get(outcome) ?? 0;
  }

  #add<Key extends string>(counts: Map<Key, number>, key: Key): void {
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }

  #list(title: string, counts: Map<string, number>): string[] {
    if (counts.size === 0) return [];
    const rows = [...counts].sort(([, one], [, other]) => other - one);
    const rest = rows.length - MOST_NAMES;
    return [
      `${title}:`,
      ...rows.slice(0, MOST_NAMES).map(([name, count]) => `  ${name}: ${count}`),
      ...(rest > 0 ? [`  and ${rest} more`] : []),
    ];
  }
}

function nameOf({ place, id }: Named): string {
  return id === "" ? `entry ${place}` : `entry ${place} (${id})`;
}

/** A cell of a CSV file (RFC 4180). */
export function csvCell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
