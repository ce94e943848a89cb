/**
 * What a new password must satisfy beyond the contract's length rule.
 * @module
 */
import { Failure } from "../errors.ts";

/** bcrypt reads no further (and PocketBase hashes with bcrypt): longer text would be cut silently. */
const MAX_BYTES = 72;

/** UTF-8 length of a JavaScript string. */
export function utf8Length(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  }
  return bytes;
}

/** @throws Failure validation_failed naming the field */
export function checkNewPassword(password: string, confirmation: string): void {
  if (utf8Length(password) > MAX_BYTES) {
    throw new Failure("validation_failed", { fields: { password: `密码：不能超过 ${MAX_BYTES} 字节` } });
  }
  if (password !== confirmation) {
    throw new Failure("validation_failed", { fields: { passwordConfirm: "确认密码：与密码不一致" } });
  }
}
