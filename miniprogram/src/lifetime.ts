/**
 * How long a token may still be used.
 * @module
 */
import type { Session } from "./types.ts";

const DAY = 86_400_000;

/** Whether the token has ended; false when it does not say when it ends. */
export function isOver({ expiresAt }: Session, now: number): boolean {
  return expiresAt !== null && expiresAt <= now;
}

/**
 * Whether the token nears its end.
 * @param renewWithin seconds; by default the last quarter of its life, and no more than a day
 */
export function nearsEnd({ expiresAt, receivedAt }: Session, now: number, renewWithin?: number): boolean {
  if (expiresAt === null) return false;
  const window = renewWithin === undefined ? Math.min(DAY, (expiresAt - receivedAt) / 4) : renewWithin * 1000;
  return expiresAt - now <= window;
}
