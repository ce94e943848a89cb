import { isOurPicture } from "../../domain/picture.ts";
import { Failure, fieldFailure } from "../../errors.ts";
import type { PlainAnswer, Request } from "../../operation.ts";
import {
  AVATAR,
  avatarAddress,
  avatarField,
  avatarFile,
  checkApplicationUrl,
} from "../../pocketbase/avatars.ts";
import { prospectOf, reencoded } from "../../pocketbase/reencoding.ts";
import { saveWithFile } from "../../pocketbase/saving.ts";
import { inPlace } from "../../pocketbase/turns.ts";
import { uploadedFile } from "../../pocketbase/uploads.ts";
import { findUser, refuseDisabled } from "../../pocketbase/users.ts";

const MAX_BYTES = 2 * 1024 * 1024;
/** Pictures that are decoded at the same time: a large one takes hundreds of megabytes. */
const PLACES = 1;
/** How long one waits for its turn. */
const PATIENCE_MS = 10_000;

/**
 * Stores an avatar with the token's user and answers its address: re-encoded, so that neither the place and camera in its
 * metadata nor its full size reach whoever looks at it. PocketBase removes the file it replaces.
 * @throws Failure file_missing, file_type_unsupported, picture_too_large, picture_undecodable, body_too_large,
 *   rate_limited, token_invalid, account_disabled
 */
export function wechatAvatar({ event, user }: Request<"wechatAvatar">): PlainAnswer<"wechatAvatar"> {
  const picture = reencodedPicture(uploadedFile(event, "file"));
  return { msg: "头像已上传", data: { users_picture: store(user?.id ?? "", picture) } };
}

function reencodedPicture(file: filesystem.File): filesystem.File {
  if (file.size > MAX_BYTES) throw new Failure("body_too_large");
  const prospect = prospectOf(file);
  if ("refused" in prospect) throw fieldFailure(prospect.refused, "file");
  const { type } = prospect;
  const decoding = inPlace("pictures", PLACES, PATIENCE_MS, () => reencoded(file, type));
  if (!decoding) throw new Failure("rate_limited", { retryAfter: PATIENCE_MS / 1000 });
  if (!decoding.done) throw fieldFailure("picture_undecodable", "file");
  return avatarFile(decoding.done, type);
}

/** Reads the record again before writing: the upload may have taken long enough for an operator to change it. */
function store(id: string, picture: filesystem.File): string {
  const user = findUser(id);
  if (!user) throw new Failure("token_invalid");
  refuseDisabled(user);
  checkApplicationUrl();
  const field = avatarField(user);
  const address = avatarAddress(field, picture.name);
  // A profile that shows what now goes away follows to the new file.
  if (isOurPicture(user.getString("users_picture"), field)) user.set("users_picture", address);
  saveWithFile(user, AVATAR, picture, { [AVATAR]: "file", users_picture: "file" });
  return address;
}
