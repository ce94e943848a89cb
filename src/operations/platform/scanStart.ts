import type { PlainAnswer, Request } from "../../operation.ts";
import { base64 } from "../../pocketbase/base64.ts";
import { httpRequest } from "../../pocketbase/request.ts";
import { settings } from "../../pocketbase/settings.ts";
import { LIFE_SECONDS, leavePlace, stopWaiting, takePlace } from "../../scanning/places.ts";
import { keepTicket, nameInLog, newTicket } from "../../scanning/tickets.ts";
import { appOfRequest } from "../../wechat/apps.ts";
import { miniProgramCode } from "../../wechat/mini-program-code.ts";

/**
 * Makes a ticket by which a phone can sign this computer in, and what the phone has to scan.
 * @throws Failure rate_limited, scan_unavailable, wechat_not_configured, wechat_unavailable
 */
export function scanStart({ event, facts }: Request<"scanStart">): PlainAnswer<"scanStart"> {
  const ticket = newTicket();
  facts.ticket = nameInLog(ticket);
  const place = takePlace(event.realIP());
  try {
    const code = codeOf(event, ticket);
    const userAgent = httpRequest(event).header.get("User-Agent");
    const { secret, checkCode } = keepTicket(ticket, place, userAgent);
    facts.outcome = "scan_started";
    return {
      msg: "请用微信扫码",
      data: {
        ticket,
        secret,
        check_code: checkCode,
        ...code,
        expires_in: LIFE_SECONDS,
        interval: Math.max(1, settings().scanPollSeconds),
      },
    };
  } catch (error) {
    stopWaiting(place);
    leavePlace(place);
    throw error;
  }
}

/** What the phone scans: a picture of WeChat's, or an ordinary link that the page draws. */
function codeOf(event: core.RequestEvent, ticket: string): { image: string } | { link: string } {
  const { scanLinkBase, scanPage, scanEnvVersion } = settings();
  if (scanLinkBase !== "")
    return { link: `${scanLinkBase}${scanLinkBase.includes("?") ? "&" : "?"}ticket=${ticket}` };
  const app = appOfRequest(event, null);
  const { type, bytes } = miniProgramCode(app, {
    scene: ticket,
    page: scanPage,
    envVersion: scanEnvVersion,
  });
  return { image: `data:image/${type};base64,${base64(bytes)}` };
}
