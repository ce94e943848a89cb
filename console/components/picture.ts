/**
 * A picture as the service takes it: a camera's is far too large for an avatar.
 * @module
 */

/** `wechatAvatar` takes no more; PocketBase and proxies count the framing as well. */
const MAX_BYTES = 2 * 1024 * 1024 - 4096;
/** Pixels on the longer side: enough for every screen that shows an avatar. */
const MAX_SIDE = 1280;
const TAKEN = ["image/jpeg", "image/png", "image/webp"];

export interface Picture {
  blob: Blob;
  /** A `data:` address. */
  preview: string;
}

/** Makes a picture smaller where it must be; nothing is cut off. @returns null for what the browser cannot show */
export async function readPicture(file: Blob): Promise<Picture | null> {
  try {
    const bitmap = await createImageBitmap(file);
    const longer = Math.max(bitmap.width, bitmap.height);
    const fits = file.size <= MAX_BYTES && longer <= MAX_SIDE && TAKEN.includes(file.type);
    const blob = fits ? file : await drawn(bitmap, Math.min(1, MAX_SIDE / longer));
    bitmap.close();
    return { blob, preview: await dataAddress(blob) };
  } catch {
    return null;
  }
}

function drawn(bitmap: ImageBitmap, scale: number): Promise<Blob> {
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  const context = canvas.getContext("2d");
  if (!context) throw new Error("no canvas");
  // JPEG knows no transparency: without this it would come out black.
  context.fillStyle = "#fff";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no picture"))), "image/jpeg", 0.9),
  );
}

/** As data, because the page's policy lets pictures come from nowhere but addresses and data. */
function dataAddress(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error ?? new Error("unreadable"));
    reader.readAsDataURL(blob);
  });
}
