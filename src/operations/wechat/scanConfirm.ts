import { Failure } from "../../errors.ts";
import type { PlainAnswer, Request } from "../../operation.ts";
import { hasRefreshableToken } from "../../pocketbase/request.ts";
import { decideTicket, nameInLog } from "../../scanning/tickets.ts";

/**
 * Who has opened a ticket lets its computer in, or does not.
 * @throws Failure ticket_not_found, ticket_taken, token_invalid, account_disabled
 */
export function scanConfirm({
  event,
  input,
  user,
  facts,
}: Request<"scanConfirm">): PlainAnswer<"scanConfirm"> {
  if (!user || !hasRefreshableToken(event)) throw new Failure("token_invalid");
  facts.ticket = nameInLog(input.ticket);
  decideTicket(input.ticket, user, input.approve);
  const status = input.approve ? "confirmed" : "refused";
  facts.outcome = status;
  return { msg: input.approve ? "已确认登录" : "已拒绝登录", data: { status } };
}
