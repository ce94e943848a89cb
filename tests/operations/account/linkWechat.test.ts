import { describe, expect, test } from "vitest";
import { bodyScenarios } from "../../support/body-scenarios.ts";
import { rateLimitTests } from "../../support/rate-limit.ts";
import { ownService, type Scenario, scenarios } from "../../support/scenarios.ts";
import type { Call, Service } from "../../support/service.ts";
import { strangeTokens } from "../../support/tokens.ts";
import { brokenScenarios, errcodeScenarios, notConfiguredTest } from "../../support/wechat-scenarios.ts";
import {
  codeOf,
  guest,
  identities,
  link,
  member,
  saveProfile,
  second,
  signsInAs,
  somebody,
  stored,
} from "./people.ts";

const MARK = /^20\d\d-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}Z$/;

/** A platform user without a WeChat account, and the name of somebody whom nobody knows. */
const passing = async (service: Service): Promise<Call> => ({
  token: (await service.platformUser()).token,
  body: { users_wx_code: codeOf(service, somebody()) },
});

/** The caller and the person whose code is sent; scenarios hand them on to `after` in headers that nobody reads. */
const asked = (
  service: Service,
  caller: { id: string; token: string },
  owner: { id?: string; name: string },
  merge?: boolean,
): Call => ({
  token: caller.token,
  body: { users_wx_code: codeOf(service, owner.name), ...(merge === undefined ? {} : { merge }) },
  headers: { "x-caller": caller.id, "x-owner": owner.id ?? "", "x-name": owner.name },
});
const told = ({ headers }: Call) => ({
  caller: headers?.["x-caller"] ?? "",
  owner: headers?.["x-owner"] ?? "",
  name: headers?.["x-name"] ?? "",
});

const refusedMerge = (what: string, value: unknown): Scenario => ({
  name: `refuses ${what} for merge, and leaves the code unused`,
  call: async (service) => {
    const { token, body } = await passing(service);
    return { token, body: { ...(body as object), merge: value } } as Call;
  },
  status: 400,
  reason: "validation_failed",
  fields: { merge: "合并：必须是布尔值" },
  after: (service) => expect(service.sandbox.requests()).toEqual([]),
});

