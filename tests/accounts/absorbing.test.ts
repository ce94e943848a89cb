import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { guest, link, member, stored } from "../operations/account/people.ts";
import { projectRoot } from "../../scripts/server-process.ts";
import { allLogRows } from "../support/log-rows.ts";
import { ownService } from "../support/scenarios.ts";
import type { Service } from "../support/service.ts";

/** An operator's own tables: every way to refer to a user. */
async function operatorsTables({ admin }: Service): Promise<void> {
  const { id: users } = await admin.request<{ id: string }>("GET", "/api/collections/tbl_auth_users");
  const toUsers = { type: "relation", collectionId: users, cascadeDelete: false };
  const create = (collection: object) => admin.request("POST", "/api/collections", collection);
  await create({
    name: "orders",
    type: "base",
    fields: [
      { name: "number", type: "text" },
      { name: "buyer", ...toUsers, maxSelect: 1, required: true },
      { name: "value", ...toUsers, maxSelect: 9 },
      { name: "helpers", ...toUsers, maxSelect: 9, required: true },
      { name: "updated", type: "autodate", onCreate: true, onUpdate: true },
    ],
  });
  await create({
    name: "seats",
    type: "base",
    fields: [
      { name: "room", type: "text" },
      { name: "user", ...toUsers, maxSelect: 1 },
    ],
    indexes: ["CREATE UNIQUE INDEX `idx_seats` ON `seats` (`room`, `user`) WHERE `user` != ''"],
  });
  await create({
    name: "staff",
    type: "auth",
    fields: [{ name: "account", ...toUsers, maxSelect: 1 }],
  });
  await create({
    name: "buyers",
    type: "view",
    viewQuery: "SELECT id, buyer, helpers FROM orders",
  });
  // Hidden, so that answers stay as the contract has them.
  const collection = await admin.request<{ fields: object[] }>("GET", "/api/collections/tbl_auth_users");
  await admin.collection("tbl_auth_users", {
    fields: [
      ...collection.fields,
      { name: "inviter", ...toUsers, maxSelect: 1, hidden: true },
      { name: "friends", ...toUsers, maxSelect: 9, hidden: true },
    ],
  });
}

const create = <T = { id: string }>({ admin }: Service, collection: string, values: object) =>
  admin.request<T>("POST", `/api/collections/${collection}/records`, values);
const read = ({ admin }: Service, collection: string, id: string) =>
  admin.request<{ [field: string]: unknown }>("GET", `/api/collections/${collection}/records/${id}`);

