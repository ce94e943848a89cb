/**
 * What kind of image some bytes are and how many pixels it holds, by its header alone: a file's name and declared type
 * say nothing, and decoding a small file may take gigabytes.
 * @module
 */

export interface ImageHeader {
  /** Pixels as they are stored, before any rotation; 0 when the header does not tell. */
  width: number;
  height: number;
  /** Whether it has several frames. */
  animated: boolean;
  /** File extension of the type in which to store it: JPEG unless its pixels may be transparent. */
  storedAs: "jpg" | "png";
}

/** Up to `count` bytes of the file, 0–255 each, from `offset` on; fewer at its end. */
export type ReadBytes = (offset: number, count: number) => number[];

/** How many looks into a file are enough; only one that is made to waste time has more in front of its pixels. */
const MAX_STEPS = 1000;

const text = (bytes: number[], from: number, to: number) => String.fromCharCode(...bytes.slice(from, to));

/** The number in these bytes, the highest first; 0 where one is missing. */
function numberOf(...bytes: (number | undefined)[]): number {
  return bytes.reduce<number>((sum, byte) => sum * 256 + (byte ?? Number.NaN), 0) || 0;
}

/**
 * Signatures: JPEG (ISO/IEC 10918-1, SOI and the next marker), PNG (its specification, section 5.2), WebP (RIFF container).
 * @returns null for any other kind of file
 */
export function imageHeader(read: ReadBytes): ImageHeader | null {
  const start = read(0, 12);
  if (start[0] === 0xff && start[1] === 0xd8 && start[2] === 0xff) return jpegHeader(read);
  if (text(start, 0, 8) === "\x89PNG\r\n\x1a\n") return pngHeader(read);
  if (text(start, 0, 4) === "RIFF" && text(start, 8, 12) === "WEBP") return webpHeader(read);
  return null;
}

/** From segment to segment to the frame header (ISO/IEC 10918-1, annex B), past metadata that may be megabytes long. */
function jpegHeader(read: ReadBytes): ImageHeader {
  const found = { width: 0, height: 0, animated: false, storedAs: "jpg" } as const;
  let offset = 2;
  for (let step = 0; step < MAX_STEPS; step++) {
    const [mark, marker = 0, high, low, , top, bottom, left, right] = read(offset, 9);
    if (mark === undefined) break;
    const kind = mark === 0xff ? segmentKind(marker) : "no segment";
    if (kind === "frame") return { ...found, width: numberOf(left, right), height: numberOf(top, bottom) };
    if (kind === "other") {
      const length = numberOf(high, low);
      if (length < 2) break;
      offset += 2 + length;
    } else {
      // Decoders skip what stands between segments: the first frame header that they see must be found here.
      offset += mark === 0xff && marker !== 0xff ? 2 : 1;
    }
  }
  return found;
}

function segmentKind(marker: number): "frame" | "other" | "no segment" {
  const isRestart = marker >= 0xd0 && marker <= 0xd7;
  if (marker === 0 || marker === 0xff || isRestart) return "no segment";
  // Tables of Huffman and arithmetic codes, and a reserved marker, lie among the frame headers.
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker) ? "frame" : "other";
}

/** The header is the first chunk; one of those between it and the pixels says that they move (APNG). */
function pngHeader(read: ReadBytes): ImageHeader {
  const start = read(12, 12);
  const isHeader = text(start, 0, 4) === "IHDR";
  return {
    width: isHeader ? numberOf(...start.slice(4, 8)) : 0,
    height: isHeader ? numberOf(...start.slice(8, 12)) : 0,
    animated: isAnimatedPng(read),
    storedAs: "png",
  };
}

function isAnimatedPng(read: ReadBytes): boolean {
  let offset = 8;
  for (let step = 0; step < MAX_STEPS; step++) {
    const chunk = read(offset, 8);
    const name = text(chunk, 4, 8);
    if (name === "acTL") return true;
    if (name.length < 4 || name === "IDAT") return false;
    offset += 12 + numberOf(...chunk.slice(0, 4));
  }
  return false;
}

/** RFC 9649: an extended header with the canvas, or the header of the only frame. */
function webpHeader(read: ReadBytes): ImageHeader {
  let offset = 12;
  for (let step = 0; step < MAX_STEPS; step++) {
    const chunk = read(offset, 18);
    const data = chunk.slice(8);
    switch (text(chunk, 0, 4)) {
      case "VP8X": {
        const [flags = 0] = data;
        return {
          width: 1 + numberOf(data[6], data[5], data[4]),
          height: 1 + numberOf(data[9], data[8], data[7]),
          animated: (flags & 0x02) !== 0,
          storedAs: (flags & 0x10) !== 0 ? "png" : "jpg",
        };
      }
      case "VP8 ":
        return {
          width: numberOf(data[7], data[6]) & 0x3fff,
          height: numberOf(data[9], data[8]) & 0x3fff,
          animated: false,
          storedAs: "jpg",
        };
      case "VP8L": {
        const bits = numberOf(data[4], data[3], data[2], data[1]);
        return {
          width: 1 + (bits & 0x3fff),
          height: 1 + ((bits >>> 14) & 0x3fff),
          animated: false,
          storedAs: ((bits >>> 28) & 1) === 1 ? "png" : "jpg",
        };
      }
    }
    const length = numberOf(chunk[7], chunk[6], chunk[5], chunk[4]);
    if (chunk.length < 8) break;
    offset += 8 + length + (length % 2);
  }
  return { width: 0, height: 0, animated: false, storedAs: "png" };
}
