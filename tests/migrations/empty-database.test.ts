import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { FILES, fieldsOf, insert, insertUser, type Server, type Workspace, workspace } from "./support.ts";

const TEXT = {
  type: "text",
  required: false,
  max: 0,
  min: 0,
  pattern: "",
  autogeneratePattern: "",
  primaryKey: false,
};
const NUMBER = { type: "number", required: false, min: null, max: null, onlyInt: false };
const COMMON = { hidden: false, presentable: false, system: false, help: "" };
const AUTODATE = { type: "autodate", hidden: false, presentable: false, system: false };
const ACTIVE = "users_status >= 0";
const OWN_RECORD = `id = @request.auth.id && ${ACTIVE}`;

let db: Workspace;

beforeEach(async () => {
  db = await workspace();
});
afterEach(() => db.close());

describe("an empty database", () => {
  test("gets tbl_auth_users with exactly its fields, rules, options and indexes", async () => {
    expect(await db.up()).toBe(FILES.map((file) => `Applied ${file}`).join("\n"));

    const { tbl_auth_users: users } = (await db.snapshot()).collections;
    expect(fieldsOf(users)).toEqual({
      id: expect.objectContaining({ type: "text", system: true }),
      password: expect.objectContaining({ type: "password", system: true, hidden: true }),
      tokenKey: expect.objectContaining({ type: "text", system: true, hidden: true }),
      email: {
        ...COMMON,
        type: "email",
        system: true,
        required: false,
        exceptDomains: null,
        onlyDomains: null,
      },
      emailVisibility: { ...COMMON, type: "bool", system: true, required: false },
      verified: { ...COMMON, type: "bool", system: true, required: false },
      users_convers_id: { ...COMMON, ...TEXT },
      users_id: { ...COMMON, ...TEXT },
      users_idtype: {
        ...COMMON,
        type: "select",
        required: false,
        maxSelect: 1,
        values: ["WeChat", "ManagePlatform"],
      },
      users_id_number: { ...COMMON, ...TEXT },
      users_status: { ...COMMON, ...NUMBER },
      users_rank_level: { ...COMMON, ...NUMBER },
      users_auth_type: { ...COMMON, ...NUMBER },
      users_type: { ...COMMON, type: "select", required: false, maxSelect: 1, values: ["游客", "注册用户"] },
      users_name: { ...COMMON, ...TEXT },
      users_phone: { ...COMMON, ...TEXT },
      users_level: { ...COMMON, ...TEXT },
      users_picture: { ...COMMON, ...TEXT, max: 2048 },
      openid: { ...COMMON, ...TEXT, required: true, max: 128 },
      company_id: { ...COMMON, ...TEXT },
      users_parent_id: { ...COMMON, ...TEXT },
      users_promo_code: { ...COMMON, ...TEXT },
      usergroups_id: { ...COMMON, ...TEXT },
      users_avatar: {
        ...COMMON,
        type: "file",
        required: false,
        protected: false,
        maxSelect: 1,
        maxSize: 2097152,
        mimeTypes: ["image/jpeg", "image/png", "image/webp"],
        thumbs: null,
      },
      created: { ...AUTODATE, onCreate: true, onUpdate: false },
      updated: { ...AUTODATE, onCreate: true, onUpdate: true },
      users_phone_verified_at: { ...COMMON, type: "date", required: false, min: "", max: "" },
      users_unionid: { ...COMMON, ...TEXT, hidden: true },
      users_merged_into: { ...COMMON, ...TEXT },
      users_password_legacy: { ...COMMON, ...TEXT, hidden: true },
    });
    expect(users).toMatchObject({
      type: "auth",
      listRule: null,
      viewRule: OWN_RECORD,
      createRule: null,
      updateRule: null,
      deleteRule: null,
      indexes: [
        "CREATE UNIQUE INDEX `idx_tbl_auth_users_openid` ON `tbl_auth_users` (`openid`)",
        "CREATE UNIQUE INDEX `idx_tbl_auth_users_users_phone` ON `tbl_auth_users` (`users_phone`) WHERE `users_phone` != ''",
        "CREATE INDEX `idx_tbl_auth_users_email` ON `tbl_auth_users` (`email`)",
        expect.stringMatching(/^CREATE UNIQUE INDEX `idx_tokenKey_\w+` ON `tbl_auth_users` \(`tokenKey`\)$/),
        expect.stringMatching(
          /^CREATE UNIQUE INDEX `idx_email_\w+` ON `tbl_auth_users` \(`email`\) WHERE `email` != ''$/,
        ),
        "CREATE UNIQUE INDEX `idx_tbl_auth_users_users_unionid` ON `tbl_auth_users` (`users_unionid`) WHERE `users_unionid` != ''",
      ],
      options: {
        authRule: ACTIVE,
        manageRule: null,
        passwordAuth: { enabled: true, identityFields: ["email"] },
        otp: { enabled: false },
        mfa: { enabled: false },
        oauth2: { enabled: false },
        authAlert: { enabled: false },
      },
    });
  });

  test("gets tbl_company with exactly its fields, for superusers only", async () => {
    await db.up();
    const { tbl_company: company } = (await db.snapshot()).collections;
    expect(fieldsOf(company)).toEqual({
      id: expect.objectContaining({ type: "text", system: true }),
      company_id: { ...COMMON, ...TEXT, required: true },
      company_name: { ...COMMON, ...TEXT },
    });
    expect(company).toMatchObject({
      type: "base",
      listRule: null,
      viewRule: null,
      createRule: null,
      updateRule: null,
      deleteRule: null,
      indexes: ["CREATE UNIQUE INDEX `idx_tbl_company_company_id` ON `tbl_company` (`company_id`)"],
    });
  });

  test("gets tbl_auth_identities with exactly its fields, for superusers only", async () => {
    await db.up();
    const { tbl_auth_users: users, tbl_auth_identities: identities } = (await db.snapshot()).collections;
    expect(fieldsOf(identities)).toEqual({
      id: expect.objectContaining({ type: "text", system: true }),
      appid: { ...COMMON, ...TEXT, required: true, max: 128 },
      openid: { ...COMMON, ...TEXT, required: true, max: 128 },
      user: {
        ...COMMON,
        type: "relation",
        required: false,
        collectionId: users?.id,
        cascadeDelete: true,
        minSelect: 0,
        maxSelect: 1,
      },
      created: { ...AUTODATE, onCreate: true, onUpdate: false },
      updated: { ...AUTODATE, onCreate: true, onUpdate: true },
    });
    expect(identities).toMatchObject({
      type: "base",
      listRule: null,
      viewRule: null,
      createRule: null,
      updateRule: null,
      deleteRule: null,
      indexes: [
        "CREATE UNIQUE INDEX `idx_tbl_auth_identities_appid_openid` ON `tbl_auth_identities` (`appid`, `openid`)",
        "CREATE UNIQUE INDEX `idx_tbl_auth_identities_user_appid` ON `tbl_auth_identities` (`user`, `appid`) WHERE `user` != ''",
        "CREATE INDEX `idx_tbl_auth_identities_user` ON `tbl_auth_identities` (`user`)",
      ],
    });
  });

  test("is left as it was by down, and migrated to the same by up after it", async () => {
    const before = await db.snapshot();
    await db.up();
    const migrated = await db.snapshot();
    expect(await db.down()).toContain(`Reverted ${FILES[0]}`);
    expect(await db.snapshot()).toEqual(before);

    await db.up();
    const again = await db.snapshot();
    expect(again.schema).toEqual(migrated.schema);
    expect(again.rateLimits).toEqual(migrated.rateLimits);
    expect(Object.keys(again.collections)).toEqual(Object.keys(migrated.collections));
  });

  test("keeps created collections whole on down while they hold records, and up after it changes nothing", async () => {
    await db.up();
    await insertUser(db, {
      id: "wechat000000001",
      openid: "oOne",
      users_idtype: "WeChat",
      users_phone: "13800000001",
      users_phone_verified_at: "2026-12-01 08:00:00.000Z",
      users_unionid: "uOne",
      users_merged_into: "wechat000000002",
      users_password_legacy: '{"scheme":"reset"}',
    });
    await insert(db, "tbl_auth_imports", { id: "import000000001", source_key: "k", user: "wechat000000001" });
    await insert(db, "tbl_auth_identities", {
      id: "identity0000001",
      appid: "wx1",
      openid: "oOne",
      user: "wechat000000001",
    });
    await insert(db, "tbl_company", { id: "company00000001", company_id: "c1", company_name: "一公司" });
    const before = await db.snapshot();

    const output = await db.down();
    expect(output).toContain("tbl_auth_users holds records and is kept as it is");
    expect(output).toContain("tbl_company holds records and is kept as it is");
    expect(output).toContain("tbl_auth_identities holds records and is kept as it is");
    expect(output).toContain(
      "tbl_auth_users.users_password_legacy and tbl_auth_imports hold data and are kept as they are.",
    );
    const kept = await db.snapshot();
    expect(kept.collections).toEqual(before.collections);
    expect(kept.users).toEqual(before.users);
    expect(kept.companies).toEqual(before.companies);

    await db.up();
    expect(await db.snapshot()).toEqual(before);

    await db.down();
    await db.sql("DELETE FROM tbl_auth_users");
    await db.sql("DELETE FROM tbl_company");
    await db.up();
    await db.down();
    expect(Object.keys((await db.snapshot()).collections)).not.toContain("tbl_auth_users");
  });

  test("is not changed by migrations that run a second time", async () => {
    await db.up();
    await insertUser(db, { id: "wechat000000001", openid: "oOne", users_idtype: "WeChat" });
    const before = await db.snapshot();
    await db.loseHistory();
    expect(await db.up()).toContain(`Applied ${FILES[0]}`);
    expect(await db.snapshot()).toEqual(before);
  });

  test("finds users by openid, phone, e-mail, unionid and identity through an index", async () => {
    await db.up();
    const plan = async (condition: string, table = "tbl_auth_users") => {
      const rows = await db.sql(`EXPLAIN QUERY PLAN SELECT * FROM ${table} WHERE ${condition}`);
      return rows.map(({ detail }) => detail);
    };
    expect(await plan("openid = 'x'")).toEqual([
      "SEARCH tbl_auth_users USING INDEX idx_tbl_auth_users_openid (openid=?)",
    ]);
    expect(await plan("email = 'x'")).toEqual([
      "SEARCH tbl_auth_users USING INDEX idx_tbl_auth_users_email (email=?)",
    ]);
    // The index is partial: SQLite uses it only where the query says so too.
    expect(await plan("users_phone = 'x' AND users_phone != ''")).toEqual([
      "SEARCH tbl_auth_users USING INDEX idx_tbl_auth_users_users_phone (users_phone=?)",
    ]);
    expect(await plan("users_unionid = 'x' AND users_unionid != ''")).toEqual([
      "SEARCH tbl_auth_users USING INDEX idx_tbl_auth_users_users_unionid (users_unionid=?)",
    ]);
    expect(
      await plan("id = (SELECT user FROM tbl_auth_identities WHERE appid = 'x' AND openid = 'y')"),
    ).toEqual([
      expect.stringMatching(
        /^SEARCH tbl_auth_users USING INDEX sqlite_autoindex_tbl_auth_users_1 \(id=\?\)$/,
      ),
      expect.stringContaining("SCALAR SUBQUERY"),
      "SEARCH tbl_auth_identities USING INDEX idx_tbl_auth_identities_appid_openid (appid=? AND openid=?)",
    ]);
    // As PocketBase's cascades ask.
    expect(await plan("user = 'x'", "tbl_auth_identities")).toEqual([
      "SEARCH tbl_auth_identities USING INDEX idx_tbl_auth_identities_user (user=?)",
    ]);
  });
});

