import { describe, expect, test } from "vitest";
import { wechatAuth } from "../support/command.ts";
import {
  casdoorDump,
  casdoorHash,
  casdoorUser,
  jsonLines,
  LEANCLOUD_VECTOR,
  leancloudPassword,
  leancloudUser,
  uniIdHash,
  uniIdOldHash,
  uniIdUser,
} from "../support/exports.ts";
import { exportFile, importFile } from "../support/importing.ts";
import { nativeLogin } from "../support/native-routes.ts";
import { platformLogin } from "../support/passwords.ts";
import { ownService } from "../support/scenarios.ts";
import { freshPhone, type Service } from "../support/service.ts";

const PASSWORD = "小马-password-1";
const SECRETS = "1:first-secret,2:second-secret";

/** Brings one person in. @returns their record's id */
async function bringIn(service: Service, from: string, text: string, ...flags: string[]): Promise<string> {
  const { map, output } = await importFile(service, from, await exportFile(text), ...flags);
  const [id] = [...map.values()];
  if (!id) throw new Error(output);
  return id;
}

const leancloud = (service: Service, phone: string, ...flags: string[]) =>
  bringIn(
    service,
    "leancloud",
    jsonLines([leancloudUser({ mobilePhoneNumber: `+86${phone}`, ...leancloudPassword() })]),
    ...flags,
  );

async function stored({ admin }: Service, id: string) {
  const [row] = await admin.sql<{ password: string; legacy: string; tokenKey: string }>(
    `SELECT password, users_password_legacy AS legacy, tokenKey FROM tbl_auth_users WHERE id = '${id}'`,
  );
  if (!row) throw new Error("no such user");
  return row;
}

const renew = (service: Service, token: string) => service.call("refreshToken", { token });

describe("a password that another system has hashed", () => {
  const started = ownService({ env: { UNI_ID_PASSWORD_SECRET: SECRETS } });

  test("signs in, and is PocketBase's own from then on, without an end of any token", async () => {
    const service = started();
    const phone = freshPhone();
    const id = await leancloud(service, phone);
    const before = await stored(service, id);
    expect(before.password).toMatch(/^\$2[ab]\$10\$/);
    expect(JSON.parse(before.legacy)).toEqual({ scheme: "leancloud", salts: [LEANCLOUD_VECTOR.salt] });
    const earlier = await service.admin.impersonate(id);

    expect((await platformLogin(service, phone, "passwore")).reason).toBe("password_wrong");
    expect(await stored(service, id)).toEqual(before);
    const login = await platformLogin(service, phone, LEANCLOUD_VECTOR.password);
    expect(login.status).toBe(200);
    const after = await stored(service, id);
    expect(after).toMatchObject({ legacy: "", tokenKey: before.tokenKey });
    expect(after.password).not.toBe(before.password);
    const view = await fetch(`${service.url}/api/collections/tbl_auth_users/records/${id}`, {
      headers: { authorization: earlier },
    });
    expect(view.status).toBe(200);
    expect((await renew(service, login.body.token)).status).toBe(200);

    expect((await platformLogin(service, phone, LEANCLOUD_VECTOR.password)).status).toBe(200);
    expect((await platformLogin(service, phone, "passwore")).reason).toBe("password_wrong");
    expect((await stored(service, id)).password).toBe(after.password);
  });

  test("signs in at PocketBase's own route", async () => {
    const service = started();
    const id = await leancloud(service, freshPhone());
    const { openid } = await service.admin.user(id);
    expect((await nativeLogin(service, `${openid}@manage.local`, "passwore")).status).toBe(400);
    const login = await nativeLogin(service, `${openid}@manage.local`, LEANCLOUD_VECTOR.password);
    expect([login.status, login.body.record.id]).toEqual([200, id]);
    expect((await stored(service, id)).legacy).toBe("");
    expect((await renew(service, login.body.token)).status).toBe(200);
  });

  test("is tried no more often than any other", async () => {
    const service = started();
    const phone = freshPhone();
    const id = await bringIn(
      service,
      "uni-id",
      jsonLines([uniIdUser({ mobile: phone, password: uniIdHash(PASSWORD) })]),
    );
    for (let wrong = 0; wrong < 6; wrong++) await platformLogin(service, phone, `wrong-${wrong}`);
    expect((await platformLogin(service, phone, PASSWORD)).reason).toBe("too_many_attempts");
    expect((await stored(service, id)).legacy).not.toBe("");
  });

  test("proves who changes it and who closes the account", async () => {
    const service = started();
    const phone = freshPhone();
    const id = await leancloud(service, phone);
    const token = await service.admin.impersonate(id);
    const [password, passwordConfirm] = [PASSWORD, PASSWORD];
    const body = { password_old: LEANCLOUD_VECTOR.password, password, passwordConfirm };
    const changed = await service.call("changePassword", { token, body });
    expect(changed.status).toBe(200);
    expect((await stored(service, id)).legacy).toBe("");
    expect((await platformLogin(service, phone, PASSWORD)).status).toBe(200);

    const other = await leancloud(service, freshPhone());
    const closed = await service.call("closeAccount", {
      token: await service.admin.impersonate(other),
      body: { confirm: true, password: LEANCLOUD_VECTOR.password },
    });
    expect(closed.body.data).toEqual({ status: "closed" });
    expect((await stored(service, other)).legacy).toBe("");
  });

  test("gives way to one that an operator sets", async () => {
    const service = started();
    const phone = freshPhone();
    const id = await leancloud(service, phone);
    await service.admin.updateUser(id, { users_name: "改过的名字" });
    expect((await stored(service, id)).legacy).not.toBe("");
    await service.admin.updateUser(id, { password: PASSWORD, passwordConfirm: PASSWORD });
    expect((await stored(service, id)).legacy).toBe("");
    expect((await platformLogin(service, phone, LEANCLOUD_VECTOR.password)).reason).toBe("password_wrong");
    expect((await platformLogin(service, phone, PASSWORD)).status).toBe(200);
  });

  test("may come in as it is and be wrapped later; it signs in before and after", async () => {
    const service = started();
    const [early, late] = [freshPhone(), freshPhone()];
    const first = await leancloud(service, early, "--wrap", "later");
    const second = await leancloud(service, late, "--wrap", "later");
    expect(JSON.parse((await stored(service, first)).legacy)).toMatchObject({ hash: LEANCLOUD_VECTOR.hash });
    expect((await platformLogin(service, early, "passwore")).reason).toBe("password_wrong");
    expect((await platformLogin(service, early, LEANCLOUD_VECTOR.password)).status).toBe(200);

    expect(await wechatAuth(service.dataDir, "wrap-passwords")).toEqual({
      status: 0,
      output: "1 passwords wrapped",
    });
    expect((await stored(service, second)).legacy).not.toContain(LEANCLOUD_VECTOR.hash);
    expect((await platformLogin(service, late, "passwore")).reason).toBe("password_wrong");
    expect((await platformLogin(service, late, LEANCLOUD_VECTOR.password)).status).toBe(200);
    expect((await wechatAuth(service.dataDir, "wrap-passwords")).output).toBe("0 passwords wrapped");
  });

  const uniId = (values: object) => (phone: string) => jsonLines([uniIdUser({ mobile: phone, ...values })]);
  const casdoor =
    (values: object, organization: object = {}) =>
    (phone: string) =>
      casdoorDump([casdoorUser({ phone, ...values })], { ...organization });
  test.each([
    ["uni-id, today's", "uni-id", uniId({ password: uniIdHash(PASSWORD) })],
    ["uni-id, of early days", "uni-id", uniId({ password: uniIdOldHash(PASSWORD, "first-secret") })],
    [
      "uni-id, of early days with a second secret",
      "uni-id",
      uniId({ password: uniIdOldHash(PASSWORD, "second-secret"), password_secret_version: 2 }),
    ],
    [
      "Casdoor, the user's salt",
      "casdoor",
      casdoor({
        passwordType: "salt",
        passwordSalt: "abc",
        password: casdoorHash("sha256", PASSWORD, "abc"),
      }),
    ],
    [
      "Casdoor, the organisation's salt and scheme",
      "casdoor",
      casdoor(
        { passwordSalt: "abc", password: casdoorHash("md5", PASSWORD, "org") },
        { passwordType: "md5-salt", passwordSalt: "org" },
      ),
    ],
    [
      "Casdoor, no salt",
      "casdoor",
      casdoor({ passwordType: "sha512-salt", password: casdoorHash("sha512", PASSWORD, "") }),
    ],
    ["Casdoor, plain", "casdoor", casdoor({ passwordType: "plain", password: PASSWORD })],
  ])("is checked by its scheme: %s", async (_, from, text) => {
    const service = started();
    const phone = freshPhone();
    const id = await bringIn(service, from, text(phone));
    expect(JSON.stringify(await stored(service, id))).not.toContain(PASSWORD);
    expect((await platformLogin(service, phone, "passwore")).reason).toBe("password_wrong");
    expect((await platformLogin(service, phone, PASSWORD)).status).toBe(200);
    expect((await stored(service, id)).legacy).toBe("");
  });
});

