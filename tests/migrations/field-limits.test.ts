import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { projectRoot, runCommand } from "../../scripts/server-process.ts";
import { avatarForm, profileCall } from "../operator/support.ts";
import { registration, type Service, startService, SUPERUSER } from "../support/service.ts";
import { fieldsOf, type Workspace, workspace } from "./support.ts";

const FILE = "1795500101_field_limits.js";

describe("limits that an adopted collection brings along", () => {
  let db: Workspace;
  afterEach(() => db.close());

  const fields = async () => fieldsOf((await db.snapshot()).collections.tbl_auth_users);

  test("are lifted where they refuse what has to be stored, and only there", async () => {
    db = await workspace("own_limits");
    const printed = await db.up();
    expect(await fields()).toMatchObject({
      password: { min: 8, max: 71, pattern: "" },
      openid: { min: 1, max: 128, pattern: "" },
      users_name: { min: 1, max: 64 },
      users_phone: { pattern: "" },
      users_picture: { exceptDomains: null },
      users_level: { type: "select", values: ["gold", "silver"] },
      users_promo_code: { maxSize: 1020 },
      users_type: { max: 4 },
      users_status: { min: null, onlyInt: true },
      users_avatar: {
        maxSize: 2097152,
        mimeTypes: ["image/gif", "image/jpeg", "image/png", "image/webp"],
      },
      nickname: { max: 3 },
    });
    expect(printed).toContain("users_name (max 8)");
    expect(printed).toContain("password (min 12)");
    expect(printed).not.toContain("nickname");
  });

  test("come back with down, but not over what an operator has set since", async () => {
    db = await workspace("own_limits");
    const before = await fields();
    await db.up();
    const server = await db.serve();
    const { body } = await server.request(
      "GET",
      "/api/collections/tbl_auth_users",
      undefined,
      server.superuserToken,
    );
    const changed = (body?.fields as { name: string }[]).map((field) =>
      field.name === "users_name" ? { ...field, max: 20 } : field,
    );
    await server.request(
      "PATCH",
      "/api/collections/tbl_auth_users",
      { fields: changed },
      server.superuserToken,
    );
    await server.stop();
    await db.down();
    const after = await fields();
    const { users_name, ...others } = before;
    expect(after).toMatchObject({ ...others, users_name: { ...users_name, max: 20 } });
  });

  test("are lifted once: a limit that an operator sets afterwards stays", async () => {
    db = await workspace("own_limits");
    await db.up();
    const once = await db.snapshot();
    await db.loseHistory();
    await db.up();
    expect(await db.snapshot()).toEqual(once);
    await db.sql(
      "UPDATE _collections SET fields = replace(fields, '\"max\":64', '\"max\":10') WHERE name = 'tbl_auth_users'",
    );
    await db.up();
    expect((await fields()).users_name).toMatchObject({ max: 10 });
  });

  test("are none in a database that the migrations made, which notes nothing", async () => {
    db = await workspace();
    expect(await db.up()).not.toContain("limits that");
    expect((await db.snapshot()).notes.map(({ id }) => id)).not.toContain("wechat_auth:field_limits");
  });

  test("end the migration where they cannot be lifted, with the field's name and nothing changed", async () => {
    db = await workspace("openid_choice");
    const before = await db.snapshot();
    expect(await db.up()).toContain("tbl_auth_users.openid is a select field, a text field is needed");
    expect(await db.snapshot()).toEqual(before);
    expect(await db.sql(`SELECT file FROM _migrations WHERE file = '${FILE}'`)).toEqual([]);
  });
});

