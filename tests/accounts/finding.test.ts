import { describe, expect, test } from "vitest";
import { ownService } from "../support/scenarios.ts";
import {
  appidOf,
  arrive,
  forgetIdentities,
  identitiesOf,
  notices,
  openidOf,
  operatorMakes,
  ownersOf,
  TWO_APPS,
  unionidOf,
  unlink,
  visit,
} from "./support.ts";

const UUID_V4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const DISABLED = { code: 403, msg: "账号已停用，请联系管理员", data: { reason: "account_disabled" } };
const NOT_FOUND = { code: 404, msg: "用户不存在", data: { reason: "user_not_found" } };

const started = ownService(TWO_APPS);
const identities = (id: string) => identitiesOf(started(), id);
const owners = (openid: string) => ownersOf(started(), openid);
const openid = (user: string, app = 0) => openidOf(started(), user, app);
const total = () => started().admin.countUsers();
const disable = (id: string, users_status = -1) => started().admin.updateUser(id, { users_status });

describe("a WeChat account whose row names a user", () => {
  test("signs in as that user, whatever their anchor says", async () => {
    const service = started();
    const { id, status } = await arrive(service, { user: "rule1" });
    expect(status).toBe("register_success");
    expect(await identities(id)).toEqual([`${openid("rule1")}@0`]);
    await service.admin.sql(`UPDATE tbl_auth_users SET openid = 'edited' WHERE id = '${id}'`);
    expect(await arrive(service, { user: "rule1" })).toMatchObject({ id, status: "login_success" });
    const renewed = await visit(service, { user: "rule1" }, "refreshToken");
    expect(renewed.body).toEqual({ code: 200, msg: "令牌已续期", data: { token: expect.any(String) } });
    expect(await identities(id)).toEqual([`${openid("rule1")}@0`]);
  });

  test("gets nothing while the user is disabled, and nothing is written", async () => {
    const service = started();
    const { id } = await arrive(service, { user: "disabled1" });
    await disable(id);
    const before = await total();
    for (const operation of ["wechatLogin", "refreshToken"]) {
      expect((await visit(service, { user: "disabled1", unionid: "uLate" }, operation)).body).toEqual(
        DISABLED,
      );
    }
    expect(await unionidOf(service, id)).toBe("");
    expect(await total()).toBe(before);
  });

  test.each(["wechatLogin", "refreshToken"])("gives the user a unionid that comes late (%s)", async (by) => {
    const service = started();
    const { id } = await arrive(service, { user: `late-${by}` });
    expect(await unionidOf(service, id)).toBe("");
    expect((await visit(service, { user: `late-${by}`, unionid: `uLate-${by}` }, by)).status).toBe(200);
    expect(await unionidOf(service, id)).toBe(`uLate-${by}`);
    // Later ones without it take nothing away.
    await arrive(service, { user: `late-${by}` });
    expect(await unionidOf(service, id)).toBe(`uLate-${by}`);
  });

  test("whose unionid another has signs in all the same; nothing is written and both are named", async () => {
    const service = started();
    const holder = await arrive(service, { user: "holder", unionid: "uHeld" });
    const { id } = await arrive(service, { user: "claimant" });
    const before = await service.admin.user(id);
    expect(await arrive(service, { user: "claimant", unionid: "uHeld" })).toMatchObject({ id });
    expect(await service.admin.user(id)).toEqual(before);
    expect(await unionidOf(service, holder.id)).toBe("uHeld");
    expect(await notices(service)).toContainEqual({
      message: "identity_conflict",
      record_id: id,
      other_record_id: holder.id,
      appid: appidOf(service),
    });
  });

  test("whose unionid is another one than before gets the new one, and that is logged", async () => {
    const service = started();
    const { id } = await arrive(service, { user: "moved", unionid: "uOld" });
    await arrive(service, { user: "moved", unionid: "uNew" });
    expect(await unionidOf(service, id)).toBe("uNew");
    const said = await notices(service);
    expect(said).toContainEqual({ message: "unionid_changed", record_id: id, appid: appidOf(service) });
    expect(JSON.stringify(said)).not.toMatch(/uOld|uNew/);
  });

  test("names somebody who was deleted by plain SQL: whoever comes is new", async () => {
    const service = started();
    const { id } = await arrive(service, { user: "erased" });
    await service.admin.sql(`DELETE FROM tbl_auth_users WHERE id = '${id}'`);
    expect((await visit(service, { user: "erased" }, "refreshToken")).body).toEqual(NOT_FOUND);
    const again = await arrive(service, { user: "erased" });
    expect(again).toMatchObject({ status: "register_success", openid: openid("erased") });
    expect(await owners(openid("erased"))).toEqual([again.id]);
  });
});

