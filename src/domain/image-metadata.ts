/**
 * Whether a picture carries more than its pixels: metadata, a preview, another picture behind the first.
 * @module
 */
import type { ReadBytes } from "./image.ts";

/** What Go's encoder, with which avatars are stored, writes into a PNG: colours, pixels and nothing else. */
const PIXEL_CHUNKS = ["IHDR", "PLTE", "tRNS", "IDAT", "IEND"];
/** A marker of a JPEG's quantisation tables: Go's encoder begins with them, and a camera with what it says of itself. */
const QUANTISATION_TABLES = 0xdb;
/** Go's encoder writes chunks of 32 KiB and more. */
const MAX_CHUNKS = 1000;

/** @param read a JPEG or a PNG; of anything else it is not known */
export function holdsMetadata(read: ReadBytes): boolean {
  const start = read(0, 4);
  if (start[0] === 0xff) return start[2] !== 0xff || start[3] !== QUANTISATION_TABLES;
  let offset = 8;
  for (let step = 0; step < MAX_CHUNKS; step++) {
    const [a = 0, b = 0, c = 0, d = 0, ...name] = read(offset, 8);
    const chunk = String.fromCharCode(...name);
    if (!PIXEL_CHUNKS.includes(chunk)) return true;
    offset += 12 + ((a * 256 + b) * 256 + c) * 256 + d;
    if (chunk === "IEND") return read(offset, 1).length > 0;
  }
  return true;
}
