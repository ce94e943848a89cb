/**
 * PocketBase's own APIs, through its SDK, for the desk. Outcomes are values, as those of our own operations.
 * @module
 */
import PocketBase, { BaseAuthStore, ClientResponseError } from "pocketbase";
import { base, TIMEOUT_SECONDS } from "./call.ts";
import { observeDate } from "./clock.ts";
import { reportNews } from "./news.ts";
import type { Failure, Result } from "./result.ts";

/** The token is in this object and nowhere else: it ends with the page. */
export const pocketbase = new PocketBase(location.origin + base, new BaseAuthStore());
pocketbase.autoCancellation(false);
pocketbase.beforeSend = (url, options) => ({
  url,
  options: {
    ...options,
    credentials: "omit",
    cache: "no-store",
    signal: AbortSignal.timeout(TIMEOUT_SECONDS * 1000),
  },
});
pocketbase.afterSend = (response, data: unknown) => {
  observeDate(response.headers.get("Date"));
  return data;
};

/** Runs one request of the SDK. */
export async function ask<Value>(request: () => Promise<Value>): Promise<Result<Value>> {
  let result: Result<Value>;
  try {
    result = { ok: true, value: await request() };
  } catch (error) {
    result = { ok: false, failure: failureOf(error) };
  }
  reportNews(result);
  return result;
}

function failureOf(error: unknown): Failure {
  if (!(error instanceof ClientResponseError)) throw error;
  if (error.status === 0) return { kind: error.isAbort ? "timeout" : "unreachable" };
  const { message, data } = error.response as { message?: unknown; data?: unknown };
  if (typeof message !== "string" && !("mfaId" in error.response))
    return { kind: "unreadable", status: error.status };
  return {
    kind: "native",
    status: error.status,
    message: typeof message === "string" ? message : "",
    fields: (data ?? {}) as { [field: string]: { code: string; message: string } },
    mfaId: typeof error.response.mfaId === "string" ? error.response.mfaId : null,
  };
}