describe("absorbing a record to which an operator's tables refer", () => {
  const started = ownService({ sandbox: { apps: 2 } });
  beforeAll(() => operatorsTables(started()));

  const pair = async () => ({
    survivor: await started().platformUser(),
    absorbed: await guest(started()),
    other: await guest(started()),
  });

  test("moves single and multiple references, required ones too, and keeps each list's order without doubles", async () => {
    const service = started();
    const { survivor, absorbed, other } = await pair();
    const [u, r, x] = [survivor.id, absorbed.id, other.id];
    const make = (buyer: string, value: string[], helpers: string[]) =>
      create<{ id: string; updated: string }>(service, "orders", { buyer, value, helpers });
    const orders = [
      await make(r, [r], [x, r]),
      await make(x, [r, x, u], [u, x, r]),
      await make(x, [x], [x]),
      await make(r, [], [r]),
    ];
    expect((await link(service, survivor.token, absorbed.name)).body.data.status).toBe("merged");
    const moved = await Promise.all(orders.map(({ id }) => read(service, "orders", id)));
    expect(moved.map(({ buyer, value, helpers }) => ({ buyer, value, helpers }))).toEqual([
      { buyer: u, value: [u], helpers: [x, u] },
      { buyer: x, value: [u, x], helpers: [u, x] },
      { buyer: x, value: [x], helpers: [x] },
      { buyer: u, value: [], helpers: [u] },
    ]);
    expect(moved.map(({ updated }) => updated)).toEqual(orders.map(({ updated }) => updated));
    const lists = await service.admin.sql<{ value: string }>(
      `SELECT value FROM orders WHERE value LIKE '%${r}%' OR helpers LIKE '%${r}%' OR buyer = '${r}'`,
    );
    expect(lists).toEqual([]);
    expect(await read(service, "buyers", orders[0]?.id ?? "")).toMatchObject({ buyer: u, helpers: [x, u] });
  });

  test("moves references of other auth collections and of the users themselves", async () => {
    const service = started();
    const { survivor, absorbed, other } = await pair();
    const [u, r, x] = [survivor.id, absorbed.id, other.id];
    const clerk = await create(service, "staff", {
      email: `${r}@example.com`,
      password: "password-of-staff",
      passwordConfirm: "password-of-staff",
      account: r,
    });
    await service.admin.updateUser(x, { inviter: r, friends: [r, u] });
    await service.admin.updateUser(u, { friends: [x, r] });
    expect((await link(service, survivor.token, absorbed.name)).body.data.status).toBe("merged");
    expect(await read(service, "staff", clerk.id)).toMatchObject({ account: u });
    expect(await service.admin.user(x)).toMatchObject({ inviter: u, friends: [u] });
    // What the survivor is saved with afterwards does not bring the old list back.
    expect(await service.admin.user(u)).toMatchObject({ friends: [x, u] });
  });

  test("is blocked as a whole by a unique index; the log names collection and field", async () => {
    const service = started();
    const { survivor, absorbed } = await pair();
    const [u, r] = [survivor.id, absorbed.id];
    const order = await create(service, "orders", { buyer: r, helpers: [r] });
    const seats = await Promise.all([u, r].map((user) => create(service, "seats", { room: u, user })));
    const answer = await link(service, survivor.token, absorbed.name);
    expect(answer.body).toEqual({
      code: 409,
      msg: "两个账号的数据有冲突，无法合并，请联系管理员",
      data: { reason: "merge_blocked" },
    });
    expect(await read(service, "orders", order.id)).toMatchObject({ buyer: r, helpers: [r] });
    expect(await stored(service, r)).toMatchObject({ users_status: 0, users_merged_into: "" });
    expect((await service.call("refreshToken", { token: absorbed.token })).status).toBe(200);
    const row = (await allLogRows(service)).find(({ data }) => data.reason === "merge_blocked");
    expect(row?.data).toMatchObject({
      operation: "linkWechat",
      record_id: u,
      cause: "seats.user: a unique index",
    });

    // Settled by the operator, it goes through.
    await service.admin.request("DELETE", `/api/collections/seats/records/${seats[1]?.id}`);
    expect((await link(service, survivor.token, absorbed.name)).body.data.status).toBe("merged");
    expect(await read(service, "orders", order.id)).toMatchObject({ buyer: u, helpers: [u] });
  });

  test("names the field of the users that is unique and may not be in both records", async () => {
    const service = started();
    const { indexes } = await service.admin.request<{ indexes: string[] }>(
      "GET",
      "/api/collections/tbl_auth_users",
    );
    const unique =
      "CREATE UNIQUE INDEX `idx_name` ON `tbl_auth_users` (`users_name`) WHERE `users_name` != ''";
    const survivor = await service.platformUser({ users_name: "唯一" });
    await service.admin.updateUser(survivor.id, { users_name: "" });
    const absorbed = await member(service, { users_name: "另一个" });
    await service.admin.sql(
      "UPDATE tbl_auth_users SET users_name = id WHERE users_name IN ('测试用户', '小明')",
    );
    await service.admin.collection("tbl_auth_users", { indexes: [...indexes, unique] });
    const answer = await link(service, survivor.token, absorbed.name, { merge: true });
    await service.admin.collection("tbl_auth_users", { indexes });
    expect(answer.reason).toBe("merge_blocked");
    expect(await stored(service, absorbed.id)).toMatchObject({ users_status: 0, users_name: "另一个" });
  });

  test("leaves one line in the log that names both records", async () => {
    const service = started();
    const { survivor, absorbed } = await pair();
    await link(service, survivor.token, absorbed.name);
    const row = (await allLogRows(service)).find(
      ({ message, data }) => message === "account_merged" && data.absorbed_id === absorbed.id,
    );
    expect(row?.data).toMatchObject({
      record_id: survivor.id,
      absorbed_id: absorbed.id,
      appid: service.sandbox.appid,
    });
  });
});

