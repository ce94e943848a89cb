/**
 * How large a crowd is, and when.
 * @module
 */

export interface CrowdOptions {
  people: number;
  /** Sign-in lines of the last `days`. */
  lines: number;
  days?: number;
  /** The mini-programs; the first is everybody's favourite. */
  appids: readonly [string, string];
  /** Unix time in milliseconds at which all of this is over. */
  now: number;
}
