import { describe, expect, test } from "vitest";
import { ownService } from "../support/scenarios.ts";
import { registration } from "../support/service.ts";

const FAULT = { code: 500, msg: "服务内部错误，请稍后再试", data: { reason: "internal_error" } };

describe("a collection that somebody deleted is a fault, not a record that is not there", () => {
  const started = ownService();
  const remove = (collection: string) => started().admin.request("DELETE", `/api/collections/${collection}`);

  test("tbl_company: the users of a company get no answer that leaves it out", async () => {
    const service = started();
    await service.admin.request("POST", "/api/collections/tbl_company/records", { company_id: "c1" });
    const body = registration({ company_id: "c1" });
    expect((await service.call("platformRegister", { body })).status).toBe(200);
    await remove("tbl_company");
    const { users_phone, password } = body;
    const answer = await service.call("platformLogin", { body: { users_phone, password } });
    expect(answer.body).toEqual(FAULT);
  });

  test("tbl_auth_identities: nobody is made anew", async () => {
    const service = started();
    await remove("tbl_auth_identities");
    const { code } = service.sandbox.mintLoginCode();
    const wechat = await service.call("wechatLogin", { body: { users_wx_code: code } });
    expect(wechat.body).toEqual(FAULT);
    expect(await service.admin.users('users_idtype = "WeChat"')).toEqual([]);
  });

  test("tbl_auth_users: nobody is told that their account does not exist, or made anew", async () => {
    const service = started();
    // The identities are removed above; PocketBase keeps what something refers to.
    await remove("tbl_auth_imports");
    await remove("tbl_auth_users");
    const { users_phone, password } = registration();
    const platform = await service.call("platformLogin", { body: { users_phone, password } });
    expect(platform.body).toEqual(FAULT);
    const { code } = service.sandbox.mintLoginCode();
    const wechat = await service.call("wechatLogin", { body: { users_wx_code: code } });
    expect(wechat.body).toEqual(FAULT);
  });
});
