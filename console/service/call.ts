/**
 * One request to the service that the page came from, wherever it is mounted. Every outcome is a value; nothing throws.
 * @module
 */
import type { Reason } from "../../src/generated/reasons.ts";
import { observeDate } from "./clock.ts";
import { reportNews } from "./news.ts";
import type { Result } from "./result.ts";

/** What all errors of the contract have in common. */
interface ErrorBody {
  msg: string;
  data: { reason: Reason; fields?: { [field: string]: string }; attempts_left?: number };
}

export const TIMEOUT_SECONDS = 15;

/** The path under which the service is mounted: every page is at `<base>/console` or below it. */
export const base = location.pathname.replace(/\/console(\/[^/]*)?$/, "");

interface CallOptions {
  /** Sent as JSON, or as a form where it is one. */
  body?: object;
  token?: string;
  /** Whether the answer is no news about the service, because whoever asks will tell. */
  silent?: boolean;
}

/** The `data` of a plain answer. */
export async function plain<Data>(path: string, options: CallOptions = {}): Promise<Result<Data>> {
  const result = await call<{ data: Data }>("POST", path, options);
  return result.ok ? { ok: true, value: result.value.data } : result;
}

export async function call<Body>(
  method: "GET" | "POST",
  path: string,
  options: CallOptions,
): Promise<Result<Body>> {
  const result = await ask<Body>(method, path, options);
  if (!options.silent) reportNews(result);
  return result;
}

async function ask<Body>(method: string, path: string, { body, token }: CallOptions): Promise<Result<Body>> {
  const isForm = body instanceof FormData;
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), TIMEOUT_SECONDS * 1000);
  try {
    const response = await fetch(base + path, {
      method,
      headers: {
        ...(body && !isForm && { "Content-Type": "application/json" }),
        ...(token !== undefined && { Authorization: `Bearer ${token}` }),
      },
      ...(body && { body: isForm ? body : JSON.stringify(body) }),
      credentials: "omit",
      cache: "no-store",
      signal: abort.signal,
    });
    observeDate(response.headers.get("Date"));
    return read(response, await response.text());
  } catch {
    return { ok: false, failure: { kind: abort.signal.aborted ? "timeout" : "unreachable" } };
  } finally {
    clearTimeout(timer);
  }
}

function read<Body>(response: Response, text: string): Result<Body> {
  const unreadable: Result<Body> = { ok: false, failure: { kind: "unreadable", status: response.status } };
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return unreadable;
  }
  if (typeof body !== "object" || body === null) return unreadable;
  if (response.ok) return { ok: true, value: body as Body };
  const { msg, data } = body as Partial<ErrorBody>;
  if (typeof msg !== "string" || typeof data?.reason !== "string") return unreadable;
  const seconds = Number.parseInt(response.headers.get("Retry-After") ?? "", 10);
  return {
    ok: false,
    failure: {
      kind: "refused",
      status: response.status,
      msg,
      reason: data.reason,
      fields: data.fields ?? {},
      retryAfter: seconds > 0 ? seconds : null,
      attemptsLeft: data.attempts_left ?? null,
    },
  };
}