describe("a WeChat account that was unlinked", () => {
  test("makes a new user with an anchor of their own, never the one it left", async () => {
    const service = started();
    const left = await arrive(service, { user: "unlinked" });
    await unlink(service, left.openid);
    expect((await visit(service, { user: "unlinked" }, "refreshToken")).body).toEqual(NOT_FOUND);
    expect(await owners(left.openid)).toEqual([""]);
    const again = await arrive(service, { user: "unlinked" });
    expect(again.status).toBe("register_success");
    expect(again.id).not.toBe(left.id);
    expect(again.openid).toMatch(UUID_V4);
    expect(await owners(left.openid)).toEqual([again.id]);
    expect(await arrive(service, { user: "unlinked" })).toMatchObject({
      id: again.id,
      status: "login_success",
    });
  });

  test("has no unionid that the user whom it left still has", async () => {
    const service = started();
    const left = await arrive(service, { user: "twofold", unionid: "uTwofold" });
    await arrive(service, { user: "twofold", unionid: "uTwofold", app: 1 });
    await unlink(service, left.openid);
    const again = await arrive(service, { user: "twofold", unionid: "uTwofold" });
    expect(again.id).not.toBe(left.id);
    expect(await unionidOf(service, again.id)).toBe("");
    expect(await unionidOf(service, left.id)).toBe("uTwofold");
    expect(await arrive(service, { user: "twofold", unionid: "uTwofold", app: 1 })).toMatchObject({
      id: left.id,
    });
  });
});

describe("a WeChat account without a row", () => {
  test("belongs to the user whose anchor it is, from before there were rows, and gets its row", async () => {
    const service = started();
    for (const operation of ["wechatLogin", "refreshToken"]) {
      const user = `old-${operation}`;
      const { id } = await arrive(service, { user });
      await forgetIdentities(service, id);
      expect((await visit(service, { user, unionid: `u-${user}` }, operation)).status).toBe(200);
      expect(await identities(id)).toEqual([`${openid(user)}@0`]);
      expect(await unionidOf(service, id)).toBe(`u-${user}`);
    }
  });

  test("belongs to the user whom an operator made with this openid", async () => {
    const service = started();
    const id = await operatorMakes(service, { openid: openid("hired", 1), users_name: "新人" });
    expect(await arrive(service, { user: "hired", app: 1 })).toMatchObject({ id, status: "login_success" });
    expect(await identities(id)).toEqual([`${openid("hired", 1)}@1`]);
  });

  test.each([
    ["absorbed", { users_status: -2, users_merged_into: "somebody0000001" }],
    ["absorbed, by its pointer alone", { users_merged_into: "somebody0000001" }],
    ["closed", { users_status: -9 }],
  ])("never belongs to the user whose anchor it is when that is %s", async (what, values) => {
    const service = started();
    const user = `gone ${what}`;
    const gone = await arrive(service, { user });
    await forgetIdentities(service, gone.id);
    await service.admin.sql(
      `UPDATE tbl_auth_users SET ${Object.entries(values)
        .map(([name, value]) => `${name} = '${value}'`)
        .join()} WHERE id = '${gone.id}'`,
    );
    expect((await visit(service, { user }, "refreshToken")).body).toEqual(NOT_FOUND);
    const again = await arrive(service, { user });
    expect(again.status).toBe("register_success");
    expect(again.openid).toMatch(UUID_V4);
    expect(await identities(gone.id)).toEqual([]);
    expect(await identities(again.id)).toEqual([`${openid(user)}@0`]);
  });

  test("of a disabled user, told by anchor or unionid, gets nothing; no row, nobody made", async () => {
    const service = started();
    const byAnchor = await arrive(service, { user: "disabled3" });
    await forgetIdentities(service, byAnchor.id);
    const byUnionid = await arrive(service, { user: "disabled4", unionid: "uDisabled4" });
    for (const { id } of [byAnchor, byUnionid]) await disable(id);
    const before = await total();
    for (const operation of ["wechatLogin", "refreshToken"]) {
      expect((await visit(service, { user: "disabled3", unionid: "uDisabled3" }, operation)).body).toEqual(
        DISABLED,
      );
      expect(
        (await visit(service, { user: "disabled4", unionid: "uDisabled4", app: 1 }, operation)).body,
      ).toEqual(DISABLED);
    }
    expect(await total()).toBe(before);
    expect(await identities(byAnchor.id)).toEqual([]);
    expect(await unionidOf(service, byAnchor.id)).toBe("");
    expect(await identities(byUnionid.id)).toEqual([`${openid("disabled4")}@0`]);
  });

  test("belongs to the user with its unionid, in whichever mini-program it is", async () => {
    const service = started();
    for (const operation of ["wechatLogin", "refreshToken"]) {
      const user = `joined-${operation}`;
      const { id } = await arrive(service, { user, unionid: `u-${user}` });
      expect((await visit(service, { user, unionid: `u-${user}`, app: 1 }, operation)).status).toBe(200);
      expect(await identities(id)).toEqual([`${openid(user)}@0`, `${openid(user, 1)}@1`].sort());
      expect(await arrive(service, { user, app: 1 })).toMatchObject({ id, status: "login_success" });
    }
  });

  test("goes by its anchor before its unionid, which stays with whom it has", async () => {
    const service = started();
    const anchored = await arrive(service, { user: "both" });
    await forgetIdentities(service, anchored.id);
    const vouched = await arrive(service, { user: "other", unionid: "uBoth", app: 1 });
    expect(await arrive(service, { user: "both", unionid: "uBoth" })).toMatchObject({ id: anchored.id });
    expect(await unionidOf(service, anchored.id)).toBe("");
    expect(await notices(service)).toContainEqual({
      message: "identity_conflict",
      record_id: anchored.id,
      other_record_id: vouched.id,
      appid: appidOf(service),
    });
  });

  test("is new where the user with its unionid has another account of this mini-program", async () => {
    const service = started();
    const first = await arrive(service, { user: "phone-a", unionid: "uSame" });
    const second = await arrive(service, { user: "phone-b", unionid: "uSame" });
    expect(second.status).toBe("register_success");
    expect(second.openid).toBe(openid("phone-b"));
    expect(await unionidOf(service, second.id)).toBe("");
    expect(await unionidOf(service, first.id)).toBe("uSame");
    expect((await notices(service)).filter((line) => JSON.stringify(line).includes(second.id))).toEqual([
      {
        message: "identity_conflict",
        record_id: second.id,
        other_record_id: first.id,
        appid: appidOf(service),
      },
    ]);
  });

  test("is new where the user whose anchor it is has another account of this mini-program", async () => {
    const service = started();
    const anchored = await arrive(service, { user: "renamed" });
    await service.admin.sql(
      `UPDATE tbl_auth_identities SET openid = 'oElsewhere' WHERE user = '${anchored.id}'`,
    );
    const again = await arrive(service, { user: "renamed" });
    expect(again.status).toBe("register_success");
    expect(again.openid).toMatch(UUID_V4);
    expect(await identities(anchored.id)).toEqual(["oElsewhere@0"]);
    expect(await notices(service)).toContainEqual({
      message: "identity_conflict",
      record_id: again.id,
      other_record_id: anchored.id,
      appid: appidOf(service),
    });
  });

  test("belongs to nobody else: a renewal finds nobody and makes nobody", async () => {
    const service = started();
    const before = await total();
    const answer = await visit(service, { user: "stranger", unionid: "uStranger" }, "refreshToken");
    expect(answer.body).toEqual(NOT_FOUND);
    expect(await total()).toBe(before);
    expect(await owners(openid("stranger"))).toEqual([]);
  });

  test("makes a new user with its openid as the anchor, its unionid and its row", async () => {
    const service = started();
    const {
      id,
      status,
      openid: anchor,
    } = await arrive(service, { user: "new", unionid: "uBrandNew", app: 1 });
    expect(status).toBe("register_success");
    expect(anchor).toBe(openid("new", 1));
    expect(await unionidOf(service, id)).toBe("uBrandNew");
    expect(await identities(id)).toEqual([`${openid("new", 1)}@1`]);
  });

  test("leaves nothing behind when the user cannot be stored", async () => {
    const service = started();
    await service.admin.sql(
      "CREATE TRIGGER broken AFTER INSERT ON tbl_auth_identities BEGIN SELECT RAISE(ABORT, 'inner detail'); END",
    );
    const before = await total();
    const { body } = await visit(service, { user: "unlucky" });
    await service.admin.sql("DROP TRIGGER broken");
    expect(body).toEqual({
      code: 500,
      msg: "服务内部错误，请稍后再试",
      data: { reason: "internal_error" },
    });
    expect(await total()).toBe(before);
    expect((await arrive(service, { user: "unlucky" })).status).toBe("register_success");
  });
});