describe("a password that cannot be checked here", () => {
  const started = ownService();

  test("has to be reset, at every door, and can be", async () => {
    const service = started();
    const phone = freshPhone();
    const password = "aabbccdd";
    const id = await bringIn(
      service,
      "casdoor",
      casdoorDump([
        casdoorUser({ phone, passwordType: "argon2id", password: "$argon2id$v=19$m=1,t=1,p=1$a$b" }),
      ]),
    );
    const refused = { status: 403, reason: "password_reset_required" };
    expect(await platformLogin(service, phone, password)).toMatchObject(refused);
    const token = await service.admin.impersonate(id);
    const change = { password_old: password, password: PASSWORD, passwordConfirm: PASSWORD };
    expect(await service.call("changePassword", { token, body: change })).toMatchObject(refused);
    const close = { confirm: true, password };
    expect(await service.call("closeAccount", { token, body: close })).toMatchObject(refused);
    const { openid } = await service.admin.user(id);
    expect((await nativeLogin(service, `${openid}@manage.local`, password)).status).toBe(400);

    const { code } = service.sandbox.mintPhoneCode({ phone });
    const body = { users_phone_code: code, password: PASSWORD, passwordConfirm: PASSWORD };
    expect((await service.call("resetPassword", { body })).status).toBe(200);
    expect((await platformLogin(service, phone, PASSWORD)).status).toBe(200);
  });

  test("includes uni-id's older ones while the project's secret is not set", async () => {
    const service = started();
    const phone = freshPhone();
    const text = jsonLines([uniIdUser({ mobile: phone, password: uniIdOldHash(PASSWORD, "first-secret") })]);
    await bringIn(service, "uni-id", text);
    expect((await platformLogin(service, phone, PASSWORD)).reason).toBe("password_reset_required");
    await service.restart({ env: { UNI_ID_PASSWORD_SECRET: "first-secret" } });
    expect((await platformLogin(service, phone, PASSWORD)).status).toBe(200);
  });
});
