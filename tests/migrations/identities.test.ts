import { afterEach, describe, expect, test } from "vitest";
import { FILES, fieldsOf, insert, insertUser, type Workspace, workspace } from "./support.ts";

/** The mark that the migration itself writes. */
const STAMP = "2026-11-24 06:05:01.000Z";
const MARKED = "2026-12-01 08:00:00.000Z";

const WECHAT_USER = {
  id: "wechat000000001",
  openid: "oOne",
  users_idtype: "WeChat",
  users_phone: "13800000001",
};
const PLATFORM_USER = {
  id: "platform0000001",
  openid: "0b5ee0a2-9f0b-4b1e-8a53-0d8a4c1b2d3e",
  email: "0b5ee0a2-9f0b-4b1e-8a53-0d8a4c1b2d3e@manage.local",
  users_idtype: "ManagePlatform",
  users_phone: "13800000002",
};
const IDENTITY = { id: "identity0000001", appid: "wx1", openid: "oOne", user: WECHAT_USER.id };

/** How many files `down` has to undo for these two to be undone. */
const OURS = FILES.length - FILES.indexOf("1795500301_account_fields.js");

let db: Workspace;

afterEach(() => db.close());

/** A database as the release before identities left it, with users in it. */
async function earlierRelease() {
  db = await workspace();
  await db.up();
  await db.down(OURS);
  await insertUser(db, WECHAT_USER);
  await insertUser(db, { id: "wechat000000002", openid: "oTwo", users_idtype: "WeChat" });
  await insertUser(db, PLATFORM_USER);
}

const column = async (name: string) =>
  Object.fromEntries(
    (await db.sql(`SELECT id, ${name} AS value FROM tbl_auth_users`)).map(({ id, value }) => [id, value]),
  );
const marks = () => column("users_phone_verified_at");
const userFields = async () => fieldsOf((await db.snapshot()).collections.tbl_auth_users);

