import { Failure } from "../../errors.ts";
import type { PlainAnswer, Request } from "../../operation.ts";
import { hasRefreshableToken } from "../../pocketbase/request.ts";
import { nameInLog, openTicket } from "../../scanning/tickets.ts";

/**
 * A phone has scanned a code: the ticket belongs to its user from here on, who is shown which computer asks.
 * @throws Failure ticket_not_found, ticket_taken, token_invalid, account_disabled
 */
export function scanOpen({ event, input, user, facts }: Request<"scanOpen">): PlainAnswer<"scanOpen"> {
  // An impersonation token is never renewed: nor does it make another one elsewhere.
  if (!user || !hasRefreshableToken(event)) throw new Failure("token_invalid");
  facts.ticket = nameInLog(input.ticket);
  const { checkCode, origin } = openTicket(input.ticket, user.id);
  const { userAgent, address, time } = origin;
  facts.outcome = "scanned";
  return {
    msg: "请核对后确认登录",
    data: {
      status: "scanned",
      check_code: checkCode,
      origin: { user_agent: userAgent, address, time: new Date(time).toISOString() },
    },
  };
}
