/**
 * LeanCloud's `_User`, as its data export writes it: JSON Lines.
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

export function leancloudReader(options: SourceOptions): SourceReader {
  return new JsonLinesReader((object) => personOf(object, options));
}

/** What has a place here, or must not have one; the others are a team's own columns. */
const KNOWN = new Set([
  "_id",
  "objectId",
  "username",
  "nickname",
  "nickName",
  "avatar",
  "avatarUrl",
  "email",
  "emailVerified",
  "mobilePhoneNumber",
  "mobilePhoneVerified",
  "authData",
  "sessionToken",
  "password",
  "salt",
  "ACL",
  "createdAt",
  "updatedAt",
  "_r",
  "_w",
]);

function personOf(object: JsonObject, { fields, authData }: SourceOptions): Reading {
  // A backup that bsondump has turned into JSON calls it _id.
  const id = textOf(object.objectId) || textOf(object._id) || textOf(objectOf(object._id).$oid);
  if (id === "") return { id, skipped: "id_missing" };
  const person = somebody(id);
  setWechat(person, objectOf(object.authData), authData);
  setPhone(person, textOf(object.mobilePhoneNumber), "", object.mobilePhoneVerified === true);
  person.name = nameOf(object, person);
  setPicture(person, firstText(object.avatarUrl, object.avatar));
  person.password = passwordOf(object, person);
  person.created = dateOf(object.createdAt);
  person.updated = dateOf(object.updatedAt);
  if (textOf(object.email) !== "") person.left.push("email");
  for (const [column, value] of Object.entries(object)) {
    if (!KNOWN.has(column)) setExtra(person, column, value, fields);
  }
  return withWayIn(person);
}

/** The SDK's name for mini-programs, and what it was called before. */
const WEAPP = ["lc_weapp", "weapp"];

function setWechat(person: Person, authData: JsonObject, own: string): void {
  const names = own === "" ? WEAPP : [own, ...WEAPP];
  const name = names.find((candidate) => textOf(objectOf(authData[candidate]).openid) !== "");
  const account = objectOf(authData[name ?? ""]);
  person.openid = textOf(account.openid);
  person.unionid = firstText(
    account.unionid,
    account.unionId,
    objectOf(authData._weixin_unionid).uid,
    ...(name ? [objectOf(authData[`_${name}_unionid`]).uid] : []),
  );
  for (const other of Object.keys(authData)) {
    if (other !== name && !/^_.*_unionid$|^anonymous$/.test(other)) person.left.push(`auth_data:${other}`);
  }
}

/** LeanCloud makes up a name of 25 characters where nobody chose one, and many apps take the phone number. */
const MADE_UP = /^[a-z0-9]{25}$/;

function nameOf(object: JsonObject, { phone }: Person): string {
  const chosen = firstText(object.nickname, object.nickName);
  const username = textOf(object.username);
  const says = username !== "" && !MADE_UP.test(username) && !(phone !== "" && username.includes(phone));
  return chosen || (says ? username : "");
}

/** Somebody who came by WeChat has none; the hash without its salt cannot be checked. */
function passwordOf({ password, salt }: JsonObject, { openid }: Person): Password | null {
  const [hash, saltText] = [textOf(password), textOf(salt)];
  if (hash === "") return openid === "" ? { scheme: "reset" } : null;
  if (saltText === "" || !/^[A-Za-z0-9+/]{86}==$/.test(hash)) return { scheme: "reset" };
  return { scheme: "leancloud", hash, salts: [saltText], version: "" };
}
