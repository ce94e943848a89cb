/**
 * A scan ticket as a text without blanks, in which runtimes share it. A page polls every other second, so a poll reads
 * and writes the text itself: taking all of it apart would be most of what it costs.
 * @module
 */
import type { ScanState, ScanTicket } from "./scan-ticket.ts";

/** Unix times in milliseconds have so many digits until the year 2286. */
const TIME_DIGITS = 13;
const SECRET_DIGITS = 32;
const SECRET_AT = TIME_DIGITS + 1;
const STATE_AT = SECRET_AT + SECRET_DIGITS + 1;

export function formatTicket({ origin, ...ticket }: ScanTicket): string {
  return [
    String(ticket.polledAt).padStart(TIME_DIGITS, "0"),
    ticket.secret,
    ticket.state,
    ticket.expiresAt,
    encodeURIComponent(ticket.user),
    ticket.checkCode,
    ticket.tokenKey,
    origin.time,
    ...[origin.address, origin.userAgent].map(encodeURIComponent),
  ].join("|");
}

/** @param text of `formatTicket` */
export function parseTicket(text: string): ScanTicket {
  const [polledAt, secret, state, expiresAt, user, checkCode, tokenKey, time, address, userAgent] =
    text.split("|") as Parts;
  return {
    state,
    expiresAt: Number(expiresAt),
    polledAt: Number(polledAt),
    secret,
    checkCode,
    tokenKey,
    user: decodeURIComponent(user),
    origin: {
      time: Number(time),
      address: decodeURIComponent(address),
      userAgent: decodeURIComponent(userAgent),
    },
  };
}

type Parts = [string, string, ScanState, ...Rest];
type Rest = [string, string, string, string, string, string, string];

/** What a poll looks at. */
export type Progress = Pick<ScanTicket, "state" | "expiresAt" | "user">;

/** @param text of `formatTicket` */
export function progressOf(text: string): Progress {
  const stateEnds = text.indexOf("|", STATE_AT);
  const state = text.slice(STATE_AT, stateEnds) as ScanState;
  const expiryEnds = stateEnds + 1 + TIME_DIGITS;
  const expiresAt = Number(text.slice(stateEnds + 1, expiryEnds));
  const user = text.slice(expiryEnds + 1, text.indexOf("|", expiryEnds + 1));
  // Most polls are about a ticket that nobody has opened.
  return { state, expiresAt, user: user === "" ? "" : decodeURIComponent(user) };
}

/** A timer may fire a little early, and a network be faster now than a moment ago. */
const EARLY_MS = 100;

/**
 * The computer asks how far its ticket is. Only polls that are answered count: whoever asks too early does not have to
 * wait longer for it.
 * @param text of a ticket; null for none
 * @param secret its digest
 * @param interval the shortest time between two polls of one ticket that are answered, in seconds
 * @returns the text as it is to be, or the milliseconds after which the ticket may be asked about
 */
export function polled(
  text: string | null,
  secret: string,
  now: number,
  interval: number,
): { text: string } | { refusal: "ticket_not_found" } | { tooEarlyMs: number } {
  if (text?.slice(SECRET_AT, SECRET_AT + SECRET_DIGITS) !== secret) return { refusal: "ticket_not_found" };
  // A clock that was set back must not silence it for longer.
  const since = Math.max(0, now - Number(text.slice(0, TIME_DIGITS)));
  const rest = interval * 1000 - since;
  return rest > EARLY_MS ? { tooEarlyMs: rest } : { text: `${now}${text.slice(TIME_DIGITS)}` };
}
