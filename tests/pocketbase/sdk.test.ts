import PocketBase, { BaseAuthStore, type ClientResponseError, type RecordAuthResponse } from "pocketbase";
import { beforeAll, describe, expect, test } from "vitest";
import { ownService } from "../support/scenarios.ts";
import { type SignedIn, registration } from "../support/service.ts";

const USERS = "tbl_auth_users";

describe("the official JavaScript SDK", () => {
  const service = ownService();
  let stranger: SignedIn;
  beforeAll(async () => {
    stranger = await service().platformUser();
  });

  const client = () => new PocketBase(service().url, new BaseAuthStore());

  const statusOf = (request: Promise<unknown>): Promise<number> =>
    request.then(
      () => 200,
      (error: ClientResponseError) => error.status,
    );

  /** Each way in → PocketBase's own auth answer. */
  const waysIn: { [way: string]: () => Promise<RecordAuthResponse> } = {
    "a WeChat login": async () => {
      const { code } = service().sandbox.mintLoginCode();
      return (await service().call("wechatLogin", { body: { users_wx_code: code } })).body;
    },
    "a registration": async () => (await service().call("platformRegister", { body: registration() })).body,
    "a platform login": async () => {
      const { phone, password } = await service().platformUser();
      return (await service().call("platformLogin", { body: { users_phone: phone, password } })).body;
    },
  };

  describe.each(Object.keys(waysIn))("after %s", (way) => {
    let pb: PocketBase;
    let id: string;
    beforeAll(async () => {
      const answer = await waysIn[way]?.();
      if (!answer) throw new Error(way);
      pb = client();
      pb.authStore.save(answer.token, answer.record);
      id = answer.record.id;
    });

    test("knows who is signed in", () => {
      expect(pb.authStore.isValid).toBe(true);
      expect(pb.authStore.isSuperuser).toBe(false);
      expect(pb.authStore.record).toMatchObject({ id, collectionName: USERS });
    });

    test("renews the token, which then works on the service's own routes", async () => {
      const { record } = await pb.collection(USERS).authRefresh();
      expect(record.id).toBe(id);
      const { status } = await service().call("refreshToken", { token: pb.authStore.token });
      expect(status).toBe(200);
    });

    test("reads the user's own record and no other", async () => {
      const record = await pb.collection(USERS).getOne(id);
      expect(record).toMatchObject({ id, openid: pb.authStore.record?.openid });
      expect(await statusOf(pb.collection(USERS).getOne(stranger.id))).toBe(404);
      expect(await statusOf(pb.collection(USERS).getList())).toBe(403);
      expect(await statusOf(pb.collection(USERS).update(id, { users_status: 1 }))).toBe(403);
      expect(await statusOf(pb.collection(USERS).delete(id))).toBe(403);
    });

    test("takes over a token that the service has renewed", async () => {
      const { body } = await service().call("refreshToken", { token: pb.authStore.token });
      pb.authStore.save(body.data.token, pb.authStore.record);
      expect(await statusOf(pb.collection(USERS).authRefresh())).toBe(200);
    });

    test("is nobody after signing out", async () => {
      pb.authStore.clear();
      expect(pb.authStore.isValid).toBe(false);
      expect(await statusOf(pb.collection(USERS).getOne(id))).toBe(404);
      expect(await statusOf(pb.collection(USERS).authRefresh())).toBe(401);
    });
  });

  test("signs a platform user in by their native identity", async () => {
    const { openid, password, id } = await service().platformUser();
    const pb = client();
    const { record } = await pb.collection(USERS).authWithPassword(`${openid}@manage.local`, password);
    expect(record.id).toBe(id);
    expect((await service().call("refreshToken", { token: pb.authStore.token })).status).toBe(200);
  });

  test("is told that the password is the only native method", async () => {
    const methods = await client().collection(USERS).listAuthMethods();
    expect(methods.password).toEqual({ enabled: true, identityFields: ["email"] });
    expect([methods.oauth2.enabled, methods.otp.enabled, methods.mfa.enabled]).toEqual([false, false, false]);
  });

  test("loses a disabled user at the next renewal", async () => {
    const { token, id } = await service().wechatUser();
    const pb = client();
    pb.authStore.save(token, null);
    await service().admin.updateUser(id, { users_status: -1 });
    expect(await statusOf(pb.collection(USERS).authRefresh())).toBe(403);
    expect(await statusOf(pb.collection(USERS).getOne(id))).toBe(404);
  });

  test("calls the service's own routes and shows their refusals", async () => {
    const pb = client();
    const login = (users_wx_code: string) =>
      pb.send("/api/wechat/login", { method: "POST", body: { users_wx_code } });
    const { token, record } = await login(service().sandbox.mintLoginCode().code);
    pb.authStore.save(token, record);
    expect(await statusOf(pb.collection(USERS).getOne(record.id))).toBe(200);
    const error: ClientResponseError = await login("unknown-code").catch((refusal) => refusal);
    expect([error.status, error.response.data.reason]).toEqual([400, "wechat_code_invalid"]);
  });
});
