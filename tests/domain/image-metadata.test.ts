import { Buffer } from "node:buffer";
import { expect, test } from "vitest";
import { holdsMetadata } from "../../src/domain/image-metadata.ts";
import { exif, jpeg, jpegSegment, partsOf, png, pngChunk } from "../support/pictures.ts";

test.each([
  ["a JPEG that begins with its tables", jpeg(8, 8), false],
  ["a JPEG with EXIF", jpeg(8, 8, [exif(1)]), true],
  ["a JPEG with JFIF alone, which no avatar of ours has", jpeg(8, 8, [jpegSegment(0xe0, [])]), true],
  ["a JPEG with a comment", jpeg(8, 8, [jpegSegment(0xfe, [1])]), true],
  ["a PNG of pixels", png(8, 8), false],
  ["a PNG with a palette", png(8, 8, [pngChunk("PLTE", Buffer.alloc(3))]), false],
  ["a PNG with text", png(8, 8, [pngChunk("tEXt")]), true],
  ["a PNG with EXIF", png(8, 8, [pngChunk("eXIf")]), true],
  ["a PNG with something behind its end", Buffer.concat([png(8, 8), Buffer.from("x")]), true],
  ["a PNG that ends early", png(8, 8).subarray(0, 40), true],
  [
    "a PNG of more chunks than any encoder writes",
    png(1, 1, new Array<Buffer>(1001).fill(pngChunk("IDAT"))),
    true,
  ],
])("%s: %s", (_what, picture, expected) => {
  expect(holdsMetadata(partsOf(picture))).toBe(expected);
});
