/**
 * Tokens that must not count as a user's.
 * @module
 */
import { createHmac, randomUUID } from "node:crypto";
import { oncePerService } from "./scenarios.ts";
import type { Service } from "./service.ts";

interface Claims {
  id: string;
  type: string;
  collectionId: string;
  refreshable: boolean;
  /** Unix time in seconds. */
  exp: number;
}

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");

export function claimsOf(token: string): Claims {
  return JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());
}

/** A token as PocketBase would sign it, with other claims: its key is the record's tokenKey and the collection's secret. */
export async function resigned(service: Service, token: string, changes: Partial<Claims>): Promise<string> {
  const claims = { ...claimsOf(token), ...changes };
  const [row] = await service.admin.sql<{ key: string }>(
    `SELECT u.tokenKey || json_extract(c.options, '$.authToken.secret') AS key
      FROM tbl_auth_users u, _collections c WHERE c.name = 'tbl_auth_users' AND u.id = '${claims.id}'`,
  );
  const signed = `${encode({ alg: "HS256", typ: "JWT" })}.${encode(claims)}`;
  return `${signed}.${createHmac("sha256", row?.key ?? "")
    .update(signed)
    .digest("base64url")}`;
}

/** The token of a user of another auth collection, whose record bears the openid of a user of ours. */
const foreignToken = oncePerService(async (service) => {
  const { openid } = await service.wechatUser();
  const fields = [{ name: "openid", type: "text" }];
  await service.admin.request("POST", "/api/collections", {
    name: "others",
    type: "auth",
    authRule: "",
    fields,
  });
  await service.admin.request("POST", "/api/collections/others/records", {
    openid,
    email: "other@example.com",
    password: "other-password-1",
    passwordConfirm: "other-password-1",
  });
  const { token } = await service.admin.request<{ token: string }>(
    "POST",
    "/api/collections/others/auth-with-password",
    { identity: "other@example.com", password: "other-password-1" },
  );
  return token;
});

/** What is wrong with it → a token on this service. */
export const strangeTokens: { [what: string]: (service: Service) => Promise<string> } = {
  "that is garbage": async () => "abc.def.ghi",
  "that has expired": async (service) =>
    resigned(service, (await service.wechatUser()).token, { exp: Math.floor(Date.now() / 1000) - 1 }),
  "that is not signed": async (service) => {
    const { token } = await service.wechatUser();
    return `${encode({ alg: "none", typ: "JWT" })}.${token.split(".")[1]}.`;
  },
  "whose signature belongs to other claims": async (service) => {
    const [mine, theirs] = [await service.wechatUser(), await service.wechatUser()];
    const [header, , signature] = mine.token.split(".");
    return `${header}.${theirs.token.split(".")[1]}.${signature}`;
  },
  "of a user who was deleted": async (service) => {
    const { token, id } = await service.wechatUser();
    await service.admin.request("DELETE", `/api/collections/tbl_auth_users/records/${id}`);
    return token;
  },
  "that was revoked by a new token key": async (service) => {
    const { token, id } = await service.wechatUser();
    await service.admin.updateUser(id, { tokenKey: randomUUID() });
    return token;
  },
  "for files": async (service) => {
    const { token } = await service.wechatUser();
    const response = await fetch(`${service.url}/api/files/token`, {
      method: "POST",
      headers: { authorization: token },
    });
    return ((await response.json()) as { token: string }).token;
  },
  "of a superuser": (service) => service.admin.token(),
  "of another collection": foreignToken,
};
