import { afterEach, describe, expect, test } from "vitest";
import { fieldsOf, type Row, type Workspace, insertUser, workspace } from "./support.ts";

const UUID_V4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const PASSWORD = "platform-password";
const PASSWORD_HASH = "$2a$04$oEQxaJW5O6uFqr6FfUVrse4ftAxNLSc.0Dci/nhGv7ymEXOFHxQ2O";

let db: Workspace;

afterEach(() => db.close());

/** A user of the older layout with every column that it had filled. */
const WECHAT_USER = {
  id: "wechat000000001",
  users_wx_openid: "oAbC-1_x",
  users_name: "微信用户",
  users_phone: "13800000001",
  users_type: "会员",
  users_idtype: "WeChat",
  users_status: 3,
  users_picture: "https://example.com/1.png",
  remark: "老用户",
  created: "2023-01-02 03:04:05.678Z",
  updated: "2024-01-02 03:04:05.678Z",
};

async function user(id: string): Promise<Row> {
  const [row] = await db.sql(`SELECT * FROM tbl_auth_users WHERE id = '${id}'`);
  if (row === undefined) throw new Error(`no user ${id}`);
  return row;
}

describe("the older layout", () => {
  test("has its users_wx_openid renamed to openid, with data, index, rules and identity field", async () => {
    db = await workspace("older_layout");
    await insertUser(db, WECHAT_USER);
    await db.up();

    const { users_wx_openid: openid, users_status, ...values } = WECHAT_USER;
    expect(await user(WECHAT_USER.id)).toMatchObject({
      ...values,
      openid,
      users_status: String(users_status),
    });
    expect(await user(WECHAT_USER.id)).not.toHaveProperty("users_wx_openid");
    const { collections } = await db.snapshot();
    expect(collections.tbl_auth_users).toMatchObject({
      viewRule: "id = @request.auth.id && users_status >= 0",
      indexes: expect.arrayContaining([
        "CREATE UNIQUE INDEX `idx_users_wx_openid` ON `tbl_auth_users` (`openid`)",
      ]),
      options: {
        authRule: "users_status >= 0 && (openid != 'blocked' || verified = true)",
        passwordAuth: { identityFields: ["email", "openid"] },
      },
    });
    expect(collections.orders).toMatchObject({
      listRule: "buyer = @request.auth.openid",
      viewRule: "owner.openid = 'oOwner' || @request.auth.openid = buyer",
      createRule: "@request.body.users_wx_openid = '' && @request.body.owner.openid != 'oBlocked'",
      updateRule: "@collection.tbl_auth_users.openid ?= buyer",
    });
    expect(fieldsOf(collections.orders)).toHaveProperty("users_wx_openid");
  });

  test("is put back exactly by down, and up after it gives the same again", async () => {
    db = await workspace("older_layout", "older_layout_partial_index");
    await insertUser(db, WECHAT_USER);
    await insertUser(db, { id: "platform0000001", users_phone: "+86 138-0000-0002", users_name: "平台" });
    await insertUser(db, { id: "platform0000002", users_phone: "", email: "own@example.com" });
    const before = await db.snapshot();
    await db.up();
    const migrated = await db.snapshot();
    // The full unique index on openid says all that the older one did.
    expect(migrated.schema.join()).not.toContain("idx_users_wx_openid");

    await db.down();
    const restored = await db.snapshot();
    expect(restored).toEqual({ ...before, schema: expect.anything(), rewrites: expect.anything() });
    expect(restored.schema.filter((entry) => !entry.includes("_wechat_auth_rewrites"))).toEqual(
      before.schema,
    );
    // What is left is the openids that were made, for the next up.
    expect(restored.rewrites.map(({ id, step, old_value }) => [id, step, old_value])).toEqual([
      ["platform0000001", "openid_made", ""],
      ["platform0000002", "openid_made", ""],
    ]);

    await db.up();
    const again = await db.snapshot();
    expect(again.users).toEqual(migrated.users);
    expect(again).toEqual(migrated);
  });

  test("is not changed by migrations that run a second time, and down still puts it back", async () => {
    db = await workspace("older_layout");
    await insertUser(db, WECHAT_USER);
    await insertUser(db, { id: "platform0000001", users_phone: "+8613800000002" });
    const before = await db.snapshot();
    await db.up();
    const migrated = await db.snapshot();
    await db.loseHistory();
    await db.up();
    expect(await db.snapshot()).toEqual(migrated);

    await db.down();
    expect((await db.snapshot()).users).toEqual(before.users);
    expect((await db.snapshot()).collections).toEqual(before.collections);
  });

  test("keeps users who signed up since, on down and on up after it", async () => {
    db = await workspace("older_layout");
    await insertUser(db, WECHAT_USER);
    await db.up();
    await insertUser(db, {
      id: "wechat000000002",
      openid: "oNew",
      users_idtype: "WeChat",
      users_level: "gold",
    });
    await insertUser(db, { id: "wechat000000003", openid: "oNewer", users_idtype: "WeChat" });
    const { users } = await db.snapshot();

    expect(await db.down()).toContain("tbl_auth_users: added fields that hold data are kept: users_level");
    expect(await db.sql("SELECT id, users_wx_openid, users_level FROM tbl_auth_users ORDER BY id")).toEqual([
      { id: "wechat000000001", users_wx_openid: "oAbC-1_x", users_level: "" },
      { id: "wechat000000002", users_wx_openid: "oNew", users_level: "gold" },
      { id: "wechat000000003", users_wx_openid: "oNewer", users_level: "" },
    ]);
    await db.up();
    expect((await db.snapshot()).users).toEqual(users);

    // A field that was kept for its data is still known as added.
    await db.sql("UPDATE tbl_auth_users SET users_level = ''");
    await db.down();
    expect(await user("wechat000000002")).not.toHaveProperty("users_level");
  });

  test("stops the start while a rule reaches the field through another collection, and names its collection", async () => {
    db = await workspace("older_layout", "far_rule");
    await insertUser(db, WECHAT_USER);
    const before = await db.snapshot();
    expect(await db.failToServe()).toContain("parcels has a rule on tbl_auth_users.users_wx_openid");
    expect(await db.snapshot()).toEqual(before);
  });

  test("stops the start while a view reads the field, names the view and changes nothing", async () => {
    db = await workspace("older_layout", "view_of_wx_openid");
    await insertUser(db, WECHAT_USER);
    const before = await db.snapshot();
    const output = await db.failToServe();
    expect(output).toContain("View collections read tbl_auth_users.users_wx_openid");
    expect(output).toContain("renamed to openid: members.");
    expect(await db.snapshot()).toEqual(before);
  });
});