scenarios(
  "linkWechat",
  [
    {
      name: "links the account of somebody whom nobody knows, who then signs in as the caller",
      call: async (service) => {
        const { id, token } = await service.platformUser();
        return asked(service, { id, token }, { name: somebody() });
      },
      status: 200,
      absent: ["token", "password", "tokenKey", "session_key", "unionid"],
      after: async (service, { body }, call) => {
        const { caller, name } = told(call);
        expect(body).toEqual({
          code: 200,
          msg: "微信已绑定",
          data: { status: "linked", user: body.data.user },
        });
        expect(body.data.user).toMatchObject({ pb_id: caller, users_idtype: "ManagePlatform" });
        const { appid } = service.sandbox;
        const { openid } = service.sandbox.mintLoginCode({ user: name });
        expect(await identities(service, `user = '${caller}'`)).toEqual([{ appid, openid, user: caller }]);
        expect(await signsInAs(service, name)).toBe(caller);
        // The caller's token stays good.
        expect((await service.call("refreshToken", { token: call.token ?? "" })).status).toBe(200);
      },
    },
    {
      name: "says so when the account is the caller's already",
      call: async (service) => {
        const caller = await guest(service);
        return asked(service, caller, caller);
      },
      status: 200,
      body: { data: { status: "already_linked" } },
      after: async (service, _answer, call) =>
        expect(await identities(service, `user = '${told(call).caller}'`)).toHaveLength(1),
    },
    {
      name: "says so, and keeps the row, for a caller known by anchor alone from before rows were kept",
      call: async (service) => {
        const caller = await guest(service);
        await service.admin.sql(`DELETE FROM tbl_auth_identities WHERE user = '${caller.id}'`);
        return asked(service, caller, caller);
      },
      status: 200,
      body: { data: { status: "already_linked" } },
      after: async (service, _answer, call) =>
        expect(await identities(service, `user = '${told(call).caller}'`)).toHaveLength(1),
    },
    {
      name: "absorbs the guest that opening the mini-program has made, without being asked to",
      call: async (service) => {
        const { id, token } = await service.platformUser();
        return asked(service, { id, token }, await guest(service));
      },
      status: 200,
      body: { data: { status: "merged" } },
      after: async (service, { body }, call) => {
        const { caller, owner, name } = told(call);
        expect(body.data.user.pb_id).toBe(caller);
        expect(await stored(service, owner)).toMatchObject({ users_status: -2, users_merged_into: caller });
        expect(await stored(service, caller)).toMatchObject({ users_status: 0, users_merged_into: "" });
        expect(await identities(service, `user IN ('${caller}', '${owner}')`)).toMatchObject([
          { user: caller },
        ]);
        expect(await signsInAs(service, name)).toBe(caller);
        expect((await service.call("refreshToken", { token: call.token ?? "" })).status).toBe(200);
      },
    },
    {
      name: "asks before it absorbs somebody who has given a phone",
      call: async (service) => {
        const { id, token } = await service.platformUser();
        return asked(service, { id, token }, await member(service));
      },
      status: 409,
      reason: "wechat_linked_elsewhere",
      body: { code: 409, msg: "该微信已绑定其他账号", data: { reason: "wechat_linked_elsewhere" } },
      after: async (service, _answer, call) => {
        const { caller, owner } = told(call);
        expect(await stored(service, owner)).toMatchObject({ users_status: 0, users_merged_into: "" });
        expect(await identities(service, `user = '${caller}'`)).toEqual([]);
      },
    },
    {
      name: "asks before it absorbs a guest who can sign in by another mini-program, too",
      call: async (service) => {
        const { id, token } = await service.platformUser();
        const owner = await guest(service);
        expect((await link(service, owner.token, owner.name, { inSecond: true })).status).toBe(200);
        return asked(service, { id, token }, owner);
      },
      status: 409,
      reason: "wechat_linked_elsewhere",
    },
    {
      name: "asks before it absorbs a registered user who has no phone any more",
      call: async (service) => {
        const { id, token } = await service.platformUser();
        const owner = await member(service);
        await service.admin.updateUser(owner.id, { users_phone: "" });
        return asked(service, { id, token }, owner);
      },
      status: 409,
      reason: "wechat_linked_elsewhere",
    },
    {
      name: "does not absorb where merge is false",
      call: async (service) => {
        const { id, token } = await service.platformUser();
        return asked(service, { id, token }, await member(service), false);
      },
      status: 409,
      reason: "wechat_linked_elsewhere",
    },
    {
      name: "absorbs a whole account when asked to: empty fields are filled, the rest stays, its phone is free",
      call: async (service) => {
        const { id, token } = await service.platformUser({ users_name: "平台名" });
        await service.admin.updateUser(id, { users_picture: "", users_phone: "" });
        return asked(service, { id, token }, await member(service), true);
      },
      status: 200,
      body: { data: { status: "merged" } },
      after: async (service, { body }, call) => {
        const { caller, owner } = told(call);
        const [survivor, absorbed] = [await stored(service, caller), await stored(service, owner)];
        expect(survivor).toMatchObject({
          users_name: "平台名",
          users_picture: "https://example.com/avatar/member.png",
          users_phone: body.data.user.users_phone,
          users_phone_verified_at: expect.stringMatching(MARK),
        });
        expect(body.data.user.users_phone).toMatch(/^1\d{10}$/);
        expect(absorbed).toMatchObject({
          users_name: "小明",
          users_phone: "",
          users_phone_verified_at: "",
          users_status: -2,
          users_merged_into: caller,
        });
      },
    },
    {
      name: "lets a phone that WeChat has vouched for replace one that nobody has, which is free then",
      call: async (service) => {
        const { id, token, phone } = await service.platformUser();
        const call = asked(service, { id, token }, await member(service), true);
        return { ...call, headers: { ...call.headers, "x-phone": phone } };
      },
      status: 200,
      after: async (service, { body }, { headers }) => {
        const phone = headers?.["x-phone"] ?? "";
        expect(body.data.user.users_phone).not.toBe(phone);
        await service.platformUser({ users_phone: phone });
      },
    },
    {
      name: "keeps the caller's phone that WeChat has vouched for, and frees the other's",
      call: async (service) => {
        const { id, token, phone } = await service.platformUser();
        await saveProfile(service, token, { phone });
        const owner = await member(service);
        const call = asked(service, { id, token }, owner, true);
        return { ...call, headers: { ...call.headers, "x-phone": phone, "x-other": owner.phone } };
      },
      status: 200,
      after: async (service, { body }, { headers }) => {
        expect(body.data.user.users_phone).toBe(headers?.["x-phone"]);
        expect(await service.admin.users(`users_phone = "${headers?.["x-other"]}"`)).toEqual([]);
      },
    },
    {
      name: "makes a guest who absorbs a registered user a registered one",
      call: async (service) => {
        const caller = await guest(service, somebody(), true);
        return asked(service, caller, await member(service), true);
      },
      status: 200,
      body: { data: { status: "merged", user: { users_type: "注册用户", users_name: "小明" } } },
    },
    {
      name: "ends the absorbed user's tokens, and keeps their password from signing anybody in",
      call: async (service) => {
        const [caller, owner] = [await service.platformUser(), await service.platformUser()];
        const name = somebody();
        expect((await link(service, owner.token, name)).body.data.status).toBe("linked");
        const call = asked(service, caller, { id: owner.id, name }, true);
        return { ...call, headers: { ...call.headers, "x-token": owner.token, "x-phone": owner.phone } };
      },
      status: 200,
      body: { data: { status: "merged" } },
      after: async (service, _answer, call) => {
        const { token, phone } = { token: call.headers?.["x-token"], phone: call.headers?.["x-phone"] };
        for (const id of ["refreshToken", "wechatProfile", "linkWechat"])
          expect((await service.call(id, { token: token ?? "" })).reason).toBe("token_invalid");
        const password = "correct-horse-8";
        const login = await service.call("platformLogin", { body: { users_phone: phone, password } });
        expect(login.reason).toBe("user_not_found");
        const { openid } = await stored(service, told(call).owner);
        const path = "/api/collections/tbl_auth_users/auth-with-password";
        const native = await fetch(service.url + path, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify({ identity: `${String(openid)}@manage.local`, password }),
        });
        expect(native.status).toBe(403);
      },
    },
    {
      name: "leaves the caller's password as it is",
      call: async (service) => {
        const { id, token, phone, password } = await service.platformUser();
        await saveProfile(service, token, { phone });
        const call = asked(service, { id, token }, await member(service), true);
        return { ...call, headers: { ...call.headers, "x-phone": phone, "x-password": password } };
      },
      status: 200,
      after: async (service, _answer, { headers }) => {
        const body = { users_phone: headers?.["x-phone"], password: headers?.["x-password"] };
        expect((await service.call("platformLogin", { body })).status).toBe(200);
      },
    },
    {
      name: "takes over an account of another mini-program that the absorbed user has",
      call: async (service) => {
        const { id, token } = await service.platformUser();
        const owner = await guest(service);
        await link(service, owner.token, owner.name, { inSecond: true });
        return asked(service, { id, token }, owner, true);
      },
      status: 200,
      body: { data: { status: "merged" } },
      after: async (service, _answer, call) => {
        const { caller, name } = told(call);
        expect(await identities(service, `user = '${caller}'`)).toHaveLength(2);
        expect(await signsInAs(service, name, true)).toBe(caller);
      },
    },
    {
      name: "refuses when caller and owner both have an account of one further mini-program",
      call: async (service) => {
        const caller = await guest(service, somebody(), true);
        const owner = await guest(service);
        await link(service, owner.token, owner.name, { inSecond: true });
        return asked(service, caller, owner, true);
      },
      status: 409,
      reason: "wechat_slot_taken",
      after: async (service, _answer, call) => {
        const { caller, owner } = told(call);
        expect(await stored(service, owner)).toMatchObject({ users_status: 0, users_merged_into: "" });
        expect(await identities(service, `user = '${owner}'`)).toHaveLength(2);
        expect(await identities(service, `user = '${caller}'`)).toHaveLength(1);
      },
    },
    {
      name: "refuses a caller who has another account of this mini-program",
      call: async (service) => asked(service, await guest(service), { name: somebody() }),
      status: 409,
      reason: "wechat_slot_taken",
      body: {
        code: 409,
        msg: "当前账号已绑定其他微信，请先解绑",
        data: { reason: "wechat_slot_taken" },
      },
    },
    {
      name: "refuses a caller who had another account of this mini-program before rows were kept",
      call: async (service) => {
        const caller = await guest(service);
        await service.admin.sql(`DELETE FROM tbl_auth_identities WHERE user = '${caller.id}'`);
        return asked(service, caller, { name: somebody() });
      },
      status: 409,
      reason: "wechat_slot_taken",
      after: async (service, _answer, call) =>
        expect(await identities(service, `user = '${told(call).caller}'`)).toEqual([]),
    },
    {
      name: "links an account of a further mini-program for a caller from before rows were kept",
      call: async (service) => {
        const caller = await guest(service);
        await service.admin.sql(`DELETE FROM tbl_auth_identities WHERE user = '${caller.id}'`);
        const name = somebody();
        const { appid, referer } = second(service);
        return {
          ...asked(service, caller, caller),
          body: { users_wx_code: codeOf(service, name, appid) },
          headers: { referer, "x-caller": caller.id, "x-name": caller.name },
        };
      },
      status: 200,
      body: { data: { status: "linked" } },
      after: async (service, _answer, call) =>
        expect(await signsInAs(service, told(call).name)).toBe(told(call).caller),
    },
    {
      name: "moves the account that the absorbed user had before rows were kept",
      call: async (service) => {
        const { id, token } = await service.platformUser();
        const owner = await guest(service);
        const other = somebody();
        expect((await link(service, owner.token, other, { inSecond: true })).body.data.status).toBe("linked");
        await service.admin.sql(`DELETE FROM tbl_auth_identities WHERE openid = '${owner.openid}'`);
        const { appid, referer } = second(service);
        return {
          token,
          body: { users_wx_code: codeOf(service, other, appid), merge: true },
          headers: { referer, "x-caller": id, "x-name": owner.name },
        };
      },
      status: 200,
      body: { data: { status: "merged" } },
      after: async (service, _answer, call) =>
        expect(await signsInAs(service, told(call).name)).toBe(told(call).caller),
    },
    {
      name: "takes an account that was unlinked for nobody's",
      call: async (service) => {
        const first = await service.platformUser();
        const name = somebody();
        await link(service, first.token, name);
        expect((await service.call("unlinkWechat", { token: first.token })).status).toBe(200);
        return asked(service, await service.platformUser(), { name });
      },
      status: 200,
      body: { data: { status: "linked" } },
      after: async (service, _answer, call) =>
        expect(await signsInAs(service, told(call).name)).toBe(told(call).caller),
    },
    {
      name: "points whoever was absorbed before to where their account is now",
      call: async (service) => {
        const [first, next] = [await service.platformUser(), await service.platformUser()];
        const owner = await guest(service);
        expect((await link(service, first.token, owner.name)).body.data.status).toBe("merged");
        const call = asked(service, next, { id: first.id, name: owner.name }, true);
        return { ...call, headers: { ...call.headers, "x-guest": owner.id } };
      },
      status: 200,
      body: { data: { status: "merged" } },
      after: async (service, _answer, call) => {
        const { caller, owner } = told(call);
        for (const id of [owner, call.headers?.["x-guest"] ?? ""])
          expect(await stored(service, id)).toMatchObject({ users_status: -2, users_merged_into: caller });
      },
    },
    {
      name: "refuses when the owner is disabled, even for a merge",
      call: async (service) => {
        const owner = await guest(service);
        await service.admin.updateUser(owner.id, { users_status: -1 });
        return asked(service, await service.platformUser(), owner, true);
      },
      status: 403,
      reason: "account_disabled",
      after: async (service, _answer, call) =>
        expect(await stored(service, told(call).owner)).toMatchObject({
          users_status: -1,
          users_merged_into: "",
        }),
    },
    {
      name: "refuses a disabled caller, before WeChat is asked",
      call: async (service) => {
        const { id, token } = await service.platformUser();
        await service.admin.updateUser(id, { users_status: -1 });
        return asked(service, { id, token }, { name: somebody() });
      },
      status: 403,
      reason: "account_disabled",
      after: (service) => expect(service.sandbox.requests()).toEqual([]),
    },
    {
      name: "takes the code for one of the mini-program that the request names",
      call: async (service) => {
        const { id, token } = await service.platformUser();
        const name = somebody();
        const { appid } = second(service);
        return {
          token,
          body: { users_wx_code: codeOf(service, name, appid), wx_appid: appid },
          headers: { "x-caller": id, "x-name": name },
        };
      },
      status: 200,
      body: { data: { status: "linked" } },
      after: async (service, { body }, call) => {
        const { appid } = second(service);
        const { openid } = service.sandbox.mintLoginCode({ user: told(call).name, appid });
        expect(body.data.user.wx_openid).toBe(openid);
        expect(await identities(service, `user = '${told(call).caller}'`)).toMatchObject([{ appid, openid }]);
      },
    },
    {
      name: "refuses a mini-program that is not configured, and leaves the code unused",
      call: async (service) => {
        const { token, body } = await passing(service);
        return { token: token ?? "", body: { ...(body as object), wx_appid: "wxOther" } };
      },
      status: 400,
      reason: "appid_unknown",
      fields: ["wx_appid"],
      after: (service) => expect(service.sandbox.requests()).toEqual([]),
    },
    refusedMerge("a text", "true"),
    refusedMerge("null", null),
    {
      name: "refuses a missing code",
      call: async (service) => ({ token: (await service.platformUser()).token, body: {} }),
      status: 400,
      reason: "validation_failed",
      fields: { users_wx_code: "微信登录凭证：不能为空" },
    },
    {
      name: "refuses a code again that was just sent",
      call: async (service) => {
        const call = await passing(service);
        await service.call("linkWechat", call);
        return call;
      },
      status: 429,
      reason: "duplicate_request",
    },
    {
      name: "refuses a caller without a token",
      call: () => ({ body: "{" }),
      status: 401,
      reason: "token_invalid",
    },
    ...Object.entries(strangeTokens).map(([what, make]): Scenario => ({
      name: `refuses a token ${what}, before the body is looked at`,
      call: async (service) => ({ token: await make(service), body: "{" }),
      status: 401,
      reason: "token_invalid",
    })),
    ...bodyScenarios(passing),
    ...errcodeScenarios("jscode2session", passing, [
      [40029, 400, "wechat_code_invalid", ["users_wx_code"]],
      [40163, 400, "wechat_code_used", ["users_wx_code"]],
      [40226, 403, "wechat_user_blocked"],
    ]),
    ...brokenScenarios("jscode2session", passing),
  ],
  { sandbox: { apps: 2 } },
);

