import { Buffer } from "node:buffer";
import { expect, test } from "vitest";
import { imageExtension, SIGNATURE_LENGTH } from "../../src/domain/image.ts";

const bytes = (...parts: (string | number[])[]) =>
  parts.flatMap((part) => (typeof part === "string" ? [...Buffer.from(part, "latin1")] : part));

test.each([
  ["a JPEG with JFIF", bytes([0xff, 0xd8, 0xff, 0xe0], "\0\u0010JFIF"), "jpg"],
  ["a JPEG with Exif", bytes([0xff, 0xd8, 0xff, 0xe1], "\0\u0010Exif"), "jpg"],
  ["a PNG", bytes("\x89PNG\r\n\x1a\n", [0, 0, 0, 13]), "png"],
  ["a WebP", bytes("RIFF", [26, 0, 0, 0], "WEBP"), "webp"],
  ["a WAV, in the same container as WebP", bytes("RIFF", [26, 0, 0, 0], "WAVE"), null],
  ["a PNG whose line ends a transfer has changed", bytes("\x89PNG\n\x1a\n", [0, 0, 0, 13]), null],
  ["a GIF", bytes("GIF89a", [1, 0, 1, 0, 0, 0]), null],
  ["an SVG", bytes("<svg xmlns='"), null],
  ["HEIC", bytes([0, 0, 0, 24], "ftypheic"), null],
  ["the beginning of a JPEG", [0xff, 0xd8], null],
  ["the beginning of a PNG", bytes("\x89PNG"), null],
  ["nothing", [], null],
])("%s", (_what, content, extension) => {
  expect(content.length).toBeLessThanOrEqual(SIGNATURE_LENGTH);
  expect(imageExtension(content)).toBe(extension);
});
