/**
 * What can be done to a person's record: each with what it means, and how it is taken back where it can be.
 * @module
 */
import type { Result } from "../../service/result.ts";
import { pocketbase } from "../../service/pocketbase.ts";
import { askAsSuperuser } from "../session.ts";
import {
  calledInSentence,
  type Identity,
  isActive,
  isAlive,
  isDisabled,
  isPlatform,
  isWaiting,
  type Person,
  phoneWords,
} from "./person.ts";

export interface Deed {
  key: string;
  label: string;
  danger: boolean;
  /** What will happen, for the question before it. */
  explanation: string;
  /** Whether a new password is asked for. */
  asksPassword?: true;
  act: (password: string) => Promise<Result<unknown>>;
  /** That it was done, in words. */
  done: string;
  /** Brings back what was before; absent where nothing does. */
  undo?: () => Promise<Result<unknown>>;
}

const NEW_TOKEN_KEY = { "tokenKey:autogenerate": "" };

const changeUser = (id: string, values: object) =>
  askAsSuperuser(() => pocketbase.collection("tbl_auth_users").update(id, values, { fields: "id" }));
const changeIdentity = (id: string, values: object) =>
  askAsSuperuser(() => pocketbase.collection("tbl_auth_identities").update(id, values, { fields: "id" }));

/** What the person's state allows, the most likely first. */
export function deedsFor(person: Person): Deed[] {
  const { users_status: status } = person;
  return [
    ...(isWaiting(status) ? [approve(person)] : []),
    ...(isDisabled(status) ? [enable(person)] : []),
    ...(isAlive(status) && isPlatform(person) ? [setPassword(person)] : []),
    ...(isAlive(status) ? [endTokens(person)] : []),
    ...(isAlive(status) && person.users_phone !== "" ? [freePhone(person)] : []),
    ...(isActive(status) ? [disable(person)] : []),
  ];
}

function setStatus(person: Person, to: number): Pick<Deed, "act" | "undo"> {
  return {
    act: () => changeUser(person.id, { users_status: to }),
    undo: () => changeUser(person.id, { users_status: person.users_status }),
  };
}

const approve = (person: Person): Deed => ({
  key: "approve",
  label: "批准注册",
  danger: false,
  explanation: `批准后，${calledInSentence(person)}立即可以登录。`,
  done: `已批准${calledInSentence(person)}的注册`,
  ...setStatus(person, 0),
});

const enable = (person: Person): Deed => ({
  key: "enable",
  label: "恢复账号",
  danger: false,
  explanation: `恢复后，${calledInSentence(person)}可以重新登录。`,
  done: `已恢复${calledInSentence(person)}的账号`,
  ...setStatus(person, 0),
});

const disable = (person: Person): Deed => ({
  key: "disable",
  label: "停用账号",
  danger: true,
  explanation: `停用后，${calledInSentence(person)}不能再登录，正在使用的登录也立即失效。资料会保留，可以随时恢复。`,
  done: `已停用${calledInSentence(person)}`,
  ...setStatus(person, -1),
});

const setPassword = (person: Person): Deed => ({
  key: "password",
  label: "重设密码",
  danger: false,
  explanation: `新密码会替换原来的密码，${calledInSentence(person)}的所有登录随之失效。请通过可靠的方式把新密码告诉本人。`,
  asksPassword: true,
  act: (password) => changeUser(person.id, { password, passwordConfirm: password }),
  done: `已为${calledInSentence(person)}设置新密码，原有登录已全部失效`,
});

const endTokens = (person: Person): Deed => ({
  key: "tokens",
  label: "退出所有设备",
  danger: true,
  explanation: `${calledInSentence(person)}在所有设备上的登录立即失效，需要重新登录。密码和绑定不变。`,
  act: () => changeUser(person.id, NEW_TOKEN_KEY),
  done: `已让${calledInSentence(person)}退出所有设备`,
});

const freePhone = (person: Person): Deed => ({
  key: "phone",
  label: "释放手机号",
  danger: true,
  explanation:
    `${phoneWords(person.users_phone)} 将从这个账号上移除，可由别人使用。` +
    (isPlatform(person) ? "此人将不能再用手机号和密码登录。" : "此人仍可从小程序登录。"),
  act: () => changeUser(person.id, { users_phone: "", users_phone_verified_at: "" }),
  done: `已释放 ${phoneWords(person.users_phone)}`,
  undo: () =>
    changeUser(person.id, {
      users_phone: person.users_phone,
      users_phone_verified_at: person.users_phone_verified_at,
    }),
});

/** Takes a WeChat account from the person; with the last one the unionid goes, or it would lead back to this record. */
export function unlink(person: Person, identity: Identity): Deed {
  const last = person.identities.length === 1;
  const wayLeft = !last || (isPlatform(person) && person.users_phone !== "");
  const unionid = last ? { users_unionid: "" } : {};
  return {
    key: `unlink-${identity.id}`,
    label: "解除绑定",
    danger: true,
    explanation:
      `小程序 ${identity.appid} 的微信账号将不再属于${calledInSentence(person)}；此人所有登录随之失效。` +
      (wayLeft ? "" : "这是此人唯一的登录方式：解除后无法再进入这个账号，从小程序登录会成为新用户。"),
    act: () =>
      inTurn(
        () => changeIdentity(identity.id, { user: "" }),
        () => changeUser(person.id, { ...unionid, ...NEW_TOKEN_KEY }),
      ),
    done: `已解除小程序 ${identity.appid} 的绑定`,
    undo: () =>
      inTurn(
        () => changeIdentity(identity.id, { user: person.id }),
        () => changeUser(person.id, last ? { users_unionid: person.users_unionid } : {}),
      ),
  };
}

async function inTurn(...steps: (() => Promise<Result<unknown>>)[]): Promise<Result<unknown>> {
  let result: Result<unknown> = { ok: true, value: null };
  for (const step of steps) {
    result = await step();
    if (!result.ok) return result;
  }
  return result;
}