describe("linkWechat with unionids", () => {
  const started = ownService({ sandbox: { apps: 2 } });
  const unionidOf = async (service: Service, id: string) => (await stored(service, id)).users_unionid;
  const bound = () => {
    const service = started();
    service.sandbox.bindOpenPlatform();
    return service;
  };

  test("keeps the unionid that the account brings, so that the person's other mini-programs lead here", async () => {
    const service = bound();
    const { id, token } = await service.platformUser();
    const name = somebody();
    expect((await link(service, token, name)).body.data.status).toBe("linked");
    expect(await unionidOf(service, id)).toBe(service.sandbox.mintLoginCode({ user: name }).unionid);
    expect(await signsInAs(service, name, true)).toBe(id);
  });

  test("takes the caller for the owner by their unionid, and keeps the row", async () => {
    const service = bound();
    const caller = await guest(service);
    expect((await link(service, caller.token, caller.name, { inSecond: true })).body.data.status).toBe(
      "already_linked",
    );
    expect(await identities(service, `user = '${caller.id}'`)).toHaveLength(2);
  });

  test("finds the owner by unionid, and asks before it absorbs one who can sign in otherwise", async () => {
    const service = bound();
    const owner = await guest(service);
    const { id, token } = await service.platformUser();
    const answer = await link(service, token, owner.name, { inSecond: true });
    expect(answer.reason).toBe("wechat_linked_elsewhere");
    expect((await link(service, token, owner.name, { inSecond: true, merge: true })).body.data.status).toBe(
      "merged",
    );
    expect(await identities(service, `user = '${id}'`)).toHaveLength(2);
    expect([await unionidOf(service, id), await unionidOf(service, owner.id)]).toEqual([
      service.sandbox.mintLoginCode({ user: owner.name }).unionid,
      "",
    ]);
  });

  test("keeps the caller's unionid where both have one", async () => {
    const service = bound();
    const caller = await guest(service, somebody(), true);
    const own = await unionidOf(service, caller.id);
    const owner = await member(service);
    expect((await link(service, caller.token, owner.name, { merge: true })).body.data.status).toBe("merged");
    expect([await unionidOf(service, caller.id), await unionidOf(service, owner.id)]).toEqual([own, ""]);
    // Each of their accounts leads to the one record, whatever unionid comes with it.
    expect(await signsInAs(service, caller.name, true)).toBe(caller.id);
    expect(await signsInAs(service, owner.name)).toBe(caller.id);
  });

  test("does not hand a caller from before rows were kept to another account that their unionid leads to", async () => {
    const service = bound();
    const name = somebody();
    service.sandbox.unbindOpenPlatform();
    const caller = await guest(service);
    await service.admin.sql(`DELETE FROM tbl_auth_identities WHERE user = '${caller.id}'`);
    service.sandbox.bindOpenPlatform();
    expect((await link(service, caller.token, name, { inSecond: true })).body.data.status).toBe("linked");
    expect(await signsInAs(service, name)).not.toBe(caller.id);
    expect(await signsInAs(service, caller.name)).toBe(caller.id);
    expect(await signsInAs(service, name, true)).toBe(caller.id);
  });

  test("links without the unionid where somebody else has it, and says so in the log", async () => {
    const service = bound();
    const holder = await guest(service, somebody(), true);
    // Another person's account of the second mini-program; the holder's own in the first brings the unionid.
    const other = somebody();
    service.sandbox.unbindOpenPlatform();
    const rest = await guest(service, other);
    expect(rest.id).not.toBe(holder.id);
    await service.admin.sql(
      `UPDATE tbl_auth_identities SET user = '${holder.id}' WHERE openid = '${rest.openid}'`,
    );
    service.sandbox.bindOpenPlatform();
    const { id, token } = await service.platformUser();
    expect((await link(service, token, holder.name)).body.data.status).toBe("linked");
    expect([await unionidOf(service, id), await unionidOf(service, holder.id)]).toEqual([
      "",
      service.sandbox.mintLoginCode({ user: holder.name }).unionid,
    ]);
  });
});

describe("linkWechat without WeChat credentials, under PocketBase's rate limiter", () => {
  const started = ownService({ rateLimits: true, env: { WECHAT_APPID: "" } });
  const platformCall = async (service: Service) => ({
    token: (await service.platformUser()).token,
    body: { users_wx_code: "some-code" },
  });
  notConfiguredTest("linkWechat", platformCall, started);
  rateLimitTests("linkWechat", 600, started);
});
