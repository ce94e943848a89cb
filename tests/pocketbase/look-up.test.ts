import { describe, expect, test } from "vitest";
import { ownService } from "../support/scenarios.ts";
import type { Service } from "../support/service.ts";

/** More than a runtime sees before it keeps a statement compiled. */
const WARM = 6;

/** What the login answers to this person, not held against the contract: an operator's own fields may be in it. */
async function login(service: Service, user: string) {
  const { code } = service.sandbox.mintLoginCode({ user });
  const response = await fetch(`${service.url}/api/wechat/login`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ users_wx_code: code }),
  });
  const body = (await response.json()) as {
    token: string;
    record: { id: string; [field: string]: unknown };
    data?: { reason: string };
  };
  return { status: response.status, headers: response.headers, body };
}

/** Somebody whom the only runtime has looked up so often that it no longer compiles the query. */
async function wellKnown(service: Service, user: string): Promise<string> {
  let id = "";
  for (let i = 0; i < WARM; i++) id = (await login(service, user)).body.record.id;
  return id;
}

describe("a runtime that has looked users up before", () => {
  const started = ownService({ hooksPool: 1 });

  test("obeys a rule that the operator changes, and the one they go back to", async () => {
    const service = started();
    await wellKnown(service, "ruled");
    await service.admin.collection("tbl_auth_users", { authRule: "users_level = 'gold'" });
    expect(await login(service, "ruled")).toMatchObject({
      status: 401,
      body: { data: { reason: "auth_rejected" } },
    });
    await service.admin.collection("tbl_auth_users", { authRule: "users_status >= 0" });
    expect((await login(service, "ruled")).status).toBe(200);
  });

  test("shows a field that the operator adds, and not one that they take away", async () => {
    const service = started();
    const id = await wellKnown(service, "badged");
    const { fields } = await service.admin.request<{ fields: object[] }>(
      "GET",
      "/api/collections/tbl_auth_users",
    );
    await service.admin.collection("tbl_auth_users", {
      fields: [...fields, { name: "badge", type: "text" }],
    });
    await service.admin.updateUser(id, { badge: "blue" });
    expect((await login(service, "badged")).body.record.badge).toBe("blue");
    await service.admin.collection("tbl_auth_users", { fields });
    const without = await login(service, "badged");
    expect([without.status, "badge" in without.body.record]).toEqual([200, false]);
  });

  test("shows what was changed by other hands since", async () => {
    const service = started();
    const id = await wellKnown(service, "renamed");
    await service.admin.sql(`UPDATE tbl_auth_users SET users_name = '新名字' WHERE id = '${id}'`);
    expect((await login(service, "renamed")).body.record.users_name).toBe("新名字");
  });

  test("finds whom an account belongs to now", async () => {
    const service = started();
    const id = await wellKnown(service, "moved");
    const heir = await wellKnown(service, "heir");
    await service.admin.sql("DELETE FROM tbl_auth_identities WHERE user = " + `'${heir}'`);
    await service.admin.sql(`UPDATE tbl_auth_identities SET user = '${heir}' WHERE user = '${id}'`);
    expect((await login(service, "moved")).body.record.id).toBe(heir);
  });

  test("answers again once a table that was away for a while is back", async () => {
    const service = started();
    const id = await wellKnown(service, "patient");
    await service.admin.sql("ALTER TABLE tbl_auth_identities RENAME TO away");
    expect((await login(service, "patient")).body.data).toEqual({ reason: "internal_error" });
    await service.admin.sql("ALTER TABLE away RENAME TO tbl_auth_identities");
    expect((await login(service, "patient")).body.record.id).toBe(id);
  });
});

describe("a sign-in that only the stock rule has a say in", () => {
  const started = ownService({ hooksPool: 1 });

  test("is answered as PocketBase answers it where another rule has one", async () => {
    const service = started();
    await wellKnown(service, "same");
    const short = await login(service, "same");
    await service.admin.collection("tbl_auth_users", { authRule: "users_status >= 0 && id != ''" });
    const own = await login(service, "same");
    const { token: shortToken, ...shortRest } = short.body;
    const { token: ownToken, ...ownRest } = own.body;
    expect(short.status).toBe(own.status);
    expect(shortRest).toEqual(ownRest);
    expect(Object.keys(short.body)).toEqual(expect.arrayContaining(Object.keys(own.body)));
    const names = (headers: Headers) => [...headers.keys()].sort();
    expect(names(short.headers)).toEqual(names(own.headers));
    const claims = (token: string) => {
      const { exp, ...rest } = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());
      return { ...rest, exp: typeof exp };
    };
    expect(claims(shortToken)).toEqual(claims(ownToken));
  });
});
