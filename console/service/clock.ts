/**
 * The server's time: token expiry is written in it, and the clock of a phone may be wrong.
 * @module
 */

/** `Date` headers have whole seconds and are some milliseconds old: smaller differences mean nothing. */
const NOISE_MS = 2000;

let offset = 0;

/** Takes note of an answer's `Date` header. */
export function observeDate(header: string | null): void {
  const time = Date.parse(header ?? "");
  if (Number.isNaN(time)) return;
  const difference = time - Date.now();
  offset = Math.abs(difference) > NOISE_MS ? difference : 0;
}

/** Unix time in milliseconds, as the server sees it. */
export function serverNow(): number {
  return Date.now() + offset;
}
