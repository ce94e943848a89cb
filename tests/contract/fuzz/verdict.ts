/**
 * What the contract says about a request, worked out apart from the service: which refusals hold for it.
 * The order in which a service checks is its own business, so an answer may be any of them.
 * @module
 */
import { operations } from "../../support/contract.ts";
import type { Answer } from "../../support/service.ts";
import type { Holder } from "./headers.ts";
import { readBody, type ReadBody } from "./read-body.ts";
import type { Sent } from "./requests.ts";
import { mediaTypeOf } from "./schemas.ts";
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

const LIVE: (Holder | null)[] = ["WeChat user", "platform user", "impersonated user"];

/** The refusals that must end this request, unless another comes first. */
function refusalsOf(sent: Sent, body: ReadBody): Set<string> {
  const refusals = new Set<string>();
  const security = operations[sent.operation]?.security ?? [];
  const holder = holderOf(sent);
  if (security.length > 0 && holder === "disabled user") refusals.add("account_disabled");
  else if (security.length > 0 && !LIVE.includes(holder)) refusals.add("token_invalid");

  const expected = mediaTypeOf(sent.operation);
  const length = sent.bytes?.length ?? 0;
  const [type = ""] = (sent.type ?? "").split(";");
  const typed = type.trim().toLowerCase() === expected;
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
  if (mediaTypeOf(sent.operation) === null) return status === 200 ? null : "refused, though no body is read";
  const body = readBody(sent.operation, sent.bytes);
  const refusals = refusalsOf(sent, body);
  if (status === 200) return objectionToSuccess(sent, refusals);
  if (reason === "validation_failed") return objectionToFields(body, answer);
  // A renewal without a token needs a code; and only an issued token tells whether it may be renewed.
  if (sent.operation === "refreshToken" && reason === "token_invalid") return null;
  if (reason === "invalid_json" && body.hasHugeNumber) return null;
  return BY_REQUEST.includes(reason) && !refusals.has(reason) ? `${reason} does not hold` : null;
}

function objectionToFields(body: ReadBody, answer: Answer): string | null {
  const named = Object.keys(answer.body.data.fields ?? {}).toSorted();
  if (body.violations.length > 0) {
    const same = String(named) === String(body.violations);
    return same ? null : `names ${named}, where ${body.violations} break a rule`;
  }
  const justified = named.length > 0 && named.every((field) => body.refusable.includes(field));
  return justified ? null : `refuses ${named}, which break no rule`;
}

function objectionToSuccess(sent: Sent, refusals: Set<string>): string | null {
  if (sent.operation === "refreshToken") {
    const holder = holderOf(sent);
    // With a token that may be renewed the body does not matter, and without one a code will do.
    if (holder === "WeChat user" || holder === "platform user") return null;
    refusals.delete("token_invalid");
  }
  if (refusals.size > 0) return `accepted in spite of ${[...refusals]}`;
  const { operation, body } = sent;
  const isUpload = operation === "wechatAvatar" && body.kind === "upload";
  return isUpload && !holdsPicture(body) ? "stores what is no picture" : null;
}
