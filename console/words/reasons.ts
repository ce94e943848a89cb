/**
 * Every reason for a refusal in an operator's words; contract/reasons.yaml has them.
 * @module
 */
import { DESK_WORDS, type DeskWords } from "../../src/generated/desk-words.ts";

/** A reason that only a newer service has is shown as it is. */
export function reasonWords(reason: string): DeskWords {
  return (Object.hasOwn(DESK_WORDS, reason) && DESK_WORDS[reason]) || { what: reason, todo: "" };
}

export const KNOWN_REASONS = Object.keys(DESK_WORDS);
