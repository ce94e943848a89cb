/**
 * Files that clients upload: read from the request, stored in a record's file field.
 * @module
 */
import type { ReadBytes } from "../domain/image.ts";
import { Failure, fieldFailure } from "../errors.ts";
import { apiErrorStatus } from "./go-errors.ts";

/**
 * The first file of a multipart field.
 * @throws Failure file_missing (no such field, an empty file, broken multipart), body_too_large
 */
export function uploadedFile(event: core.RequestEvent, field: string): filesystem.File {
  let files: (filesystem.File | undefined)[];
  try {
    files = event.findUploadedFiles(field);
  } catch (error) {
    if (apiErrorStatus(error) === 413) throw new Failure("body_too_large");
    throw fieldFailure("file_missing", field, { cause: String(error) });
  }
  const file = files[0];
  if (!file || file.size === 0) throw fieldFailure("file_missing", field);
  return file;
}

/** Opens a file for `work`, which gets a way to read parts of it; closes it whatever happens. */
export function withParts<T>(file: filesystem.File, work: (read: ReadBytes) => T): T {
  const reader = file.reader?.open();
  if (!reader) throw new Error("the uploaded file cannot be opened");
  try {
    return work((offset, count) => {
      reader.seek(offset, FROM_START);
      return [...toBytes(reader, count)];
    });
  } finally {
    reader.close();
  }
}

/** Go's io.SeekStart. */
const FROM_START = 0;

/** The whole content of a file. */
export function contentOf(file: filesystem.File): number[] {
  const reader = file.reader?.open();
  if (!reader) throw new Error("the uploaded file cannot be opened");
  try {
    return toBytes(reader, file.size);
  } finally {
    reader.close();
  }
}
