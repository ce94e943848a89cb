/**
 * What an operator does to a record, through PocketBase's own API.
 * @module
 */
import type { Service } from "../../support/service.ts";
import type { Outcome } from "./records.ts";

/** @throws when the server fails */
export async function byOperator(
  { url, admin }: Service,
  method: string,
  id: string,
  body?: object,
): Promise<Outcome> {
  const response = await fetch(`${url}/api/collections/tbl_auth_users/records/${id}`, {
    method,
    headers: { authorization: await admin.token(), "content-type": "application/json" },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (response.status >= 500) throw new Error(`${method} ${response.status}: ${text}`);
  return { said: response.ok ? "ok" : String(response.status), user: null };
}
