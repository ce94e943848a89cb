/**
 * The address that an operator enters at WeChat for pushes (消息推送). WeChat alone calls it, by WeChat's rules, so it
 * answers plain text and is no part of our contract.
 * @module
 */
import { withdraw } from "./accounts/withdrawals.ts";
import { type PushQuery, type PushReading, pushSignature, readPush } from "./domain/wechat-push.ts";
import { Failure } from "./errors.ts";
import { describeError } from "./pocketbase/go-errors.ts";
import { logger } from "./pocketbase/process.ts";
import { equalTexts } from "./pocketbase/equal-texts.ts";
import { httpRequest, requestText } from "./pocketbase/request.ts";
import { settings } from "./pocketbase/settings.ts";

const MODE_WORDS = "choose plain mode (明文模式) and JSON where WeChat sends its pushes (消息推送)";

/** WeChat's test of the address: the text it sent, as it was, where the signature is right. */
export function checkPushAddress(event: core.RequestEvent): void {
  if (!isFromWechat(event)) return;
  // A plain text, so that no browser takes it for a page.
  event.string(200, queryOf(event).echostr);
}

/** WeChat sends again what is not answered by `success` within five seconds, three times. */
export function receivePush(event: core.RequestEvent): void {
  if (!isFromWechat(event)) return;
  const reading = readingOf(event);
  if ("mode" in reading) return refuse(event, 400, `push in ${reading.mode} mode: ${MODE_WORDS}`);
  if ("broken" in reading) return refuse(event, 400, "push that is no JSON object");
  const push = reading.ok;
  const facts = ["event", push.name, "appid", push.appid];
  if (!settings().wechat.apps.some(({ appid }) => appid === push.appid)) {
    logger().warn("wechat push", ...facts, "outcome", "unknown_app");
  } else {
    try {
      const { recordId, outcome } = withdraw(push);
      logger().info("wechat push", ...facts, "outcome", outcome, "record_id", recordId);
    } catch (error) {
      // An operator's hook that says no will say so again: sending it once more would not help.
      const why = error instanceof Failure ? `${error.reason}: ${error.message}` : describeError(error);
      logger().error("wechat push", ...facts, "outcome", "refused", "cause", why);
    }
  }
  event.string(200, "success");
}

function readingOf(event: core.RequestEvent): PushReading {
  try {
    return readPush(requestText(httpRequest(event)));
  } catch {
    // Too large, or broken off.
    return { broken: true };
  }
}

/** Answers and logs by itself where it is not. */
function isFromWechat(event: core.RequestEvent): boolean {
  const { pushToken } = settings();
  if (pushToken === "") {
    refuse(event, 404, "push, but WECHAT_PUSH_TOKEN is not set");
    return false;
  }
  const query = queryOf(event);
  if (equalTexts(pushSignature(pushToken, query), query.signature)) return true;
  refuse(
    event,
    403,
    "push with a wrong signature: WECHAT_PUSH_TOKEN must be the token that is set at WeChat",
  );
  return false;
}

function refuse(event: core.RequestEvent, status: number, why: string): void {
  logger().warn("wechat push refused", "cause", why);
  event.string(status, "refused");
}

function queryOf(event: core.RequestEvent): PushQuery & { echostr: string } {
  const query = (httpRequest(event).url as url.URL).query();
  return {
    signature: query.get("signature"),
    timestamp: query.get("timestamp"),
    nonce: query.get("nonce"),
    echostr: query.get("echostr"),
  };
}
