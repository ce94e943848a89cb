import { describe, expect, test } from "vitest";
import { rateLimitTests } from "../../support/rate-limit.ts";
import { ownService, type Scenario, scenarios } from "../../support/scenarios.ts";
import type { Call, Service } from "../../support/service.ts";
import { strangeTokens } from "../../support/tokens.ts";
import { guest, identities, link, second, signsInAs, somebody, stored } from "./people.ts";

/** A platform user with a WeChat account; scenarios hand them on to `after` in headers that nobody reads. */
async function linked(service: Service, inSecond = false): Promise<Call> {
  const { id, token } = await service.platformUser();
  const name = somebody();
  expect((await link(service, token, name, { inSecond })).body.data.status).toBe("linked");
  return { token, headers: { "x-caller": id, "x-name": name } };
}
const told = ({ headers }: Call) => ({
  caller: headers?.["x-caller"] ?? "",
  name: headers?.["x-name"] ?? "",
});

const fromSecond = (service: Service, call: Call): Call => ({
  ...call,
  headers: { ...call.headers, referer: second(service).referer },
});

scenarios(
  "unlinkWechat",
  [
    {
      name: "takes the account from the user: nobody's now, it leads to a new record",
      call: linked,
      status: 200,
      absent: ["password", "tokenKey", "session_key", "unionid"],
      after: async (service, { body }, call) => {
        const { caller, name } = told(call);
        const { openid } = service.sandbox.mintLoginCode({ user: name });
        expect(body).toEqual({
          code: 200,
          msg: "微信已解绑",
          data: { status: "unlinked", user: body.data.user, token: body.data.token },
        });
        expect(body.data.user.pb_id).toBe(caller);
        expect(await identities(service, `openid = '${openid}'`)).toMatchObject([{ user: "" }]);
        const next = await guest(service, name);
        expect(next.id).not.toBe(caller);
        // Its openid was the anchor of nobody; but an account that was unlinked does not come back by it.
        expect(next.openid).not.toBe(openid);
        expect(await identities(service, `openid = '${openid}'`)).toMatchObject([{ user: next.id }]);
      },
    },
    {
      name: "ends the tokens that the user had, and answers one that works",
      call: linked,
      status: 200,
      after: async (service, { body }, { token }) => {
        expect((await service.call("refreshToken", { token: token ?? "" })).reason).toBe("token_invalid");
        expect((await service.call("refreshToken", { token: body.data.token })).status).toBe(200);
      },
    },
    {
      name: "leaves a user who signs in through another mini-program that way",
      call: async (service) => {
        const person = await guest(service);
        await link(service, person.token, person.name, { inSecond: true });
        return { token: person.token, headers: { "x-caller": person.id, "x-name": person.name } };
      },
      status: 200,
      after: async (service, _answer, call) => {
        const { caller, name } = told(call);
        expect(await signsInAs(service, name, true)).toBe(caller);
        // Not even by the anchor, which is this account's openid.
        expect(await signsInAs(service, name)).not.toBe(caller);
      },
    },
    {
      name: "takes the account of the mini-program that the request is from",
      call: async (service) => fromSecond(service, await linked(service, true)),
      status: 200,
      after: async (service, _answer, call) =>
        expect(await identities(service, `user = '${told(call).caller}'`)).toEqual([]),
    },
    {
      name: "takes the account of the mini-program that the request names",
      call: async (service) => ({
        ...(await linked(service, true)),
        body: { wx_appid: second(service).appid },
      }),
      status: 200,
      after: async (service, _answer, call) =>
        expect(await identities(service, `user = '${told(call).caller}'`)).toEqual([]),
    },
    {
      name: "refuses a mini-program that is not configured",
      call: async (service) => ({ ...(await linked(service)), body: { wx_appid: "wxOther" } }),
      status: 400,
      reason: "appid_unknown",
      fields: ["wx_appid"],
      after: async (service, _answer, call) =>
        expect(await identities(service, `user = '${told(call).caller}'`)).toHaveLength(1),
    },
    {
      name: "finds no account in a mini-program where the user has none",
      call: async (service) => fromSecond(service, await linked(service)),
      status: 404,
      reason: "identity_not_found",
      body: { code: 404, msg: "没有绑定微信", data: { reason: "identity_not_found" } },
      after: async (service, _answer, call) => {
        expect(await identities(service, `user = '${told(call).caller}'`)).toHaveLength(1);
        expect((await service.call("refreshToken", { token: call.token ?? "" })).status).toBe(200);
      },
    },
    {
      name: "finds no account of a user who never had one",
      call: async (service) => ({ token: (await service.platformUser()).token }),
      status: 404,
      reason: "identity_not_found",
    },
    {
      name: "keeps the only account of a WeChat user, who could not sign in any more",
      call: async (service) => {
        const { id, token, name } = await guest(service);
        return { token, headers: { "x-caller": id, "x-name": name } };
      },
      status: 400,
      reason: "last_sign_in_method",
      body: { code: 400, msg: "这是唯一的登录方式，不能解绑", data: { reason: "last_sign_in_method" } },
      after: async (service, _answer, call) => {
        const { caller, name } = told(call);
        expect((await service.call("refreshToken", { token: call.token ?? "" })).status).toBe(200);
        expect(await signsInAs(service, name)).toBe(caller);
      },
    },
    {
      name: "keeps the only account of a platform user whose phone is gone",
      call: async (service) => {
        const call = await linked(service);
        await service.admin.updateUser(told(call).caller, { users_phone: "" });
        return call;
      },
      status: 400,
      reason: "last_sign_in_method",
    },
    {
      name: "counts no account of a mini-program that is no longer configured as a way to sign in",
      call: async (service) => {
        const { id, token } = await guest(service);
        await service.admin.sql(
          `INSERT INTO tbl_auth_identities (appid, openid, user) VALUES ('wxGone', 'o-${id}', '${id}')`,
        );
        return { token };
      },
      status: 400,
      reason: "last_sign_in_method",
    },
    {
      name: "refuses a disabled user",
      call: async (service) => {
        const call = await linked(service);
        await service.admin.updateUser(told(call).caller, { users_status: -1 });
        return call;
      },
      status: 403,
      reason: "account_disabled",
    },
    { name: "refuses a caller without a token", call: () => ({}), status: 401, reason: "token_invalid" },
    ...Object.entries(strangeTokens).map(([what, make]): Scenario => ({
      name: `refuses a token ${what}`,
      call: async (service) => ({ token: await make(service) }),
      status: 401,
      reason: "token_invalid",
    })),
    {
      name: "refuses a body that is no JSON object",
      call: async (service) => ({ ...(await linked(service)), body: "[]" }),
      status: 400,
      reason: "invalid_json",
    },
    {
      name: "refuses a body of another type",
      call: async (service) => {
        const call = await linked(service);
        return { ...call, body: "{}", headers: { ...call.headers, "content-type": "text/plain" } };
      },
      status: 415,
      reason: "unsupported_media_type",
    },
    {
      name: "refuses a body of more than 64 KiB",
      call: async (service) => ({ ...(await linked(service)), body: { padding: "x".repeat(64 * 1024) } }),
      status: 413,
      reason: "body_too_large",
    },
  ],
  { sandbox: { apps: 2 } },
);

