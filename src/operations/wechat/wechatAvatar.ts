import { imageExtension, SIGNATURE_LENGTH } from "../../domain/image.ts";
import { Failure, fieldFailure } from "../../errors.ts";
import type { PlainAnswer, Request } from "../../operation.ts";
import { saveWithFile } from "../../pocketbase/saving.ts";
import { fileUrl, leadingBytes, uploadedFile } from "../../pocketbase/uploads.ts";
import { findUser, refuseDisabled } from "../../pocketbase/users.ts";

const FIELD = "users_avatar";
const MAX_BYTES = 2 * 1024 * 1024;

/**
 * Stores an avatar with the token's user and answers its address. PocketBase removes the file it replaces.
 * @throws Failure file_missing, file_type_unsupported, body_too_large, token_invalid, account_disabled
 */
export function wechatAvatar({ event, user }: Request<"wechatAvatar">): PlainAnswer<"wechatAvatar"> {
  const file = uploadedFile(event, "file");
  if (file.size > MAX_BYTES) throw new Failure("body_too_large");
  const extension = imageExtension(leadingBytes(file, SIGNATURE_LENGTH));
  if (!extension) throw fieldFailure("file_type_unsupported", "file");
  // The client's name could carry an extension that browsers trust more than the content.
  file.name = `avatar_${$security.randomString(10)}.${extension}`;
  return { msg: "头像已上传", data: { users_picture: store(user?.id ?? "", file) } };
}

/** Reads the record again before writing: the upload may have taken long enough for an operator to change it. */
function store(id: string, file: filesystem.File): string {
  const user = findUser(id);
  if (!user) throw new Failure("token_invalid");
  refuseDisabled(user);
  const replaced = fileUrl(user, user.getString(FIELD));
  const address = fileUrl(user, file.name);
  // A profile that shows the file which now goes away follows to the new one.
  if (replaced !== "" && user.getString("users_picture") === replaced) user.set("users_picture", address);
  try {
    saveWithFile(user, FIELD, file, { [FIELD]: "file", users_picture: "file" });
  } catch (error) {
    // PocketBase looks deeper into the content than the signature, an animated PNG for example.
    if (error instanceof Failure && error.details.fields?.file)
      throw fieldFailure("file_type_unsupported", "file", error.details);
    throw error;
  }
  return address;
}