describe("absorbing as docs/accounts.md describes it", () => {
  const page = (file: string) => readFileSync(join(projectRoot, file), "utf8");
  const hookOf = (file: string) => /```js\n([\s\S]*?)```/.exec(page(file))?.[1] ?? "";
  const started = ownService({ hooks: { "points.pb.js": hookOf("docs/accounts.md") } });
  beforeAll(() =>
    started().admin.request("POST", "/api/collections", {
      name: "points",
      type: "base",
      fields: [{ name: "user_id", type: "text" }],
    }),
  );

  test("shows the same hook in both languages", () => {
    expect(hookOf("docs/zh/accounts.md")).toBe(hookOf("docs/accounts.md"));
  });

  test("moves an id that is kept as text by the hook on the page", async () => {
    const service = started();
    const [survivor, absorbed] = [await service.platformUser(), await guest(service)];
    const { id } = await create(service, "points", { user_id: absorbed.id });
    expect((await link(service, survivor.token, absorbed.name)).body.data.status).toBe("merged");
    expect(await read(service, "points", id)).toMatchObject({ user_id: survivor.id });
  });

  test("is undone by hand: the pointer first, then the status, then the identity", async () => {
    const service = started();
    const [survivor, absorbed] = [await service.platformUser(), await guest(service)];
    expect((await link(service, survivor.token, absorbed.name)).body.data.status).toBe("merged");
    await service.admin.updateUser(absorbed.id, { users_merged_into: "" });
    await service.admin.updateUser(absorbed.id, { users_status: 0 });
    const rows = await service.admin.request<{ items: { id: string }[] }>(
      "GET",
      `/api/collections/tbl_auth_identities/records?filter=${encodeURIComponent(`user = "${survivor.id}"`)}`,
    );
    const path = `/api/collections/tbl_auth_identities/records/${rows.items[0]?.id}`;
    await service.admin.request("PATCH", path, { user: absorbed.id });
    expect((await guest(service, absorbed.name)).id).toBe(absorbed.id);
  });

  test("joins two records under a token that an operator got by impersonation", async () => {
    const service = started();
    const [survivor, other] = [await service.platformUser(), await member(service)];
    const token = await service.admin.impersonate(survivor.id);
    expect((await link(service, token, other.name, { merge: true })).body.data.status).toBe("merged");
  });
});

describe("absorbing beside an operator's hooks", () => {
  const REFUSES = `onRecordUpdate((e) => {
    const merges = e.record.getString("users_merged_into") !== "";
    if (merges && e.record.getString("users_level") === "kept") throw new ForbiddenError("还有未完成的订单");
    if (merges && e.record.getString("users_level") === "broken") throw new Error("inner detail");
    e.next();
  }, "tbl_auth_users");
  onRecordUpdate((e) => {
    if (e.record.getString("users_level") === "counting") {
      const moved = e.app.findAllRecords("notes", $dbx.hashExp({ author: e.record.id })).length;
      e.record.set("users_promo_code", String(moved));
    }
    e.next();
  }, "tbl_auth_users");`;
  const started = ownService({ hooks: { "operator.pb.js": REFUSES } });
  beforeAll(async () => {
    const { admin } = started();
    const { id } = await admin.request<{ id: string }>("GET", "/api/collections/tbl_auth_users");
    const author = { name: "author", type: "relation", collectionId: id, maxSelect: 1 };
    await admin.request("POST", "/api/collections", { name: "notes", type: "base", fields: [author] });
  });

  test.each([
    ["kept", 403, "refused", "还有未完成的订单"],
    ["broken", 500, "internal_error", "服务内部错误，请稍后再试"],
  ])("lets one refuse (%s): its words, and everything as before", async (level, status, reason, msg) => {
    const service = started();
    const [survivor, absorbed] = [await service.platformUser(), await guest(service)];
    const note = await create(service, "notes", { author: absorbed.id });
    await service.admin.updateUser(absorbed.id, { users_level: level });
    const answer = await link(service, survivor.token, absorbed.name);
    expect(answer.body).toEqual({ code: status, msg, data: { reason } });
    expect(await read(service, "notes", note.id)).toMatchObject({ author: absorbed.id });
    expect(await stored(service, absorbed.id)).toMatchObject({ users_status: 0, users_merged_into: "" });
    expect((await service.call("refreshToken", { token: absorbed.token })).status).toBe(200);
  });

  test("shows them the references as they are afterwards", async () => {
    const service = started();
    const [survivor, absorbed] = [await service.platformUser(), await guest(service)];
    await service.admin.updateUser(survivor.id, { users_level: "counting" });
    for (const author of [absorbed.id, absorbed.id, survivor.id]) await create(service, "notes", { author });
    expect((await link(service, survivor.token, absorbed.name)).body.data.status).toBe("merged");
    expect(await stored(service, survivor.id)).toMatchObject({ users_promo_code: "3" });
  });
});
