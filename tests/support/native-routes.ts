/**
 * PocketBase's own routes, called beside ours.
 * @module
 */
import type { Service } from "./service.ts";

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
