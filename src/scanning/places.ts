/**
 * How many scan tickets there may be: per address, so that nobody fills the memory or WeChat's quota alone, and in all.
 * @module
 */
import { counted, secondsUntilFree, uncounted, type Window } from "../domain/sliding-count.ts";
import { Failure } from "../errors.ts";
import { settings } from "../pocketbase/settings.ts";
import { changeCount, changeEntry } from "../pocketbase/shared-table.ts";

/** How long a ticket lives. */
export const LIFE_SECONDS = 120;

const IN_ALL: Window = { seconds: LIFE_SECONDS, max: 10_000 };
const TICKETS = "tickets";

/** Where a ticket is counted. */
export interface Place {
  /** PocketBase's `realIP()`. */
  address: string;
  /** Unix time in milliseconds at which it was asked for. */
  time: number;
}

/**
 * A place for one more ticket.
 * @throws Failure rate_limited for this address, scan_unavailable when there are too many in all
 */
export function takePlace(address: string): Place {
  const { scanMaxStarts, scanMaxPending } = settings();
  const startWindow = { seconds: 60, max: scanMaxStarts };
  const pendingWindow = { seconds: LIFE_SECONDS, max: scanMaxPending };
  const time = Date.now();
  let wait = 0;
  changeEntry("scanners", address, time, (entry) => {
    const [starts, pending] = countsOf(entry?.note);
    wait = Math.max(
      secondsUntilFree(starts, time, startWindow),
      secondsUntilFree(pending, time, pendingWindow),
    );
    if (wait > 0) return entry;
    const note = noteOf(counted(starts, time, startWindow), counted(pending, time, pendingWindow));
    return { count: 1, note, expiresAt: time + (LIFE_SECONDS + 1) * 1000 };
  });
  if (wait > 0) throw new Failure("rate_limited", { retryAfter: wait });
  let isFull = false;
  changeCount(TICKETS, (tickets) => {
    isFull = secondsUntilFree(tickets, time, IN_ALL) > 0;
    return isFull ? tickets : counted(tickets, time, IN_ALL);
  });
  const place = { address, time };
  if (isFull) {
    stopWaiting(place);
    throw new Failure("scan_unavailable", { cause: `${IN_ALL.max} tickets are alive` });
  }
  return place;
}

/** Nobody waits for this ticket to be scanned any more: its address may have another one. */
export function stopWaiting({ address, time }: Place): void {
  changeEntry("scanners", address, Date.now(), (entry) => {
    if (!entry) return null;
    const [starts, pending] = countsOf(entry.note);
    return { ...entry, note: noteOf(starts, uncounted(pending, time)) };
  });
}

/** The ticket is gone. */
export function leavePlace({ time }: Place): void {
  changeCount(TICKETS, (tickets) => uncounted(tickets, time));
}

/** Starts, and of these the ones that wait to be scanned. */
const countsOf = (note = "/") => note.split("/") as [starts: string, pending: string];
const noteOf = (starts: string, pending: string) => `${starts}/${pending}`;
