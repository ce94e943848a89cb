/**
 * What kind of image some bytes are, by their signature; a file's name and declared type say nothing.
 * @module
 */

/** File extension of the image types an avatar may have. */
export type ImageExtension = "jpg" | "png" | "webp";

/** How many leading bytes `imageExtension` needs. */
export const SIGNATURE_LENGTH = 12;

const text = (bytes: number[], from: number, to: number) => String.fromCharCode(...bytes.slice(from, to));

/**
 * Signatures: JPEG (ISO/IEC 10918-1, SOI and the next marker), PNG (its specification, section 5.2), WebP (RIFF container).
 * @param bytes the first bytes of the file, 0–255 each
 * @returns null for anything else
 */
export function imageExtension(bytes: number[]): ImageExtension | null {
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return "jpg";
  if (text(bytes, 0, 8) === "\x89PNG\r\n\x1a\n") return "png";
  if (text(bytes, 0, 4) === "RIFF" && text(bytes, 8, 12) === "WEBP") return "webp";
  return null;
}
