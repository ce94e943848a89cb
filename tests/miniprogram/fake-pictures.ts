/**
 * WeChat's functions about pictures behind temporary paths, done by the browser.
 * @module
 */

interface Bitmap {
  width: number;
  height: number;
}
interface Canvas {
  getContext(kind: "2d"): {
    drawImage(bitmap: Bitmap, x: number, y: number, width: number, height: number): void;
    fillStyle: string;
    fillRect(x: number, y: number, width: number, height: number): void;
  };
  convertToBlob(options: { type: string; quality: number }): Promise<Blob>;
}
declare const createImageBitmap: (source: Blob) => Promise<Bitmap>;
declare const OffscreenCanvas: new (width: number, height: number) => Canvas;

interface Callbacks<R> {
  success?(result: R): void;
  fail?(error: { errMsg: string }): void;
}
type Files = Map<string, Uint8Array<ArrayBuffer>>;

function answered<R>(api: string, { success, fail }: Callbacks<R>, work: () => Promise<R>): void {
  work().then(success, (error: unknown) => fail?.({ errMsg: `${api}:fail ${String(error)}` }));
}

function contentOf(files: Files, path: string): Uint8Array<ArrayBuffer> {
  const content = files.get(path);
  if (!content) throw new Error("file not found");
  return content;
}

const bitmapOf = (content: Uint8Array<ArrayBuffer>) => createImageBitmap(new Blob([content]));

async function jpegOf(canvas: Canvas, quality: number): Promise<Uint8Array<ArrayBuffer>> {
  const blob = await canvas.convertToBlob({ type: "image/jpeg", quality });
  return new Uint8Array(await blob.arrayBuffer());
}

export function fakePictures(files: Files) {
  return {
    getFileSystemManager: () => ({
      getFileInfo({ filePath, ...callbacks }: { filePath: string } & Callbacks<{ size: number }>) {
        answered("getFileInfo", callbacks, async () => ({ size: contentOf(files, filePath).length }));
      },
    }),

    getImageInfo({ src, ...callbacks }: { src: string } & Callbacks<Bitmap>) {
      answered("getImageInfo", callbacks, async () => {
        const { width, height } = await bitmapOf(contentOf(files, src));
        return { width, height };
      });
    },

    compressImage({
      src,
      quality = 80,
      compressedWidth,
      ...callbacks
    }: { src: string; quality?: number; compressedWidth: number } & Callbacks<{ tempFilePath: string }>) {
      answered("compressImage", callbacks, async () => {
        const bitmap = await bitmapOf(contentOf(files, src));
        const height = Math.round((bitmap.height * compressedWidth) / bitmap.width);
        const canvas = new OffscreenCanvas(compressedWidth, height);
        canvas.getContext("2d").drawImage(bitmap, 0, 0, compressedWidth, height);
        const tempFilePath = "wxfile://tmp_compressed.jpg";
        files.set(tempFilePath, await jpegOf(canvas, quality / 100));
        return { tempFilePath };
      });
    },
  };
}

/** A picture as a camera takes it: so large, and full of detail. */
export async function photo(width: number, height: number): Promise<Uint8Array<ArrayBuffer>> {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d");
  for (let y = 0; y < height; y += 8)
    for (let x = 0; x < width; x += 8) {
      context.fillStyle = `hsl(${(x * 7 + y * 13) % 360} 70% ${20 + ((x * y) % 60)}%)`;
      context.fillRect(x, y, 8, 8);
    }
  return jpegOf(canvas, 0.95);
}
