/**
 * `pocketbase wechat-auth pictures`: avatars of earlier releases are stored anew, as uploads are today, and profiles
 * that show one get the address that it has now. What is right is left alone, so that it can be run again.
 * @module
 */
import { holdsMetadata } from "../domain/image-metadata.ts";
import { imageHeader } from "../domain/image.ts";
import { addressComplaint } from "../pocketbase/avatars.ts";
import { LONGEST_SIDE, prospectOf, reencoded } from "../pocketbase/reencoding.ts";
import {
  type AvatarRow,
  forEachAvatar,
  movedPicture,
  movePicture,
  replaceFile,
  storedFile,
  withStorage,
} from "../pocketbase/stored-avatars.ts";
import { withParts } from "../pocketbase/uploads.ts";

interface Count {
  stored: number;
  anew: number;
  missing: number;
  left: number;
  moved: number;
}

/** @returns 1 when something needs a look, otherwise 0 */
export function run(_args: string[], flags: string[]): number {
  const isDry = flags.includes("dry-run");
  const complaint = addressComplaint();
  if (complaint !== "") console.log(`addresses are left as they are: ${complaint}`);
  const count: Count = { stored: 0, anew: 0, missing: 0, left: 0, moved: 0 };
  withStorage((storage) =>
    forEachAvatar((row) => {
      count.stored++;
      storeAnew(storage, row, isDry, count);
      const address = complaint === "" ? movedPicture(row) : null;
      if (address === null) return;
      count.moved++;
      if (!isDry) movePicture(row, address);
    }),
  );
  report(count, isDry);
  return count.missing + count.left > 0 ? 1 : 0;
}

function storeAnew(storage: filesystem.System, row: AvatarRow, isDry: boolean, count: Count): void {
  const file = storedFile(storage, row);
  if (!file) {
    count.missing++;
    console.log(`${row.id}: the file ${row.file} is not there`);
    return;
  }
  if (isAsUploadsAreStored(file)) return;
  const prospect = prospectOf(file);
  const content = "type" in prospect && !isDry ? reencoded(file, prospect.type) : null;
  const refused = "refused" in prospect ? prospect.refused : content || isDry ? "" : "picture_undecodable";
  if (refused !== "") {
    count.left++;
    console.log(`${row.id}: ${row.file} is left as it is: ${refused}`);
    return;
  }
  count.anew++;
  if (content) replaceFile(storage, row, content);
}

/** To store those anew would cost them quality and gain nothing. */
function isAsUploadsAreStored(file: filesystem.File): boolean {
  return withParts(file, (read) => {
    const header = imageHeader(read);
    if (!header || header.width === 0 || Math.max(header.width, header.height) > LONGEST_SIDE) return false;
    return !holdsMetadata(read);
  });
}

function report({ stored, anew, missing, left, moved }: Count, isDry: boolean): void {
  console.log(
    [
      `${stored} avatars`,
      `${anew} ${isDry ? "to be stored" : "stored"} anew`,
      `${moved} addresses ${isDry ? "to be set" : "set"} right`,
      `${left} left as they are`,
      `${missing} without their file`,
    ].join(", "),
  );
}
