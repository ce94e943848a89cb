/**
 * The scan tickets in the memory of the process: one for all its runtimes, each step atomic. A ticket and its secret
 * are kept as digests; nobody reads them there.
 * @module
 */
import { decided, opened, redeemed, type ScanTicket, type Step } from "../domain/scan-ticket.ts";
import { formatTicket, parseTicket, polled, type Progress, progressOf } from "../domain/scan-ticket-text.ts";
import { userAgentInWords } from "../domain/user-agent.ts";
import { Failure } from "../errors.ts";
import { digestOf, randomText } from "../pocketbase/secrets.ts";
import { settings } from "../pocketbase/settings.ts";
import { changeEntry } from "../pocketbase/shared-table.ts";
import { LIFE_SECONDS, leavePlace, type Place, stopWaiting } from "./places.ts";

/** A ticket fits into the `scene` of a mini-program code, which takes 32 characters. */
const TICKET_LENGTH = 22;
const SECRET_LENGTH = 32;

/** For so long after its end a ticket is still known as expired. */
const REMEMBERED_MS = 60_000;

/** What log lines call a ticket, so that its steps are found together. */
export function nameInLog(ticket: string): string {
  return digestOf(ticket).slice(0, 8);
}

/** A ticket of nobody yet, which `keepTicket` brings to life. */
export function newTicket(): string {
  return randomText(TICKET_LENGTH);
}

/** Lets a ticket live from now on. @returns what only the computer that asks for it may know */
export function keepTicket(
  ticket: string,
  { address, time }: Place,
  userAgent: string,
): { secret: string; checkCode: string } {
  const secret = randomText(SECRET_LENGTH);
  const checkCode = randomText(2, "0123456789");
  const now = Date.now();
  const expiresAt = now + LIFE_SECONDS * 1000;
  const note = formatTicket({
    state: "pending",
    expiresAt,
    polledAt: 0,
    secret: digestOf(secret),
    checkCode,
    origin: { userAgent: userAgentInWords(userAgent), address, time },
    user: "",
    tokenKey: "",
  });
  changeEntry("tickets", ticket, now, () => ({ count: 1, note, expiresAt: expiresAt + REMEMBERED_MS }));
  return { secret, checkCode };
}

/** @param user record id of who has scanned it @throws Failure ticket_not_found, ticket_taken */
export function openTicket(ticket: string, user: string): ScanTicket {
  const now = Date.now();
  const { before, after } = takeStep(ticket, now, (known) => opened(known, user, now));
  if (before.state === "pending") stopWaiting(before.origin);
  return after ?? before;
}

/** @throws Failure ticket_not_found, ticket_taken */
export function decideTicket(ticket: string, user: core.Record, approve: boolean): void {
  const now = Date.now();
  const decision = { user: user.id, approve, tokenKey: tokenKeyDigest(user) };
  takeStep(ticket, now, (known) => decided(known, decision, now));
}

/** How far the ticket is that its computer asks about. @throws Failure ticket_not_found, rate_limited */
export function pollTicket(ticket: string, secret: string, now: number): Progress {
  const digest = digestOf(secret);
  const { scanPollSeconds } = settings();
  let outcome: ReturnType<typeof polled> = { refusal: "ticket_not_found" };
  changeEntry("tickets", ticket, now, (entry) => {
    outcome = polled(entry?.note ?? null, digest, now, scanPollSeconds);
    if (!entry || !("text" in outcome)) return entry;
    return { count: 1, note: outcome.text, expiresAt: entry.expiresAt };
  });
  return progress(outcome);
}

function progress(outcome: ReturnType<typeof polled>): Progress {
  if ("text" in outcome) return progressOf(outcome.text);
  if ("refusal" in outcome) throw new Failure(outcome.refusal);
  throw new Failure("rate_limited", { retryAfter: Math.ceil(outcome.tooEarlyMs / 1000) });
}

/** Uses a confirmed ticket up. @throws Failure ticket_not_found, ticket_not_confirmed */
export function redeemTicket(ticket: string, secret: string): ScanTicket {
  const now = Date.now();
  const digest = digestOf(secret);
  const { before } = takeStep(ticket, now, (known) => redeemed(known, digest, now));
  leavePlace(before.origin);
  return before;
}

/** Whether the tokens of whoever confirmed the ticket still hold: a new token key ends them all. */
export function isStillConfirmedBy({ tokenKey }: ScanTicket, user: core.Record): boolean {
  return tokenKey === tokenKeyDigest(user);
}

const tokenKeyDigest = (user: core.Record) => digestOf(user.tokenKey());

/** No other runtime can step between what a step saw and what it made of it. */
function takeStep<Refusal extends "ticket_not_found" | "ticket_taken" | "ticket_not_confirmed">(
  ticket: string,
  now: number,
  step: (known: ScanTicket | null) => Step<Refusal>,
): { before: ScanTicket; after: ScanTicket | null } {
  let before: ScanTicket | null = null;
  let outcome = null as Step<Refusal> | null;
  changeEntry("tickets", ticket, now, (entry) => {
    before = entry ? parseTicket(entry.note ?? "") : null;
    outcome = step(before);
    if ("refusal" in outcome) return entry;
    return entry && outcome.ticket && { ...entry, note: formatTicket(outcome.ticket) };
  });
  if (outcome && "refusal" in outcome) throw new Failure(outcome.refusal);
  if (!before || !outcome) throw new Failure("ticket_not_found");
  return { before, after: outcome.ticket };
}
