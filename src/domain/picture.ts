/**
 * What may be stored as a user's picture.
 * @module
 */

import { Failure, fieldFailure } from "../errors.ts";

export type PictureVerdict = "ok" | "temporary" | "not_a_url";

/** `chooseAvatar` answers a path on the phone: `wxfile://…`, or `http://tmp/…` in DevTools. Useless to a server. */
const TEMPORARY = /^(wxfile:\/\/|https?:\/\/tmp\/)/i;

/** A host is required: letters and digits of any script, dots, hyphens, or an IPv6 literal; then port and path. */
const WEB_URL = /^https?:\/\/(?:\[[0-9a-f:.]+\]|[^\s/?#@:[\]\\<>"]+)(?::[0-9]{1,5})?(?:[/?#][^\s<>"\\]*)?$/i;

/** Judges a picture's address without fetching it. Credentials inside the address are refused. */
export function judgePicture(address: string): PictureVerdict {
  if (TEMPORARY.test(address)) return "temporary";
  return WEB_URL.test(address) ? "ok" : "not_a_url";
}

/** @throws Failure picture_is_temporary, validation_failed naming the field */
export function checkPicture(address: string): void {
  const verdict = judgePicture(address);
  if (verdict === "temporary") throw fieldFailure("picture_is_temporary", "users_picture");
  if (verdict === "not_a_url") {
    throw new Failure("validation_failed", { fields: { users_picture: "头像：必须是 http 或 https 地址" } });
  }
}
