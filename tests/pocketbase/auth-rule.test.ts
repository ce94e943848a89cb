/**
 * PocketBase answers 403 both when the authRule says no and when it cannot find out.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Service, startService } from "../support/service.ts";

let service: Service;

beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.close());

test("an authRule that cannot be evaluated is a fault of the server, not a refusal of the user", async () => {
  await service.wechatUser("li");
  await service.admin.request("POST", "/api/collections", {
    name: "invited",
    type: "base",
    fields: [{ name: "openid", type: "text" }],
  });
  await service.admin.collection("tbl_auth_users", { authRule: "@collection.invited.openid ?= openid" });
  const login = () =>
    service.call("wechatLogin", {
      body: { users_wx_code: service.sandbox.mintLoginCode({ user: "li" }).code },
    });
  expect(await login()).toMatchObject({ status: 401, reason: "auth_rejected" });

  await service.admin.request("DELETE", "/api/collections/invited");

  expect(await login()).toMatchObject({ status: 500, reason: "internal_error" });
});
