/**
 * Reads QR codes out of pictures, as a phone would.
 * @module
 */
import jsQR from "jsqr";
import { PNG } from "pngjs";

/** The text in a PNG's QR code, or null where none is found. */
export function readQr(png: Buffer): string | null {
  const { data, width, height } = PNG.sync.read(png);
  return jsQR(new Uint8ClampedArray(data), width, height)?.data ?? null;
}
