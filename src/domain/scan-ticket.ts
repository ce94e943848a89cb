/**
 * The life of a scan ticket, by which a phone signs a computer in: what it is, and what each step makes of it.
 *
 *     pending ──open──▶ scanned ──confirm──▶ confirmed ──redeem──▶ gone
 *                          └─────refuse────▶ refused
 *
 * Nothing here looks at a clock or a memory: each step gets the ticket as it is, and tells the ticket as it is to be.
 * @module
 */

export type ScanState = "pending" | "scanned" | "confirmed" | "refused";

export interface ScanTicket {
  state: ScanState;
  /** Unix time in milliseconds from which it lets nobody in. */
  expiresAt: number;
  /** When the computer asked for its state last, in the same unit; 0 for never. */
  polledAt: number;
  /** Digest of the secret that only the computer has: 32 digits. */
  secret: string;
  /** Two digits that both screens show. */
  checkCode: string;
  origin: ScanOrigin;
  /** Record id of who opened it; "" while nobody has. */
  user: string;
  /** Digest of that user's token key as it was when they confirmed; "" before. */
  tokenKey: string;
}

/** Who asks to be signed in. */
export interface ScanOrigin {
  /** Browser and system in words. */
  userAgent: string;
  address: string;
  /** Unix time in milliseconds. */
  time: number;
}

/** A step that was taken, with the ticket as it is from now on (null: it is used up), or why it was not. */
export type Step<Refusal extends string> = { ticket: ScanTicket | null } | { refusal: Refusal };

const isExpired = ({ expiresAt }: Pick<ScanTicket, "expiresAt">, now: number) => now >= expiresAt;

/**
 * Somebody has scanned it. From here on it is theirs: for anybody else it is taken, for themselves it stays as it is.
 * @param user record id
 */
export function opened(
  ticket: ScanTicket | null,
  user: string,
  now: number,
): Step<"ticket_not_found" | "ticket_taken"> {
  if (!ticket || isExpired(ticket, now)) return { refusal: "ticket_not_found" };
  if (ticket.state === "pending") return { ticket: { ...ticket, state: "scanned", user } };
  return ticket.user === user ? { ticket } : { refusal: "ticket_taken" };
}

/**
 * Who has opened it decides, once: the same decision again changes nothing, another one is too late.
 * @param tokenKey digest of the user's token key
 */
export function decided(
  ticket: ScanTicket | null,
  decision: { user: string; approve: boolean; tokenKey: string },
  now: number,
): Step<"ticket_not_found" | "ticket_taken"> {
  if (!ticket || isExpired(ticket, now)) return { refusal: "ticket_not_found" };
  if (ticket.user !== decision.user) return { refusal: "ticket_taken" };
  const state = decision.approve ? "confirmed" : "refused";
  if (ticket.state === state) return { ticket };
  if (ticket.state !== "scanned") return { refusal: "ticket_taken" };
  return { ticket: { ...ticket, state, tokenKey: decision.approve ? decision.tokenKey : "" } };
}

/** The computer takes what the phone has allowed: once, because the ticket is gone then. @param secret its digest */
export function redeemed(
  ticket: ScanTicket | null,
  secret: string,
  now: number,
): Step<"ticket_not_found" | "ticket_not_confirmed"> {
  if (!ticket || ticket.secret !== secret || isExpired(ticket, now)) return { refusal: "ticket_not_found" };
  return ticket.state === "confirmed" ? { ticket: null } : { refusal: "ticket_not_confirmed" };
}

/** What the computer is told. */
export function statusOf(
  ticket: Pick<ScanTicket, "state" | "expiresAt">,
  now: number,
): ScanState | "expired" {
  return isExpired(ticket, now) ? "expired" : ticket.state;
}
