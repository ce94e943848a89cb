/**
 * The length of a text as JSON Schema counts it, for the generated validators.
 * @module
 */

/** A text without any has one character per unit. */
const HIGH_SURROGATE = /[\ud800-\udbff]/;

/** Characters, not UTF-16 units: a surrogate pair is one (JSON Schema, maxLength; RFC 8259, section 7). */
export function characterCount(text: string): number {
  return HIGH_SURROGATE.test(text) ? Array.from(text).length : text.length;
}
