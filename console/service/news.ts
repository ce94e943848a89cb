/**
 * How the service is, as far as the page knows: every answer of every call is news about it.
 * @module
 */
import { signal } from "@preact/signals";
import type { Failure, Result } from "./result.ts";

export interface News {
  /** Why the service cannot be used; null while it can. */
  failure: Failure | null;
  /** Unix time in milliseconds at which this was learnt. */
  at: number;
  /** The last time at which it could be used. */
  goodAt: number | null;
}

/** Null until the service was asked for the first time. */
export const news = signal<News | null>(null);

export function reportNews(result: Result<unknown>): void {
  const at = Date.now();
  const failure = result.ok || !isAboutService(result.failure) ? null : result.failure;
  news.value = { failure, at, goodAt: failure ? (news.peek()?.goodAt ?? null) : at };
}

/** Whether a failure says that nobody is served at the moment, in contrast to one that this request has earned. */
export function isAboutService(failure: Failure): boolean {
  if (failure.kind === "native") return false;
  return failure.kind !== "refused" || failure.reason === "database_unavailable";
}
