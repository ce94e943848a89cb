import { afterEach, describe, expect, test } from "vitest";
import { FILES, fieldsOf, insert, insertUser, type Workspace, workspace } from "./support.ts";

const PASSWORD = "platform-password";
const PASSWORD_HASH = "$2a$04$oEQxaJW5O6uFqr6FfUVrse4ftAxNLSc.0Dci/nhGv7ymEXOFHxQ2O";

const USER = {
  id: "user00000000001",
  email: "one@example.com",
  verified: 1,
  password: PASSWORD_HASH,
  openid: "",
  users_wx_openid: "oOne",
  users_name: "甲",
  users_phone: "13800000001",
  users_type: "VIP",
  users_idtype: "mini",
  users_status: 2,
  users_rank_level: 5,
  users_level: "gold",
  member_number: "m1",
};

let db: Workspace;

afterEach(() => db.close());

describe("an existing database", () => {
  test("keeps its values, extra fields and field types, and gains what is missing", async () => {
    db = await workspace("current_layout");
    await insertUser(db, USER);
    await insert(db, "tbl_company", { id: "company00000001", company_id: "c1", address: "北京" });
    expect(await db.up()).not.toContain("required");

    const { users, companies, collections } = await db.snapshot();
    const { verified, users_status, users_rank_level, ...values } = USER;
    expect(users).toEqual([
      expect.objectContaining({
        ...values,
        verified: String(verified),
        users_status: String(users_status),
        users_rank_level: String(users_rank_level),
        openid: "oOne",
        users_picture: "",
        users_auth_type: "0",
      }),
    ]);
    expect(companies).toEqual([
      { id: "company00000001", company_id: "c1", company_name: "", address: "北京" },
    ]);
    expect(fieldsOf(collections.tbl_auth_users)).toMatchObject({
      users_type: { type: "text" },
      users_idtype: { type: "text" },
      users_level: { type: "select", values: ["gold", "silver"] },
      users_phone: { type: "text", required: false },
      users_wx_openid: { type: "text", required: false },
      member_number: { type: "text" },
      openid: { type: "text", required: true },
      users_avatar: { type: "file" },
    });
    expect(fieldsOf(collections.tbl_company)).toMatchObject({
      company_id: { required: true },
      company_name: { type: "text" },
      address: { type: "text" },
    });
  });

  test("has its access closed, and an operator's stricter sign-in rule kept beside ours", async () => {
    db = await workspace("current_layout");
    await db.up();
    const { tbl_auth_users, tbl_company } = (await db.snapshot()).collections;
    expect(tbl_auth_users).toMatchObject({
      listRule: null,
      viewRule: "id = @request.auth.id && users_status >= 0",
      createRule: null,
      updateRule: null,
      deleteRule: null,
      options: {
        authRule: "users_status >= 0 && (verified = true // only checked people\n)",
        manageRule: null,
        otp: { enabled: false, duration: 120, length: 6 },
        authAlert: { enabled: false },
      },
    });
    expect(tbl_company).toMatchObject({ listRule: null, viewRule: null });
  });

  test("applies both sign-in rules", async () => {
    db = await workspace("current_layout");
    await insertUser(db, USER);
    await insertUser(db, {
      ...USER,
      id: "user00000000002",
      users_wx_openid: "oTwo",
      users_phone: "",
      member_number: "",
      email: "two@example.com",
      verified: 0,
    });
    await insertUser(db, {
      ...USER,
      id: "user00000000003",
      users_wx_openid: "oThree",
      users_phone: "13800000003",
      member_number: "",
      email: "three@example.com",
      users_status: -1,
    });
    const server = await db.serve();
    try {
      const signIn = async (identity: string) => {
        const path = "/api/collections/tbl_auth_users/auth-with-password";
        return (await server.request("POST", path, { identity, password: PASSWORD })).status;
      };
      expect(await signIn("one@example.com")).toBe(200);
      expect(await signIn("two@example.com")).toBe(403);
      expect(await signIn("three@example.com")).toBe(403);
    } finally {
      await server.stop();
    }
  });

  test("that lets nobody sign in still lets nobody sign in", async () => {
    db = await workspace("current_layout", "nobody_signs_in");
    await db.up();
    expect((await db.snapshot()).collections.tbl_auth_users).toMatchObject({ options: { authRule: null } });
  });

  test("keeps its users signed in, through up and down", async () => {
    db = await workspace("current_layout");
    await insertUser(db, USER);
    const secret = async () => (await db.snapshot()).collections.tbl_auth_users?.options;
    const before = await secret();
    await db.up();
    expect(await secret()).toMatchObject({ authToken: (before as { authToken: unknown }).authToken });
    await db.down();
    expect(await secret()).toEqual(before);
  });

  test("lets many users have an empty value where a unique index let only one", async () => {
    db = await workspace("current_layout");
    await db.up();
    expect((await db.snapshot()).collections.tbl_auth_users?.indexes).toEqual([
      "CREATE UNIQUE INDEX `idx_phone` ON `tbl_auth_users` (`users_phone`) WHERE `users_phone` != ''",
      "CREATE UNIQUE INDEX `idx_wx` ON `tbl_auth_users` (users_wx_openid) WHERE `users_wx_openid` != ''",
      expect.stringContaining("idx_member"),
      expect.stringContaining("idx_tokenKey_"),
      expect.stringContaining("idx_email_"),
      "CREATE UNIQUE INDEX `idx_tbl_auth_users_openid` ON `tbl_auth_users` (`openid`)",
      "CREATE INDEX `idx_tbl_auth_users_email` ON `tbl_auth_users` (`email`)",
      "CREATE UNIQUE INDEX `idx_tbl_auth_users_users_unionid` ON `tbl_auth_users` (`users_unionid`) WHERE `users_unionid` != ''",
    ]);
    await insertUser(db, { id: "user00000000001", openid: "o1" });
    await insertUser(db, { id: "user00000000002", openid: "o2" });

    expect(await db.down()).toContain(
      "index idx_phone still skips empty values, because several records have none",
    );
    expect((await db.snapshot()).collections.tbl_auth_users?.indexes).toContain(
      "CREATE UNIQUE INDEX `idx_phone` ON `tbl_auth_users` (`users_phone`) WHERE `users_phone` != ''",
    );
  });

  test("is put back exactly by down, one migration at a time, and up after it gives the same again", async () => {
    db = await workspace("current_layout");
    await insertUser(db, USER);
    await insertUser(db, { id: "user00000000002", users_phone: "+86 13800000002" });
    await insert(db, "tbl_company", { id: "company00000001", company_id: "c1", address: "北京" });
    const before = await db.snapshot();
    await db.up();
    const migrated = await db.snapshot();
    for (let i = 0; i < FILES.length; i++) await db.down(1);
    const restored = await db.snapshot();
    expect(restored).toEqual({ ...before, schema: expect.anything(), rewrites: expect.anything() });
    expect(restored.schema.filter((entry) => !entry.includes("_wechat_auth_rewrites"))).toEqual(
      before.schema,
    );
    await db.up();
    expect(await db.snapshot()).toEqual(migrated);
  });

  test("keeps what an operator has set since, on down", async () => {
    db = await workspace("current_layout");
    await db.up();
    await db.sql(
      `UPDATE _collections SET listRule = 'verified = true', deleteRule = '',
        indexes = json_insert(indexes, '$[#]', 'CREATE INDEX \`idx_name\` ON \`tbl_auth_users\` (\`users_name\`)')
        WHERE name = 'tbl_auth_users'`,
    );
    await db.down();
    const users = (await db.snapshot()).collections.tbl_auth_users;
    expect(users).toMatchObject({ listRule: "verified = true", deleteRule: "", viewRule: null });
    expect(users?.indexes).toEqual([
      expect.stringContaining("idx_member"),
      expect.stringContaining("idx_tokenKey_"),
      expect.stringContaining("idx_email_"),
      expect.stringContaining("idx_name"),
      "CREATE UNIQUE INDEX `idx_phone` ON `tbl_auth_users` (`users_phone`)",
      "CREATE UNIQUE INDEX `idx_wx` ON `tbl_auth_users` (users_wx_openid)",
    ]);
  });

  test("without any openid has its users know theirs again with up after down", async () => {
    db = await workspace("no_identities");
    await insertUser(db, { id: "user00000000001", email: "one@example.com", nickname: "甲" });
    const before = await db.snapshot();
    await db.up();
    const migrated = await db.snapshot();
    expect(migrated.users).toMatchObject([
      { openid: expect.stringMatching(/^.{36}$/), users_idtype: "ManagePlatform" },
    ]);
    await db.down();
    const restored = await db.snapshot();
    expect(restored.collections).toEqual(before.collections);
    expect(restored.users).toEqual(before.users);
    await db.up();
    expect(await db.snapshot()).toEqual(migrated);

    // A user who signed up since has an openid that down may not lose, and need not be given by the old software.
    await insertUser(db, { id: "user00000000002", openid: "oTwo", users_idtype: "WeChat" });
    await db.down();
    expect(await db.sql("SELECT id, openid FROM tbl_auth_users ORDER BY id")).toEqual([
      { id: "user00000000001", openid: "" },
      { id: "user00000000002", openid: "oTwo" },
    ]);
    expect(fieldsOf((await db.snapshot()).collections.tbl_auth_users)).toMatchObject({
      openid: { required: false },
      users_idtype: { required: false },
    });
    await db.up();
    expect((await db.snapshot()).users).toMatchObject([migrated.users[0] ?? {}, { openid: "oTwo" }]);
  });

  test("whose collections were deleted since can still be migrated down, and up again", async () => {
    db = await workspace("older_layout");
    await insertUser(db, { id: "user00000000001", users_phone: "+8613800000001" });
    await db.up();
    const server = await db.serve();
    for (const name of [
      "orders",
      "tbl_auth_identities",
      "tbl_auth_imports",
      "tbl_auth_users",
      "tbl_company",
    ]) {
      const answer = await server.request(
        "DELETE",
        `/api/collections/${name}`,
        undefined,
        server.superuserToken,
      );
      expect(answer.status).toBe(204);
    }
    await server.stop();
    expect(await db.down()).toContain(`Reverted ${FILES[0]}`);
    expect(await db.up()).toContain(`Applied ${FILES.at(-1)}`);
    expect(Object.keys((await db.snapshot()).collections)).toEqual(
      expect.arrayContaining(["tbl_auth_users", "tbl_company"]),
    );
  });

  test("may have made its collections by migrations of its own, older ones in the same folder", async () => {
    db = await workspace();
    const output = await db.up("current_layout");
    expect(output.split("\n")).toEqual(
      ["1600000002_current_layout.js", ...FILES].map((file) => `Applied ${file}`),
    );
    expect((await db.snapshot()).collections.tbl_auth_users).toMatchObject({
      options: { authRule: expect.stringContaining("verified = true") },
    });
  });

  test.each([
    [
      "unfit_fields",
      "tbl_auth_users cannot be adopted: users_status is a text field, needed is number; " +
        "users_type is a select field of several values, needed is select or text.",
    ],
    ["base_collection", "tbl_auth_users is a base collection, auth is needed."],
  ])("that cannot be adopted (%s) stops the start, says why and is not changed", async (fixture, message) => {
    db = await workspace(fixture);
    const before = await db.snapshot();
    expect(await db.failToServe()).toContain(message);
    expect(await db.snapshot()).toEqual(before);
  });
});

