/**
 * Re-encoding pictures by what PocketBase makes thumbs with: the orientation that the metadata notes is applied, and
 * the metadata is gone.
 * @module
 */
import type { ImageHeader } from "../domain/image.ts";

/** Pixels of the longer side; a smaller picture keeps its size. */
const LONGEST_SIDE = 640;

/** What tells PocketBase the type of a file, by which it chooses that of the thumb. */
const SIGNATURES = { jpg: [0xff, 0xd8, 0xff], png: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] };

/** PocketBase's declarations do not know that Go's modes are numbers. */
const PRIVATE = 0o600 as unknown as Parameters<typeof $os.writeFile>[2];

/**
 * @param content of a picture whose size is known to be bearable
 * @param type of the result
 * @returns the bytes of the new file, or null when the picture cannot be decoded
 */
export function reencoded(content: number[], type: ImageHeader["storedAs"]): number[] | null {
  // PocketBase empties this folder when it starts, and leaves it out of backups.
  const name = `avatar_${$security.randomString(20)}`;
  const folder = `${$app.dataDir()}/.pb_temp_to_delete/${name}`;
  try {
    const files = $filesystem.local(folder);
    try {
      // The type is kept beside the file and not looked for again: a WebP can become a JPEG.
      files.upload(SIGNATURES[type], "original");
      $os.writeFile(`${folder}/original`, content, PRIVATE);
      files.createThumb("original", "thumb", `${LONGEST_SIDE}x${LONGEST_SIDE}f`);
    } finally {
      files.close();
    }
    return toBytes($os.readFile(`${folder}/thumb`));
  } catch (error) {
    // Go's errors about files name them, and its decoders know no names.
    if (String(error).includes(name)) throw error;
    return null;
  } finally {
    $os.removeAll(folder);
  }
}
