/**
 * Scanning to sign in, as the computer and the phone do it.
 * @module
 */
import { type Answer, type Service, type SignedIn } from "./service.ts";

/** All tests come from one address, which may not have many tickets otherwise. */
export const MANY_TICKETS = { SCAN_MAX_PENDING: "100000", SCAN_MAX_STARTS: "100000" };

export interface Started {
  ticket: string;
  secret: string;
  check_code: string;
  image?: string;
  link?: string;
  expires_in: number;
  interval: number;
}

/** What the two know of each other. */
export type Pair = Pick<Started, "ticket" | "secret">;

export async function startScan(
  service: Service,
  headers: { [name: string]: string } = {},
): Promise<Started> {
  const { status, text, body } = await service.call("scanStart", { headers });
  if (status !== 200) throw new Error(`scan-start: ${text}`);
  return body.data;
}

/** The computer's side of a ticket. */
export const sidesOf = ({ ticket, secret }: Started): Pair => ({ ticket, secret });

export const poll = (service: Service, { ticket, secret }: Pair): Promise<Answer> =>
  service.call("scanStatus", { body: { ticket, secret } });

export const redeem = (service: Service, { ticket, secret }: Pair): Promise<Answer> =>
  service.call("scanLogin", { body: { ticket, secret } });

export const open = (service: Service, { token }: SignedIn, ticket: string): Promise<Answer> =>
  service.call("scanOpen", { token, body: { ticket } });

export const decide = (
  service: Service,
  { token }: SignedIn,
  ticket: string,
  approve: boolean,
): Promise<Answer> => service.call("scanConfirm", { token, body: { ticket, approve } });

/** A ticket that a user has brought this far. */
export async function ticketAt(
  service: Service,
  state: "pending" | "scanned" | "confirmed" | "refused" | "used",
  user: SignedIn,
): Promise<Started> {
  const started = await startScan(service);
  const { ticket } = started;
  const must = async (answer: Promise<Answer>) => {
    const { status, text } = await answer;
    if (status !== 200) throw new Error(text);
  };
  if (state === "pending") return started;
  await must(open(service, user, ticket));
  if (state === "scanned") return started;
  await must(decide(service, user, ticket, state !== "refused"));
  if (state === "used") await must(redeem(service, started));
  return started;
}
