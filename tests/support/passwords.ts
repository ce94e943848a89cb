/**
 * Signing in by password, and passwords that cost little.
 * @module
 */
import type { Answer, Service } from "./service.ts";

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
