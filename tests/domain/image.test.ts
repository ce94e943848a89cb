import { Buffer } from "node:buffer";
import { describe, expect, test } from "vitest";
import { imageHeader } from "../../src/domain/image.ts";
import { animatedPng, exif, jpeg, jpegSegment, partsOf, png, pngChunk, WEBP } from "../support/pictures.ts";

const text = (content: string) => Buffer.from(content, "latin1");
const headerOf = (picture: Uint8Array) => imageHeader(partsOf(picture));
const still = (width: number, height: number, storedAs: string) => ({
  width,
  height,
  animated: false,
  storedAs,
});
/** A picture whose header is somewhere behind a megabyte of metadata. */
const MEBIBYTE_OF_SEGMENTS = new Array<Buffer>(16).fill(jpegSegment(0xe2, Buffer.alloc(65_533)));

describe("a picture's header", () => {
  test.each([
    ["a JPEG", jpeg(7, 5), still(7, 5, "jpg")],
    ["a JPEG with EXIF, whose rotation is not counted in", jpeg(700, 500, [exif(6)]), still(700, 500, "jpg")],
    ["a JPEG behind a megabyte of metadata", jpeg(9, 9, MEBIBYTE_OF_SEGMENTS), still(9, 9, "jpg")],
    ["a JPEG with filling in front of a marker", jpeg(9, 8, [Buffer.alloc(3, 0xff)]), still(9, 8, "jpg")],
    [
      "a JPEG with stray bytes between segments",
      jpeg(9, 8, [jpegSegment(0xe0, []), Buffer.from([0, 1, 2, 0xff, 0, 0xff, 0xd0])]),
      still(9, 8, "jpg"),
    ],
    ["a PNG", png(7, 5), still(7, 5, "png")],
    ["an animated PNG", animatedPng(), { ...still(1, 1, "png"), animated: true }],
    ["a PNG with text in front", png(1, 1, [pngChunk("tEXt", text("a\0b"))]), still(1, 1, "png")],
    ["a lossy WebP", WEBP.lossy, still(6, 4, "jpg")],
    ["a lossless WebP", WEBP.lossless, still(6, 4, "jpg")],
    ["a WebP with metadata", WEBP.withMetadata, still(6, 4, "jpg")],
    ["a transparent WebP, which a JPEG could not hold", WEBP.transparent, still(6, 4, "png")],
    ["a lossy WebP with transparency", WEBP.lossyTransparent, still(6, 4, "png")],
    ["an animated WebP", WEBP.animated, { ...still(6, 4, "jpg"), animated: true }],
  ])("of %s", (_what, picture, header) => {
    expect(headerOf(picture)).toEqual(header);
  });

  test.each([
    ["a WAV, in the same container as WebP", text("RIFF\x1a\0\0\0WAVEfmt ")],
    ["a PNG whose line ends a transfer has changed", text("\x89PNG\n\x1a\n\0\0\0\rIHDR")],
    ["a GIF", text("GIF89a\x01\0\x01\0\0\0")],
    ["an SVG", text("<svg xmlns='")],
    ["HEIC", text("\0\0\0\x18ftypheic")],
    ["the beginning of a JPEG", Buffer.from([0xff, 0xd8])],
    ["the beginning of a PNG", text("\x89PNG")],
    ["nothing", Buffer.alloc(0)],
  ])("is not looked for in %s", (_what, content) => {
    expect(headerOf(content)).toBeNull();
  });

  test.each([
    ["a JPEG that ends before its frame header", jpeg(7, 5).subarray(0, 40)],
    ["a JPEG that ends inside of its frame header", jpeg(7, 5).subarray(0, 78)],
    ["a JPEG with a segment shorter than its own length", jpeg(7, 5, [Buffer.from([0xff, 0xe0, 0, 1])])],
    [
      "a JPEG with more segments than any camera writes",
      jpeg(7, 5, new Array<Buffer>(1000).fill(jpegSegment(0xe2, []))),
    ],
    [
      "a PNG that begins with another chunk",
      Buffer.concat([png(7, 5).subarray(0, 8), pngChunk("tEXt"), png(7, 5)]),
    ],
    ["a PNG that ends inside of its header", png(7, 5).subarray(0, 20)],
    ["a WebP without a frame", text("RIFF\x1a\0\0\0WEBPEXIF\0\0\0\0")],
    ["a WebP that ends behind its signature", WEBP.lossy.subarray(0, 12)],
  ])("does not tell the size of %s", (_what, content) => {
    const { width, height } = headerOf(content) ?? {};
    expect((width ?? 1) * (height ?? 1)).toBe(0);
  });

  test("tells the size of a picture that would take gigabytes to decode", () => {
    const bomb = png(8, 1);
    bomb.writeUInt32BE(30_000, 16);
    bomb.writeUInt32BE(30_000, 20);
    expect(headerOf(bomb)).toEqual(still(30_000, 30_000, "png"));
    const largest = jpeg(8, 8);
    largest.writeUInt16BE(65_535, largest.indexOf(Buffer.from([0xff, 0xc0])) + 5);
    largest.writeUInt16BE(65_535, largest.indexOf(Buffer.from([0xff, 0xc0])) + 7);
    expect(headerOf(largest)).toEqual(still(65_535, 65_535, "jpg"));
  });
});
