/**
 * Making secrets, and keeping what is enough to know one again.
 * @module
 */

const LETTERS_AND_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** A text that nobody guesses: six bits a character, nearly. */
export function randomText(length: number, alphabet = LETTERS_AND_DIGITS): string {
  return $security.randomStringWithAlphabet(length, alphabet);
}

/** Half of a SHA-256, in hexadecimal digits: tells whether a text is the same, not what it is, in half the memory. */
export function digestOf(text: string): string {
  return $security.sha256(text).slice(0, 32);
}
