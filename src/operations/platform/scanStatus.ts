import { statusOf } from "../../domain/scan-ticket.ts";
import type { Data } from "../../contract.ts";
import type { PlainAnswer, Request } from "../../operation.ts";
import { currentPicture } from "../../pocketbase/avatars.ts";
import { findUser } from "../../pocketbase/users.ts";
import { pollTicket } from "../../scanning/tickets.ts";

/**
 * How far a ticket is, told to the computer that has its secret.
 * @throws Failure ticket_not_found, rate_limited when it asks too often
 */
export function scanStatus({ input }: Request<"scanStatus">): PlainAnswer<"scanStatus"> {
  const now = Date.now();
  const ticket = pollTicket(input.ticket, input.secret, now);
  const status = statusOf(ticket, now);
  const scanner = status === "scanned" || status === "confirmed" ? scannerOf(ticket.user) : null;
  return { msg: "查询成功", data: scanner ? { status, scanner } : { status } };
}

/** Read now and kept nowhere; null when the record is gone. */
function scannerOf(id: string): Data<"scanStatus">["scanner"] | null {
  const user = findUser(id);
  if (!user) return null;
  const users_picture = currentPicture(user, user.getString("users_picture"));
  return { users_name: user.getString("users_name"), users_picture };
}