describe("the fields of an account", () => {
  test("count the phones that WeChat users have as verified, and no others", async () => {
    await earlierRelease();
    await db.up();
    expect(await marks()).toEqual({ wechat000000001: STAMP, wechat000000002: "", platform0000001: "" });
  });

  test("are taken away by down when they hold nothing but marks of the migration itself", async () => {
    await earlierRelease();
    const before = await db.snapshot();
    await db.up();
    const migrated = await db.snapshot();
    await db.down(OURS);
    expect(await db.snapshot()).toEqual(before);
    await db.up();
    expect(await db.snapshot()).toEqual(migrated);
  });

  test("survive down and up again when they hold anything else", async () => {
    await earlierRelease();
    await db.up();
    await db.sql(
      `UPDATE tbl_auth_users SET users_unionid = 'uOne', users_merged_into = 'platform0000001',
        users_phone_verified_at = '${MARKED}' WHERE id = 'wechat000000001'`,
    );
    // A later file's field, which would be taken away while it holds nothing.
    await db.sql("UPDATE tbl_auth_users SET users_password_legacy = '{}' WHERE id = 'wechat000000001'");
    const migrated = await db.snapshot();
    expect(await db.down(OURS)).toContain(
      "added fields that hold data are kept: users_phone_verified_at, users_unionid, users_merged_into",
    );
    expect((await db.snapshot()).users).toEqual(migrated.users);
    await db.up();
    expect(await db.snapshot()).toEqual(migrated);

    // What was kept is still known as added.
    await db.sql(
      "UPDATE tbl_auth_users SET users_unionid = '', users_merged_into = '', users_phone_verified_at = '', users_phone = ''",
    );
    await db.down(OURS);
    expect(await userFields()).not.toHaveProperty("users_unionid");
    expect(await userFields()).not.toHaveProperty("users_merged_into");
    expect(await userFields()).not.toHaveProperty("users_phone_verified_at");
  });

  test("each survive by themselves", async () => {
    await earlierRelease();
    await db.up();
    await db.sql("UPDATE tbl_auth_users SET users_unionid = 'uOne' WHERE id = 'wechat000000001'");
    await db.down(OURS);
    expect(await userFields()).toHaveProperty("users_unionid");
    expect(await userFields()).not.toHaveProperty("users_phone_verified_at");
    await db.up();
    expect(await marks()).toMatchObject({ wechat000000001: STAMP });
    expect(await column("users_unionid")).toMatchObject({ wechat000000001: "uOne" });
  });

  test("do not call a WeChat user's phone verified that lost its mark before down", async () => {
    await earlierRelease();
    await db.up();
    await db.sql(
      "UPDATE tbl_auth_users SET users_phone = '13900000009', users_phone_verified_at = '' WHERE id = 'wechat000000001'",
    );
    await db.down(OURS);
    await db.up();
    expect(await marks()).toMatchObject({ wechat000000001: "" });
  });

  test("are not marked anew by a migration that runs a second time", async () => {
    await earlierRelease();
    await db.up();
    await db.sql("UPDATE tbl_auth_users SET users_phone_verified_at = ''");
    await db.loseHistory();
    const before = await db.snapshot();
    await db.up();
    expect(await db.snapshot()).toEqual(before);
  });

  test("that are there are adopted: hidden, not required, unique, and put back by down", async () => {
    db = await workspace("current_layout", "own_account_fields");
    await insertUser(db, {
      ...WECHAT_USER,
      users_wx_openid: "oOne",
      users_unionid: "uOne",
      users_phone_verified_at: MARKED,
    });
    await insertUser(db, {
      ...WECHAT_USER,
      id: "wechat000000002",
      openid: "oTwo",
      users_wx_openid: "oTwo",
      users_phone: "13800000003",
      member_number: "m2",
    });
    const before = await db.snapshot();
    await db.up();
    const migrated = await db.snapshot();
    expect(await userFields()).toMatchObject({ users_unionid: { hidden: true, required: false } });
    expect(migrated.collections.tbl_auth_users?.indexes).toContain(
      "CREATE UNIQUE INDEX `idx_tbl_auth_users_users_unionid` ON `tbl_auth_users` (`users_unionid`) WHERE `users_unionid` != ''",
    );
    expect(await marks()).toEqual({ wechat000000001: MARKED, wechat000000002: STAMP });
    await db.down();
    expect(await db.snapshot()).toEqual(before);
    await db.up();
    expect(await db.snapshot()).toEqual(migrated);
  });

  test("stop the start when users share a unionid, which is not said, and nothing is changed", async () => {
    db = await workspace("current_layout", "own_account_fields");
    for (const n of [1, 2]) {
      await insertUser(db, {
        id: `wechat00000000${n}`,
        openid: `o${n}`,
        users_wx_openid: `o${n}`,
        users_phone: String(n),
        users_unionid: "uSame",
      });
    }
    const before = await db.snapshot();
    const output = await db.failToServe();
    expect(output).toContain(
      "tbl_auth_users.users_unionid must be unique, but records share a value: wechat000000001 wechat000000002.",
    );
    expect(output).not.toContain("uSame");
    expect(await db.snapshot()).toEqual(before);
  });

  test("that cannot be adopted stop the start, and nothing is changed", async () => {
    db = await workspace("current_layout", "unfit_account_fields");
    const before = await db.snapshot();
    expect(await db.failToServe()).toContain(
      "tbl_auth_users cannot be adopted: users_phone_verified_at is a text field, needed is date.",
    );
    expect(await db.snapshot()).toEqual(before);
  });
});

