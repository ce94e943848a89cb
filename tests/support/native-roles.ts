/**
 * Who tries PocketBase's native routes, and what there is to protect.
 * @module
 */
import { freshPhone, type Service } from "./service.ts";

/** A platform user in full, so that a leak of any part can be seen. */
export interface Victim {
  id: string;
  openid: string;
  token: string;
  phone: string;
  password: string;
  email: string;
  name: string;
  idNumber: string;
}

export interface World {
  service: Service;
  victim: Victim;
  /** Another platform user, a WeChat user, and a user of PocketBase's own `users` collection. */
  tokens: { other: string; wechat: string; foreign: string };
  company: { id: string; name: string };
}

/** `owner` is the victim. */
export const ROLES = ["guest", "owner", "other", "wechat", "foreign", "superuser"] as const;
export type Role = (typeof ROLES)[number];

export async function createVictim(service: Service): Promise<Victim> {
  const name = "受害者甲";
  const idNumber = "110101199001011234";
  const values = { users_name: name, users_phone: freshPhone(), users_id_number: idNumber };
  const user = await service.platformUser(values);
  return { ...user, name, idNumber, email: `${user.openid}@manage.local` };
}

export async function createWorld(service: Service): Promise<World> {
  const name = "机密公司";
  await service.admin.createCompany("C001", name);
  const [company] = await service.admin.sql<{ id: string }>("SELECT id FROM tbl_company");
  return {
    service,
    victim: await createVictim(service),
    tokens: {
      other: (await service.platformUser()).token,
      wechat: (await service.wechatUser()).token,
      foreign: await foreignToken(service),
    },
    company: { id: company?.id ?? "", name },
  };
}

async function foreignToken(service: Service): Promise<string> {
  const { email, password } = { email: "foreign@example.com", password: "foreign-password-1" };
  const records = "/api/collections/users/records";
  await service.admin.request("POST", records, { email, password, passwordConfirm: password });
  const signIn = "/api/collections/users/auth-with-password";
  return (await service.admin.request<{ token: string }>("POST", signIn, { identity: email, password }))
    .token;
}

export async function tokenOf({ service, victim, tokens }: World, role: Role): Promise<string | undefined> {
  switch (role) {
    case "guest":
      return undefined;
    case "owner":
      return victim.token;
    case "superuser":
      return service.admin.token();
    default:
      return tokens[role];
  }
}

export interface NativeRequest {
  method: string;
  path: string;
  body?: unknown;
}

export interface NativeAnswer {
  status: number;
  text: string;
}

export async function sendAs(world: World, role: Role, request: NativeRequest): Promise<NativeAnswer> {
  return sendWith(world.service, await tokenOf(world, role), request);
}

export async function sendWith(
  service: Service,
  token: string | undefined,
  { method, path, body }: NativeRequest,
): Promise<NativeAnswer> {
  const response = await fetch(service.url + path, {
    method,
    headers: {
      ...(token !== undefined && { authorization: token }),
      ...(body !== undefined && { "content-type": "application/json" }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: response.status, text: await response.text() };
}
