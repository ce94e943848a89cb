/**
 * What the tests of the limits share.
 * @module
 */
import type { Answer, Service, ServiceOptions } from "../support/service.ts";

/** State that runtimes share must hold both where they are kept and where each call gets a fresh one. */
export const POOLS: [title: string, options: ServiceOptions][] = [
  ["in PocketBase's pool of runtimes", {}],
  ["in a fresh runtime per call", { hooksPool: 0 }],
];

export function atOnce<T>(count: number, call: (serial: number) => Promise<T>): Promise<T[]> {
  return Promise.all(Array.from({ length: count }, (_, serial) => call(serial)));
}

/** The reason of a failure, otherwise the status. */
export const outcomeOf = ({ reason, status }: Answer): string => reason ?? String(status);

/** How often each outcome came. */
export function tally(outcomes: string[]): { [outcome: string]: number } {
  const counts: { [outcome: string]: number } = {};
  for (const outcome of outcomes) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
}

export interface NativeAnswer {
  status: number;
  retryAfter: string | null;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- PocketBase's own answer, asserted by the tests
  body: any;
}

/** Calls one of PocketBase's own routes. */
export async function native(
  service: Service,
  method: string,
  path: string,
  { body, token }: { body?: unknown; token?: string } = {},
): Promise<NativeAnswer> {
  const response = await fetch(service.url + path, {
    method,
    headers: {
      "content-type": "application/json",
      ...(token !== undefined && { authorization: token }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return {
    status: response.status,
    retryAfter: response.headers.get("retry-after"),
    body: await response.json(),
  };
}

/** Signs in through PocketBase's own password route. */
export function nativeLogin(service: Service, identity: string, password: string): Promise<NativeAnswer> {
  return native(service, "POST", "/api/collections/tbl_auth_users/auth-with-password", {
    body: { identity, password },
  });
}

export function platformLogin(service: Service, phone: string, password: string): Promise<Answer> {
  return service.call("platformLogin", { body: { users_phone: phone, password } });
}

/** Makes every password hashed from here on cost little, for tests that need many checks and not their weight. */
export async function cheapPasswords(service: Service): Promise<void> {
  const path = "/api/collections/tbl_auth_users";
  const { fields } = await service.admin.request<{ fields: { name: string }[] }>("GET", path);
  await service.admin.collection("tbl_auth_users", {
    fields: fields.map((field) => (field.name === "password" ? { ...field, cost: 4 } : field)),
  });
}