describe("users who share a value that must be unique", () => {
  const PHONE = "13812345678";

  test.each([
    {
      what: "a phone",
      index: false,
      rows: [
        { id: "user00000000001", users_wx_openid: "o1", users_phone: PHONE },
        { id: "user00000000002", users_wx_openid: "o2", users_phone: `+86 ${PHONE}` },
        { id: "user00000000003", users_wx_openid: "o3", users_phone: `86${PHONE}` },
        { id: "user00000000004", users_wx_openid: "o4", users_phone: "13812345679" },
      ],
      message:
        "tbl_auth_users.users_phone must be unique, but records share a value: user00000000001 user00000000002 user00000000003.",
    },
    {
      what: "an openid",
      index: false,
      rows: [
        { id: "user00000000001", openid: "oSame" },
        { id: "user00000000002", openid: "oSame", users_wx_openid: "o2" },
        { id: "user00000000003", openid: "oOther", users_phone: "3", users_wx_openid: "o3" },
      ].map((row, i) => ({ users_phone: `1380000000${i}`, users_wx_openid: `o${i}`, ...row })),
      message:
        "tbl_auth_users.openid must be unique, but records share a value: user00000000001 user00000000002.",
    },
    {
      what: "an openid, once it is copied from users_wx_openid",
      index: true,
      rows: [
        { id: "user00000000001", openid: "oSame", users_phone: "1", users_wx_openid: "o1" },
        { id: "user00000000002", openid: "", users_phone: "2", users_wx_openid: "oSame" },
      ],
      message:
        "tbl_auth_users.openid must be unique, but records share a value: user00000000001 user00000000002.",
    },
  ])("($what) stop the start, are named by id, and are not changed", async ({ rows, index, message }) => {
    db = await workspace("current_layout", ...(index ? ["openid_index"] : []));
    for (const row of rows) await insertUser(db, row);
    const before = await db.snapshot();

    for (const output of [await db.failToServe(), await db.up()]) {
      expect(output).toContain(message.replace(/\.$/, ""));
      expect(output).toContain("Nothing was changed.");
      expect(output).not.toContain(PHONE);
      expect(output).not.toContain("oSame");
    }
    expect(await db.snapshot()).toEqual(before);
  });

  test("are named up to five for each value and fifty in all", async () => {
    db = await workspace("older_layout");
    await db.sql(
      `WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 139)
        INSERT INTO tbl_auth_users (id, tokenKey, users_wx_openid, users_phone)
        SELECT printf('user%011d', i), printf('key%047d', i), 'o' || i, '138000000' || (10 + i % 20) FROM n`,
    );
    const output = await db.up();
    expect(output).toContain(
      "user00000000000 user00000000020 user00000000040 user00000000060 user00000000080 (7 in all)",
    );
    expect(output).toContain("and more");
    expect(output.match(/user\d{11}/g)).toHaveLength(50);
  });
});

test("companies that share a company_id stop the start, are named by id, and are not changed", async () => {
  db = await workspace("current_layout");
  await insert(db, "tbl_company", { id: "company00000001", company_id: "c1" });
  await insert(db, "tbl_company", { id: "company00000002", company_id: "c1" });
  await insert(db, "tbl_company", { id: "company00000003", company_id: "" });
  const before = await db.snapshot();
  expect(await db.failToServe()).toContain(
    "tbl_company.company_id must be unique, but records share a value: company00000001 company00000002.",
  );
  expect(await db.snapshot()).toEqual(before);
});

test("a field of the operator's that new users cannot fill is pointed out", async () => {
  db = await workspace("older_layout", "required_field");
  expect(await db.up()).toMatch(
    /tbl_auth_users: no new user can sign up while these fields are required: department$/m,
  );
});
