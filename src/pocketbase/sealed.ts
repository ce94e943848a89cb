/**
 * Texts that only somebody who brings the right words can read: AES-256-GCM under a key made of the words.
 * @module
 */

/** The key has its own prefix, so that another digest of the same words does not give it away. */
const keyOf = (words: string) => $security.sha256(`wechat_auth:seal:${words}`).slice(0, 32);

/** @returns base64 */
export function seal(text: string, words: string): string {
  return $security.encrypt(text, keyOf(words));
}

/** The text, or null for other words than it was sealed with. */
export function unseal(sealed: string, words: string): string | null {
  try {
    return $security.decrypt(sealed, keyOf(words)) as unknown as string;
  } catch {
    return null;
  }
}
