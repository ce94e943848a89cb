/**
 * uni-id's `uni-id-users`, as uniCloud's web console exports it: JSON Lines.
 * @module
 */
import { type JsonObject, JsonLinesReader } from "./json-lines.ts";
import {
  dateOf,
  firstText,
  objectOf,
  type Password,
  type Person,
  type Reading,
  setExtra,
  setPhone,
  setPicture,
  somebody,
  textOf,
  withWayIn,
} from "./person.ts";
import type { SourceOptions, SourceReader } from "./source.ts";

export function uniIdReader(options: SourceOptions): SourceReader {
  return new JsonLinesReader((object) => personOf(object, options));
}

/** What has a place here, or must not have one; the others are a team's own columns. */
const KNOWN = new Set([
  ..."_id username nickname mobile mobile_confirmed email email_confirmed avatar avatar_file status role".split(
    " ",
  ),
  ..."wx_openid wx_unionid third_party identities token password password_secret_version".split(" "),
  ..."register_date register_ip register_env last_login_date last_login_ip inviter_uid invite_time".split(
    " ",
  ),
  ..."my_invite_code dcloud_appid valid_token_date realname_auth qq_openid qq_unionid ali_openid".split(" "),
  ..."apple_openid job login_ip_limit comment realNameAuth realname".split(" "),
]);

/** Those of them that a report should name, as somebody may miss them. */
const MISSED = [
  "email",
  "third_party",
  "inviter_uid",
  "my_invite_code",
  "comment",
  "qq_openid",
  "ali_openid",
];

/** `status`: 0 normal, 1 disabled, 2 waiting for approval, 3 refused, 4 closed. */
const STATUS: { [status: string]: number } = { "": 0, "0": 0, "1": -1, "2": -3, "3": -1 };
const CLOSED = "4";

function personOf(object: JsonObject, { fields }: SourceOptions): Reading {
  const id = textOf(object._id) || textOf(objectOf(object._id).$oid);
  if (id === "") return { id, skipped: "id_missing" };
  const status = textOf(object.status);
  if (status === CLOSED) return { id, skipped: "closed_at_source" };
  const person = somebody(id);
  // A number that uni-id does not document bars, as it may have been meant to.
  person.status = STATUS[status] ?? -1;
  setWechat(person, object);
  setPhone(person, textOf(object.mobile), "", textOf(object.mobile_confirmed) === "1");
  person.name = firstText(object.nickname, object.username);
  setPicture(person, firstText(object.avatar, objectOf(object.avatar_file).url));
  person.password = passwordOf(object, person);
  person.created = dateOf(object.register_date);
  person.updated = dateOf(object.last_login_date) || person.created;
  person.roles = Array.isArray(object.role) ? object.role.map(textOf).filter((role) => role !== "") : [];
  for (const column of MISSED) if (!isEmpty(object[column])) person.left.push(column);
  for (const [column, value] of Object.entries(object)) {
    if (!KNOWN.has(column)) setExtra(person, column, value, fields);
  }
  return withWayIn(person);
}

const isEmpty = (value: unknown) =>
  value === undefined ||
  value === null ||
  value === "" ||
  (typeof value === "object" && Object.keys(value).length === 0);

/** `mp`, or `mp-weixin` of older projects, alone or with the DCloud appid behind it. */
const MINI_PROGRAM = /^mp(?:-weixin)?(?:_|$)/;

function setWechat(person: Person, { wx_openid, wx_unionid }: JsonObject): void {
  person.unionid = textOf(wx_unionid);
  const openids = Object.entries(objectOf(wx_openid)).filter(([, openid]) => textOf(openid) !== "");
  const ours = openids.filter(([platform]) => MINI_PROGRAM.test(platform));
  const [first] = ours.sort(([one], [other]) => one.length - other.length);
  person.openid = textOf(first?.[1]);
  for (const [platform, openid] of openids) {
    if (openid !== first?.[1]) person.left.push(`wx_openid:${platform.replace(/_.*/, "")}`);
  }
}

const TODAYS = /^\$UNI_ID_HMAC_SHA256\$([0-9]+)\$/;

/** Today's hash says its scheme and salt, whose length stands before it; an older one is bare hex. */
function passwordOf({ password, password_secret_version }: JsonObject, { openid }: Person): Password | null {
  const text = textOf(password);
  if (text === "") return openid === "" ? { scheme: "reset" } : null;
  const [head, length] = TODAYS.exec(text) ?? [];
  if (head !== undefined) {
    const salt = text.slice(head.length, head.length + Number(length));
    const hash = text.slice(head.length + salt.length + 1);
    const isWhole = salt !== "" && text[head.length + salt.length] === "$" && /^[0-9a-f]{64}$/.test(hash);
    return isWhole ? { scheme: "uni-id-hmac-sha256", hash, salts: [salt], version: "" } : { scheme: "reset" };
  }
  if (!/^[0-9a-f]{40}$/.test(text)) return { scheme: "reset" };
  return { scheme: "uni-id-hmac-sha1", hash: text, salts: [], version: textOf(password_secret_version) };
}
