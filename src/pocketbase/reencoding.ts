/**
 * Re-encoding pictures by what PocketBase makes thumbs with: the orientation that the metadata notes is applied, and
 * the metadata is gone.
 * @module
 */
import type { OwnReason } from "../contract.ts";
import { imageHeader } from "../domain/image.ts";
import { contentOf, withParts } from "./uploads.ts";

/** Pixels of the longer side; a smaller picture keeps its size. */
export const LONGEST_SIDE = 640;
/** A decoded pixel takes up to 8 bytes. */
const MAX_PIXELS = 40_000_000;

/** What tells PocketBase the type of a file, by which it chooses that of the thumb. */
const SIGNATURES = { jpg: [0xff, 0xd8, 0xff], png: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] };

export type PictureType = keyof typeof SIGNATURES;

/** A picture's header says what to make of it; nothing has been decoded yet. */
export type Prospect = { type: PictureType } | { refused: OwnReason };

/** Whether a file is a picture that can be decoded at a bearable price, and what it becomes. */
export function prospectOf(file: filesystem.File): Prospect {
  const header = withParts(file, imageHeader);
  if (!header || header.animated) return { refused: "file_type_unsupported" };
  const pixels = header.width * header.height;
  if (pixels === 0) return { refused: "picture_undecodable" };
  if (pixels > MAX_PIXELS) return { refused: "picture_too_large" };
  return { type: header.storedAs };
}

/** PocketBase's declarations do not know that Go's modes are numbers. */
const PRIVATE = 0o600 as unknown as Parameters<typeof $os.writeFile>[2];

/**
 * @param file of which `prospectOf` thinks well
 * @returns the bytes of the new file, or null when the picture cannot be decoded
 */
export function reencoded(file: filesystem.File, type: PictureType): number[] | null {
  // PocketBase empties this folder when it starts, and leaves it out of backups.
  const name = `avatar_${$security.randomString(20)}`;
  const folder = `${$app.dataDir()}/.pb_temp_to_delete/${name}`;
  let stored = false;
  try {
    const files = $filesystem.local(folder);
    try {
      // The type is kept beside the file and not looked for again: a WebP can become a JPEG.
      files.upload(SIGNATURES[type], "original");
      $os.writeFile(`${folder}/original`, contentOf(file), PRIVATE);
      stored = true;
      files.createThumb("original", "thumb", `${LONGEST_SIDE}x${LONGEST_SIDE}f`);
    } finally {
      files.close();
    }
    return toBytes($os.readFile(`${folder}/thumb`));
  } catch (error) {
    // A disk that takes no file says nothing about the picture. Go's errors about files name them, and its decoders know
    // no names.
    if (!stored || String(error).includes(name)) throw error;
    return null;
  } finally {
    $os.removeAll(folder);
  }
}
