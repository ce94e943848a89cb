/**
 * Lists of files and their digests, in the format of `sha256sum`.
 * @module
 */

export interface Checksum {
  /** SHA-256 in hexadecimal digits. */
  digest: string;
  /** With forward slashes. */
  path: string;
}

export function checksumsIn(list: string): Checksum[] {
  return [...list.matchAll(/^([0-9a-f]{64}) {2}(.+)$/gm)].map(([, digest = "", path = ""]) => ({
    digest,
    path,
  }));
}