describe("the identities", () => {
  test("survive down and up again, one that was unlinked included", async () => {
    await earlierRelease();
    await db.up();
    await insert(db, "tbl_auth_identities", IDENTITY);
    await insert(db, "tbl_auth_identities", {
      id: "identity0000002",
      appid: "wx1",
      openid: "oTwo",
      user: "",
    });
    const migrated = await db.snapshot();
    expect(await db.down(OURS)).toContain("tbl_auth_identities holds records and is kept as it is");
    expect((await db.snapshot()).identities).toEqual(migrated.identities);
    await db.up();
    expect(await db.snapshot()).toEqual(migrated);
  });

  test("go with the last user: what they say of nobody needs no keeping", async () => {
    await earlierRelease();
    await db.up();
    await insert(db, "tbl_auth_identities", { ...IDENTITY, user: "" });
    await db.sql("DELETE FROM tbl_auth_users");
    await db.down();
    expect(Object.keys((await db.snapshot()).collections)).not.toContain("tbl_auth_identities");
    expect(Object.keys((await db.snapshot()).collections)).not.toContain("tbl_auth_users");
  });

  test("are one for each WeChat account, and one for each user and mini-program", async () => {
    await earlierRelease();
    await db.up();
    await insert(db, "tbl_auth_identities", IDENTITY);
    const refused = (values: object) =>
      expect(
        insert(db, "tbl_auth_identities", { ...IDENTITY, id: "identity0000009", ...values }),
      ).rejects.toThrow("UNIQUE constraint failed");
    await refused({ user: PLATFORM_USER.id });
    await refused({ openid: "oOther" });
    await insert(db, "tbl_auth_identities", { ...IDENTITY, id: "identity0000002", appid: "wx2" });
    for (const n of [3, 4]) {
      await insert(db, "tbl_auth_identities", {
        ...IDENTITY,
        id: `identity000000${n}`,
        openid: `o${n}`,
        user: "",
      });
    }
  });

  test("go when their user is deleted", async () => {
    await earlierRelease();
    await db.up();
    await insert(db, "tbl_auth_identities", IDENTITY);
    const server = await db.serve();
    try {
      const path = `/api/collections/tbl_auth_users/records/${WECHAT_USER.id}`;
      expect(await server.request("DELETE", path, undefined, server.superuserToken)).toMatchObject({
        status: 204,
      });
    } finally {
      await server.stop();
    }
    expect((await db.snapshot()).identities).toEqual([]);
  });

  test("take over an operator's collection of that name: closed, complete, and put back by down", async () => {
    db = await workspace("current_layout", "own_identities");
    await insertUser(db, { ...WECHAT_USER, users_wx_openid: "oOne" });
    await insert(db, "tbl_auth_identities", { id: "identity0000001", appid: "wx1", openid: "oOne", seen: 3 });
    const before = await db.snapshot();
    await db.up();
    const migrated = await db.snapshot();
    expect(migrated.collections.tbl_auth_identities).toMatchObject({
      listRule: null,
      viewRule: null,
      createRule: null,
      updateRule: null,
      deleteRule: null,
      indexes: [
        "CREATE UNIQUE INDEX `idx_who` ON `tbl_auth_identities` (`openid`, `appid`)",
        expect.stringContaining("idx_tbl_auth_identities_user_appid"),
        expect.stringContaining("idx_tbl_auth_identities_user`"),
      ],
    });
    expect(fieldsOf(migrated.collections.tbl_auth_identities)).toMatchObject({
      appid: { required: true, max: 128 },
      openid: { required: true },
      seen: { type: "number" },
      user: { type: "relation", cascadeDelete: true },
    });
    expect(migrated.identities).toMatchObject([{ openid: "oOne", seen: "3", user: "" }]);
    await db.down();
    expect(await db.snapshot()).toEqual(before);
    await db.up();
    expect(await db.snapshot()).toEqual(migrated);

    // Who signs in as whom is kept, and the operator's rule comes back all the same.
    await db.sql(`UPDATE tbl_auth_identities SET user = '${WECHAT_USER.id}'`);
    expect(await db.down(OURS)).toContain("tbl_auth_identities: added fields that hold data are kept: user");
    const { collections, identities } = await db.snapshot();
    expect(collections.tbl_auth_identities).toMatchObject({ listRule: "@request.auth.id != ''" });
    expect(identities).toMatchObject([{ user: WECHAT_USER.id }]);
    await db.up();
    expect((await db.snapshot()).identities).toMatchObject([{ user: WECHAT_USER.id, seen: "3" }]);
  });

  test("stop the start over an operator's records that share an account, which is not said", async () => {
    db = await workspace("current_layout", "own_identities");
    await db.sql("DROP INDEX idx_who");
    for (const n of [1, 2])
      await insert(db, "tbl_auth_identities", { id: `identity000000${n}`, appid: "wx1", openid: "oSame" });
    const before = await db.snapshot();
    const output = await db.failToServe();
    expect(output).toContain(
      "tbl_auth_identities: appid and openid together must be unique, but records share them: identity0000001 identity0000002.",
    );
    expect(output).not.toContain("oSame");
    expect(await db.snapshot()).toEqual(before);
  });

  test("cannot take over a collection of other kinds of fields: the start is stopped and nothing is changed", async () => {
    db = await workspace("current_layout", "unfit_identities");
    const before = await db.snapshot();
    expect(await db.failToServe()).toContain(
      "tbl_auth_identities cannot be adopted: appid is a number field, needed is text; " +
        "user must be a single relation to tbl_auth_users.",
    );
    expect(await db.snapshot()).toEqual(before);
  });
});
