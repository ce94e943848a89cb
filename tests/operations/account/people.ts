/**
 * The people of the account's tests: who they are at WeChat, and what they have here.
 * @module
 */
import { type Answer, freshPhone, type Service, type SignedIn } from "../../support/service.ts";

let serial = 0;

/** A name that WeChat knows nobody by yet. */
export const somebody = () => `somebody-${++serial}`;

/** The service's second mini-program, as a caller's Referer tells it. */
export const second = ({ sandbox }: Service) => ({
  appid: sandbox.apps[1]?.appid ?? "",
  referer: `https://servicewechat.com/${sandbox.apps[1]?.appid}/1/page-frame.html`,
});

/** A login code of somebody, of the first mini-program or the named one. */
export const codeOf = ({ sandbox }: Service, user: string, appid = sandbox.appid) =>
  sandbox.mintLoginCode({ user, appid }).code;

export interface Person extends SignedIn {
  /** At WeChat. */
  name: string;
}

/** Somebody who has opened a mini-program: a guest. */
export async function guest(service: Service, name = somebody(), inSecond = false): Promise<Person> {
  const { appid, referer } = second(service);
  const code = inSecond ? codeOf(service, name, appid) : codeOf(service, name);
  const headers = inSecond ? { referer } : {};
  const { status, body, text } = await service.call("wechatLogin", {
    body: { users_wx_code: code },
    headers,
  });
  if (status !== 200) throw new Error(text);
  return { name, token: body.token, id: body.record.id, openid: body.record.openid };
}

/** Somebody who has given the mini-program name, picture and phone. */
export async function member(
  service: Service,
  values: { users_name?: string; phone?: string } = {},
): Promise<Person & { phone: string }> {
  const person = await guest(service);
  const { phone = freshPhone(), ...profile } = values;
  await saveProfile(service, person.token, { ...profile, phone });
  return { ...person, phone };
}

export async function saveProfile(
  service: Service,
  token: string,
  { phone = freshPhone(), ...values }: { phone?: string; users_name?: string; phone_conflict?: string },
): Promise<Answer> {
  const { code } = service.sandbox.mintPhoneCode({ phone });
  const users_picture = "https://example.com/avatar/member.png";
  const body = { users_name: "小明", users_picture, users_phone_code: code, ...values };
  return service.call("wechatProfile", { token, body });
}

/** Links somebody's WeChat account of the first mini-program, or of the second. */
export function link(
  service: Service,
  token: string,
  name: string,
  { merge, inSecond = false }: { merge?: boolean; inSecond?: boolean } = {},
): Promise<Answer> {
  const { appid, referer } = second(service);
  const users_wx_code = inSecond ? codeOf(service, name, appid) : codeOf(service, name);
  return service.call("linkWechat", {
    token,
    body: { users_wx_code, ...(merge === undefined ? {} : { merge }) },
    headers: inSecond ? { referer } : {},
  });
}

/** The record that somebody's next sign-in leads to. */
export async function signsInAs(service: Service, name: string, inSecond = false): Promise<string> {
  return (await guest(service, name, inSecond)).id;
}

/** Rows of tbl_auth_identities. */
export function identities(service: Service, condition: string) {
  return service.admin.sql<{ appid: string; openid: string; user: string }>(
    `SELECT appid, openid, user FROM tbl_auth_identities WHERE ${condition} ORDER BY appid, openid`,
  );
}

/** A record as the database has it, with what PocketBase hides. */
export async function stored(service: Service, id: string): Promise<{ [column: string]: unknown }> {
  const [row] = await service.admin.sql(`SELECT * FROM tbl_auth_users WHERE id = '${id}'`);
  return { ...row, users_status: Number(row?.users_status) };
}
