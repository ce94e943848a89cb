/**
 * The requests that several scenarios send, and whom they are sent for.
 * @module
 */
import { openidOf, unionidOf } from "./fill.ts";
import type { Load } from "./load.ts";
import type { Stages } from "./stage.ts";

export const post = (path: string, status: number, rest: Partial<Load> = {}): Load => ({
  method: "POST",
  path,
  status,
  ...rest,
});
export const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });
export const native = (action: string) => `/api/collections/tbl_auth_users/${action}`;

/** A server with a user of each kind. */
export async function withUsers(stages: Stages, name: string, options: Parameters<Stages["start"]>[1] = {}) {
  const stage = await stages.start(await stages.prepareData(name), options);
  return { stage, users: await stages.users(stage) };
}

export const knownLogin = (stages: Stages): Load =>
  post("/api/wechat/login", 200, {
    body: () => JSON.stringify({ users_wx_code: stages.sandbox.mintLoginCode({ user: "known" }).code }),
  });

/** A login of one of so many users that `fillUsers` made, another one each time. @param app 0 for the first mini-program */
export const anybodysLogin = (stages: Stages, users: number, app = 0): Load =>
  post("/api/wechat/login", 200, {
    body: loginBodies(stages, app, () => 1 + Math.floor(Math.random() * users)),
  });

/** Bodies of logins through a mini-program that they name. @param who number of a filled user, asked for each */
export const loginBodies = (stages: Stages, app: number, who: () => number): (() => string) =>
  strangersBodies(stages, app, () => {
    const i = who();
    return { openid: openidOf(i, app), unionid: unionidOf(i) };
  });

/** The same for people with names of their own. */
export function strangersBodies(
  { sandbox }: Stages,
  app: number,
  who: () => { openid: string; unionid: string },
): () => string {
  const appid = sandbox.apps[app]?.appid;
  if (appid === undefined) throw new Error(`the sandbox has no mini-program ${app + 1}`);
  return () =>
    JSON.stringify({ users_wx_code: sandbox.mintLoginCode({ ...who(), appid }).code, wx_appid: appid });
}

export const newLogin = (stages: Stages): Load =>
  post("/api/wechat/login", 200, {
    body: () => JSON.stringify({ users_wx_code: stages.sandbox.mintLoginCode({}).code }),
  });