describe("unlinkWechat with unionids", () => {
  const started = ownService({ sandbox: { apps: 2 } });

  test("drops the unionid with the last account, so that no other mini-program leads the person back", async () => {
    const service = started();
    service.sandbox.bindOpenPlatform();
    const { id, token } = await service.platformUser();
    const name = somebody();
    await link(service, token, name);
    expect((await service.call("unlinkWechat", { token })).status).toBe(200);
    expect(await stored(service, id)).toMatchObject({ users_unionid: "" });
    const [first, next] = [await signsInAs(service, name), await signsInAs(service, name, true)];
    expect(first).not.toBe(id);
    expect(next).toBe(first);
  });

  test("keeps the unionid as long as one account is left", async () => {
    const service = started();
    service.sandbox.bindOpenPlatform();
    const person = await guest(service);
    expect(await signsInAs(service, person.name, true)).toBe(person.id);
    expect((await service.call("unlinkWechat", { token: person.token })).status).toBe(200);
    const { unionid } = service.sandbox.mintLoginCode({ user: person.name });
    expect(await stored(service, person.id)).toMatchObject({ users_unionid: unionid });
    expect(await signsInAs(service, person.name, true)).toBe(person.id);
    // Nor does the unionid bring the account back that was unlinked.
    expect(await signsInAs(service, person.name)).not.toBe(person.id);
  });
});

describe("unlinkWechat where the new token is refused", () => {
  const started = ownService();

  test("by the collection's own rule unlinks nothing and ends no token", async () => {
    const service = started();
    // Before anybody signs in: PocketBase ends all tokens when the rule changes.
    const authRule = 'users_status >= 0 && users_level != "gone"';
    await service.admin.collection("tbl_auth_users", { authRule });
    const call = await linked(service);
    const id = told(call).caller;
    await service.admin.updateUser(id, { users_level: "gone" });
    expect((await service.call("unlinkWechat", call)).reason).toBe("auth_rejected");
    await service.admin.updateUser(id, { users_level: "" });
    expect(await identities(service, `user = '${id}'`)).toHaveLength(1);
    expect((await service.call("refreshToken", { token: call.token ?? "" })).status).toBe(200);
  });
});

describe("unlinkWechat without WeChat credentials, under PocketBase's rate limiter", () => {
  const started = ownService({ rateLimits: true, env: { WECHAT_APPID: "" } });

  test("finds no account: there is no mini-program that it could be of", async () => {
    const { token } = await started().platformUser();
    expect((await started().call("unlinkWechat", { token })).reason).toBe("identity_not_found");
  });

  rateLimitTests("unlinkWechat", 600, started);
});
