/**
 * The requests that several scenarios send, and whom they are sent for.
 * @module
 */
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

export const newLogin = (stages: Stages): Load =>
  post("/api/wechat/login", 200, {
    body: () => JSON.stringify({ users_wx_code: stages.sandbox.mintLoginCode({}).code }),
  });
