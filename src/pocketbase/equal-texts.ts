/**
 * Comparing secrets.
 * @module
 */

/** Whether two texts are equal, in a time that does not tell where they differ. */
export function equalTexts(one: string, other: string): boolean {
  return $security.equal(one, other);
}
