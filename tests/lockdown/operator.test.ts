import { beforeAll, describe, expect, test } from "vitest";
import { ownService } from "../support/scenarios.ts";
import { get, inWords, post, stored } from "./table.ts";
import { createWorld, type Role, sendAs, type World } from "../support/native-roles.ts";

const USERS = "/api/collections/tbl_auth_users/records";

describe("what an operator turns on or adds opens nothing here", () => {
  const service = ownService();
  let world: World;
  beforeAll(async () => {
    world = await createWorld(service());
    await service().admin.settings({ batch: { enabled: true, maxRequests: 50, timeout: 3 } });
    const { id } = await service().admin.request<{ id: string }>("GET", "/api/collections/tbl_auth_users");
    const owner = { name: "owner", type: "relation", collectionId: id, maxSelect: 1 };
    const rules = { listRule: "", viewRule: "", createRule: "" };
    await service().admin.request("POST", "/api/collections", {
      name: "orders",
      type: "base",
      fields: [owner],
      ...rules,
    });
    await service().admin.request("POST", "/api/collections/orders/records", { owner: world.victim.id });
  });

  const roles: Role[] = ["guest", "owner", "other", "wechat", "foreign"];

  const hostile: { [what: string]: (world: World) => object } = {
    "create a user": () => ({ method: "POST", url: USERS, body: { openid: "made" } }),
    "disable or enable a user": ({ victim }) => ({
      method: "PATCH",
      url: `${USERS}/${victim.id}`,
      body: { users_status: 5 },
    }),
    "take a user's identity": ({ victim }) => ({
      method: "PATCH",
      url: `${USERS}/${victim.id}?fields=id`,
      body: { openid: "stolen", users_idtype: "WeChat" },
    }),
    "replace a user": ({ victim }) => ({
      method: "PUT",
      url: USERS,
      body: { id: victim.id, users_status: 5 },
    }),
    "delete a user": ({ victim }) => ({ method: "DELETE", url: `${USERS}/${victim.id}` }),
    "change a company": ({ company }) => ({
      method: "PATCH",
      url: `/api/collections/tbl_company/records/${company.id}`,
      body: { company_name: "更名" },
    }),
  };

  test.each(Object.keys(hostile))("batch: nobody can %s, and what came along is undone", async (what) => {
    const before = await stored(world);
    const allowed = { method: "POST", url: "/api/collections/orders/records", body: {} };
    for (const role of roles) {
      const requests = [allowed, hostile[what]?.(world)];
      const answer = await sendAs(world, role, post("/api/batch", { requests }));
      const { requests: failed } = JSON.parse(answer.text).data;
      expect([role, answer.status, failed]).toEqual([
        role,
        400,
        { 1: expect.objectContaining({ response: expect.objectContaining({ status: 403 }) }) },
      ]);
      expect(answer.text).not.toContain(world.victim.phone);
    }
    expect(await stored(world)).toEqual(before);
    expect(await service().admin.sql("SELECT COUNT(*) AS n FROM orders")).toEqual([{ n: "1" }]);
  });

  test("batch is on: the public part alone goes through", async () => {
    const requests = [{ method: "POST", url: "/api/collections/orders/records", body: {} }];
    expect((await sendAs(world, "guest", post("/api/batch", { requests }))).status).toBe(200);
    await service().admin.sql("DELETE FROM orders WHERE owner = ''");
  });

  const REFUSED = "400 Something went wrong while processing your request.";
  const probes = {
    "filter=(owner.users_phone~'1')": REFUSED,
    "filter=(owner.openid!='')": REFUSED,
    "filter=(owner.email!='')": REFUSED,
    "filter=(owner.tokenKey~'a')": REFUSED,
    "sort=owner.users_phone": REFUSED,
    "filter=(@collection.tbl_auth_users.users_phone~'1')": "403 Only superusers can filter by @collection.",
    "filter=(@collection.tbl_company.company_name~'公')": "403 Only superusers can filter by @collection.",
  };

  test.each(Object.entries(probes))(
    "a public list that points at users answers no %s",
    async (query, refusal) => {
      for (const role of roles) {
        const answer = await sendAs(world, role, get(`/api/collections/orders/records?${query}`));
        expect([role, inWords(answer)]).toEqual([role, refusal]);
      }
    },
  );

  test("a public list that points at users shows a user to nobody but that user", async () => {
    const list = get("/api/collections/orders/records?expand=owner&fields=owner,expand.owner.users_phone");
    const seen = Object.fromEntries(
      await Promise.all(
        roles.map(async (role) => [role, JSON.parse((await sendAs(world, role, list)).text).items[0]]),
      ),
    );
    const { id, phone } = world.victim;
    const hidden = { owner: id, expand: {} };
    expect(seen).toEqual({
      guest: hidden,
      owner: { owner: id, expand: { owner: { users_phone: phone } } },
      other: hidden,
      wechat: hidden,
      foreign: hidden,
    });
  });

  test("a record of another auth collection cannot take a user's id", async () => {
    const created = await sendAs(
      world,
      "superuser",
      post("/api/collections/users/records", {
        id: world.victim.id,
        email: "double@example.com",
        password: "double-password-1",
        passwordConfirm: "double-password-1",
      }),
    );
    expect(inWords(created)).toBe("400 Failed to create record. [id: validation_invalid_auth_id]");
  });
});
