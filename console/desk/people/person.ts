/**
 * A user as the desk knows them, and what the parts of their record mean.
 * @module
 */
import type { RecordModel } from "pocketbase";

/** One WeChat account of a mini-program. */
export interface Identity {
  id: string;
  appid: string;
  openid: string;
  /** Empty when it was unlinked. */
  user: string;
  created: string;
}

/** A record of `tbl_auth_users`, with the fields that the desk reads. */
export interface Person {
  id: string;
  openid: string;
  users_idtype: string;
  users_type: string;
  users_name: string;
  users_phone: string;
  users_phone_verified_at: string;
  users_picture: string;
  users_status: number;
  users_unionid: string;
  users_merged_into: string;
  company_id: string;
  created: string;
  updated: string;
  identities: Identity[];
}

export const EXPAND_IDENTITIES = "tbl_auth_identities_via_user";

/** What the desk asks for; an operator's own fields may be large. */
export const PERSON_FIELDS = [
  "id",
  "openid",
  "users_idtype",
  "users_type",
  "users_name",
  "users_phone",
  "users_phone_verified_at",
  "users_picture",
  "users_status",
  "users_unionid",
  "users_merged_into",
  "company_id",
  "created",
  "updated",
] as const;

/** A column that an older database lacks has no value. */
export function personOf(record: RecordModel): Person {
  const text = (name: string) => (typeof record[name] === "string" ? (record[name] as string) : "");
  const texts = Object.fromEntries(PERSON_FIELDS.map((name) => [name, text(name)]));
  return {
    ...(texts as unknown as Person),
    users_status: Number(record.users_status ?? 0),
    identities: ((record.expand?.[EXPAND_IDENTITIES] ?? []) as RecordModel[]).map((one) => ({
      id: one.id,
      appid: String(one.appid),
      openid: String(one.openid),
      user: String(one.user),
      created: String(one.created),
    })),
  };
}

export type Tone = "good" | "warn" | "bad" | "";

export interface StatusWords {
  tone: Tone;
  words: string;
  /** Why they can or cannot sign in. */
  meaning: string;
}

const MERGED = -2;
const WAITING = -3;
const CLOSED = -9;

/** What a `users_status` means; any negative number keeps its owner out. */
export function statusWords(status: number): StatusWords {
  switch (status) {
    case MERGED:
      return { tone: "", words: "已并入", meaning: "这条记录已并入另一个账号，不能再登录。" };
    case WAITING:
      return { tone: "warn", words: "待审核", meaning: "已注册，等待管理员批准；批准之前不能登录。" };
    case CLOSED:
      return { tone: "", words: "已注销", meaning: "用户已注销，个人信息已清除；再次登录会成为新用户。" };
    default:
      return status < 0
        ? { tone: "bad", words: "已停用", meaning: "账号被停用，不能登录。" }
        : { tone: "good", words: "正常", meaning: "可以登录。" };
  }
}

/** What can be set to normal again by hand. */
export const isDisabled = (status: number) => status < 0 && ![MERGED, WAITING, CLOSED].includes(status);
export const isWaiting = (status: number) => status === WAITING;
/** Whether nothing keeps its owner out. */
export const isActive = (status: number) => status >= 0;
/** Whether the record still stands for somebody. */
export const isAlive = (status: number) => status !== MERGED && status !== CLOSED;

export const STATUS_CHOICES: { [value: string]: { label: string; filter: string } } = {
  "": { label: "全部状态", filter: "" },
  normal: { label: "正常", filter: "users_status >= 0" },
  waiting: { label: "待审核", filter: `users_status = ${WAITING}` },
  disabled: {
    label: "已停用",
    filter: `users_status < 0 && users_status != ${MERGED} && users_status != ${WAITING} && users_status != ${CLOSED}`,
  },
  merged: { label: "已并入", filter: `users_status = ${MERGED}` },
  closed: { label: "已注销", filter: `users_status = ${CLOSED}` },
};

export const isPlatform = (person: Person) => person.users_idtype === "ManagePlatform";

export const UNNAMED = "未填写姓名";

/** How a person is called. */
export function nameOf({ users_name, users_phone }: Person): string {
  return users_name || phoneWords(users_phone) || UNNAMED;
}

/** The same within a sentence. */
export function calledInSentence(person: Person): string {
  const name = nameOf(person);
  return name === UNNAMED ? "此人" : name;
}

/** Chinese mobile numbers in groups, as they are read out. */
export function phoneWords(phone: string): string {
  return /^1\d{10}$/.test(phone) ? `${phone.slice(0, 3)} ${phone.slice(3, 7)} ${phone.slice(7)}` : phone;
}