describe("a service on a collection that had limits of its own", () => {
  const fixture = fileURLToPath(new URL("./fixtures/own_limits", import.meta.url));
  let folder: string;
  let service: Service;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "kit-limits-"));
    const migrationsDir = join(folder, "pb_migrations");
    const dataDir = join(folder, "pb_data");
    for (const source of [fixture, join(projectRoot, "pb_migrations")])
      await cp(source, migrationsDir, { recursive: true });
    await runCommand(["migrate", "up"], { dataDir, migrationsDir });
    await runCommand(["superuser", "upsert", SUPERUSER.email, SUPERUSER.password], {
      dataDir,
      migrationsDir,
    });
    service = await startService({ from: dataDir });
  });
  afterAll(async () => {
    await service?.close();
    await rm(folder, { recursive: true, force: true });
  });

  test("stores names, phones, pictures and passwords as the contract has them", async () => {
    const body = registration({
      users_name: "很长很长很长很长很长的名字",
      password: "short-pw",
      passwordConfirm: "short-pw",
    });
    expect((await raw("platformRegister", body)).status).toBe(200);
    const { token } = await signIn();
    const code = service.sandbox.mintPhoneCode({ phone: "61234567", countryCode: "852" }).code;
    const profile = await raw(
      "wechatProfile",
      {
        users_name: "很长很长很长很长很长的名字",
        users_phone_code: code,
        users_picture: "https://example.com/a.png",
      },
      token,
    );
    expect(profile.status).toBe(200);
    const avatar = await fetch(`${service.url}/api/wechat/avatar`, {
      method: "POST",
      headers: { authorization: token },
      body: avatarForm(),
    });
    expect(avatar.status).toBe(200);
  });

  test("names the field that still refuses a value, and keeps nothing of it", async () => {
    const before = await service.admin.countUsers();
    const refused = await raw("platformRegister", registration({ users_level: "bronze" }));
    expect(refused).toEqual({
      status: 400,
      body: {
        code: 400,
        msg: "请求参数有误",
        data: { reason: "validation_failed", fields: { users_level: "users_level：不符合要求" } },
      },
    });
    expect(await service.admin.countUsers()).toBe(before);
    expect((await raw("platformRegister", registration({ users_level: "gold" }))).status).toBe(200);
  });

  test("names the field of a limit that an operator sets afterwards, at every operation that stores it", async () => {
    const users = await service.admin.request<{ fields: { name: string }[] }>(
      "GET",
      "/api/collections/tbl_auth_users",
    );
    const limits: { [field: string]: object } = {
      users_name: { max: 8 },
      users_phone: { pattern: "^1\\d{10}$" },
      users_picture: { exceptDomains: ["example.com"] },
      password: { min: 12 },
    };
    await service.admin.collection("tbl_auth_users", {
      fields: users.fields.map((field) => ({ ...field, ...limits[field.name] })),
    });
    const registered = await raw(
      "platformRegister",
      registration({ users_name: "很长很长很长很长很长", password: "short-pw", passwordConfirm: "short-pw" }),
    );
    expect([registered.status, registered.body.data]).toEqual([
      400,
      {
        reason: "validation_failed",
        fields: {
          users_name: "users_name：最多 8 个字符",
          users_picture: "users_picture：该网址的域名不被允许",
          password: "password：至少 12 个字符",
        },
      },
    ]);
    const { token } = await signIn();
    const { code } = service.sandbox.mintPhoneCode({ phone: "61234568", countryCode: "852" });
    const { body } = profileCall(service, token, { users_phone_code: code });
    const profile = await raw("wechatProfile", body, token);
    expect([profile.status, profile.body.data]).toEqual([
      400,
      {
        reason: "validation_failed",
        fields: {
          users_phone_code: "users_phone_code：格式不正确",
          users_picture: "users_picture：该网址的域名不被允许",
        },
      },
    ]);
  });

  async function signIn(): Promise<{ token: string }> {
    const login = await raw("wechatLogin", { users_wx_code: service.sandbox.mintLoginCode().code });
    return login.body as { token: string };
  }

  /** The adopted collection has fields of its own, which the contract check of the stock ones would refuse. */
  async function raw(operation: string, body: unknown, token = "") {
    const paths: { [operation: string]: string } = {
      platformRegister: "/api/platform/register",
      wechatLogin: "/api/wechat/login",
      wechatProfile: "/api/wechat/profile",
    };
    const response = await fetch(service.url + paths[operation], {
      method: "POST",
      headers: { "content-type": "application/json", authorization: token },
      body: JSON.stringify(body),
    });
    // eslint-disable-next-line @typescript-eslint/no-explicit-any -- compared as a whole
    return { status: response.status, body: (await response.json()) as any };
  }
});
