/**
 * Reading a request: who sent it, and its JSON body.
 * @module
 */
import { saysRefreshable } from "../domain/token-claims.ts";
import { Failure } from "../errors.ts";
import { failing } from "./failing-bundle.ts";

/** PocketBase's declarations know a Go pointer only as an optional value; a request is always there. */
export function httpRequest(event: core.RequestEvent): http.Request {
  return event.request as http.Request;
}

export const USERS = "tbl_auth_users";

/**
 * Takes the query away, which no operation reads. PocketBase would cut the answer down by its `fields`, or leave an
 * answer half-written over a malformed one, and the contract's shapes are fixed.
 */
export function dropQuery(request: http.Request): void {
  // Hardly anybody sends one, and a fresh runtime would have to look at what all a URL can do.
  if (request.requestURI.includes("?")) (request.url as url.URL).rawQuery = "";
}

/** The user of a valid token of our collection. A superuser's or another collection's token counts as none. */
export function userOfToken(event: core.RequestEvent): core.Record | null {
  const record = event.auth;
  return record?.tableName() === USERS ? record : null;
}

/** Whether PocketBase issued the request's (already verified) token as renewable; impersonation tokens are not. */
export function hasRefreshableToken(event: core.RequestEvent): boolean {
  const authorization = httpRequest(event).header.get("Authorization");
  if (saysRefreshable(authorization)) return true;
  return $security.parseUnverifiedJWT(authorization.replace(/^Bearer /i, "")).refreshable === true;
}

/** Whether the request says it carries this media type; parameters and case do not matter (RFC 9110, section 8.3.1). */
export function hasMediaType(request: http.Request, mediaType: string): boolean {
  const type = request.header.get("Content-Type");
  return type === mediaType || (type.split(";")[0] ?? "").trim().toLowerCase() === mediaType;
}

/**
 * The JSON object of the body; `{}` when the request has no body at all, so that the missing fields get named.
 * @throws Failure unsupported_media_type, body_too_large, invalid_json
 */
export function readJsonObject(request: http.Request): object {
  const text = requestText(request);
  if (text === "") return {};
  if (!hasMediaType(request, "application/json")) throw new Failure("unsupported_media_type");
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Failure("invalid_json");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new Failure("invalid_json");
  return value;
}

/** The body as text, whatever its type says. @throws Failure body_too_large, invalid_json for one that breaks off */
export function requestText(request: http.Request): string {
  if (request.contentLength === 0) return "";
  try {
    return toString(request.body);
  } catch (error) {
    throw failing().unreadableBody(error);
  }
}

/** What has been read of the body so far can be read again. */
export function rewindBody({ body }: http.Request): void {
  (body as { reread?: () => void } | null)?.reread?.();
}

/**
 * Makes PocketBase see no body from here on. Its own answers read the body once more, by rules that are not the
 * contract's: the type in lower case alone, the size added to what was read before, no number past a float64.
 */
export function hideBody(event: core.RequestEvent): void {
  httpRequest(event).contentLength = 0;
}

/** The most that Go reads of an unread body before it takes the next request from the connection. */
const GO_DISCARDS = 256 * 1024;

function mayStayUnread({ contentLength }: http.Request): boolean {
  return contentLength < 0 || contentLength > GO_DISCARDS;
}

/**
 * Ends the connection after the answer when some of the body may stay unread. PocketBase wraps the body, which hides
 * from Go that more of it is to come: Go would take the rest for the connection's next request, and behind a proxy
 * that shares connections one client could put a request in front of another's.
 */
export function isolateLargeBody(event: core.RequestEvent, request: http.Request): void {
  if (mayStayUnread(request)) event.response.header().set("Connection", "close");
}

/** A phone's photo is a few megabytes; beyond this the connection is simply closed. */
const DRAIN_LIMIT = 10 * 1024 * 1024;

/**
 * Reads and drops a large body that nothing else reads. Go closes the connection on a client that is still sending,
 * and a client that gets a broken pipe instead of the answer cannot tell its user what was wrong.
 */
export function drainLargeBody(request: http.Request): void {
  if (!mayStayUnread(request)) return;
  const body = withoutLimit(request);
  const chunk = 256 * 1024;
  try {
    for (let read = 0; read < DRAIN_LIMIT; read += chunk) {
      if (toBytes(body, chunk).length < chunk) return;
    }
  } catch {
    // The client has gone: nothing left to read.
  }
}

/** What PocketBase's `bodyLimit` reads from: past the limit of a chunked body, it itself reads no further. */
function withoutLimit({ body }: http.Request): io.Reader {
  return (body as { readCloser?: io.Reader } | null)?.readCloser ?? (body as io.Reader);
}
