/**
 * People with WeChat accounts in two mini-programs, and what the database holds of them.
 * @module
 */
import { readLogRows } from "../support/log-rows.ts";
import type { Answer, Service, ServiceOptions } from "../support/service.ts";

/** A deployment of two mini-programs. */
export const TWO_APPS: ServiceOptions = {
  sandbox: { apps: 2 },
  env: { WECHAT_CODE_REPEAT_SECONDS: "0" },
};

export interface Visit {
  /** Whoever it is; the same name is the same person in every mini-program. */
  user?: string;
  openid?: string;
  /** As WeChat gives it with the code; default: none. */
  unionid?: string;
  /** Position of the mini-program. */
  app?: number;
}

/** The appid of the nth mini-program. */
export function appidOf({ sandbox }: Service, app = 0): string {
  return sandbox.apps[app]?.appid ?? "";
}

/** The header that WeChat sets on requests of this mini-program. */
export function refererOf(service: Service, app = 0): { referer: string } {
  return { referer: `https://servicewechat.com/${appidOf(service, app)}/12/page-frame.html` };
}

function codeOf(service: Service, { app, ...who }: Visit): string {
  return service.sandbox.mintLoginCode({ ...who, appid: appidOf(service, app) }).code;
}

/** Sends a code of the mini-program; answers whatever comes. */
export function visit(service: Service, who: Visit, operation = "wechatLogin"): Promise<Answer> {
  return service.call(operation, {
    body: { users_wx_code: codeOf(service, who) },
    headers: refererOf(service, who.app),
  });
}

export interface Arrived {
  id: string;
  token: string;
  openid: string;
  status: string;
}

/** Signs somebody in. */
export async function arrive(service: Service, who: Visit): Promise<Arrived> {
  const { status, text, body } = await visit(service, who);
  if (status !== 200) throw new Error(`sign-in failed: ${text}`);
  const { token, record, meta } = body;
  return { id: record.id, token, openid: record.openid, status: meta.data.status };
}

/** The openid of a person in a mini-program. */
export function openidOf(service: Service, user: string, app = 0): string {
  return service.sandbox.mintLoginCode({ user, appid: appidOf(service, app) }).openid;
}

/** Who signs in as this user: "openid@position of the mini-program". */
export async function identitiesOf(service: Service, id: string): Promise<string[]> {
  return rowsWhere(service, `user = '${id}'`);
}

/** The rows of an openid, as the record id of their user. */
export async function ownersOf(service: Service, openid: string): Promise<string[]> {
  const rows = await service.admin.sql<{ user: string }>(
    `SELECT user FROM tbl_auth_identities WHERE openid = '${openid}'`,
  );
  return rows.map(({ user }) => user);
}

async function rowsWhere(service: Service, condition: string): Promise<string[]> {
  const rows = await service.admin.sql<{ appid: string; openid: string }>(
    `SELECT appid, openid FROM tbl_auth_identities WHERE ${condition} ORDER BY appid, openid`,
  );
  const position = (appid: string) => service.sandbox.apps.findIndex((app) => app.appid === appid);
  return rows.map(({ appid, openid }) => `${openid}@${position(appid)}`).sort();
}

/** As an unlinking leaves it: the row keeps its openid and names nobody. */
export async function unlink(service: Service, openid: string): Promise<void> {
  await service.admin.sql(`UPDATE tbl_auth_identities SET user = '' WHERE openid = '${openid}'`);
}

/** As it was before rows were kept: a user whose row is missing. */
export async function forgetIdentities(service: Service, id: string): Promise<void> {
  await service.admin.sql(`DELETE FROM tbl_auth_identities WHERE user = '${id}'`);
}

/** An operator's record of a WeChat user, made in the dashboard. */
export async function operatorMakes(service: Service, values: object): Promise<string> {
  const password = "made-by-an-operator";
  const { id } = await service.admin.request<{ id: string }>(
    "POST",
    "/api/collections/tbl_auth_users/records",
    { password, passwordConfirm: password, ...values },
  );
  return id;
}

export async function unionidOf(service: Service, id: string): Promise<unknown> {
  return (await service.admin.user(id)).users_unionid;
}

/** The notices about accounts in the log so far, oldest first; the service is restarted so that none is missing. */
export async function notices(service: Service): Promise<object[]> {
  await service.restart();
  const rows = await readLogRows(service, "message = 'identity_conflict' || message = 'unionid_changed'");
  return rows.map(({ message, data }) => ({ message, ...data }));
}
