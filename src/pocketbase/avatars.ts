/**
 * The avatars that users have uploaded: where they are stored, and the addresses at which they are found.
 * @module
 */
import { baseAddress } from "../domain/base-address.ts";
import type { ImageHeader } from "../domain/image.ts";
import { type FileField, isUploadedAvatar } from "../domain/picture.ts";
import { logger } from "./process.ts";
import { firstTime } from "./turns.ts";

/** The file field of `tbl_auth_users`. */
export const AVATAR = "users_avatar";

/** The user's avatar field, as addresses show it. */
export function avatarField(user: core.Record): FileField {
  return fieldOf(user.collection().id, user.id, user.getString(AVATAR));
}

/** The same for a row that is no record. */
export function fieldOf(collection: string, id: string, current: string): FileField {
  return { path: `/api/files/${collection}/${id}/`, current };
}

/**
 * A new file for this field. Its name is ours: the client's could carry an extension that browsers trust more than the
 * content.
 */
export function avatarFile(content: number[], type: ImageHeader["storedAs"]): filesystem.File {
  const file = $filesystem.fileFromBytes(content, "avatar");
  file.name = `avatar_${$security.randomString(10)}.${type}`;
  return file;
}

/** The public address of a file of this field, under PocketBase's Application URL. */
export function avatarAddress({ path }: FileField, filename: string): string {
  return baseAddress($app.settings().meta.appURL).url + path + encodeURIComponent(filename);
}

/** What an operator has to set for good addresses, in English; "" when all is well. */
export function addressComplaint(): string {
  const { complaint } = baseAddress($app.settings().meta.appURL);
  if (complaint === "") return "";
  return `avatar addresses begin with PocketBase's Application URL: ${complaint}. Set it to the address at which clients reach the service (dashboard, Settings, Application)`;
}

/** Says so in the log, once for each complaint. */
export function checkApplicationUrl(): void {
  const complaint = addressComplaint();
  if (complaint !== "" && firstTime(`application_url:${complaint}`)) logger().warn(complaint);
}

/**
 * A user's picture as it is to be shown: an avatar of theirs is where it lies now, even if the service has moved or the
 * file has been replaced since the address was stored.
 */
export function currentPicture(user: core.Record, stored: string): string {
  // Most pictures end here, without a question to PocketBase.
  if (!stored.includes("/api/files/")) return stored;
  const field = avatarField(user);
  return field.current !== "" && isUploadedAvatar(stored, field)
    ? avatarAddress(field, field.current)
    : stored;
}
