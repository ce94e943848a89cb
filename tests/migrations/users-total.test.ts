import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { FILES, type JsonObject, type Server, type Workspace, insertUser, workspace } from "./support.ts";

let db: Workspace;

beforeEach(async () => {
  db = await workspace();
});
afterEach(() => db.close());

const total = async () =>
  Number((await db.sql("SELECT total FROM tbl_auth_users_total WHERE id = 1"))[0]?.total);
const counted = async (table = "tbl_auth_users") =>
  Number((await db.sql(`SELECT count(*) AS n FROM ${table}`))[0]?.n);

describe("the number of users", () => {
  test("follows inserts and deletes by plain SQL, and transactions that fail", async () => {
    await db.up();
    expect(await total()).toBe(0);
    await db.sql(
      `INSERT INTO tbl_auth_users (id, tokenKey, openid) WITH RECURSIVE n (i) AS
        (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100) SELECT 'user' || i, 'key' || i, 'o' || i FROM n`,
    );
    expect(await total()).toBe(100);
    await expect(
      db.sql(
        `INSERT INTO tbl_auth_users (id, tokenKey, openid) VALUES ('new1', 'new1', 'new1');
          INSERT INTO tbl_auth_users (id, tokenKey, openid) VALUES ('new2', 'new2', 'o1')`,
      ),
    ).rejects.toThrow("UNIQUE constraint failed");
    expect(await total()).toBe(100);
    await db.sql("DELETE FROM tbl_auth_users WHERE id LIKE 'user1%'");
    expect(await total()).toBe(88);
    await db.sql("UPDATE tbl_auth_users SET users_name = 'x'");
    expect(await total()).toBe(88);
    await db.sql("DELETE FROM tbl_auth_users");
    expect(await total()).toBe(0);
  });

  test("starts with the users that are there, and is removed by down", async () => {
    await db.close();
    db = await workspace("older_layout");
    await insertUser(db, { id: "wechat000000001", users_wx_openid: "oOne" });
    await insertUser(db, { id: "wechat000000002", users_wx_openid: "oTwo" });
    await db.up();
    expect(await total()).toBe(2);
    await db.down(FILES.length - FILES.indexOf("1795500005_users_total.js"));
    const { schema } = await db.snapshot();
    expect(schema.filter((entry) => entry.includes("tbl_auth_users_total"))).toEqual([]);
    await db.sql("DELETE FROM tbl_auth_users WHERE id = 'wechat000000001'");
    await db.up();
    expect(await total()).toBe(1);
  });

  test("stops the start when its name is taken", async () => {
    await db.sql("CREATE VIEW tbl_auth_users_total AS SELECT 1 AS n");
    expect(await db.failToServe()).toContain(
      "The name tbl_auth_users_total is needed for the user counter but is taken",
    );
  });

  test("survives VACUUM", async () => {
    await db.up();
    await insertUser(db, { id: "user00000000001", openid: "o1" });
    await db.sql("VACUUM");
    await insertUser(db, { id: "user00000000002", openid: "o2" });
    expect(await total()).toBe(2);
  });
});

describe("the number of users, while a superuser works in the dashboard,", () => {
  const COLLECTION = "/api/collections/tbl_auth_users";
  let server: Server;
  let restarted: Promise<void>;

  beforeEach(async () => {
    let starts = 0;
    let done: () => void = () => {};
    restarted = new Promise((resolve) => {
      done = resolve;
    });
    server = await db.serve((text) => {
      starts += text.split("Server started at").length - 1;
      if (starts === 2) done();
    });
  });
  afterEach(() => server.stop());

  const admin = async (method: string, path: string, body?: unknown): Promise<JsonObject> => {
    const answer = await server.request(method, path, body, server.superuserToken);
    expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
    return answer.body ?? {};
  };
  const addUser = async (openid: string, path = `${COLLECTION}/records`) =>
    admin("POST", path, { openid, password: "a-long-password", passwordConfirm: "a-long-password" });

  test("follows records created and deleted", async () => {
    const { id } = await addUser("o1");
    await addUser("o2");
    expect(await total()).toBe(2);
    await admin("DELETE", `${COLLECTION}/records/${id}`);
    expect(await total()).toBe(1);
  });

  test("follows through fields and indexes added, renamed and dropped", async () => {
    await addUser("o1");
    const collection = await admin("GET", COLLECTION);
    const fields = collection.fields as JsonObject[];
    const indexes = collection.indexes as string[];

    const changed = await admin("PATCH", COLLECTION, {
      fields: [
        ...fields,
        { name: "nickname", type: "text" },
        { name: "tags", type: "select", maxSelect: 1, values: ["a", "b"] },
      ],
      indexes: [...indexes, "CREATE INDEX `idx_nickname` ON `tbl_auth_users` (`nickname`)"],
    });
    await addUser("o2");
    const renamed = (changed.fields as JsonObject[]).map((field) => {
      if (field.name === "nickname") return { ...field, name: "alias" };
      // A choice of several values is another kind of column: PocketBase copies it.
      return field.name === "tags" ? { ...field, maxSelect: 2 } : field;
    });
    await admin("PATCH", COLLECTION, { fields: renamed, indexes });
    await addUser("o3");
    await admin("PATCH", COLLECTION, { fields });
    await addUser("o4");
    expect(await total()).toBe(4);
    expect(await counted()).toBe(4);
  });

  test("follows through the collection being renamed and renamed back", async () => {
    await addUser("o1");
    await admin("PATCH", COLLECTION, { name: "people" });
    await addUser("o2", "/api/collections/people/records");
    expect(await total()).toBe(2);
    await admin("PATCH", "/api/collections/people", { name: "tbl_auth_users" });
    await addUser("o3");
    expect(await total()).toBe(3);
    expect(await counted()).toBe(3);
  });

  test("is nothing after the collection is truncated", async () => {
    await addUser("o1");
    await addUser("o2");
    await admin("DELETE", `${COLLECTION}/truncate`);
    expect(await total()).toBe(0);
    await addUser("o3");
    expect(await total()).toBe(1);
  });

  test("follows records deleted by a cascade", async () => {
    const teams = await admin("POST", "/api/collections", { type: "base", name: "teams" });
    const { fields } = await admin("GET", COLLECTION);
    const team = {
      name: "team",
      type: "relation",
      collectionId: teams.id,
      cascadeDelete: true,
      maxSelect: 1,
    };
    await admin("PATCH", COLLECTION, { fields: [...(fields as JsonObject[]), team] });
    const { id } = await admin("POST", "/api/collections/teams/records", {});
    const password = "a-long-password";
    await admin("POST", `${COLLECTION}/records`, {
      openid: "o1",
      team: id,
      password,
      passwordConfirm: password,
    });
    await addUser("o2");
    await admin("DELETE", `/api/collections/teams/records/${id}`);
    expect(await total()).toBe(1);
  });

  test("is that of the backup after the backup is restored", async () => {
    await addUser("o1");
    await admin("POST", "/api/backups", { name: "kept.zip" });
    await addUser("o2");
    expect(await total()).toBe(2);
    await admin("POST", "/api/backups/kept.zip/restore");
    await restarted;
    await addUser("o3");
    const [row] = (await admin("POST", "/api/sql", { query: "SELECT total FROM tbl_auth_users_total" }))
      .rows as string[][];
    expect(row).toEqual(["2"]);
  });
});
