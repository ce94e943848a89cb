/**
 * Pictures for tests, made as small as their kind allows.
 * @module
 */
import { Buffer } from "node:buffer";
import { crc32, deflateSync } from "node:zlib";

const uint16 = (value: number) => [value >> 8, value & 255];

/** A chunk of a PNG. */
export function pngChunk(name: string, data: Uint8Array = new Uint8Array()): Buffer {
  const body = Buffer.concat([Buffer.from(name, "latin1"), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

export const PNG_SIGNATURE = Buffer.from("\x89PNG\r\n\x1a\n", "latin1");

/**
 * A PNG of one bit per pixel, all black, which compresses a thousandfold.
 * @param extra chunks between the header and the pixels
 */
export function png(width: number, height: number, extra: Buffer[] = []): Buffer {
  const size = Buffer.alloc(8);
  size.writeUInt32BE(width, 0);
  size.writeUInt32BE(height, 4);
  const pixels = Buffer.alloc((1 + Math.ceil(width / 8)) * height);
  return Buffer.concat([
    PNG_SIGNATURE,
    pngChunk("IHDR", Buffer.concat([size, Buffer.from([1, 0, 0, 0, 0])])),
    ...extra,
    pngChunk("IDAT", deflateSync(pixels, { level: 9 })),
    pngChunk("IEND"),
  ]);
}

/** A PNG whose pixels move: PocketBase takes it for a type of its own. */
export const animatedPng = () => png(1, 1, [pngChunk("acTL", Buffer.from([0, 0, 0, 1, 0, 0, 0, 0]))]);

/** A segment of a JPEG. */
export function jpegSegment(marker: number, data: ArrayLike<number>): Buffer {
  return Buffer.from([0xff, marker, ...uint16(data.length + 2), ...Array.from(data)]);
}

/** What a camera writes of itself and of where it was. */
export const METADATA_MARK = "SecretCamera 31.2304N 121.4737E";

/** An EXIF segment with an orientation (1–8), a camera and a place. */
export function exif(orientation: number): Buffer {
  const mark = Buffer.from(`${METADATA_MARK}\0`, "latin1");
  const entry = (tag: number, type: number, count: number, value: number[]) => [
    ...uint16(tag),
    ...uint16(type),
    ...[0, 0, 0, count],
    ...value,
  ];
  const directory = [
    ...uint16(2),
    ...entry(0x010f, 2, mark.length, [0, 0, 0, 38]),
    ...entry(0x0112, 3, 1, [0, orientation, 0, 0]),
    ...[0, 0, 0, 0],
  ];
  const tiff = [0x4d, 0x4d, 0, 42, 0, 0, 0, 8, ...directory, ...mark];
  return jpegSegment(0xe1, [...Buffer.from("Exif\0\0", "latin1"), ...tiff]);
}

/**
 * A grey JPEG: each block of 8 × 8 pixels is two bits.
 * @param extra segments in front
 */
export function jpeg(width: number, height: number, extra: Buffer[] = []): Buffer {
  const blocks = Math.ceil(width / 8) * Math.ceil(height / 8);
  const table = (kind: number) => jpegSegment(0xc4, [kind, 1, ...new Array<number>(15).fill(0), 0]);
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    ...extra,
    jpegSegment(0xdb, [0, ...new Array<number>(64).fill(1)]),
    jpegSegment(0xc0, [8, ...uint16(height), ...uint16(width), 1, 1, 0x11, 0]),
    table(0x00),
    table(0x10),
    jpegSegment(0xda, [1, 1, 0x00, 0, 63, 0]),
    Buffer.alloc(Math.ceil(blocks / 4)),
    Buffer.from([0xff, 0xd9]),
  ]);
}

/** Six by four pixels, as libwebp makes them. */
export const WEBP = {
  lossy: Buffer.from(
    "UklGRjYAAABXRUJQVlA4ICoAAACQAQCdASoGAAQAAsBMJaACdLoAA5gA/u2QP4hd7G2//PTP62/j/xkAAAA=",
    "base64",
  ),
  lossless: Buffer.from("UklGRh4AAABXRUJQVlA4TBEAAAAvBcAAAAdQjyLXo/+BiOh/AAA=", "base64"),
  transparent: Buffer.from("UklGRh4AAABXRUJQVlA4TBEAAAAvBcAAEAdQjyLXo2SBiOh/AAA=", "base64"),
  lossyTransparent: Buffer.from(
    "UklGRloAAABXRUJQVlA4WAoAAAAQAAAABQAAAwAAQUxQSAoAAAABB1CyiAhERP8DVlA4ICoAAACQAQCdASoGAAQAAsBMJaACdLoAA5gA/u2QP4hd7G2//PTP62/j/xkAAAA=",
    "base64",
  ),
  /** Its metadata holds “SecretCamera”. */
  withMetadata: Buffer.from(
    "UklGRngAAABXRUJQVlA4WAoAAAAIAAAABQAAAwAAVlA4ICoAAACQAQCdASoGAAQAAsBMJaACdLoAA5gA/u2QP4hd7G2//PTP62/j/xkAAABFWElGKAAAAE1NACoAAAAIAAEBDwACAAAADQAAABoAAAAAU2VjcmV0Q2FtZXJhAAA=",
    "base64",
  ),
  animated: Buffer.from(
    "UklGRq4AAABXRUJQVlA4WAoAAAACAAAABQAAAwAAQU5JTQYAAAAAAAAAAABBTk1GPgAAAAAAAAAAAAUAAAMAAAAAAAJWUDggJgAAADABAJ0BKgYABAAHQJYloAADcAD+5AF/pLpchv/9Xfnb9T2wAAAAQU5NRjwAAAAAAAAAAAAFAAADAAAAAAAAVlA4ICQAAAA0AQCdASoGAAQAAACWJaAAA3AA/u5DH//cH6g/iDHh9u8QAAA=",
    "base64",
  ),
};

/** Reads parts of a picture, as `imageHeader` wants them. */
export const partsOf =
  (picture: Uint8Array) =>
  (offset: number, count: number): number[] => [...picture.subarray(offset, offset + count)];
