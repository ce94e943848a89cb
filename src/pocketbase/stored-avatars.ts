/**
 * The avatars that lie in PocketBase's storage: mostly for a command that goes through all of them while the server runs.
 * It saves no record, because a record is saved as a whole and would undo what the server has changed since.
 * @module
 */
import { isUploadedAvatar } from "../domain/picture.ts";
import { AVATAR, avatarAddress, fieldOf } from "./avatars.ts";
import { currentCollection } from "./process.ts";
import { USERS } from "./request.ts";

/** A user with an avatar. */
export interface AvatarRow {
  id: string;
  file: string;
  picture: string;
}

const PAGE = 500;

/** Calls `visit` for each user with an avatar, by rising id. */
export function forEachAvatar(visit: (row: AvatarRow) => void): void {
  let last = "";
  for (;;) {
    const rows = arrayOf(new DynamicModel({ id: "", file: "", picture: "" })) as unknown as AvatarRow[];
    $app
      .db()
      .newQuery(
        `SELECT id, ${AVATAR} AS file, users_picture AS picture FROM ${USERS}
          WHERE ${AVATAR} != '' AND id > {:last} ORDER BY id LIMIT ${PAGE}`,
      )
      .bind({ last })
      .all(rows);
    // Plain values: the rows belong to PocketBase.
    const page = rows.map(({ id, file, picture }) => ({ id, file, picture }));
    for (const row of page) visit(row);
    if (page.length < PAGE) return;
    last = page.at(-1)?.id ?? "";
  }
}

/** Opens the storage, on this machine's disk or elsewhere, for `work`; closes it whatever happens. */
export function withStorage(work: (storage: filesystem.System) => void): void {
  const storage = $app.newFilesystem();
  try {
    work(storage);
  } finally {
    storage.close();
  }
}

/** Takes away what has been uploaded for an update of this record that will not keep it. */
export function dropUploads(record: core.Record): void {
  const uploads = record.getUnsavedFiles(AVATAR);
  if (uploads.length === 0) return;
  withStorage((storage) => {
    for (const file of uploads) if (file) storage.delete(`${record.baseFilesPath()}/${file.name}`);
  });
}

const collectionId = () => currentCollection(USERS).id;

/** The file of an avatar, or null when it is not there. */
export function storedFile(storage: filesystem.System, { id, file }: AvatarRow): filesystem.File | null {
  const key = `${collectionId()}/${id}/${file}`;
  if (!storage.exists(key)) return null;
  const reader = storage.getReader(key);
  try {
    return $filesystem.fileFromBytes(toBytes(reader, reader.size()), file);
  } finally {
    reader.close();
  }
}

/** Puts other content in the place of a file, so that its address stays, and drops the thumbs that were made of it. */
export function replaceFile(storage: filesystem.System, row: AvatarRow, content: number[]): void {
  const folder = `${collectionId()}/${row.id}`;
  const key = `${folder}/${row.file}`;
  storage.upload(content, key);
  storage.deletePrefix(`${folder}/thumbs_${row.file}/`);
  // The user may have uploaded another in between, and the server has then removed this one.
  if (!isCurrent(row)) storage.delete(key);
}

function isCurrent({ id, file }: AvatarRow): boolean {
  return $app.countRecords(USERS, $dbx.hashExp({ id, [AVATAR]: file })) > 0;
}

/** The address that a user's picture should have instead, or null: it is none of ours, or right as it is. */
export function movedPicture({ id, file, picture }: AvatarRow): string | null {
  const field = fieldOf(collectionId(), id, file);
  if (!isUploadedAvatar(picture, field)) return null;
  const address = avatarAddress(field, file);
  return address === picture ? null : address;
}

/** Writes it, unless the user's picture or avatar has changed in between. */
export function movePicture({ id, file, picture }: AvatarRow, address: string): void {
  $app
    .db()
    .newQuery(
      `UPDATE ${USERS} SET users_picture = {:address}
        WHERE id = {:id} AND users_picture = {:picture} AND ${AVATAR} = {:file}`,
    )
    .bind({ id, file, picture, address })
    .execute();
}
