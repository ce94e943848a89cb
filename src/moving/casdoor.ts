/**
 * Casdoor's `init_data_dump.json`: one JSON object with a list of everything.
 * @module
 */
import { ListReader } from "./json-array.ts";
import {
  dateOf,
  firstText,
  objectOf,
  type Password,
  type Person,
  type Reading,
  setPhone,
  setPicture,
  somebody,
  textOf,
  withWayIn,
} from "./person.ts";
import { type Entry, SourceProblem, type SourceReader } from "./source.ts";

type JsonObject = { [key: string]: unknown };

interface Organization {
  salt: string;
  type: string;
}

export function casdoorReader(): SourceReader {
  return new CasdoorReader();
}

class CasdoorReader implements SourceReader {
  readonly #lists = new ListReader(["organizations", "users"]);
  readonly #organizations = new Map<string, Organization>();
  #place = 0;
  #isFirst = true;

  push(text: string): Entry[] {
    const piece = this.#isFirst ? text.replace(/^\ufeff/, "") : text;
    if (this.#isFirst && !/^\s*\{/.test(piece)) {
      throw new SourceProblem(
        "the file is no JSON object: the dump that Casdoor writes (init_data_dump.json) is needed",
      );
    }
    this.#isFirst = false;
    return this.#lists.push(piece).flatMap(({ list, text: element }) => this.#entries(list, element));
  }

  end(): Entry[] {
    const { seen, ended } = this.#lists.state;
    if (!seen)
      throw new SourceProblem('the file has no list "users": the dump that Casdoor writes is needed');
    return ended ? [] : [{ place: this.#place + 1, reading: { id: "", skipped: "cut_off" } }];
  }

  #entries(list: string, text: string): Entry[] {
    const object = parsed(text);
    if (list === "organizations") {
      this.#organizations.set(textOf(object?.name), {
        salt: textOf(object?.passwordSalt),
        type: textOf(object?.passwordType),
      });
      return [];
    }
    const place = ++this.#place;
    if (!object) return [{ place, reading: { id: "", skipped: "not_json" } }];
    if (object.password === "***") {
      throw new SourceProblem(
        "the passwords are masked (***): this comes from Casdoor's API or pages; let Casdoor write the dump itself (-export)",
      );
    }
    const organization = this.#organizations.get(textOf(object.owner)) ?? { salt: "", type: "" };
    return [{ place, reading: personOf(object, organization) }];
  }
}

function parsed(text: string): JsonObject | null {
  try {
    return objectOf(JSON.parse(text));
  } catch {
    return null;
  }
}

function personOf(object: JsonObject, organization: Organization): Reading {
  const [owner, name] = [textOf(object.owner), textOf(object.name)];
  const id = textOf(object.id) || (name === "" ? "" : `${owner}/${name}`);
  if (id === "") return { id, skipped: "id_missing" };
  if (object.isDeleted === true) return { id, skipped: "deleted_at_source" };
  const person = somebody(id);
  setWechat(person, object);
  const country = textOf(object.countryCode).toUpperCase();
  setPhone(person, textOf(object.phone), CALLING_CODES[country] ?? "", false);
  person.name = firstText(object.displayName, name);
  setPicture(person, firstText(object.avatar, object.permanentAvatar));
  person.status = object.isForbidden === true ? -1 : 0;
  person.password = passwordOf(object, organization, person);
  person.created = dateOf(object.createdTime);
  person.updated = dateOf(object.updatedTime) || person.created;
  person.roles = rolesOf(object);
  if (textOf(object.email) !== "") person.left.push("email");
  return withWayIn(person);
}

/** Of the countries that a Chinese team meets; of others a number must begin with `+`. */
const CALLING_CODES: { [country: string]: string } = {
  ...{
    CN: "86",
    HK: "852",
    MO: "853",
    TW: "886",
    SG: "65",
    MY: "60",
    JP: "81",
    KR: "82",
    TH: "66",
    VN: "84",
  },
  ...{ US: "1", CA: "1", GB: "44", AU: "61", NZ: "64", DE: "49", FR: "33", IT: "39", ES: "34", RU: "7" },
};

/**
 * The mini-program's sign-in writes `wechatOpenId` and `wechatUnionId`; WeChat's other sign-ins write keys that begin
 * with `oauth_WeChat`, and their ids name an account of another app.
 */
function setWechat(person: Person, { wechat, properties }: JsonObject): void {
  const known = objectOf(properties);
  person.openid = textOf(known.wechatOpenId);
  person.unionid = textOf(known.wechatUnionId);
  const isOther =
    textOf(wechat) !== "" && textOf(wechat) !== person.openid && textOf(wechat) !== person.unionid;
  if (isOther || Object.keys(known).some((key) => key.startsWith("oauth_WeChat")))
    person.left.push("wechat_of_another_app");
}

function rolesOf({ roles, groups, isAdmin }: JsonObject): string[] {
  const names = [roles, groups].flatMap((list) => (Array.isArray(list) ? list : []));
  return [
    ...names.map((role) => textOf(role) || textOf(objectOf(role).name)),
    ...(isAdmin === true ? ["admin"] : []),
  ].filter((role) => role !== "");
}

const SALTED = {
  salt: "casdoor-salt",
  "sha512-salt": "casdoor-sha512-salt",
  "md5-salt": "casdoor-md5-salt",
} as const;

/** Versions differ in whose salt they take, the user's or the organisation's: both are tried at sign-in. */
function passwordOf(
  { password, passwordSalt, passwordType }: JsonObject,
  organization: Organization,
  { openid }: Person,
): Password | null {
  const text = typeof password === "string" ? password : "";
  if (text === "") return openid === "" ? { scheme: "reset" } : null;
  const type = textOf(passwordType) || organization.type || "plain";
  if (type === "plain") return { scheme: "plain", text };
  if (type === "bcrypt") return { scheme: "bcrypt", hash: text };
  const scheme = Object.hasOwn(SALTED, type) ? SALTED[type as keyof typeof SALTED] : null;
  if (!scheme) return { scheme: "reset" };
  const salts = [...new Set([textOf(passwordSalt), organization.salt])].filter((salt) => salt !== "");
  // This one hashes twice without a salt as well.
  const known = salts.length === 0 && scheme === "casdoor-sha512-salt" ? [""] : salts;
  return { scheme, hash: text, salts: known, version: "" };
}
