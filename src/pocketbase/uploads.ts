/**
 * Files that clients upload: read from the request, stored in a record's file field.
 * @module
 */
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

/** The first bytes of a file. */
export function leadingBytes(file: filesystem.File, count: number): number[] {
  const reader = file.reader?.open();
  if (!reader) throw new Error("the uploaded file cannot be opened");
  try {
    return [...toBytes(reader, count)];
  } finally {
    reader.close();
  }
}

/** The public address of a file in a record's file field, under PocketBase's Application URL; "" for no file. */
export function fileUrl(record: core.Record, filename: string): string {
  if (filename === "") return "";
  const base = $app.settings().meta.appURL.replace(/\/+$/, "");
  return `${base}/api/files/${record.collection().id}/${record.id}/${encodeURIComponent(filename)}`;
}
