/**
 * What may be stored as a user's picture, and which pictures are the service's own.
 * @module
 */

import { Failure, fieldFailure } from "../errors.ts";
import { characterCount } from "./character-count.ts";

export type PictureVerdict = "ok" | "temporary" | "not_a_url";

/**
 * Paths that mean something on one phone or computer alone: of a mini-program's files (`wxfile://…`, which DevTools and some
 * platforms show as `http://tmp/…`, `http://usr/…`, `http://store/…`, or as a page of their own on a loopback address),
 * and what a browser makes of a chosen file.
 */
const TEMPORARY =
  /^(?:wxfile:|blob:|data:|https?:\/\/(?:tmp|usr|store)\/|https?:\/\/(?:localhost|127\.[0-9.]+|\[::1\])(?::[0-9]+)?\/(?:[^?#]*\/)?__tmp__\/)/i;

/** A host is required: letters and digits of any script, dots, hyphens, or an IPv6 literal; then port and path. */
const WEB_URL = /^https?:\/\/(?:\[[0-9a-f:.]+\]|[^\s/?#@:[\]\\<>"]+)(?::[0-9]{1,5})?(?:[/?#][^\s<>"\\]*)?$/i;

/** Judges a picture's address without fetching it. Credentials inside the address are refused. */
export function judgePicture(address: string): PictureVerdict {
  if (TEMPORARY.test(address)) return "temporary";
  return WEB_URL.test(address) ? "ok" : "not_a_url";
}

/** In characters. A longer `data:` picture is told that it is temporary, which the validator of the contract leaves to us. */
const LONGEST = 2048;

/** @throws Failure picture_is_temporary, validation_failed naming the field */
export function checkPicture(address: string): void {
  const verdict = judgePicture(address);
  if (verdict === "temporary") throw fieldFailure("picture_is_temporary", "users_picture");
  if (characterCount(address) > LONGEST) throw refused(`最多 ${LONGEST} 个字符`);
  if (verdict === "not_a_url") throw refused("必须是 http 或 https 地址");
}

const refused = (rule: string) =>
  new Failure("validation_failed", { fields: { users_picture: `头像：${rule}` } });

/** Where the page at /console has the picture of whoever registers there without one. */
const STAND_IN = /^https?:\/\/[^?#]*\/console\/avatar\.svg$/i;

/** A file that the service has stored, or that PocketBase keeps under a name that it made. */
const STORED_FILE = /^https?:\/\/[^?#]*(\/api\/files\/[^/?#]+\/[^/?#]+\/)([^/?#]+)(?:[?#].*)?$/i;
const NAME = /^avatar_[A-Za-z0-9]{10}\.[a-z]+$/;

/** A user's file field, as addresses of its files show it. */
export interface FileField {
  /** `/api/files/<collection>/<record>/` */
  path: string;
  /** The name of the file that is stored now; "" for none. */
  current: string;
}

/**
 * Whether a user's picture is their uploaded avatar, the one that is stored now or an earlier one: it is known by its
 * path, so that it stays theirs when the service moves to another base address.
 */
export function isUploadedAvatar(address: string, { path, current }: FileField): boolean {
  // Most pictures end here.
  if (!address.includes("/api/files/")) return false;
  const [, folder, name = ""] = STORED_FILE.exec(address) ?? [];
  return folder === path && (NAME.test(name) || name === encodeURIComponent(current));
}

/** Whether a picture goes when its user uploads another: an avatar uploaded before, or the stand-in for none. */
export function isOurPicture(address: string, field: FileField): boolean {
  return STAND_IN.test(address) || isUploadedAvatar(address, field);
}