describe("a platform user without a WeChat id", () => {
  const PLATFORM_USER = { id: "platform0000001", users_phone: "13800000002", users_name: "平台用户" };

  test("gets a UUID as openid and a placeholder e-mail, and signs in by it with the old password", async () => {
    db = await workspace("older_layout");
    await insertUser(db, { ...PLATFORM_USER, password: PASSWORD_HASH });
    await db.up();
    const { openid, email, users_idtype } = await user(PLATFORM_USER.id);
    expect(openid).toMatch(UUID_V4);
    expect(email).toBe(`${openid}@manage.local`);
    expect(users_idtype).toBe("ManagePlatform");

    const server = await db.serve();
    try {
      const path = "/api/collections/tbl_auth_users/auth-with-password";
      const answer = await server.request("POST", path, { identity: email, password: PASSWORD });
      expect(answer.body).toMatchObject({ record: { id: PLATFORM_USER.id, openid } });
    } finally {
      await server.stop();
    }
  });

  test("keeps an e-mail address of its own", async () => {
    db = await workspace("older_layout");
    await insertUser(db, { ...PLATFORM_USER, email: "own@example.com" });
    await db.up();
    expect(await user(PLATFORM_USER.id)).toMatchObject({
      email: "own@example.com",
      users_idtype: "ManagePlatform",
    });
  });

  test("whose placeholder e-mail holds a GUID gets that as openid, so that it still signs in by it", async () => {
    const guid = "0b5ee0a2-9f0b-1b1e-8a53-0d8a4c1b2d3e";
    db = await workspace("older_layout");
    await insertUser(db, { ...PLATFORM_USER, email: `${guid}@manage.local` });
    await db.up();
    expect(await user(PLATFORM_USER.id)).toMatchObject({
      openid: guid,
      email: `${guid}@manage.local`,
      users_idtype: "ManagePlatform",
    });
    await db.down();
    expect(await user(PLATFORM_USER.id)).toMatchObject({
      users_wx_openid: "",
      email: `${guid}@manage.local`,
    });
  });

  test("is one of many who each get another UUID", async () => {
    db = await workspace("older_layout", "older_layout_partial_index");
    await db.sql(
      `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500)
        INSERT INTO tbl_auth_users (id, tokenKey) SELECT printf('platform%07d', i), printf('key%047d', i) FROM n`,
    );
    await db.up();
    const openids = (await db.sql("SELECT openid FROM tbl_auth_users")).map(({ openid }) => openid);
    expect(new Set(openids).size).toBe(500);
    for (const openid of openids) expect(openid).toMatch(UUID_V4);
  });

  test("is told by a GUID in users_wx_openid, and keeps it", async () => {
    const guid = "0b5ee0a2-9f0b-4b1e-8a53-0d8a4c1b2d3e";
    db = await workspace("older_layout");
    await insertUser(db, { ...PLATFORM_USER, users_wx_openid: guid });
    await insertUser(db, { id: "wechat000000001", users_wx_openid: "oAbC-1_x" });
    await db.up();
    expect(await user(PLATFORM_USER.id)).toMatchObject({
      openid: guid,
      users_idtype: "ManagePlatform",
      email: `${guid}@manage.local`,
    });
    expect(await user("wechat000000001")).toMatchObject({ users_idtype: "WeChat", email: "" });
  });

  test("has a source that was known left alone", async () => {
    db = await workspace("older_layout", "older_layout_partial_index");
    await insertUser(db, { ...PLATFORM_USER, users_idtype: "Partner" });
    await db.up();
    expect(await user(PLATFORM_USER.id)).toMatchObject({ users_idtype: "Partner", email: "" });
    expect((await user(PLATFORM_USER.id)).openid).toMatch(UUID_V4);
  });
});