describe("a user record on a fresh database", () => {
  const PASSWORD = "platform-password";
  let server: Server;

  beforeEach(async () => {
    server = await db.serve();
  });
  afterEach(() => server.stop());

  const create = async (collection: string, values: Record<string, unknown>) => {
    const body = { password: PASSWORD, passwordConfirm: PASSWORD, ...values };
    const created = await server.request(
      "POST",
      `/api/collections/${collection}/records`,
      body,
      server.superuserToken,
    );
    expect(created, JSON.stringify(created.body)).toMatchObject({ status: 200 });
  };
  const signIn = async (collection: string, identity: string) =>
    server.request("POST", `/api/collections/${collection}/auth-with-password`, {
      identity,
      password: PASSWORD,
    });

  test("is seen by its owner alone, and only while the account is not disabled", async () => {
    const one = { id: "platform0000001", openid: "openid-one", email: "one@manage.local" };
    await create("tbl_auth_users", one);
    await create("tbl_auth_users", { openid: "openid-two", email: "two@manage.local" });
    await create("users", { email: "stranger@example.com" });
    const path = `/api/collections/tbl_auth_users/records/${one.id}`;

    const own = (await signIn("tbl_auth_users", one.email)).body?.token as string;
    const other = (await signIn("tbl_auth_users", "two@manage.local")).body?.token as string;
    const stranger = (await signIn("users", "stranger@example.com")).body?.token as string;
    expect((await server.request("GET", path, undefined, own)).body).toMatchObject({ openid: "openid-one" });
    for (const token of [undefined, other, stranger]) {
      expect(await server.request("GET", path, undefined, token)).toMatchObject({ status: 404 });
    }

    await server.request("PATCH", path, { users_status: -1 }, server.superuserToken);
    expect(await server.request("GET", path, undefined, own)).toMatchObject({ status: 404 });
    expect(await signIn("tbl_auth_users", one.email)).toMatchObject({ status: 403 });
  });

  test("needs an openid that no other has, and a phone that no other has unless it is empty", async () => {
    await create("tbl_auth_users", { openid: "openid-one", users_phone: "13800000001" });
    await create("tbl_auth_users", { openid: "openid-two" });
    await create("tbl_auth_users", { openid: "openid-three" });
    const refused = async (values: Record<string, unknown>) => {
      const body = { password: PASSWORD, passwordConfirm: PASSWORD, ...values };
      const path = "/api/collections/tbl_auth_users/records";
      return (await server.request("POST", path, body, server.superuserToken)).body?.data;
    };
    expect(await refused({})).toMatchObject({ openid: { code: "validation_required" } });
    expect(await refused({ openid: "openid-one" })).toMatchObject({
      openid: { code: "validation_not_unique" },
    });
    expect(await refused({ openid: "new", users_phone: "13800000001" })).toMatchObject({
      users_phone: { code: "validation_not_unique" },
    });
  });
});
