import { openidIn } from "../../accounts/identities.ts";
import { Failure } from "../../errors.ts";
import type { Request, SignInAnswer } from "../../operation.ts";
import { findUser, refuseDisabled } from "../../pocketbase/users.ts";
import { isStillConfirmedBy, nameInLog, redeemTicket } from "../../scanning/tickets.ts";
import { appidOfRequest } from "../../wechat/apps.ts";

/**
 * Signs the computer in as who has confirmed its ticket, once. The ticket is used up before anything else is looked
 * at: whatever goes wrong from there on, nobody gets a second token by it.
 * @throws Failure ticket_not_found, also when the confirmation no longer counts; ticket_not_confirmed,
 *   account_disabled, approval_pending
 */
export function scanLogin({ event, input, facts }: Request<"scanLogin">): SignInAnswer {
  facts.ticket = nameInLog(input.ticket);
  const ticket = redeemTicket(input.ticket, input.secret);
  facts.record_id = ticket.user;
  const user = findUser(ticket.user);
  if (!user) throw new Failure("ticket_not_found", { cause: "the user is gone" });
  refuseDisabled(user);
  if (!isStillConfirmedBy(ticket, user))
    throw new Failure("ticket_not_found", { cause: "the user's tokens have ended since the confirmation" });
  const appid = appidOfRequest(event, null);
  return { user, wxOpenid: appid === "" ? "" : openidIn(appid, user.id), status: "login_success" };
}
