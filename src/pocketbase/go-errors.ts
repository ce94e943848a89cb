/**
 * Reading the errors that PocketBase's Go side throws into JavaScript.
 * @module
 */

/** A Go error as goja throws it: `value` is the Go error itself. PocketBase's ApiError has a `status`. */
interface GoError {
  value?: { status?: unknown };
}

/** The HTTP status of a thrown PocketBase ApiError; 0 for any other error. */
export function apiErrorStatus(error: unknown): number {
  const status = (error as GoError | null)?.value?.status;
  return typeof status === "number" ? status : 0;
}

/** An error's text for the log. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.stack ? `${error.message}\n${error.stack}` : error.message;
}
