/**
 * What the contract says about a request, worked out apart from the service: which refusals hold for it.
 * Among those the order is the service's own business; but one of them has to come before the database or WeChat is asked.
 * @module
 */
import type { Answer } from "../../support/service.ts";
import type { Holder } from "./headers.ts";
import { readBody, type ReadBody } from "./read-body.ts";
import type { Sent } from "./requests.ts";
import { callerOf, mediaTypeOf } from "./schemas.ts";
import { holdsPicture } from "./uploads.ts";

const JSON_LIMIT = 64 * 1024;

/** Refusals that depend on the request alone; the others need the database or WeChat. */
const BY_REQUEST = [
  "invalid_json",
  "validation_failed",
  "unsupported_media_type",
  "body_too_large",
  "token_invalid",
];

/** Whose token a request carries, when it carries one as it was issued. */
function holderOf({ authorization, intact }: Sent): Holder | null {
  return authorization.kind === "token" && intact ? authorization.holder : null;
}

/** Operations by which one device lets another in: not with a token that is never renewed. */
const NOT_BY_IMPERSONATION = ["scanOpen", "scanConfirm"];

const LIVE: (Holder | null)[] = ["newcomer", "WeChat user", "platform user", "impersonated user"];

/** The refusals of which one must end this request. */
function refusalsOf(sent: Sent, body: ReadBody): Set<string> {
  const refusals = new Set<string>();
  const caller = callerOf(sent.operation);
  const looksAtToken = caller === "bearer" || caller === "optional";
  const holder = holderOf(sent);
  if (caller === "superuser" && holder !== "superuser") refusals.add("token_invalid");
  if (looksAtToken && holder === "disabled user") refusals.add("account_disabled");
  else if (looksAtToken && !LIVE.includes(holder)) refusals.add("token_invalid");
  else if (holder === "impersonated user" && NOT_BY_IMPERSONATION.includes(sent.operation))
    refusals.add("token_invalid");

  const expected = mediaTypeOf(sent.operation);
  const length = sent.bytes?.length ?? 0;
  const [type = ""] = (sent.type ?? "").split(";");
  const typed = type.trim().toLowerCase() === expected;
  // A route without a body ignores what is sent.
  if (expected === null) return refusals;
  if (expected !== "application/json") return typed ? refusals : refusals.add("unsupported_media_type");

  if (length > JSON_LIMIT) refusals.add("body_too_large");
  // Without a body there is no type to be wrong.
  if (length > 0 && !typed) refusals.add("unsupported_media_type");
  if (!body.isObject) refusals.add("invalid_json");
  if (body.violations.length > 0) refusals.add("validation_failed");
  return refusals;
}

/** What is wrong with an answer, beyond its shape; null when nothing is. */
export function objection(sent: Sent, answer: Answer): string | null {
  const { status, reason = "" } = answer;
  if (status >= 500) return "a server error";
  const renews = sent.operation === "refreshToken";
  const holder = holderOf(sent);
  // Then the token alone decides, whatever the body is; one for impersonation may not be renewed.
  if (renews && LIVE.includes(holder)) {
    const expected = holder === "impersonated user" ? "token_invalid" : "";
    return reason === expected ? null : `a renewal by a live token gives ${status}`;
  }

  const body = readBody(sent.operation, sent.bytes);
  const refusals = refusalsOf(sent, body);
  if (mediaTypeOf(sent.operation) === null && refusals.size === 0 && status !== 200)
    return "refused for nothing";
  // Without a token a code will do.
  if (renews && reason !== "token_invalid") refusals.delete("token_invalid");
  if (reason === "invalid_json" && (body.hasHugeNumber || body.isDeep)) return null;
  if (refusals.size > 0) {
    if (!refusals.has(reason)) return `answered in spite of ${[...refusals]}`;
    return reason === "validation_failed" ? objectionToFields(body.violations, answer) : null;
  }
  if (reason === "validation_failed") return objectionToWordedRule(body.refusable, answer);
  // A renewal refuses a request that has neither token nor code.
  if (BY_REQUEST.includes(reason) && !(renews && reason === "token_invalid"))
    return `${reason} does not hold`;
  return status === 200 ? objectionToPicture(sent) : null;
}

const namedFields = ({ body }: Answer): string[] => Object.keys(body.data.fields ?? {}).toSorted();

function objectionToFields(violations: string[], answer: Answer): string | null {
  const named = namedFields(answer);
  return String(named) === String(violations) ? null : `names ${named}, where ${violations} break a rule`;
}

function objectionToWordedRule(refusable: string[], answer: Answer): string | null {
  const named = namedFields(answer);
  const justified = named.length > 0 && named.every((field) => refusable.includes(field));
  return justified ? null : `refuses ${named}, which break no rule`;
}

function objectionToPicture({ operation, body }: Sent): string | null {
  const isUpload = operation === "wechatAvatar" && body.kind === "upload";
  return isUpload && !holdsPicture(body) ? "stores what is no picture" : null;
}
