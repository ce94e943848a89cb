/**
 * Base64 by PocketBase itself: JavaScript needs a millisecond for each kilobyte in this runtime. A record writes the
 * bytes of a field that no collection knows as JSON has them, which is base64 (RFC 4648, section 4).
 * @module
 */
import { currentCollection } from "./process.ts";
import { USERS } from "./request.ts";

export function base64(bytes: number[]): string {
  const record = new Record(currentCollection(USERS));
  record.withCustomData(true);
  record.set("bytes", bytes);
  return (JSON.parse(JSON.stringify(record)) as { bytes: string }).bytes;
}