describe("a phone of the older layout", () => {
  const PHONES = [
    ["+86 138-0000-0001", "13800000001"],
    ["8613800000002", "13800000002"],
    ["0086 13800000003", "13800000003"],
    ["138 0000 0004", "13800000004"],
    ["13800000005", "13800000005"],
    ["+852 6123 4567", "+85261234567"],
    ["86 12345", "86 12345"],
    ["+86 12800000001", "+86 12800000001"],
    ["+86 138000000012", "+86 138000000012"],
  ];

  test("has one form, without prefix, spaces and hyphens where it is a mainland mobile number, and its old one again after down", async () => {
    db = await workspace("older_layout");
    for (const [i, [written]] of PHONES.entries()) {
      await insertUser(db, {
        id: `wechat00000000${i}`,
        users_wx_openid: `o${i}`,
        users_phone: String(written),
      });
    }
    const phones = async () =>
      (await db.sql("SELECT users_phone FROM tbl_auth_users ORDER BY id")).map((row) => row.users_phone);
    await db.up();
    expect(await phones()).toEqual(PHONES.map(([, normal]) => normal));
    await db.down();
    expect(await phones()).toEqual(PHONES.map(([written]) => written));
  });

  test("that its user has changed since is not undone by down", async () => {
    db = await workspace("older_layout");
    await insertUser(db, { id: "wechat000000001", users_wx_openid: "oOne", users_phone: "+8613800000001" });
    await db.up();
    await db.sql("UPDATE tbl_auth_users SET users_phone = '13900000009'");
    await db.down();
    expect(await user("wechat000000001")).toMatchObject({ users_phone: "13900000009" });
  });

  test("is forgotten in its old form when its user is deleted", async () => {
    db = await workspace("older_layout");
    await insertUser(db, { id: "wechat000000001", users_wx_openid: "oOne", users_phone: "+8613800000001" });
    await insertUser(db, { id: "wechat000000002", users_wx_openid: "oTwo", users_phone: "+8613800000002" });
    await db.up();
    await db.sql("DELETE FROM tbl_auth_users WHERE id = 'wechat000000001'");
    const ids = (await db.snapshot()).rewrites.map(({ id }) => id);
    expect(new Set(ids)).toEqual(new Set(["wechat000000002"]));
  });
});
