/**
 * What a takeover has lost: acknowledged writes that the standby's rows do not show, and how old each was.
 * @module
 */
import type { Acknowledged, Ledger, Person, State } from "../shared/ledger.ts";
import { ownerOf, stateOf, type UserRow } from "../shared/rows.ts";

export interface Losses {
  /** Acknowledged writes since the last takeover, and how many of them are gone. */
  acknowledged: number;
  /** Age of each lost write at the moment of the crash, in milliseconds. */
  ages: number[];
  problems: string[];
}

/**
 * Holds rows against the ledger's history, and sets the ledger to what is there. The history begins anew.
 * @param crashedAt `performance.now()` of the crash
 * @param boundMs a lost write older than this is a broken promise
 */
export function takeLosses(
  rows: readonly UserRow[],
  ledger: Ledger,
  crashedAt: number,
  boundMs: number,
): Losses {
  const { history } = ledger;
  if (history === null) throw new Error("the ledger keeps no history");
  const found = new Map<Person, UserRow>();
  for (const row of rows) {
    const person = ownerOf(row, ledger);
    if (person) found.set(person, row);
  }
  const writes = new Map<Person, Acknowledged[]>();
  for (const write of history) writes.set(write.person, [...(writes.get(write.person) ?? []), write]);
  const losses: Losses = { acknowledged: history.length, ages: [], problems: [] };
  for (const person of ledger.people) {
    const state = stateOf(found.get(person));
    if (person.possible.includes(state)) continue;
    const undone = undoneBy(writes.get(person) ?? [], state);
    if (undone === null) {
      losses.problems.push(`person ${person.serial} is in a state (${state}) that they were never in`);
      continue;
    }
    const ages = undone.map(({ at }) => crashedAt - at);
    losses.ages.push(...ages);
    const oldest = Math.round(Math.max(...ages));
    if (oldest > boundMs)
      losses.problems.push(`person ${person.serial} lost a write that was ${oldest} ms old`);
    // Who signs up again is another record.
    if (state === "absent") person.id = null;
    ledger.observed(person, state);
  }
  history.length = 0;
  return losses;
}

/** The latest writes without which the person is in this state; null when there is no such number of them. */
function undoneBy(writes: readonly Acknowledged[], state: State): Acknowledged[] | null {
  for (let count = 1; count <= writes.length; count++) {
    const undone = writes.slice(-count);
    if (undone[0]?.before.includes(state)) return undone;
  }
  return null;
}