describe("the unionid", () => {
  test("is in no answer to anybody but superusers", async () => {
    const service = started();
    const { id, token } = await arrive(service, { user: "private", unionid: "uPrivate" });
    const answer = await visit(service, { user: "private", unionid: "uPrivate" });
    expect(answer.text).not.toContain("uPrivate");
    const own = await fetch(`${service.url}/api/collections/tbl_auth_users/records/${id}`, {
      headers: { authorization: token },
    });
    expect(await own.text()).not.toMatch(/uPrivate|users_unionid/);
  });
});

describe("identities and their users", () => {
  test("a deleted user takes the rows along; the next login makes somebody new", async () => {
    const service = started();
    const { id } = await arrive(service, { user: "leaver", unionid: "uLeaver" });
    await arrive(service, { user: "leaver", unionid: "uLeaver", app: 1 });
    await service.admin.request("DELETE", `/api/collections/tbl_auth_users/records/${id}`);
    expect(await identities(id)).toEqual([]);
    const again = await arrive(service, { user: "leaver", unionid: "uLeaver" });
    expect(again).toMatchObject({ status: "register_success", openid: openid("leaver") });
  });

  test.each(["GET", "POST"])("are closed to everybody but superusers (%s)", async (method) => {
    const service = started();
    const { token } = await arrive(service, { user: "curious" });
    const response = await fetch(`${service.url}/api/collections/tbl_auth_identities/records`, {
      method,
      headers: { authorization: token, "content-type": "application/json" },
      ...(method === "POST" && { body: JSON.stringify({ appid: "a", openid: "o" }) }),
    });
    expect(response.status).toBe(403);
  });
});
