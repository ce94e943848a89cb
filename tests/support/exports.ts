/**
 * Files as other systems export them, by their documents, with the dirt of real ones.
 * @module
 */
import { createHash, createHmac } from "node:crypto";

export type Json = { [key: string]: unknown };

/** The example of LeanCloud's documents. */
export const LEANCLOUD_VECTOR = {
  password: "password",
  salt: "h60d8x797d3oa0naxybxxv9bn7xpt2yiowz68mpiwou7gwr2",
  hash: "tA7BLW+NK0UeARng0693gCaVnljkglCB9snqlpCSUKjx2RgYp8VZZOQt0S5iUtlDrkJXfT3gknS4rRqjYsd/Ug==",
};

/** Texts that must never come in, or be named. */
export const SECRETS = {
  session: "SECRET+session/key==",
  token: "secretsessiontoken0000001",
  card: "110101199003070000",
};

let made = 0;

/** 24 hexadecimal digits, as LeanCloud and MongoDB make ids. */
export function objectId(): string {
  return `5f${(++made).toString(16).padStart(22, "0")}`;
}

/** 28 characters, as WeChat makes openids. */
export function freshOpenid(): string {
  return `o${createHash("sha256").update(`openid ${++made}`).digest("hex").slice(0, 27)}`;
}

/** A line of `_User`. */
export function leancloudUser(values: Json = {}): Json {
  const id = objectId();
  return {
    objectId: id,
    username: `user-${id.slice(-6)}`,
    emailVerified: false,
    mobilePhoneVerified: false,
    sessionToken: SECRETS.token,
    ACL: { "*": { read: true, write: true } },
    createdAt: "2019-03-04T05:06:07.890Z",
    updatedAt: "2024-05-06T07:08:09.010Z",
    ...values,
  };
}

export function leancloudWechat(openid: string, unionid?: string): Json {
  return {
    lc_weapp: {
      openid,
      session_key: SECRETS.session,
      expires_in: 7200,
      ...(unionid !== undefined && { unionid }),
    },
  };
}

/** The password and salt of the documents' example. */
export const leancloudPassword = () => ({ password: LEANCLOUD_VECTOR.hash, salt: LEANCLOUD_VECTOR.salt });

/** A line of `uni-id-users`. */
export function uniIdUser(values: Json = {}): Json {
  return {
    _id: objectId(),
    username: "张三",
    status: 0,
    role: [],
    token: [SECRETS.token],
    register_date: 1577836800000,
    register_ip: "203.0.113.7",
    last_login_date: 1709251200000,
    dcloud_appid: ["__UNI__1234567"],
    realname_auth: { identity: SECRETS.card },
    ...values,
  };
}

/** As uni-id hashes today. */
export function uniIdHash(password: string, salt = "aB3$xY9.zQ"): string {
  const hex = createHmac("sha256", salt).update(password).digest("hex");
  return `$UNI_ID_HMAC_SHA256$${salt.length}$${salt}$${hex}`;
}

/** As uni-id hashed in its early days. */
export function uniIdOldHash(password: string, secret: string): string {
  return createHmac("sha1", secret).update(password).digest("hex");
}

/** An entry of the list of users. */
export function casdoorUser(values: Json = {}): Json {
  const id = objectId();
  return {
    owner: "team",
    name: `user_${id.slice(-6)}`,
    id,
    createdTime: "2021-01-02T03:04:05+08:00",
    updatedTime: "",
    type: "normal-user",
    password: "",
    passwordSalt: "",
    passwordType: "",
    displayName: "李四",
    avatar: "https://cdn.example.com/a.png",
    email: "",
    phone: "",
    countryCode: "CN",
    isForbidden: false,
    isDeleted: false,
    wechat: "",
    properties: {},
    idCard: SECRETS.card,
    accessToken: SECRETS.token,
    ...values,
  };
}

/** As Casdoor hashes with a salt. */
export function casdoorHash(algorithm: "sha256" | "sha512" | "md5", password: string, salt: string): string {
  const hex = (text: string) => createHash(algorithm).update(text).digest("hex");
  return salt === "" && algorithm !== "sha512" ? hex(password) : hex(hex(password) + salt);
}

/** A dump as Casdoor writes it: indented, users among many other lists. */
export function casdoorDump(users: Json[], organization: Json = {}): string {
  return JSON.stringify(
    {
      organizations: [
        {
          owner: "admin",
          name: "team",
          displayName: '{"users": [',
          passwordType: "salt",
          passwordSalt: "",
          ...organization,
        },
      ],
      applications: [{ name: "app", users: [{ name: "no user of the dump" }] }],
      users,
      tokens: [{ accessToken: SECRETS.token }],
    },
    null,
    2,
  );
}

export function jsonLines(objects: (Json | string)[], end = "\n"): string {
  return objects
    .map((object) => (typeof object === "string" ? object : JSON.stringify(object)) + end)
    .join("");
}
